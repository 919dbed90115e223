"""The publisher that waits: one at a time, woken by what arrives, and whatever ended it, the next one goes on."""

import datetime
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import attend
from attended_office import AttendedOffice
from prakat.audit_log.record import RecordKind
from prakat.merging import attendance
from prakat.merging.attendance import Attendance, Call
from prakat.merging.publisher_state import Life, state_of
from prakat.release.release_folder import ReleaseFolder
from prakat.repository.receipt import set_clock, write_receipts
from sign_off_office import CHAIN, World, document, records

CHECKOUT = Path(__file__).resolve().parents[1]
MOST_PROCESSES = 160
"""Programs that may be started between the last signature and the switch: git is asked anew of everything that a merge
leans on, by the judge before it and by the proof of the publication after it; each signature is checked once."""
NEWS = "content/public-relations/2569/{0}/index.md"


@contextmanager
def started(world: World) -> Iterator["subprocess.Popen[str]"]:
    """Killed at the latest at the end of the block."""
    own = {**os.environ, "XDG_CACHE_HOME": str(world.place / "home"), "PYTHONUNBUFFERED": "1"}
    words = [sys.executable, "scripts/attend.py", "--repo", str(world.repository.folder), "--key", str(world.key)]
    words += ["--to", str(world.place / "public"), "--lang", "en"]
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(words, cwd=CHECKOUT, env=own, text=True, **both) as process:
        try:
            yield process
        finally:
            process.kill()


def told_until(process: "subprocess.Popen[str]", words: str) -> str:
    assert process.stdout
    found = ""
    for line in process.stdout:
        found += line
        if words in line:
            return found
    raise AssertionError(found)


def is_shown(world: World, name: str) -> bool:
    return (world.place / "public/current/public-relations/2569" / name / "index.html").is_file()


def signed(world: World, number: int, name: str) -> None:
    world.ask(number, {NEWS.format(name): document(f"ข่าว {name}")})
    world.sign(number, *CHAIN)
    set_clock(world.repository.git_dir, world.later().isoformat())


def test_the_last_signature_is_live_though_a_publisher_died(world: World) -> None:
    set_clock(world.repository.git_dir, world.later().isoformat())
    with started(world) as first:
        told_until(first, "Released")
        with started(world) as second:
            told_until(second, "Another publisher attends")
            first.kill()
            signed(world, 2, "news")
            while not is_shown(world, "news"):
                told_until(second, "Released")
    found = state_of(world.repository.git_dir)
    assert found and found.attends and found.released == world.main() and found.took[2] == 60
    assert world.repository.line("rev-list", "--count", "--first-parent", world.main()) == "3", "nothing is done twice"
    assert found.life(world.now + datetime.timedelta(minutes=5)) is Life.SILENT


@pytest.fixture
def without_net(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would wait for ever where nothing wakes it."""
    monkeypatch.setattr(attendance, "NET", 1e9)


@pytest.mark.usefixtures("without_net")
def test_what_arrives_during_the_work_is_a_call_of_its_own(world: World) -> None:
    git_dir = world.repository.git_dir
    calls = Attendance(world.repository).calls()
    next(calls)
    write_receipts(git_dir, [("refs/heads/request/9", "1" * 40)], world.later(), "nok")
    assert next(calls) is Call.ARRIVED


@pytest.mark.usefixtures("without_net")
def test_a_push_wakes_it_and_after_the_work_it_rests_once(world: World) -> None:
    git_dir, found = world.repository.git_dir, list[Call]()
    calls = Attendance(world.repository).calls()
    found.append(next(calls))
    found.append(next(calls))
    threading.Timer(
        0.3, lambda: write_receipts(git_dir, [("refs/heads/request/9", "1" * 40)], world.later(), "")
    ).start()
    found += [next(calls), next(calls)]
    assert found == [Call.DUE, Call.IDLE, Call.ARRIVED, Call.IDLE]


@pytest.mark.usefixtures("without_net")
def test_midnight_is_a_call_though_nothing_arrives_and_a_clock_that_jumps_is_survived(world: World) -> None:
    calls = Attendance(world.repository).calls()
    set_clock(world.repository.git_dir, "2026-07-01T23:59:59.5+07:00")
    next(calls), next(calls)
    for moment in ("2026-07-02T00:00:01+07:00", "2026-06-20T09:00:00+07:00", "2027-01-01T00:00:00+07:00"):
        set_clock(world.repository.git_dir, moment)
        assert [next(calls), next(calls)] == [Call.DUE, Call.IDLE]


def attended(world: World) -> AttendedOffice:
    """In this process, after its first round."""
    words = ["--repo", str(world.repository.folder), "--key", str(world.key), "--to", str(world.place / "public")]
    office = AttendedOffice(world.repository, attend.parser().parse_args([*words, "--lang", "en"]))
    set_clock(world.repository.git_dir, world.later().isoformat())
    office.work()
    office.rest(lambda: False)
    return office


def test_no_interpreter_and_few_programs_are_started_before_it_is_live(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, started = attended(world), Counter[str]()
    signed(world, 2, "news")
    real: Any = subprocess.Popen.__init__

    def counting(self: object, command: Sequence[str], *rest: object, **more: object) -> None:
        if not is_shown(world, "news"):
            started[Path(command[0]).name] += 1
        real(self, command, *rest, **more)

    monkeypatch.setattr(subprocess.Popen, "__init__", counting)
    office.work()
    assert is_shown(world, "news")
    assert {*started} == {"git", "ssh-keygen"}
    assert started.total() <= MOST_PROCESSES, started


def test_the_spare_tree_and_what_the_next_merge_reads_are_made_when_idle(world: World) -> None:
    office, folder = attended(world), ReleaseFolder(world.place / "public")
    signed(world, 2, "news")
    office.work()
    current = folder.current_id()
    assert current and not (folder.spares / current).exists()
    office.rest(lambda: False)
    assert (folder.spares / current).is_dir()
    assert {*office.memory.folders.kept} == {"content/law/act", "content/public-relations/2569/news"}


def test_the_release_is_recorded_once_it_is_live(world: World) -> None:
    office = attended(world)
    signed(world, 2, "news")
    office.work()
    current = ReleaseFolder(world.place / "public").current_id()
    assert [each.facts["release"] for each in records(world) if each.kind is RecordKind.DEPLOYMENT][-1] == current
    assert world.problems() == []


def test_what_is_known_of_other_items_judges_as_a_reading_from_nothing(world: World) -> None:
    """A link to an item that the next request deletes is found though the item with the link is not read again."""
    office = attended(world)
    linking = document("ข่าวที่ลิงก์", body="[พระราชบัญญัติ](../../../law/act/)")
    world.ask(2, {NEWS.format("linking"): linking})
    world.sign(2, *CHAIN)
    set_clock(world.repository.git_dir, world.later().isoformat())
    office.work()
    assert is_shown(world, "linking")
    office.rest(lambda: False)
    world.ask(3, {"content/law/act/index.md": None})
    world.sign(3, *CHAIN)
    set_clock(world.repository.git_dir, world.later().isoformat())
    main = world.main()
    office.work()
    assert world.main() == main, "not merged"
    assert "link.broken" in office.said.last


def test_one_attends_at_a_time_and_the_other_says_so_once(world: World) -> None:
    said, entered = list[str](), threading.Event()
    other = Attendance(world.repository)

    def wait() -> None:
        with other.alone(lambda: said.append("waits")) as is_alone:
            said.append(str(is_alone))
            entered.set()

    thread = threading.Thread(target=wait)
    with Attendance(world.repository).alone(lambda: said.append("never")) as is_alone:
        assert is_alone
        thread.start()
        while not said:
            pass
        assert said == ["waits"] and not entered.is_set()
    thread.join()
    assert said == ["waits", "True"]


def test_one_that_is_ended_before_its_turn_does_nothing(world: World) -> None:
    waiting = Attendance(world.repository)
    with Attendance(world.repository).alone(lambda: None), waiting.alone(waiting.ended.set) as is_alone:
        assert not is_alone


def test_what_fails_beside_it_is_tried_again(world: World) -> None:
    tried, done = list[int](), threading.Event()

    def act() -> None:
        tried.append(len(tried))
        if len(tried) < 3:
            raise ValueError(tried)
        done.set()

    with Attendance(world.repository).beside(act, 0):
        done.wait()
    assert tried[:3] == [0, 1, 2]

"""The publisher that waits: one at a time, woken by what arrives, and whatever ended it, the next one goes on."""

import datetime
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prakat.merging.attendance import NET, Attendance
from prakat.merging.publisher_state import Life, state_of
from prakat.repository.receipt import set_clock, write_receipts
from sign_off_office import CHAIN, World, document

CHECKOUT = Path(__file__).resolve().parents[1]
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


def test_what_arrives_during_the_work_is_a_call_of_its_own(world: World) -> None:
    git_dir = world.repository.git_dir
    calls = Attendance(world.repository).calls()
    next(calls)
    write_receipts(git_dir, [("refs/heads/request/9", "1" * 40)], world.later(), "nok")
    begun = time.monotonic()
    next(calls)
    assert time.monotonic() - begun < NET


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

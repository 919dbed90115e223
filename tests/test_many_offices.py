"""One publisher for the offices of a folder: each stands by itself, comes and goes by itself, and all end in order."""

import datetime
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import Queue

import pytest

import attend
from prakat.cannot_work import CannotWork
from prakat.merging.publisher_state import state_of
from prakat.merging.turns import Turns
from prakat.release.release_folder import only_publisher
from prakat.repository.receipt import OWN_FOLDER, only_one, set_clock
from sign_off_office import CHAIN, World, copy, document

CHECKOUT = Path(__file__).resolve().parents[1]
NEWS = "content/public-relations/2569/{0}/index.md"


@pytest.fixture
def offices(tmp_path: Path) -> Path:
    place = tmp_path / "offices"
    place.mkdir()
    return place


def settled(founded: Path, place: Path) -> World:
    """An office as `prakat init` leaves it: its publisher's key lies in its repository."""
    world = copy(founded, place)
    own = world.repository.git_dir / OWN_FOLDER
    own.mkdir(exist_ok=True)
    shutil.copy(world.key, own / "publisher")
    set_clock(world.repository.git_dir, world.later().isoformat())
    return world


class Heard:
    """What a process prints, line by line, until something is said."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process, self.lines, self.all = process, Queue[str](), list[str]()
        self.reading = threading.Thread(target=self._read, daemon=True)
        self.reading.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put("")

    def until(self, words: str) -> str:
        while line := self.lines.get():
            self.all.append(line)
            if words in line:
                return line
        raise AssertionError("".join(self.all))


@contextmanager
def started(offices: Path) -> Iterator[Heard]:
    own = {**os.environ, "XDG_CACHE_HOME": str(offices.parent / "home"), "PYTHONUNBUFFERED": "1"}
    words = [sys.executable, "scripts/attend.py", "--offices", str(offices), "--lang", "en"]
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(words, cwd=CHECKOUT, env=own, text=True, **both) as process:
        told = Heard(process)
        try:
            yield told
        finally:
            process.terminate()
            told.reading.join()


def is_shown(world: World, name: str) -> bool:
    return (world.place / "www/current/public-relations/2569" / name / "index.html").is_file()


def signed(world: World, number: int, name: str) -> None:
    set_clock(world.repository.git_dir, (world.now + datetime.timedelta(minutes=10)).isoformat())
    world.ask(number, {NEWS.format(name): document(f"ข่าว {name}")})
    world.sign(number, *CHAIN)


def seen(wanted: Callable[[], bool]) -> None:
    while not wanted():
        time.sleep(0.05)


def is_free(git_dir: Path) -> bool:
    """Whether nobody attends there."""
    try:
        with only_one(git_dir, "attend"):
            return True
    except CannotWork:
        return False


def test_one_that_is_broken_and_one_that_is_busy_stop_no_other(founded: Path, offices: Path) -> None:
    well, busy = settled(founded, offices / "well"), settled(founded, offices / "busy")
    both = (well, busy)
    (offices / "broken/office.git").mkdir(parents=True)
    with ExitStack() as held, started(offices) as told:
        held.enter_context(only_publisher(busy.place / "www"))  # as by a build that takes its time
        told.until("well: Released")
        signed(well, 2, "news")
        seen(lambda: is_shown(well, "news"))
        signed(busy, 2, "late")
        told.until("busy: #2 merged")
        assert not is_shown(busy, "late")
        held.close()
        signed(busy, 3, "more")
        seen(lambda: is_shown(busy, "late") and is_shown(busy, "more"))
        seen(
            lambda: all((state := state_of(each.repository.git_dir)) and state.released == each.main() for each in both)
        )
        told.process.send_signal(signal.SIGTERM)
        assert told.process.wait() == 0
    for each in both:
        state = state_of(each.repository.git_dir)
        assert state and not state.attends, "it left as it was asked to"
    assert any(str(offices / "broken") in each for each in told.all), told.all


def test_offices_come_and_go_while_the_others_are_attended(founded: Path, offices: Path, tmp_path: Path) -> None:
    first = settled(founded, offices / "first")
    with started(offices) as told:
        told.until("first: Released")
        settled(founded, tmp_path / "second").place.rename(offices / "second")
        told.until("second: Released")
        (offices / "second").rename(tmp_path / "gone")
        seen(lambda: is_free(tmp_path / "gone/office.git"))
        signed(first, 2, "news")
        seen(lambda: is_shown(first, "news"))
    assert told.process.returncode == 0


def test_nobody_is_left_when_all_are_ended_by_force(founded: Path, offices: Path) -> None:
    """Whoever comes next attends at once: no publisher of the one that was killed still holds an office."""
    world = settled(founded, offices / "first")
    with started(offices) as told:
        told.until("first: Released")
        told.process.kill()
        told.process.wait()
    with started(offices) as again:
        again.until("first: Waiting")
        signed(world, 2, "news")
        seen(lambda: is_shown(world, "news"))


def test_a_key_is_of_one_office(offices: Path) -> None:
    with pytest.raises(CannotWork, match="keys-of-many"):
        attend.attend_many(attend.parser().parse_args(["--offices", str(offices), "--key", "key"]))


def test_no_more_work_by_the_clock_at_once_than_there_are_processors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    turns, entered = Turns(tmp_path), list[str]()
    with ExitStack() as first, turns.turn(lambda: False):
        first.enter_context(turns.turn(lambda: False))
        third = threading.Thread(target=lambda: _enter(turns, entered))
        third.start()
        with turns.turn(lambda: True):
            entered.append("what is urgent waits for nobody")
        assert entered == ["what is urgent waits for nobody"]
        first.close()
        third.join()
    assert entered[1:] == ["third"]


def _enter(turns: Turns, entered: list[str]) -> None:
    with turns.turn(lambda: False):
        entered.append("third")

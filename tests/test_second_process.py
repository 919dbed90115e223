"""Work that another process does: its results in their order, what it raises, and that none is left behind."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

import psutil
import pytest

from prakat.cannot_work import CannotWork
from prakat.repository.second_process import done_beside, shared

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the work is done in this process"),
    pytest.mark.usefixtures("only_thread"),
]


Found = TypeVar("Found")


def apart(work: Callable[[], Found]) -> Found:
    with done_beside(work) as told:
        return told()


@pytest.fixture(autouse=True)
def childless() -> Iterator[None]:
    """None is left but what earlier tests of this worker have, as a browser has; the dead count until waited for."""
    others = {*psutil.Process().children()}
    yield
    assert {*psutil.Process().children()} <= others


def refuse(_: object = None) -> None:
    raise CannotWork("release.busy", place="here")


def test_another_process_does_it_and_says_what_it_found() -> None:
    assert apart(os.getpid) != os.getpid()
    assert apart(lambda: apart(os.getppid)) != os.getpid()


def test_a_block_goes_on_while_another_process_works() -> None:
    """Which writes more than a pipe holds, and is asked late, or never."""
    with done_beside(lambda: (os.getpid(), "x" * 1_000_000)) as told:
        here = sum(range(20_000))
        process, text = told()
    assert (here, len(text)) == (199_990_000, 1_000_000)
    assert process != os.getpid()
    with pytest.raises(CannotWork), done_beside(refuse) as told_nothing:
        told_nothing()
    with done_beside(lambda: signal.pause()):
        pass


def test_two_processes_share_the_units_and_the_order_stays() -> None:
    def slow(number: int) -> tuple[int, int]:
        return number, sum(range(20_000)) and os.getpid()

    found = shared(slow, range(200))
    assert [number for number, _ in found] == list(range(200))
    assert len({process for _, process in found}) == 2


@pytest.mark.parametrize("work", [lambda: apart(refuse), lambda: shared(refuse, [1, 2, 3])])
def test_what_it_raises_is_raised_here_in_its_own_words(work) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CannotWork) as raised:
        work()
    assert raised.value.values == {"place": "here"}


def test_an_ended_process_is_no_answer() -> None:
    first = os.getpid()

    def end() -> None:
        assert os.getpid() != first
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(ChildProcessError):
        apart(end)


def test_an_interruption_ends_both() -> None:
    first = os.getpid()

    def work(number: int) -> None:
        if os.getpid() == first:
            raise KeyboardInterrupt
        signal.pause()

    with pytest.raises(KeyboardInterrupt):
        shared(work, range(8))


def test_beside_a_thread_nothing_is_split_off() -> None:
    is_over = threading.Event()
    other = threading.Thread(target=is_over.wait)
    other.start()
    try:
        assert apart(os.getpid) == os.getpid()
    finally:
        is_over.set()
        other.join()


def test_one_whose_starter_was_killed_is_ended_whatever_it_does() -> None:
    """Else it would hold the publisher's lock on."""
    source, sink = os.pipe()
    if (starter := os.fork()) == 0:
        own = os.getpid()

        def work(number: int) -> None:
            if os.getpid() == own:
                os.kill(own, signal.SIGKILL)
            while True:
                signal.pause()

        shared(work, range(4))
        os._exit(0)
    os.waitpid(starter, 0)
    os.close(sink)
    assert os.read(source, 1) == b"", "the pipe ends when nobody is left who could write to it"
    os.close(source)

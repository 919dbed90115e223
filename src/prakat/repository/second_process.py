"""work -> its results, done by another process beside this one, or by two at once where there is much of it"""

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, Any, Generic, TypeVar

from prakat.repository.parent_process import end_with

_Unit = TypeVar("_Unit")
_Result = TypeVar("_Result")
_TICKET = 4
"""Bytes of a unit's number in the pipe from which both processes draw; a pipe of Linux holds 16,000."""
_MOST_UNITS = 8_000


@contextmanager
def done_beside(work: Callable[[], _Result]) -> Iterator[Callable[[], _Result]]:
    """What `work` returns or raises, in a process of its own, so that nothing of it rests on what this one remembers.
    The block goes on beside it and asks for it once, when it needs it.

    Where no process can be split off (not on Linux, or with threads under way), it is done here when it is asked
    for."""
    if not _can_fork():
        yield work
        return
    with _Fork(work) as other:
        yield other.result


def shared(work: Callable[[_Unit], _Result], units: Sequence[_Unit]) -> list[_Result]:
    """The result of each unit, in their order, by this process and a second one. Raises what any of them raises; no
    process is left behind. What the second one finds lies on the disk meanwhile, so that it takes no memory twice; what
    fails there is done again here, so that its traceback is whole."""
    if not _can_fork() or not 1 < len(units) <= _MOST_UNITS:
        return list(map(work, units))
    source, sink = os.pipe()
    with os.fdopen(source, "rb", buffering=0) as tickets, TemporaryFile() as results:
        with os.fdopen(sink, "wb", buffering=0) as numbered:
            numbered.write(b"".join(number.to_bytes(_TICKET, "little") for number in range(len(units))))

        def taken() -> Iterator[int]:
            while ticket := tickets.read(_TICKET):
                yield int.from_bytes(ticket, "little")

        def written() -> None:
            """What fails is left to the first process, which then sees where."""
            for number in taken():
                try:
                    found = work(units[number])
                except Exception:  # noqa: BLE001
                    break
                pickle.dump((number, found), results, pickle.HIGHEST_PROTOCOL)
            results.flush()

        with _Fork(written) as other:
            found = {number: work(units[number]) for number in taken()}
            other.result()
        results.seek(0)
        found |= _unpickled(results)
    return [found[number] if number in found else work(unit) for number, unit in enumerate(units)]


def _unpickled(stream: IO[bytes]) -> Iterator[Any]:
    while True:
        try:
            yield pickle.load(stream)  # noqa: S301 - from our own copy, through a file without a name
        except EOFError:
            return


def _can_fork() -> bool:
    """A thread may hold a lock that nobody would release in the copy."""
    return sys.platform == "linux" and threading.active_count() == 1


class _Fork(Generic[_Result]):
    """A copy of this process that does one thing; ended, whatever happens, when the block ends, or this process: else
    it would hold a killed publisher's lock on."""

    def __init__(self, work: Callable[[], _Result]) -> None:
        parent = os.getpid()
        self._answers, answer = os.pipe()
        gc.freeze()  # else the first collection in either writes to every page that both have in common
        self._process = 0
        if sys.platform != "win32":
            self._process = os.fork()
        if self._process == 0:
            _answer(work, parent, answer)
        os.close(answer)

    def __enter__(self) -> "_Fork[_Result]":
        return self

    def result(self) -> _Result:
        """Raises ChildProcessError where the other process was ended from outside."""
        with os.fdopen(os.dup(self._answers), "rb") as stream:
            said = stream.read()
        if not said:
            raise ChildProcessError(f"process {self._process} ended without an answer")
        is_done, found = pickle.loads(said)  # noqa: S301 - from our own copy, through a pipe without a name
        if is_done:
            return found  # type: ignore[no-any-return]
        raise found

    def __exit__(self, *_: object) -> None:
        gc.unfreeze()
        os.close(self._answers)
        if sys.platform != "win32":
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)


def _answer(work: Callable[[], object], parent: int, to: int) -> None:
    """Never returns: nothing that the first process has under way may be ended twice."""
    try:
        if sys.platform != "win32":
            end_with(parent, signal.SIGKILL)
        try:
            said = pickle.dumps((True, work()))
        except Exception as problem:  # noqa: BLE001 - raised in the first process
            said = pickle.dumps((False, problem))
            pickle.loads(said)  # noqa: S301 - our own
        with os.fdopen(to, "wb") as stream:
            stream.write(said)
    finally:
        os._exit(0)

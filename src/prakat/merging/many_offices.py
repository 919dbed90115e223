"""a folder of offices -> a publisher for each, that stands by itself: begun with its office, and ended with it"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from prakat.cannot_work import CannotWork
from prakat.merging.stirring import Stirring
from prakat.merging.turns import Turns
from prakat.repository.parent_process import end_with

OFFICE_REPOSITORY, SITE = "office.git", "www"
"""In the folder of an office, as `prakat init --to` makes it; each may be a link."""
LOOKS_FOR_OFFICES_EVERY, AGAIN_AFTER = 5.0, 60.0
"""Seconds: between two looks at whether each still runs, and between two begins of the same one."""


class OfficePlace(NamedTuple):
    name: str
    """Of its folder."""
    repository: Path
    site: Path
    identity: tuple[int, int]
    """Of the repository's folder on the disk: another one of that name is another office."""


@dataclass(slots=True)
class _Running:
    pid: int
    place: OfficePlace
    is_ending: bool = False


Begun = Callable[[OfficePlace, Turns], None]
"""Attends an office until a KeyboardInterrupt."""


@dataclass(slots=True)
class ManyOffices:
    folder: Path
    begun: Begun
    told: Callable[[CannotWork], None]
    """Of what ended the publisher of an office."""
    running: dict[str, _Running] = field(init=False, default_factory=dict)
    begins: dict[str, float] = field(init=False, default_factory=dict)
    """Name -> when it was begun last."""

    def run(self) -> None:
        """Until a KeyboardInterrupt; then ends them all, and waits for that. Raises CannotWork where there is no such
        folder, or where processes cannot be copied, as on Windows."""
        if not hasattr(os, "fork"):
            raise CannotWork("merging.many-nowhere")
        if not self.folder.is_dir():
            raise CannotWork("content.no-folder", place=self.folder)
        with TemporaryDirectory(prefix="prakat-turns-") as place, closing(Stirring()) as stirring:
            try:
                while True:
                    with suppress(OSError):  # a disk that is away for a moment ends nobody
                        stirring.watch([self.folder, *self.folder.iterdir()])
                        self._look(Turns(Path(place)), stirring)
                    stirring.wait(LOOKS_FOR_OFFICES_EVERY)
            finally:
                self._end()

    def _look(self, turns: Turns, stirring: Stirring) -> None:
        """Begins whom nobody attends, and ends whose office is gone or is another one by now."""
        there = {each.name: each for each in self._places()}
        for name, each in [*self.running.items()]:
            if sys.platform != "win32" and os.waitpid(each.pid, os.WNOHANG)[0]:
                del self.running[name]
            elif not each.is_ending and there.get(name) != each.place:
                os.kill(each.pid, signal.SIGTERM)
                each.is_ending = True
                self.begins.pop(name, None)  # another office of that name does not wait
        for name, place in there.items():
            if name not in self.running and self._may_begin(name):
                self._begin(place, turns, stirring)

    def _places(self) -> Iterator[OfficePlace]:
        for each in sorted(self.folder.iterdir()):
            if not each.name.startswith(".") and (each / OFFICE_REPOSITORY).is_dir():
                found = (each / OFFICE_REPOSITORY).stat()
                yield OfficePlace(each.name, each / OFFICE_REPOSITORY, each / SITE, (found.st_dev, found.st_ino))

    def _end(self) -> None:
        for each in self.running.values():
            os.kill(each.pid, signal.SIGTERM)
        for each in self.running.values():
            os.waitpid(each.pid, 0)
        self.running.clear()

    def _may_begin(self, name: str) -> bool:
        return name not in self.begins or time.monotonic() - self.begins[name] >= AGAIN_AFTER

    def _begin(self, place: OfficePlace, turns: Turns, stirring: Stirring) -> None:
        parent = os.getpid()
        self.begins[place.name] = time.monotonic()
        sys.stdout.flush()
        sys.stderr.flush()
        if pid := _copied():
            self.running[place.name] = _Running(pid, place)
            return
        code = 1
        try:
            stirring.close()
            with suppress(KeyboardInterrupt):
                end_with(parent, signal.SIGTERM)
                self.begun(place, turns)
            code = 0
        except CannotWork as problem:
            self.told(problem)
        except BaseException:  # noqa: BLE001 (whatever it is, the copy must not go on as if it were the first)
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)  # nothing of the copied process is ended twice


def _copied() -> int:
    """As os.fork; raises CannotWork where processes cannot be copied."""
    if sys.platform == "win32":
        raise CannotWork("merging.many-nowhere")
    return os.fork()

"""A desk that serves a sample and, once told to begin counting, dies at its n-th act on files and programs."""

import itertools
import os
import signal
import sys
from pathlib import Path

from prakat.founding.sample_office import sample_of
from prakat_desk import server

ACTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.link", "subprocess.Popen", "shutil.rmtree"}


class Death:
    """Counts from SIGUSR1 on; 0 never comes."""

    def __init__(self, at: int, counted: Path) -> None:
        self.at, self.counted, self.is_armed = at, os.open(counted, os.O_WRONLY | os.O_CREAT), False
        self.acts = itertools.count(1)

    def arm(self, *_: object) -> None:
        self.is_armed = True

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.is_armed or event not in ACTS or (event == "open" and not _writes(arguments)):
            return
        number = next(self.acts)  # of this thread's act, whatever the others do meanwhile
        os.pwrite(self.counted, b"%6d" % number, 0)
        if number == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


if __name__ == "__main__":
    folder, port, at = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    death = Death(at, folder / "counted")
    desk = server.sample_desk(sample_of(folder), f"http://127.0.0.1:{port}", folder / "desk", "")
    signal.signal(signal.SIGUSR1, death.arm)
    sys.addaudithook(death)
    server.server(desk, "127.0.0.1", port).run()

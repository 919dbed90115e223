"""One Forgejo for all workers of a test run: kept as long as any of them, killed or not, still holds on to it.

As a program: folder, logins -> boots it with those accounts, writes how to reach it, ends it when nobody is left."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from forgejo_boot import running
from forgejo_server import CHECKOUT, Forgejo

from once import alone

_TOLD, _LOG = "forgejo.json", "keeper.log"
_DOOR = "door"
"""Locked by who comes in and by the keeper as it leaves, so that nobody comes in to a forge that is about to end."""
_GUESTS = "guests"
"""Locked, with others, by everybody who is in."""


@contextmanager
def kept(folder: Path, logins: tuple[str, ...]) -> Iterator[Forgejo]:
    """The forge of the run. Whoever comes first has it booted, and waits for its end."""
    folder.mkdir(exist_ok=True)
    keeper = None
    with (folder / _GUESTS).open("a") as guests:
        with alone(folder / _DOOR):
            if not (folder / _TOLD).exists():
                keeper = _boot(folder, logins)
            fcntl.flock(guests, fcntl.LOCK_SH)
        yield Forgejo(**json.loads((folder / _TOLD).read_text(encoding="utf-8")))
    if keeper:
        assert keeper.wait() == 0, (folder / _LOG).read_text(errors="replace")


def _boot(folder: Path, logins: tuple[str, ...]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, __file__, str(folder), *logins]
    known = {**os.environ, "PYTHONPATH": str(CHECKOUT / "tests")}
    with (folder / _LOG).open("wb") as log:
        keeper = subprocess.Popen(command, env=known, stdout=subprocess.PIPE, stderr=log, start_new_session=True)
    assert keeper.stdout
    with keeper.stdout as told:
        is_up = told.readline() == b"up\n"
    assert is_up, (folder / _LOG).read_text(errors="replace")
    return keeper


def _keep(folder: Path, logins: list[str]) -> None:
    with running() as forge:
        for login in logins:
            forge.add_user(login)
        (folder / _TOLD).write_text(json.dumps(asdict(forge)), encoding="utf-8")
        print("up", flush=True)
        sys.stdout.close()
        with (folder / _GUESTS).open("a") as guests:
            while not _is_left(folder, guests.fileno()):
                pass


def _is_left(folder: Path, guests: int) -> bool:
    """Waits until nobody is in, then locks the door and looks again."""
    fcntl.flock(guests, fcntl.LOCK_EX)
    fcntl.flock(guests, fcntl.LOCK_UN)
    with alone(folder / _DOOR):
        try:
            fcntl.flock(guests, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        (folder / _TOLD).unlink()
        return True


if __name__ == "__main__":
    _keep(Path(sys.argv[1]), sys.argv[2:])

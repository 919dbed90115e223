"""what the desk hands to the publisher -> laid beside the repository, by itself or through the door by SSH (R34)"""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from prakat.cannot_work import CannotWork
from prakat.hosting.desk_push import OfficeDoor
from prakat.hosting.key_door import ASKED
from prakat.merging.in_tray import MOST_BYTES, HandedPaper, lay_paper
from prakat.repository.program import program
from prakat.repository.repository import open_repository

_HAND_IN = "hand-in"
"""What the desk asks of the door, beside git."""
_WITHIN = 30
"""Seconds."""


def hand_in(door: OfficeDoor, paper: HandedPaper) -> None:
    """Raises CannotWork where it cannot be laid there, in the words of the place."""
    if Path(door.address).is_absolute():
        lay_paper(open_repository(Path(door.address)).git_dir, paper)
        return
    try:
        command = [program("ssh"), *door.ssh_options, door.host, _HAND_IN]
        done = subprocess.run(command, input=paper.as_bytes(), capture_output=True, timeout=_WITHIN, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise CannotWork("merging.not-handed-in", problem=problem) from None
    if done.returncode:
        said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
        raise CannotWork("merging.not-handed-in", problem=said or done.returncode)


def take_handed(git_dir: Path, environment: Mapping[str, str], stream: BinaryIO) -> bool:
    """At the door of the desk's own key: lays what it hands in; whether that was what it asked for. Raises
    CannotWork."""
    if environment.get(ASKED, "") != _HAND_IN:
        return False
    lay_paper(git_dir, HandedPaper.of(stream.read(2 * MOST_BYTES)))
    return True

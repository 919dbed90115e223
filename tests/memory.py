"""Where the tests' passing files lie: in memory, if this machine has it to spare."""

import os
import shutil
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ROOM = 6 << 30
"""Bytes that must be free there: some three times what a whole run holds at once."""


def use() -> None:
    """For this process and those that it starts. Half the time of a run went into folders on a disk, made and removed
    a moment later."""
    if "TMPDIR" not in os.environ and _is_fit():
        os.environ["TMPDIR"] = str(_MEMORY)
        tempfile.tempdir = None


def _is_fit() -> bool:
    """Containers often have little of it, from which no program may be started."""
    if not os.access(_MEMORY, os.W_OK) or os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC:
        return False
    return shutil.disk_usage(_MEMORY).free > _ROOM

"""A command -> what it cost: CPU, wall clock and memory, children included."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

import psutil

SAMPLED_EVERY = 0.05
"""Seconds between two looks at the memory of the command and its children."""


@dataclass(frozen=True, slots=True)
class Cost:
    cpu: float
    """Seconds, user and system, of the command and of every child that it waited for."""
    wall: float
    """Seconds."""
    memory: int
    """Bytes: the highest sum over the command and its children, memory that they share counted once."""


class CommandFailed(Exception):
    """A measured command ended with another exit status than 0: there is nothing to compare."""


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run the command to its end. `environment` is added to this process's. Raises CommandFailed."""
    with TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        with _sampled(process.pid) as peak:
            _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            words = said.read()[-2000:].decode("utf-8", "replace")
            raise CommandFailed(f"{' '.join(command)} ended with {process.returncode}:\n{words}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, max(peak))


@contextmanager
def _sampled(pid: int) -> Iterator[list[int]]:
    """Fills the list with memory in bytes while the block runs. ru_maxrss will not do: it counts one process only,
    and keeps what the forking parent occupied."""
    seen = [0]
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            seen.append(_memory(pid))
            over.wait(SAMPLED_EVERY)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def _memory(pid: int) -> int:
    """Alone, the most that the command ever held so far; with children, what all hold now, shared pages once."""
    try:
        command = psutil.Process(pid)
        children = command.children(recursive=True)
        together = command.memory_full_info().pss if children else 0
    except psutil.Error:
        return 0
    return max(_high_water(pid), together + sum(map(_share, children)))


def _share(child: psutil.Process) -> int:
    try:
        return int(child.memory_full_info().pss)
    except psutil.Error:
        return 0


def _high_water(pid: int) -> int:
    """VmHWM of proc(5), which the kernel keeps exactly; 0 once the process has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:"))

"""What is held by one is not held by another, and a dead process holds nothing."""

import multiprocessing
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from prakat.audit.auditor_memory import AuditorMemory
from prakat.cannot_work import CannotWork
from prakat.repository.lock import held
from prakat.repository.signature import Verified

BUSY = CannotWork("held")


def hold_for_ever(path: Path, ready: "multiprocessing.connection.Connection") -> None:
    with held(path):
        ready.send(True)
        signal.pause()


def test_a_second_holder_is_told_at_once(tmp_path: Path) -> None:
    with held(tmp_path / "lock"), pytest.raises(CannotWork, match="held"), held(tmp_path / "lock", BUSY):
        pass
    with held(tmp_path / "lock", BUSY):
        pass


def test_what_fails_while_it_is_held_lets_go_of_it(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), held(tmp_path / "lock", BUSY):
        raise ZeroDivisionError
    with held(tmp_path / "lock", BUSY):
        pass


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe()
    child = fork.Process(target=hold_for_ever, args=(tmp_path / "lock", theirs))
    child.start()
    assert ours.recv()
    with pytest.raises(CannotWork), held(tmp_path / "lock", BUSY):
        pass
    assert child.pid
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    with held(tmp_path / "lock", BUSY):
        pass


HOLDER = """
import sys
from pathlib import Path
from prakat.cannot_work import CannotWork
from prakat.repository.lock import held
with held(Path(sys.argv[1]), CannotWork("held")):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_where_the_system_has_no_locks_it_is_held_all_the_same(tmp_path: Path) -> None:
    """As on some disks on a network, or a stand-in for Windows without even its own locks: by a file that is there."""
    alike = os.environ | {"PYTHONPATH": str(Path(__file__).with_name("as_on_windows"))}
    command = [sys.executable, "-W", "ignore", "-c", HOLDER, str(tmp_path / "lock")]

    def asked() -> int:
        return subprocess.run(command, env=alike, input=b"", capture_output=True, check=False).returncode

    with subprocess.Popen(command, env=alike, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdout.readline() == b"held\n"
        assert asked() == 1
        holder.communicate()
    assert asked() == 0
    assert asked() == 0


def test_two_audits_at_once_leave_one_memory(tmp_path: Path) -> None:
    """Each writes a file of its own and then takes the other's place: whole at any moment, without a lock."""
    memory = AuditorMemory(tmp_path / "memory")
    found = [{str(number) * 64: True} for number in range(8)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda each: memory.keep_verified(Verified(each)), found * 20))
    assert [each.name for each in (tmp_path / "memory").iterdir()] == ["signatures"]
    assert dict(memory.verified().verdicts) in found

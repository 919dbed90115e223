"""What is held by one is not held by another, and a dead process holds nothing."""

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from prakat.cannot_work import CannotWork
from prakat.repository.lock import held

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

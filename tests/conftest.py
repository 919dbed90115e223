"""Fixtures of the tests that need an office that signs off."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import memory
import programs
from sign_off_office import World, copy, found

memory.use()


@pytest.fixture(scope="session", autouse=True)
def own_memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What an audit or a publisher remembers stays with the tests, and is none of who runs them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("memory")))
        yield


@pytest.fixture(scope="session", autouse=True)
def server_of_programs() -> Iterator[None]:
    yield
    programs.stop()


@pytest.fixture
def quick_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test runs in its own process starts further programs without importing anything twice."""
    monkeypatch.setattr(sys, "executable", programs.python())


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office whose first request has set its epoch; never changed, only copied."""
    place = tmp_path_factory.mktemp("founded")
    found(place)
    return place


@pytest.fixture
def world(founded: Path, tmp_path: Path) -> World:
    return copy(founded, tmp_path / "world")

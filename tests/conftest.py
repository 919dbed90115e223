"""Fixtures of the tests that need an office that signs off."""

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import memory
import programs
from once import once, shared_root
from prakat.repository import bare
from prakat.rules.wording import LANGUAGE
from sign_off_office import After, World, copy, found, keep

memory.use()
settings.register_profile("prakat", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("prakat")
"""No test has a time limit, and in CI none is a matter of chance."""
signal.signal(
    signal.SIGINT, signal.default_int_handler
)  # begun in the background, it would be ignored by all it starts
gc.disable()  # until all tests are collected, of which nothing is garbage


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("numprocesses", None):
        programs.share()


def pytest_unconfigure() -> None:
    programs.stop()


def pytest_collection_finish() -> None:
    gc.freeze()  # some 8,000 tests, else looked through again and again
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def own_memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What an audit or a publisher remembers stays with the tests, and neither that nor the language is of who runs
    them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv(LANGUAGE, raising=False)
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("memory")))
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_doors() -> Iterator[None]:
    """Each push to a bare repository runs its hook, which imports nothing twice."""

    class Quick:
        executable = property(lambda _: programs.python())

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bare, "sys", Quick())
        yield


@pytest.fixture
def only_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a program's own process, where this is the only thread: those of the tests' own machinery, which wait or
    have ended long ago, are not counted. Python counts a thread that it did not start for ever, once it asked for its
    name."""
    others = {*threading.enumerate()} - {threading.current_thread()}
    monkeypatch.setattr(threading, "active_count", lambda: len({*threading.enumerate()} - others))


@pytest.fixture
def quick_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test runs in its own process starts further programs without importing anything twice."""
    monkeypatch.setattr(sys, "executable", programs.python())


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office whose first request has set its epoch; never changed, only copied."""
    return once(shared_root(tmp_path_factory) / "founded", found)


@pytest.fixture
def world(founded: Path, tmp_path: Path) -> World:
    return copy(founded, tmp_path / "world")


@pytest.fixture
def world_after(founded: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> After:
    """A copy of the founded office after what a function does with it, which is done once for all tests."""

    def after(act: Callable[[World], object]) -> World:
        def make(place: Path) -> None:
            world = copy(founded, place)
            act(world)
            keep(world)

        name = f"world-{act.__module__}-{act.__name__}"
        return copy(once(shared_root(tmp_path_factory) / name, make), tmp_path / "world")

    return after

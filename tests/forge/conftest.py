"""One real Forgejo for all workers of the run, and an office of one's own on it for each test."""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from forge_founding import LOGINS, come, found
from forge_office import ForgeOffice, brief
from forgejo_boot import running
from forgejo_keeper import kept
from forgejo_server import BINARY, Forgejo, needs

from once import once, shared_root
from prakat.forge import forgejo as adapter

MACHINES = ("prakat-check",)
"""Further accounts, which README's chapter has."""
_NUMBERS = itertools.count(1)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands wait for the forge as shortly as the tests' own publisher."""
    monkeypatch.setattr(adapter, "connect", partial(adapter.connect, sleep=brief))


@pytest.fixture(scope="session")
def forgejo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forgejo]:
    needs(BINARY.is_file(), "the npm package forgejo-dist-linux-x64")
    needs(shutil.which("gpg") is not None, "gpg")
    with kept(shared_root(tmp_path_factory) / "forge", (*LOGINS, *MACHINES)) as forge:
        yield forge


@pytest.fixture(scope="session")
def founded_on_forge(forgejo: Forgejo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office that was founded on the forge; never changed, only copied."""
    return once(shared_root(tmp_path_factory) / "founded-on-forge", lambda place: found(forgejo, place, "founded"))


@pytest.fixture(scope="session")
def offices(
    forgejo: Forgejo, founded_on_forge: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], ForgeOffice]:
    def one_more() -> ForgeOffice:
        name = _name()
        return come(forgejo, founded_on_forge, tmp_path_factory.mktemp(name) / "office", name)

    return one_more


def _name() -> str:
    return f"office-{os.environ.get('PYTEST_XDIST_WORKER', '')}-{next(_NUMBERS)}".replace("--", "-")


@pytest.fixture
def office(offices: Callable[[], ForgeOffice]) -> ForgeOffice:
    """One of the test's own, whose main it may spoil."""
    return offices()


@pytest.fixture
def native(forgejo: Forgejo, tmp_path: Path) -> ForgeOffice:
    """One of the test's own whose every request the forge knows."""
    return found(forgejo, tmp_path / "office", _name())


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[ForgeOffice]:
    """One on a forge of its own, for a test that changes what all offices share: their people's accounts."""
    with running() as forge:
        yield found(forge, tmp_path / "office", "apart")


@pytest.fixture(scope="module")
def _shared(offices: Callable[[], ForgeOffice]) -> ForgeOffice:
    return offices()


@pytest.fixture
def shared(_shared: ForgeOffice) -> Iterator[ForgeOffice]:
    """One for all tests of a module, each of which works on an item of its own and leaves main without a violation."""
    yield _shared
    _shared.close_requests()


@pytest.fixture(scope="module")
def _guarded(offices: Callable[[], ForgeOffice]) -> ForgeOffice:
    made = offices()
    made.protect()
    return made


@pytest.fixture
def guarded(_guarded: ForgeOffice) -> Iterator[ForgeOffice]:
    """As `shared`, with the protection that office.yml asks for."""
    yield _guarded
    _guarded.close_requests()

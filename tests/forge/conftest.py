"""A real Forgejo for the session, and an office of one's own on it for each test."""

import itertools
from collections.abc import Callable, Iterator

import pytest
from forge_office import ForgeOffice, found_office
from forgejo_server import Forgejo, running

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def forgejo() -> Iterator[Forgejo]:
    with running() as forge:
        yield forge


@pytest.fixture(scope="session")
def offices(forgejo: Forgejo, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], ForgeOffice]:
    def found() -> ForgeOffice:
        name = f"office-{next(_NUMBERS)}"
        return found_office(forgejo, tmp_path_factory.mktemp(name) / "office", name)

    return found


@pytest.fixture
def office(offices: Callable[[], ForgeOffice]) -> ForgeOffice:
    """One of the test's own, whose main it may spoil."""
    return offices()


@pytest.fixture(scope="module")
def shared(offices: Callable[[], ForgeOffice]) -> ForgeOffice:
    """One for all tests of a module, each of which works on an item of its own and leaves main without a violation."""
    return offices()


@pytest.fixture(scope="module")
def guarded(offices: Callable[[], ForgeOffice]) -> ForgeOffice:
    """As `shared`, with the protection that office.yml asks for."""
    made = offices()
    made.protect()
    return made

"""A real Forgejo for the session, and an office of one's own on it for each test."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from forge_office import ForgeOffice, found_office
from forgejo_server import Forgejo, running

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def forgejo() -> Iterator[Forgejo]:
    with running() as forge:
        yield forge


@pytest.fixture
def offices(forgejo: Forgejo, tmp_path: Path) -> Callable[[], ForgeOffice]:
    def found() -> ForgeOffice:
        name = f"office-{next(_NUMBERS)}"
        return found_office(forgejo, tmp_path / name, name)

    return found


@pytest.fixture
def office(offices: Callable[[], ForgeOffice]) -> ForgeOffice:
    return offices()

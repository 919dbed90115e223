"""Fixtures of the tests that need an office that signs off."""

from pathlib import Path

import pytest

from sign_off_office import World, copy, found


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office whose first request has set its epoch; never changed, only copied."""
    place = tmp_path_factory.mktemp("founded")
    found(place)
    return place


@pytest.fixture
def world(founded: Path, tmp_path: Path) -> World:
    return copy(founded, tmp_path / "world")

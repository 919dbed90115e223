"""While it lasts nothing is searched for circles; afterwards as before, whatever happened."""

import gc
from collections.abc import Iterator

import pytest

from prakat.repository.collection import uncollected


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """Whatever the tests before have left, who for their own sake need none."""
    was_on = gc.isenabled()
    gc.enable()
    yield
    if not was_on:
        gc.disable()


def test_nothing_is_collected_until_the_end() -> None:
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled(), "the outer one is not over"
    assert gc.isenabled()


def test_after_a_failure_it_is_as_it_was() -> None:
    with pytest.raises(ValueError, match="x"), uncollected():
        raise ValueError("x")
    assert gc.isenabled()

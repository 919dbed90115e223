"""What measures how work grows tells the one kind from the other."""

from growth import TIMES, is_linear


def test_linear_work_passes_and_quadratic_work_does_not() -> None:
    assert is_linear(_counted, 60_000, 60_000 * TIMES)
    assert not is_linear(lambda count: _counted(count * count), 250, 250 * TIMES)


def _counted(count: int) -> int:
    return sum(1 for _ in range(count))

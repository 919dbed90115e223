"""What may fail in passing is tried a bounded number of times, with waits that double up to the longest."""

from prakat.repository.retry import Retry

FOUR = Retry(tries=4, first=1, longest=3)


def waits(told: float = 0) -> list[float]:
    slept: list[float] = []
    for attempt in FOUR.attempts(slept.append):
        attempt.wait = max(attempt.wait, told)
    return slept


def test_waits_double_up_to_the_longest_and_none_follows_the_last_try() -> None:
    assert waits() == [1, 2, 3]


def test_whoever_is_told_to_wait_longer_waits_longer() -> None:
    assert waits(told=10) == [10, 10, 10]


def test_only_the_last_try_is_the_last() -> None:
    assert [attempt.is_last for attempt in FOUR.attempts(lambda seconds: None)] == [False, False, False, True]


def test_who_has_an_answer_waits_no_more() -> None:
    slept: list[float] = []
    for _ in FOUR.attempts(slept.append):
        break
    assert slept == []

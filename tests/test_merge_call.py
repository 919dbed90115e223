"""The question "merge this head" is asked until the forge has merged it or refuses, and never of another head (R01)."""

import dataclasses

import pytest

from prakat.forge.client import Answer, Client
from prakat.forge.forge import ForgeFailed, ForgeUnavailable, Moved, Pull
from prakat.forge.merge_call import insist

PULL = Pull(2, "nok", 7, "a" * 40, "request/2", "main", True, None, "office/site")
MERGED = dataclasses.replace(PULL, merged_as="m" * 40)
OTHER = dataclasses.replace(PULL, head="b" * 40)
DONE, LATER, BUSY = (200, ""), (405, "Please try again later"), (405, "Base branch was modified. Review and try again.")


def asked(answers: list[tuple[int, str]], pulls: list[Pull]) -> tuple[int, int]:
    """How often the forge was asked, and how often we waited. The last answer and the last request go on for ever."""
    waits: list[float] = []
    counted: list[Answer] = []

    def ask() -> Answer:
        status, message = answers[min(len(counted), len(answers) - 1)]
        counted.append(Answer(status, {"message": message}, {}))
        return counted[-1]

    client = Client("http://127.0.0.1/", {}, sleep=waits.append)
    insist(ask, lambda: pulls[min(len(counted), len(pulls)) - 1], PULL, client)
    return len(counted), len(waits)


def test_a_forge_that_merges_is_asked_once() -> None:
    assert asked([DONE], [PULL]) == (1, 0)


@pytest.mark.parametrize("answer", [LATER, BUSY])
def test_a_forge_that_says_later_is_asked_again(answer: tuple[int, str]) -> None:
    assert asked([answer, answer, DONE], [PULL]) == (3, 2)


def test_a_merge_whose_answer_was_lost_is_seen() -> None:
    assert asked([(500, "x")], [MERGED]) == (1, 0)
    assert asked([LATER, (409, "head was moved")], [PULL, MERGED]) == (2, 1)


@pytest.mark.parametrize(
    ("answers", "pulls"),
    [([(409, "x")], [PULL]), ([(409, "")], [PULL]), ([LATER], [OTHER]), ([LATER, LATER], [PULL, OTHER])],
)
def test_another_head_is_never_merged(answers: list[tuple[int, str]], pulls: list[Pull]) -> None:
    with pytest.raises(Moved):
        asked(answers, pulls)


@pytest.mark.parametrize(
    "answer", [(405, "This pull request cannot be merged"), (500, "try later"), (404, ""), (201, "")]
)
def test_a_forge_that_refuses_is_not_asked_again(answer: tuple[int, str]) -> None:
    with pytest.raises(ForgeFailed) as caught:
        asked([answer], [PULL])
    assert not isinstance(caught.value, Moved | ForgeUnavailable)


def test_a_forge_that_always_says_later_is_unavailable_in_the_end() -> None:
    with pytest.raises(ForgeUnavailable):
        asked([LATER], [PULL])

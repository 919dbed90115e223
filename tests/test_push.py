"""Who pushed what led to a request's head; and that somebody is untold where the forge's word has a gap."""

from prakat.forge.push import Push, pushers
from prakat.repository.object_id import NOTHING
from prakat.request.policy.request import UNTOLD

MAIN, ONE, TWO, THREE, LOST = (digit * 40 for digit in "01234".replace("0", "f"))


def told(*pushes: Push, head: str = THREE) -> set[str]:
    found = pushers(lambda: pushes, head, lambda commit: commit == MAIN, lambda seconds: None)
    return {login for login, _ in found}


def test_everybody_between_main_and_the_head_is_told_of_in_any_order() -> None:
    pushes = (Push("wit", TWO, THREE), Push("nok", MAIN, ONE), Push("dao", ONE, TWO))
    assert told(*pushes) == {"nok", "dao", "wit"}
    assert told(Push("nok", NOTHING, THREE)) == {"nok"}


def test_who_wrote_what_was_pushed_away_has_had_a_hand_in_it() -> None:
    """dao pushed LOST, which nok replaced by force."""
    pushes = (Push("nok", MAIN, ONE), Push("dao", ONE, LOST), Push("nok", LOST, THREE))
    assert told(*pushes) == {"nok", "dao"}


def test_a_gap_is_somebody_untold() -> None:
    assert told() == {UNTOLD}
    assert told(Push("nok", MAIN, ONE), Push("nok", TWO, THREE)) == {"nok", UNTOLD}


def test_what_the_same_branch_was_for_an_earlier_request_is_nobodys_concern() -> None:
    assert told(Push("dao", NOTHING, MAIN), Push("nok", MAIN, THREE)) == {"nok"}


def test_a_head_that_came_back_has_every_pusher_of_either_time() -> None:
    pushes = (Push("nok", MAIN, ONE), Push("dao", ONE, THREE), Push("wit", THREE, ONE), Push("nok", ONE, THREE))
    assert told(*pushes) == {"nok", "dao", "wit"}


def test_a_push_that_is_written_down_late_is_waited_for() -> None:
    answers = [(), (Push("nok", MAIN, THREE),)]
    waited: list[float] = []
    found = pushers(lambda: answers.pop(0), THREE, lambda commit: commit == MAIN, waited.append)
    assert (found, answers, len(waited)) == ((("nok", 0),), [], 1)

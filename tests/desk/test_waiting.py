"""What waits for whom is told alike to the desk, to mails and to commands."""

from asked_notice import PATH, SIGNED, VALUES
from chain import merging_of, sign

from prakat.agenda.waiting import Waiting, waiting
from prakat.item.item_path import ROOT
from prakat_desk.desk import Desk
from prakat_desk.sending.outlet import Sent

ASKED = SIGNED


def told(desk: Desk) -> Waiting:
    [found] = waiting(merging_of(desk))
    return found


def test_a_request_waits_for_whoever_can_sign_its_next_step(desk: Desk, sent: Sent) -> None:
    first = told(desk)
    assert (first.number, first.head, first.title) == (sent.number, sent.head, VALUES["title"])
    assert (first.authors, first.folders) == ({"pinthong"}, (f"{ROOT}/{PATH}",))
    assert first.since == first.sent
    assert first.step == "reviewer"
    sign(desk, sent.number, "reviewer")
    second = told(desk)
    assert second.step == "approver"
    assert set(first.able).isdisjoint(second.able)


def test_one_that_everybody_has_signed_waits_only_for_the_publisher(desk: Desk, sent: Sent) -> None:
    for step in ("reviewer", "approver", "webmaster"):
        sign(desk, sent.number, step)
    assert (told(desk).step, told(desk).able, told(desk).against) == ("", (), ())

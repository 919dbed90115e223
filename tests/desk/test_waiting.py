"""What waits for whom is told alike to the desk, to mails and to commands."""

import pytest
from chain import merging_of, sign
from test_send import BODY, PATH, TYPED, VALUES, dispatch_of, signer_in

from prakat.agenda.waiting import Waiting, waiting
from prakat.item.item_path import ROOT
from prakat_desk.desk import Desk
from prakat_desk.keeping.draft import Draft
from prakat_desk.sending.outlet import Sent


@pytest.fixture
def sent(desk: Desk) -> Sent:
    draft = desk.drafts.begin(Draft("", "pinthong", path=PATH, typed=TYPED, body=BODY))
    dispatch = dispatch_of(desk, "pinthong")
    found = dispatch.send(draft, signer_in(desk, dispatch.person))
    assert isinstance(found, Sent)
    return found


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

"""A draft becomes one request of its author, through the office's own door: whole, once, or not at all."""

import pytest

from prakat.item.written_item import written_item
from prakat.repository.refs import request_ref
from prakat_desk.desk import Desk
from prakat_desk.keeping.draft import Draft
from prakat_desk.sending.bare_outlet import BareOutlet
from prakat_desk.sending.dispatch import Dispatch
from prakat_desk.sending.outlet import Sent

VALUES = {
    "title": "ประกาศ: รับสมัครพนักงานขับรถ # 1 อัตรา",
    "summary": "รับสมัครพนักงานขับรถยนต์ 1 อัตรา ปฏิบัติงานที่สำนักงาน",
    "owner": {"unit": "admin", "provider": "pinthong"},
    "timing": "fixed_period",
    "publish_on": "2026-11-20",
    "expires_on": "2026-12-20",
}
BODY = "๑. คุณสมบัติ\n\n1.1 มีใบอนุญาตขับรถ\n"


@pytest.fixture
def draft(desk: Desk) -> Draft:
    made = Draft("", "pinthong", path="public-relations/2570/driver-wanted", values=VALUES, body=BODY)
    return desk.drafts.begin(made)


@pytest.fixture
def dispatch(desk: Desk) -> Dispatch:
    return dispatch_of(desk, "pinthong")


def dispatch_of(desk: Desk, person: str) -> Dispatch:
    return Dispatch(desk, BareOutlet(desk.repository), desk.authority.office.people[person])


def test_what_was_typed_is_what_the_request_holds(desk: Desk, dispatch: Dispatch, draft: Draft) -> None:
    found = dispatch.send(draft)
    assert isinstance(found, Sent), [getattr(each, "text", lambda: each)() for each in found.reasons]
    assert found.number == 2
    assert desk.repository.ref(request_ref(2)) == found.head
    raw = desk.repository.object(f"{found.head}:content/{draft.path}/index.md")[1]
    assert raw == written_item(VALUES, BODY)
    kept = desk.drafts.get("pinthong", draft.id)
    assert kept and kept.request == 2
    assert dispatch.send(draft) == Sent(2, found.head)

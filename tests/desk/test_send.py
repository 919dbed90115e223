"""A draft becomes one request of its author, through the office's own door: whole, once, or not at all."""

import pytest
from phone import Phone

from prakat.item.front_matter import read_front_matter
from prakat.repository.refs import request_ref
from prakat_desk.desk import Desk
from prakat_desk.form.entries import entries_of
from prakat_desk.form.form_field import form_fields
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
PATH = "public-relations/2570/driver-wanted"
TYPED = entries_of(VALUES, form_fields("public-relations"))
BODY = "๑. คุณสมบัติ\n\n1.1 มีใบอนุญาตขับรถ\n"


@pytest.fixture
def draft(desk: Desk) -> Draft:
    made = Draft("", "pinthong", path=PATH, typed=TYPED, body=BODY)
    return desk.drafts.begin(made)


@pytest.fixture
def dispatch(desk: Desk) -> Dispatch:
    return dispatch_of(desk, "pinthong")


def dispatch_of(desk: Desk, person: str) -> Dispatch:
    return Dispatch(desk, BareOutlet(desk.repository), desk.authority.office.people[person])


def test_what_was_typed_is_what_the_request_holds(desk: Desk, dispatch: Dispatch, draft: Draft) -> None:
    found = dispatch.send(draft)
    assert isinstance(found, Sent)
    assert found.number == 2
    assert desk.repository.ref(request_ref(2)) == found.head
    raw = desk.repository.object(f"{found.head}:content/{draft.path}/index.md")[1]
    parts, document = read_front_matter(raw)
    assert (document.data, parts.body.strip("\n")) == (VALUES, BODY.strip("\n"))
    kept = desk.drafts.get("pinthong", draft.id)
    assert kept and kept.request == 2
    assert dispatch.send(draft) == Sent(2, found.head)


def test_the_page_shows_what_is_sent_and_sends_it(desk: Desk, phone: Phone, draft: Draft) -> None:
    phone.come_in("pinthong")
    shown = phone.get(f"/drafts/{draft.id}/send")
    assert shown.status_code == 200, shown.text
    assert VALUES["title"] in shown.text
    sent = phone.post(f"/drafts/{draft.id}/send", data={"do": "send"}, follow_redirects=False)
    assert sent.headers["location"] == "/requests/2"

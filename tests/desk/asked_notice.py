"""A notice that a provider of the sample office asks for at the desk, and how it is sent."""

from prakat.office.person import Person
from prakat.repository.refs import request_ref, sign_off_ref
from prakat.request.policy.step import REQUESTER
from prakat_desk.desk import Desk
from prakat_desk.form.entries import entries_of
from prakat_desk.form.form_field import form_fields
from prakat_desk.keeping.draft import Draft
from prakat_desk.sending.bare_outlet import BareOutlet
from prakat_desk.sending.dispatch import Dispatch
from prakat_desk.sending.outlet import Sent
from prakat_desk.sending.sample_signer import sample_signer
from prakat_desk.sending.sign_off_text import RequesterSigner

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
SIGNED, UNSIGNED = "signed", "unsigned"
"""Whether its asker has signed it: what a test module says as ASKED, whose sample has the request already."""
_NUMBER = 2


def begun(desk: Desk) -> Draft:
    return desk.drafts.begin(Draft("", "pinthong", path=PATH, typed=TYPED, body=BODY))


def person_of(desk: Desk, person: str) -> Person:
    return desk.authority.office.people[person]


def signer_in(desk: Desk, person: Person) -> RequesterSigner:
    own = sample_signer(desk, person)
    assert own
    return RequesterSigner(own, person, desk.moment)


def dispatch_of(desk: Desk, person: str) -> Dispatch:
    return Dispatch(desk, BareOutlet(desk.repository), person_of(desk, person))


def sent_by(dispatch: Dispatch, draft: Draft) -> Sent:
    found = dispatch.send(draft)
    assert isinstance(found, Sent), found
    return found


def asked(desk: Desk, how: str) -> None:
    """Sends it."""
    dispatch = dispatch_of(desk, "pinthong")
    signer = signer_in(desk, dispatch.person) if how == SIGNED else None
    assert isinstance(dispatch.send(begun(desk), signer), Sent)


def asked_before(desk: Desk) -> Sent:
    """As it was sent when the sample was made."""
    head = desk.repository.ref(request_ref(_NUMBER))
    assert head
    return Sent(_NUMBER, head, is_signed=desk.repository.ref(sign_off_ref(_NUMBER, REQUESTER)) is not None)

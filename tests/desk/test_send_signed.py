"""Who asks signs with a passkey exactly what is sent; whatever else a device or a browser says is no signature."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from asked_notice import BODY, PATH, TYPED
from authenticator import Authenticator
from chain import merging_of
from phone import Phone
from test_entry import ORIGIN, open_link, sign_and_merge, sign_in

from prakat.founding.foundation import PRIVATE_KEYS
from prakat.founding.staff import Staff
from prakat.merging import plan
from prakat.office import office
from prakat.repository.refs import MAIN, REQUEST
from prakat_desk.desk import Desk
from prakat_desk.entry.invitation_link import invite
from prakat_desk.keeping.draft import Draft


@pytest.fixture
def device() -> Authenticator:
    return Authenticator(ORIGIN)


def test_a_passkey_signs_what_is_sent_and_nothing_else(desk: Desk, sample: Path, device: Authenticator) -> None:
    real = replace(desk, origin=ORIGIN, sample_keys={})
    said = desk.repository.object(f"{MAIN}:{office.FILE}")[1] + f"desk: {{url: {ORIGIN}}}\n".encode()
    staff = Staff(desk.repository, sample / PRIVATE_KEYS)
    staff.request(2, ("saithan", "saithan@tharnthong.example"), {office.FILE: said}, desk.moment)
    sign_and_merge(real, sample, 2, approver="phuwamet", webmaster="tawan")
    with Phone(real) as phone:
        told = open_link(phone, invite(real, "pinthong", "tawan"), device)
        sign_and_merge(
            real, sample, int(re.findall(r"คำขอที่ ([0-9]+)", told)[0]), approver="phuwamet", webmaster="tawan"
        )
        assert sign_in(phone, device) == 303
        for how in ("rightly", "another text", "unsigned"):
            draft = real.drafts.begin(Draft("", "pinthong", path=f"{PATH}-{how[:1]}", typed=TYPED, body=BODY))
            address = f"/drafts/{draft.id}/send"
            fields = dict(re.findall(r'name="(number|base|moment)" value="([^"]*)"', phone.get(address).text))
            assert fields.keys() == {"number", "base", "moment"}
            asked = phone.post(f"{address}/options", data=fields).json()
            assert asked["userVerification"] == "required"
            given = {**fields, "answer": device.answer(asked)}
            if how == "another text":
                real.drafts.save(replace(draft, body=BODY + "เพิ่มทีหลัง\n"))
            elif how == "unsigned":
                given = {}
                stale = {**fields, "moment": "2026-11-20T08:00:00+07:00", "answer": "{}"}
                assert "อ่านอีกครั้งแล้วลงลายมือชื่อใหม่" in phone.post(address, data=stale).text
                for odd in ({"moment": "x"}, {"number": "-1"}, {"base": "0" * 40}, {"base": "HEAD"}, {"moment": ""}):
                    assert phone.post(f"{address}/options", data={**fields, **odd}).status_code == 409
            answer = phone.post(address, data=given)
            assert ("ยังไม่มีลายมือชื่อของผู้ขอ" in answer.text) is (how != "rightly")
            number = max(int(each.removeprefix(REQUEST)) for each in real.repository.refs(REQUEST))
            made = plan.plan(merging_of(real), number)
            assert not isinstance(made, list)
            assert (made.signed_request is not None) is (how == "rightly")

"""A request is sent back by a passkey as it is signed by one: with its owner there, at the office's own desk."""

from pathlib import Path
from typing import Any

import pytest

from front_door import guard_with_hook
from prakat.audit_log.record import Reason
from prakat.audit_log.signed_refusal import refusal_words
from prakat.merging.refusal import take_in_refusals
from prakat.repository import objects
from prakat.repository.bare import make_bare
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import sign_off_ref, sign_off_tag
from prakat.repository.repository import Repository
from prakat.request.policy.step import REFUSAL
from sign_off_office import After, World, records, relog, who
from software_passkey import ASKED, TOUCHED
from test_signing_with_passkeys import asked, device, push, with_desk

WHY = "ตัวเลขในตารางไม่ตรงกับเอกสารแนบ"


@pytest.fixture
def office(world_after: After) -> World:
    return guard_with_hook(world_after(with_desk))


@pytest.fixture
def own(office: World, tmp_path: Path) -> Repository:
    """The desk's own repository, which has what the office has."""
    made = make_bare(tmp_path / "desk.git")
    (made.git_dir / "objects" / "info" / "alternates").write_text(f"{office.repository.git_dir.resolve()}/objects\n")
    return made


def refusal(office: World, name: str, head: str, **weak: Any) -> tuple[str, str, str]:
    """By that person's passkey; `weak` is what it does not prove."""
    said = refusal_words(3, Reason.UNLAWFUL, WHY)
    text = objects.tag_payload(sign_off_tag(3, REFUSAL), head, said, who(name), office.later())
    armour = device(name).weak_armour(text, **weak) if weak else device(name).armour(text)
    ref = sign_off_ref(3, REFUSAL)
    return office.repository.ref(ref) or NOTHING, objects.write(office.repository, "tag", text + armour), ref


WEAK: tuple[dict[str, Any], ...] = (
    {"flags": ASKED},
    {"flags": TOUCHED},
    {"origin": "https://desk.office.example.evil.example"},
)


def test_a_passkey_sends_back(office: World, own: Repository) -> None:
    request = asked(office)
    assert push(office, own, "nok", request).is_accepted
    for how in WEAK:
        told = push(office, own, "dao", refusal(office, "dao", request[1], **how))
        assert not told.is_accepted and any("ส่งคืนคำขอ #3 ไม่ได้" in line for line in told.lines), told
    told = push(office, own, "dao", refusal(office, "dao", request[1]))
    assert told.is_accepted and any("รับการส่งคืนคำขอ #3 แล้ว" in line for line in told.lines), told
    assert [each.id for each in take_in_refusals(office.merging())] == ["merging.refused-now"]
    assert not office.audit().open_rows
    for how in WEAK:
        weak = office.repository.object(refusal(office, "dao", request[1], **how)[1])[1].decode()
        found = records(office)
        found[-1].facts["refusal"]["object"] = weak
        relog(office, found)
        assert "record.refusal" in office.problems(), "what a dishonest publisher takes for it, an audit does not"

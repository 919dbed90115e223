"""An office whose people sign by passkey: asked for, signed, merged and audited; what a device or page did not prove,
counts for nothing, at the door as for the publisher and for every later audit."""

from pathlib import Path

import pytest

from front_door import Clerk, guard_with_hook
from passkey_office import FILES, NEWS, device, office_text, with_desk
from prakat.audit.account import Accounts
from prakat.audit_log.merge_record import merge_record
from prakat.audit_log.record import RecordKind
from prakat.cannot_work import CannotWork
from prakat.hosting.desk_push import DeskPush, OfficeDoor
from prakat.hosting.reception import RefUpdate
from prakat.merging import plan
from prakat.repository import objects
from prakat.repository.bare import make_bare
from prakat.repository.object_id import NOTHING
from prakat.repository.receipt import receipts, set_clock
from prakat.repository.refs import request_ref, sign_off_ref
from prakat.repository.repository import Repository
from sign_off_office import After, World, document, records, relog
from software_passkey import ASKED, TOUCHED, SoftwarePasskey


@pytest.fixture
def office(world_after: After) -> World:
    return guard_with_hook(world_after(with_desk))


@pytest.fixture
def own(office: World, tmp_path: Path) -> Repository:
    """The desk's own repository, which has what the office has."""
    made = make_bare(tmp_path / "desk.git")
    (made.git_dir / "objects" / "info" / "alternates").write_text(f"{office.repository.git_dir.resolve()}/objects\n")
    return made


def push(office: World, own: Repository, person: str, *updates: tuple[str, str, str], language: str = "th") -> DeskPush:
    set_clock(office.repository.git_dir, office.later().isoformat())
    door = OfficeDoor(str(office.repository.folder.resolve()), language=language)
    return door.push_as(own, person, [RefUpdate(*each) for each in updates])


def asked(office: World, number: int = 3, author: str = "nok", title: str = "ข่าวประชาสัมพันธ์") -> tuple[str, str, str]:
    """A request's first commit, not yet pushed."""
    made = office.ask(900, {NEWS: document(title)}, author)
    office.git("update-ref", "-d", request_ref(900))
    return NOTHING, made, request_ref(number)


def signature(office: World, step: str, name: str, head: str, key: str = "", number: int = 3) -> tuple[str, str, str]:
    old = office.repository.ref(sign_off_ref(number, step)) or NOTHING
    return old, device(key or name).tag(office, number, step, name, head), sign_off_ref(number, step)


def test_all_sign_by_passkey_from_the_request_to_the_audit(office: World, own: Repository) -> None:
    request = asked(office)
    told = push(office, own, "nok", request, signature(office, "requester", "nok", request[1]))
    assert told.is_accepted and any("รับคำขอ #3" in line for line in told.lines)
    for step, name in (("reviewer", "ton"), ("approver", "dao"), ("webmaster", "wit")):
        told = push(office, own, name, signature(office, step, name, request[1]))
        assert told.is_accepted, told.lines
    noted = receipts(office.repository.git_dir)[-5:]
    assert [(each.pusher, each.via) for each in noted] == [
        (name, "desk") for name in ("nok", "nok", "ton", "dao", "wit")
    ]
    assert isinstance(office.merge(3), plan.Merged)
    found = office.audit()
    assert not found.open_rows
    row = next(each for each in found.rows if each.request == 3)
    signers = [each.split(" | ")[0] for each in Accounts(office.repository, found).of(row).as_json()["signers"]]
    assert signers == ["requester", "reviewer", "approver", "webmaster"]
    assert sorted(row.people) == ["dao", "nok", "ton", "wit"]


def test_without_the_requesters_signature_all_is_as_before(office: World) -> None:
    office.ask(3, FILES)
    for step, name in (("reviewer", "ton"), ("approver", "dao"), ("webmaster", "wit")):
        device(name).sign(office, 3, step, name)
    assert isinstance(office.merge(3), plan.Merged)
    last = merge_record(records(office)[-2].facts)
    assert last.signed_request is None and "signed_request" not in last.facts()
    assert not office.audit().open_rows


# A signature that ssh-keygen finds right, and that proves too little


WEAK = {
    "untouched": ({"flags": ASKED}, {}),
    "unverified": ({"flags": TOUCHED}, {}),
    "page": ({}, {"origin": "https://desk.office.example.evil.example"}),
    "plain": ({}, {"origin": "http://desk.office.example"}),
}


@pytest.mark.parametrize("how", WEAK)
def test_what_proves_too_little_does_not_count(office: World, own: Repository, how: str) -> None:
    flags, page = WEAK[how]
    office.ask(3, FILES)
    device("ton").sign(office, 3, "reviewer", "ton")
    made = device("dao").weak(office, 3, "approver", "dao", **flags, **page)
    told = push(office, own, "dao", (NOTHING, made, sign_off_ref(3, "approver")))
    assert not told.is_accepted and any("กุญแจลายนิ้วมือ (passkey)" in line for line in told.lines), told
    office.staff.push(sign_off_ref(3, "approver"), made, office.later())
    device("wit").sign(office, 3, "webmaster", "wit")
    assert office.merge(3) == ["approval.passkey"]


def test_a_key_made_for_another_place_does_not_count(office: World) -> None:
    other = SoftwarePasskey.named("dao", "other.example")
    text = office_text(office).replace(device("dao").line.encode(), other.line.encode())
    office.ask(3, {"office.yml": text}, author="won")
    device("dao").sign(office, 3, "approver", "dao")
    device("wit").sign(office, 3, "webmaster", "wit")
    assert isinstance(office.merge(3), plan.Merged)
    office.ask(4, FILES)
    device("ton").sign(office, 4, "reviewer", "ton")
    other.sign(office, 4, "approver", "dao")
    device("wit").sign(office, 4, "webmaster", "wit")
    assert office.merge(4) == ["approval.passkey"]


# Who asks, signs


def test_the_requester_may_sign_later_and_anew(office: World, own: Repository) -> None:
    request = asked(office)
    assert push(office, own, "nok", request).is_accepted
    assert push(office, own, "nok", signature(office, "requester", "nok", request[1])).is_accepted
    newer = asked(office, title="ข่าวที่แก้แล้ว")
    told = push(office, own, "nok", (request[1], newer[1], request[2]))
    assert told.is_accepted and any("ลายมือชื่อผู้ขอเผยแพร่ของคำขอ #3 เป็นของรุ่นก่อน" in line for line in told.lines), told
    found = plan.plan(office.merging(), 3)
    assert isinstance(found, plan.Plan) and found.signed_request is None
    assert push(office, own, "nok", signature(office, "requester", "nok", newer[1])).is_accepted
    found = plan.plan(office.merging(), 3)
    assert isinstance(found, plan.Plan) and found.signed_request
    assert [each.id for each in found.violations] == ["approval.missing"] * 3


@pytest.mark.parametrize(
    ("name", "key", "words"),
    [("nok", "stranger", "ไม่รู้จัก"), ("nok", "ton", "ton"), ("fah", "fah", "ไม่ได้จัดทำ")],
)
def test_a_wrong_requesters_signature_is_refused(
    office: World, own: Repository, name: str, key: str, words: str
) -> None:
    request = asked(office)
    assert push(office, own, "nok", request).is_accepted
    told = push(office, own, "nok", signature(office, "requester", name, request[1], key))
    assert not told.is_accepted and any("ผู้ขอเผยแพร่" in line and words in line for line in told.lines), told


def test_a_requesters_signature_of_another_text_is_refused(office: World, own: Repository) -> None:
    request, other = asked(office), asked(office, title="อื่น")
    assert push(office, own, "nok", request).is_accepted
    told = push(office, own, "nok", signature(office, "requester", "nok", other[1]))
    assert not told.is_accepted and any("รุ่นล่าสุดคือ" in line for line in told.lines), told


def test_a_publisher_cannot_record_that_somebody_asked(office: World) -> None:
    office.ask(3, FILES)
    for step, name in (("requester", "fah"), ("reviewer", "ton"), ("approver", "dao"), ("webmaster", "wit")):
        device(name).sign(office, 3, step, name)
    assert isinstance(office.merge(3), plan.Merged)
    assert not office.audit().open_rows
    raw = office.repository.object(str(office.repository.ref(sign_off_ref(3, "requester"))))[1].decode()
    told = records(office)
    for each in told:
        if each.kind is RecordKind.MERGE and each.facts["request"] == 3:
            stolen = {**each.facts["sign_offs"][0], "step": "requester", "object": raw}
            each.facts["signed_request"] = stolen  # type: ignore[index]
    relog(office, told)
    assert "record.mismatch" in office.problems()


# Taken back


def test_an_author_takes_a_request_back_for_good(office: World, own: Repository) -> None:
    request = asked(office)
    tag = signature(office, "requester", "nok", request[1])
    assert push(office, own, "nok", request, tag).is_accepted
    gone = [(request[1], NOTHING, request[2]), (tag[1], NOTHING, tag[2])]
    for stranger in ("fah", "dao"):
        told = push(office, own, stranger, *gone)
        assert not told.is_accepted and any("ถอนคำขอได้เฉพาะผู้จัดทำ" in line for line in told.lines), told
    told = push(office, own, "nok", *gone)
    assert told.is_accepted and any("ถอนคำขอ #3 แล้ว" in line for line in told.lines), told
    assert not office.repository.refs(request_ref(3), sign_off_ref(3, ""))
    assert receipts(office.repository.git_dir)[-2].object == NOTHING
    told = push(office, own, "nok", request)
    assert not told.is_accepted and any("เลขที่ว่างคือ 4" in line for line in told.lines), told
    assert push(office, own, "nok", asked(office, 4)).is_accepted
    assert not office.audit().open_rows


def test_a_signature_alone_is_not_taken_back(office: World, own: Repository) -> None:
    request = asked(office)
    tag = signature(office, "requester", "nok", request[1])
    assert push(office, own, "nok", request, tag).is_accepted
    told = push(office, own, "nok", (tag[1], NOTHING, tag[2]))
    assert not told.is_accepted and any("ลบลายมือชื่อไม่ได้" in line for line in told.lines), told


def test_nobody_unknown_takes_a_request_back(office: World) -> None:
    office.ask(3, FILES)
    told = Clerk(office, "nok", is_known=False).pushes(":refs/heads/request/3")
    assert not told and "เมื่อคลังรู้ว่าใครส่ง" in told.text, told.text


# How the desk pushes


def test_a_number_taken_meanwhile_is_an_answer_of_its_own(office: World, own: Repository) -> None:
    first, second = asked(office), asked(office, title="อื่น", author="fah")
    assert push(office, own, "nok", first).is_accepted
    told = push(office, own, "fah", second)
    assert (told.is_accepted, told.is_overtaken) == (False, True)
    assert office.repository.ref(first[2]) == first[1]


def test_the_door_refuses_in_the_language_that_is_asked_for(office: World, own: Repository) -> None:
    made = objects.write(office.repository, "blob", b"x")
    told = push(office, own, "nok", (NOTHING, made, request_ref(3)), language="en")
    assert (told.is_accepted, told.is_overtaken) == (False, False)
    assert any("Refused" in line for line in told.lines), told


def test_the_desk_names_a_person_of_the_office(office: World, own: Repository) -> None:
    with pytest.raises(CannotWork):
        push(office, own, "mallory", asked(office))


def test_where_nobody_answers_that_is_said(own: Repository, tmp_path: Path) -> None:
    with pytest.raises(CannotWork):
        OfficeDoor(str(tmp_path / "nowhere.git")).push_as(own, "nok", [RefUpdate(NOTHING, "a" * 40, request_ref(3))])


def test_over_ssh_the_desks_key_says_for_whom(office: World) -> None:
    clerk = DeskClerk(office, "nok")
    clerk.writes(NEWS)
    told = clerk.pushes("--receive-pack=as nok git-receive-pack", "HEAD:refs/heads/request/3")
    assert told, told.text
    noted = receipts(office.repository.git_dir)[-1]
    assert (noted.pusher, noted.via) == ("nok", "desk")
    for wrong in ("git-receive-pack", "as mallory git-receive-pack", "as nok as nok git-receive-pack", "as nok sh -c"):
        assert not clerk.pushes(f"--receive-pack={wrong}", "HEAD:refs/heads/request/4"), wrong


class DeskClerk(Clerk):
    @property
    def _door(self) -> list[str]:
        return [*super()._door[:-1], "--desk"]


def test_nobody_elses_key_vouches(office: World) -> None:
    told = Clerk(office, "fah").opens(f"as nok git-receive-pack '{office.repository.folder}'")
    assert not told and "Traceback" not in told.text

"""From an invitation to a passkey that lets its owner in, and out again."""

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest
from authenticator import Authenticator
from phone import Phone

from prakat.cannot_work import CannotWork
from prakat.founding.foundation import PRIVATE_KEYS
from prakat.founding.sample_office import MARK
from prakat.founding.staff import Staff
from prakat.merging import bare_counter, plan
from prakat.merging.plan import Merged
from prakat.merging.publisher import publisher_key
from prakat.office import office
from prakat.repository.passkey_proof import PASSKEY
from prakat.repository.refs import MAIN, request_ref
from prakat.thai.buddhist_era import moment_of
from prakat_desk.desk import Desk
from prakat_desk.entry.invitation_link import invite

ORIGIN = "http://localhost:8010"


@pytest.fixture
def named(desk: Desk, sample: Path) -> Desk:
    """At the address that office.yml names, which takes passkeys."""
    content = desk.repository.object(f"{MAIN}:{office.FILE}")[1] + f"desk: {{url: '{ORIGIN}'}}\n".encode()
    who = ("นางสาวพิณทอง เมฆธารา", "pinthong@tharnthong.example")
    Staff(desk.repository, sample / PRIVATE_KEYS).request(2, who, {office.FILE: content}, desk.moment)
    sign_and_merge(desk, sample, 2, approver="phuwamet", webmaster="tawan")
    return replace(desk, origin=ORIGIN)


@pytest.fixture
def real(named: Desk) -> Desk:
    """As a real one would be: nobody comes in by a click."""
    return replace(named, sample_keys={})


@pytest.fixture
def device() -> Authenticator:
    return Authenticator(ORIGIN)


def open_link(phone: Phone, link: str, device: Authenticator, name: str = "โทรศัพท์ใหม่") -> str:
    path = link.removeprefix(ORIGIN)
    options = phone.post(f"{path}/options", data={}).json()
    return phone.post(path, data={"answer": device.make(options), "name": name}).text


def sign_and_merge(desk: Desk, sample: Path, number: int, **steps: str) -> None:
    staff = Staff(desk.repository, sample / PRIVATE_KEYS)
    moment = max(desk.moment, moment_of(desk.repository.time_of(MAIN)))
    for step, person in steps.items():
        staff.sign(number, step.replace("_", "-"), person, moment)
    key = publisher_key(desk.repository.git_dir)
    done = plan.merge(bare_counter.open_merging(desk.repository, key, moment), number)
    assert isinstance(done, Merged), done


def sign_in(phone: Phone, device: Authenticator, **more: str) -> int:
    options = phone.post("/sign-in/passkey/options", data={}).json()
    device.counter += 1
    data = {"answer": device.answer(options), **more}
    return phone.post("/sign-in/passkey", data=data, follow_redirects=False).status_code


@pytest.fixture
def enrolled(real: Desk, sample: Path, device: Authenticator) -> Desk:
    """Whose information provider has a passkey that the chain approved."""
    with Phone(real) as phone:
        told = open_link(phone, invite(real, "pinthong", "tawan"), device)
        number = int(re.findall(r"คำขอที่ ([0-9]+)", told)[0])
        assert sign_in(phone, device) == 403, "not before it is signed"
    sign_and_merge(real, sample, number, approver="phuwamet", webmaster="tawan")
    return real


def test_an_invitation_becomes_a_key_that_the_chain_signs(enrolled: Desk, device: Authenticator) -> None:
    keys = enrolled.authority.office.people["pinthong"].keys
    assert [each.startswith(PASSKEY) for each in keys] == [False, True]
    assert keys[1].endswith(" โทรศัพท์ใหม่")
    with Phone(enrolled) as phone:
        assert sign_in(phone, device) == 303
        assert "นางสาวพิณทอง เมฆธารา" in phone.get("/").text


def test_the_request_changes_one_line(real: Desk, device: Authenticator) -> None:
    with Phone(real) as phone:
        open_link(phone, invite(real, "pinthong", "tawan"), device, "a\r\nb: <c>\u202e\0")
    repository = real.repository
    made = repository.line("rev-parse", request_ref(3))
    before, after = (repository.object(f"{each}:{office.FILE}")[1].splitlines() for each in (MAIN, made))
    changed = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    assert len(changed) == 1
    assert changed[0][1].endswith(b'a b: <c>"]')
    assert repository.line("show", "-s", "--format=%an %ae %cn", made).startswith("นางสาวพิณทอง เมฆธารา ")


def test_a_link_opens_once(real: Desk, device: Authenticator) -> None:
    link = invite(real, "pinthong", "tawan")
    with Phone(real) as one, Phone(real) as other:
        answers = []
        for phone in (one, other):  # both have opened it before either answers
            options = phone.post(f"{link.removeprefix(ORIGIN)}/options", data={}).json()
            answers.append((phone, {"answer": device.make(options)}))
        told = [phone.post(link.removeprefix(ORIGIN), data=data).status_code for phone, data in answers]
        assert told == [200, 404]
        assert one.get(link.removeprefix(ORIGIN)).status_code == 404
    assert real.repository.refs(request_ref("")).keys() == {request_ref(3)}


def test_a_link_ends(real: Desk) -> None:
    first = invite(real, "pinthong", "tawan")
    second = invite(real, "pinthong", "tawan")
    now = [real.clock()]
    later = replace(real, clock=lambda: now[0])
    with Phone(later) as phone:
        assert phone.get(first.removeprefix(ORIGIN)).status_code == 404, "replaced"
        now[0] += datetime.timedelta(hours=71, minutes=59)
        assert phone.get(second.removeprefix(ORIGIN)).status_code == 200
        now[0] += datetime.timedelta(minutes=2)
        assert phone.get(second.removeprefix(ORIGIN)).status_code == 404, "too old"


def test_only_a_digest_of_the_link_is_kept(real: Desk) -> None:
    secret = invite(real, "pinthong", "tawan").rpartition("/")[2]
    kept = [each for each in real.state.rglob("*") if each.is_file()]
    assert kept
    assert not [each for each in kept if secret in each.name or secret.encode() in each.read_bytes()]
    assert {each.stat().st_mode & 0o077 for each in kept} == {0}


def test_a_second_device_by_a_link_of_ones_own(enrolled: Desk, sample: Path, device: Authenticator) -> None:
    other = Authenticator(ORIGIN)
    with Phone(enrolled) as phone:
        sign_in(phone, device)
        link = re.findall(rf'value="({ORIGIN}/invitation/[^"]+)"', phone.post("/devices/link", data={}).text)[0]
        told = open_link(phone, link, other, "เครื่องที่สอง")
    sign_and_merge(
        enrolled, sample, int(re.findall(r"คำขอที่ ([0-9]+)", told)[0]), approver="phuwamet", webmaster="tawan"
    )
    with Phone(enrolled) as phone:
        assert sign_in(phone, other) == 303
        assert "เครื่องที่สอง" in phone.get("/devices").text


def test_a_lost_device_is_out_at_once_and_its_key_goes(enrolled: Desk, sample: Path, device: Authenticator) -> None:
    with Phone(enrolled) as thief, Phone(enrolled) as owner, Phone(enrolled) as third:
        for phone in (thief, owner, third):
            assert sign_in(phone, device) == 303
        key = enrolled.authority.office.people["pinthong"].keys[1]
        told = owner.post("/devices/remove", data={"key": " ".join(key.split()[:2])}).text
        assert thief.get("/devices", follow_redirects=False).status_code == 303
        assert sign_in(third, device) == 303, "the key holds until the chain has signed"
        number = int(re.findall(r"คำขอที่ ([0-9]+)", told)[0])
        sign_and_merge(enrolled, sample, number, approver="phuwamet", webmaster="fasai")
        assert len(enrolled.authority.office.people["pinthong"].keys) == 1
        assert third.get("/devices", follow_redirects=False).status_code == 303, "with the key went its session"
        assert sign_in(third, device) == 403


def test_only_a_webmaster_for_all_units_invites(named: Desk) -> None:
    with Phone(named) as phone:
        for person, status in (("pinthong", 403), ("phuwamet", 403), ("tawan", 200)):
            phone.come_in(person)
            for path in ("/people", "/people/dueanchai"):
                assert phone.get(path).status_code == status
            for path in ("invite", "remove"):
                found = phone.post(f"/people/dueanchai/{path}", data={"key": "-"}).status_code
                assert found == (status if status == 403 or path == "invite" else 400)


def test_the_only_approver_is_invited_by_an_order(named: Desk, sample: Path) -> None:
    """Whose step nobody else can sign: two webmasters do, and the new key takes the place of the lost ones."""
    order = {"order-no": "31/2569", "order-date-day": "๑๙", "order-date-month": "11", "order-date-year": "2569"}
    with Phone(named) as phone:
        phone.come_in("tawan")
        page = phone.post("/people/phuwamet/invite", data={**order, "is_lost": "yes"}).text
        link = re.findall(rf'value="({ORIGIN}/invitation/[^"]+)"', page)[0]
        told = open_link(phone, link, Authenticator(ORIGIN))
        number = int(re.findall(r"คำขอที่ ([0-9]+)", told)[0])
    sign_and_merge(named, sample, number, webmaster="tawan", second_webmaster="fasai")
    (key,) = named.authority.office.people["phuwamet"].keys
    assert key.startswith(PASSKEY)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"order-no": "31/2569"}, "วันที่ของคำสั่ง"),
        ({"order-date-day": "1", "order-date-month": "2", "order-date-year": "2569"}, "เลขที่ของคำสั่ง"),
        ({"order-no": "1", "order-date-day": "31", "order-date-month": "2", "order-date-year": "2569"}, "31 2 2569"),
    ],
)
def test_half_an_order_is_told_with_what_was_typed(named: Desk, typed: dict[str, str], words: str) -> None:
    with Phone(named) as phone:
        phone.come_in("tawan")
        answer = phone.post("/people/phuwamet/invite", data=typed)
        assert answer.status_code == 400
        assert words in answer.text
        assert f'value="{typed.get("order-no", "")}"' in answer.text


def test_an_address_that_office_yml_does_not_name(desk: Desk) -> None:
    """What is signed there counts for nothing, so nobody is invited there."""
    for origin, words in ((ORIGIN, "other-address"), ("http://127.0.0.1:8010", "no-passkeys-here")):
        with pytest.raises(CannotWork, match=words):
            invite(replace(desk, origin=origin), "pinthong")


def test_the_sample_is_no_place_for_passkeys(phone: Phone, sample: Path) -> None:
    """Browsers make none for an address of numbers."""
    assert (sample / MARK).is_file()
    assert "data-passkey" not in phone.get("/sign-in").text

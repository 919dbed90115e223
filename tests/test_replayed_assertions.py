"""A passkey's genuine signature, carried to where it was not meant for: another head, request, step or office, another
key's place; and devices that do not count on. Door, publisher and audit find each."""

from collections.abc import Callable

import pytest

from forged_assertion import Forgery
from passkey_office import (
    STEP,
    asked,
    at_the_audit,
    at_the_door,
    at_the_publisher,
    device,
    forged,
    merged_all_the_same,
    office_text,
    payload_of,
    tag,
    with_desk,
    with_office,
)
from prakat.audit import auditor
from prakat.audit.epoch import Trust
from prakat.audit.run_memory import RunMemory
from prakat.audit_log.record import Reason
from prakat.audit_log.signed_refusal import refusal_words
from prakat.merging import plan
from prakat.merging.refusal import take_in_refusals
from prakat.office.device_counters import DeviceCounters
from prakat.repository import objects
from prakat.repository.refs import request_ref, sign_off_ref, sign_off_tag
from prakat.request.policy.step import REFUSAL
from sign_off_office import After, World, copy, who
from software_passkey import SoftwarePasskey

HONEST = Forgery()
COUNTED = SoftwarePasskey.named("dao-counts")
Carried = tuple[str, tuple[str, ...]]
"""The sign-off of request 3 as it is carried there, and what must be found."""
Carrying = Callable[[World], Carried]


@pytest.fixture
def office(world_after: After) -> World:
    return world_after(with_desk)


def to_another_head(office: World) -> Carried:
    asked(office)
    old = forged(office, 3, HONEST)
    asked(office)
    return old, ("approval.stale",)


def to_another_head_with_its_name_changed(office: World) -> Carried:
    asked(office)
    armour = HONEST.of(payload_of(office, 3))
    asked(office)
    return tag(office, payload_of(office, 3), armour), ("approval.signature",)


def of_another_request(office: World) -> Carried:
    asked(office, 4)
    asked(office)
    return forged(office, 4, HONEST), ("approval.form", "approval.missing")


def of_another_request_with_its_name_changed(office: World) -> Carried:
    asked(office, 4)
    armour = HONEST.of(payload_of(office, 4))
    asked(office)
    return tag(office, payload_of(office, 3), armour), ("approval.signature",)


def of_another_requests_head(office: World) -> Carried:
    other = asked(office, 4)
    asked(office)
    return tag(office, payload_of(office, 3, other), HONEST), ("approval.stale",)


def of_another_step(office: World) -> Carried:
    asked(office)
    return tag(office, payload_of(office, 3, step="webmaster"), HONEST), ("approval.form", "approval.missing")


def of_the_requester(office: World) -> Carried:
    asked(office)
    return tag(office, payload_of(office, 3, step="requester"), HONEST), ("approval.form", "approval.missing")


def of_a_sign_in(office: World) -> Carried:
    """What the device signed to let its owner in: a challenge of bytes that say nothing."""
    asked(office)
    made = Forgery(client=lambda honest: honest.replace(honest.split(b'"')[7], b"A" * 43))
    return forged(office, 3, made), ("approval.signature",)


def of_another_office(office: World) -> Carried:
    """With the same person, passkey and desk, and a request of the same number and text."""
    other = copy(office.place, office.place.parent / "other")
    other.later(60)
    asked(other)
    payload = payload_of(other, 3)
    asked(office)
    return tag(office, payload, HONEST), ("approval.stale",)


CARRIED = (
    to_another_head,
    to_another_head_with_its_name_changed,
    of_another_request,
    of_another_request_with_its_name_changed,
    of_another_requests_head,
    of_another_step,
    of_the_requester,
    of_a_sign_in,
    of_another_office,
)


MERGED = (to_another_head, to_another_head_with_its_name_changed, of_another_office)


@pytest.mark.parametrize("carried", CARRIED, ids=lambda each: each.__name__)
def test_a_signature_counts_for_what_it_was_made_for(office: World, carried: Carrying) -> None:
    made, ids = carried(office)
    assert at_the_door(office, made), "the door lets nothing in that does not count"
    assert at_the_publisher(office, made) == ids


@pytest.mark.parametrize(
    "carried",
    [to_another_head, to_another_head_with_its_name_changed, of_another_office],
    ids=lambda each: each.__name__,
)
def test_the_audit_finds_it_where_it_was_merged(
    office: World, carried: Carrying, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, ids = carried(office)
    merged_all_the_same(office, 3, made, monkeypatch)
    assert at_the_audit(office) == {1: (), 2: (), 3: ids}


# Another key in the place of somebody's


def swapped(office: World) -> bytes:
    raw = office.repository.run("cat-file", "blob", "main:office.yml")
    return raw.replace(device("dao").line.encode(), device("mallory").line.encode())


def test_a_key_swapped_past_everybody_signs_nothing(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    office.force({"office.yml": swapped(office)})
    asked(office)
    made = forged(office, 3, Forgery(device=device("mallory")))
    assert "approval.stranger" in at_the_door(office, made)
    assert at_the_publisher(office, made) == ("approval.stranger",)
    assert office.merge(3) != []
    assert office.problems() == ["merge.direct"]


def test_a_key_swapped_by_the_request_that_it_signs_signs_nothing(office: World) -> None:
    office.ask(3, {"office.yml": swapped(office)}, author="won")
    made = forged(office, 3, Forgery(device=device("mallory")))
    assert at_the_door(office, made) == ("approval.stranger",)
    assert at_the_publisher(office, made) == ("approval.stranger",)


def test_the_key_that_was_replaced_signs_no_more(office: World) -> None:
    office.ask(3, {"office.yml": swapped(office)}, author="won")
    device("dao").sign(office, 3, "approver", "dao")
    device("wit").sign(office, 3, "webmaster", "wit")
    assert isinstance(office.merge(3), plan.Merged)
    asked(office, 4)
    assert at_the_publisher(office, forged(office, 4, HONEST), 4) == ("approval.stranger",)
    made = forged(office, 4, Forgery(device=device("mallory")))
    assert at_the_publisher(office, made, 4) == ()
    assert not office.audit().open_rows


# Devices count upwards


def counting(counter: int) -> Forgery:
    return Forgery(device=SoftwarePasskey(counter=counter, private=COUNTED.private))


@pytest.fixture
def counted(world_after: After) -> World:
    """The approver's device counts, and had counted 5 at request 3."""

    def begun(world: World) -> None:
        with_office(world, lambda world: office_text(world).replace(device("dao").line.encode(), COUNTED.line.encode()))
        signed(world, 3, 5)

    return world_after(begun)


def signed(office: World, number: int, counter: int) -> None:
    """Honestly, to the end."""
    asked(office, number)
    office.staff.push(sign_off_ref(number, STEP), forged(office, number, counting(counter)), office.later())
    device("wit").sign(office, number, "webmaster", "wit")
    assert isinstance(office.merge(number), plan.Merged)


def test_a_device_that_has_not_counted_on_is_refused(counted: World) -> None:
    asked(counted, 4)
    for counter, ids in ((0, ("approval.passkey",)), (4, ("approval.passkey",)), (5, ("approval.passkey",)), (6, ())):
        made = forged(counted, 4, counting(counter))
        assert (at_the_door(counted, made, 4), at_the_publisher(counted, made, 4)) == (ids, ids), counter


def test_the_audit_compares_counters_over_all_of_history(counted: World, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = RunMemory()
    auditor.audit(counted.repository, Trust(), memory=memory)
    signed(counted, 4, 9)
    for number, counter in ((5, 9), (6, 7), (7, 0)):
        asked(counted, number)
        merged_all_the_same(counted, number, forged(counted, number, counting(counter)), monkeypatch)
    expected = {1: (), 2: (), 3: (), 4: ()} | dict.fromkeys((5, 6, 7), ("approval.passkey",))
    assert at_the_audit(counted) == expected
    again = auditor.audit(counted.repository, Trust(), memory=memory).rows
    assert {row.request: tuple(each.id for each in row.violations) for row in again if row.request} == expected


def test_what_was_signed_earlier_may_be_merged_later(counted: World) -> None:
    asked(counted, 4)
    counted.staff.push(sign_off_ref(4, STEP), forged(counted, 4, counting(6)), counted.later())
    signed(counted, 5, 7)
    device("wit").sign(counted, 4, "webmaster", "wit")
    assert isinstance(counted.merge(4), plan.Merged)
    assert not counted.audit().open_rows


def test_what_was_kept_back_is_found_once_the_device_has_signed_again(counted: World) -> None:
    asked(counted, 4)
    kept = forged(counted, 4, counting(6))
    signed(counted, 5, 7)
    assert at_the_door(counted, kept, 4) == ("approval.passkey",)
    assert at_the_publisher(counted, kept, 4) == ("approval.passkey",)


def test_a_device_counts_where_it_sends_back_as_well(counted: World) -> None:
    asked(counted, 4)
    asked(counted, 5)
    kept = forged(counted, 5, counting(6))
    head = counted.repository.ref(request_ref(4)) or ""
    words = refusal_words(4, Reason.INCORRECT, "ตัวเลขในตารางไม่ตรงกับเอกสารแนบ")
    payload = objects.tag_payload(sign_off_tag(4, REFUSAL), head, words, who("dao"), counted.later())
    counted.staff.push(sign_off_ref(4, REFUSAL), tag(counted, payload, counting(7)), counted.later())
    assert [each.id for each in take_in_refusals(counted.merging())] == ["merging.refused-now"]
    assert at_the_door(counted, kept, 5) == ("approval.passkey",)
    assert at_the_publisher(counted, kept, 5) == ("approval.passkey",)
    assert at_the_publisher(counted, forged(counted, 5, counting(8)), 5) == ()
    assert not counted.audit().open_rows


def test_a_device_counts_for_whoever_asks_as_well(counted: World) -> None:
    phone = SoftwarePasskey.named("nok")
    for number, counter, counts in ((4, 3, True), (5, 3, False), (6, 4, True)):
        asked(counted, number)
        made = Forgery(device=SoftwarePasskey(counter=counter, private=phone.private))
        payload = payload_of(counted, number, step="requester", name="nok")
        counted.staff.push(sign_off_ref(number, "requester"), tag(counted, payload, made), counted.later())
        found = plan.plan(counted.merging(), number)
        assert isinstance(found, plan.Plan)
        assert (found.signed_request is not None) is counts, number
        counted.staff.push(sign_off_ref(number, STEP), forged(counted, number, counting(number + 4)), counted.later())
        device("wit").sign(counted, number, "webmaster", "wit")
        assert isinstance(counted.merge(number), plan.Merged)
    assert not counted.audit().open_rows


@pytest.mark.parametrize(
    ("seen", "place", "counter", "found"),
    [
        ([], 1, 0, None),
        ([], 1, 5, None),
        ([(1, 5)], 2, 6, None),
        ([(1, 5)], 2, 5, 5),
        ([(1, 5)], 2, 0, 5),
        ([(3, 5)], 2, 4, None),
        ([(3, 5)], 2, 5, 5),
        ([(3, 5)], 2, 0, None),
        ([(1, 5), (3, 9)], 2, 7, None),
        ([(1, 5), (3, 9)], 2, 9, 9),
        ([(1, 5), (3, 9)], 2, 3, 5),
    ],
)
def test_the_place_among_others(seen: list[tuple[int, int]], place: int, counter: int, found: int | None) -> None:
    counters = DeviceCounters(unread=iter([("key", *each) for each in seen] + [("other", 1, 99), ("key", 2, 0)]))
    assert counters.overtaken("key", place, counter) == found
    assert counters.copy().overtaken("key", place, counter) == found

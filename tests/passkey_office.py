"""An office whose people sign by passkey at its desk, and what door, publisher and audit say of a sign-off there."""

from collections.abc import Callable
from functools import cache

import pytest

from forged_assertion import Forgery
from prakat.audit import auditor
from prakat.audit.epoch import Trust
from prakat.hosting import reception
from prakat.hosting.reception import RefUpdate
from prakat.merging import bare_counter, plan
from prakat.repository import objects
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import request_ref, sign_off_ref, sign_off_tag
from prakat.repository.signature import Verified
from sign_off_office import OFFICE_CHAIN, UNASKED, World, document
from software_passkey import CHECKED, ORIGIN, SoftwarePasskey

NEWS = "content/public-relations/2569/news/index.md"
FILES: dict[str, bytes | None] = {NEWS: document("ข่าวประชาสัมพันธ์")}
NAMES = ("nok", "fah", "ton", "dao", "wit")
STEP = "approver"
"""The step whose sign-off is the odd one."""


@cache
def device(name: str) -> SoftwarePasskey:
    return SoftwarePasskey.named(name)


def office_text(world: World) -> bytes:
    for name in NAMES:
        world.staff.known[name] = device(name).line
    return world.office(world.audit().epoch).replace(b"units: [", f"desk: {{url: '{ORIGIN}'}}\nunits: [".encode(), 1)


def with_desk(world: World) -> None:
    with_office(world, office_text)


def with_office(world: World, text: Callable[[World], bytes]) -> None:
    """Two steps: whoever signs the change does so with the key that the office still knows."""
    keys = dict(world.staff.known)
    made = text(world)
    world.staff.known.clear()
    world.staff.known.update(keys)
    world.publish(2, {"office.yml": made}, *OFFICE_CHAIN, author="won")


def asked(office: World, number: int = 3) -> str:
    """A request that waits for its approver, its head."""
    head = office.ask(number, {NEWS.replace("news", f"news-{number}"): document(f"ข่าวประชาสัมพันธ์ {number}")})
    device("ton").sign(office, number, "reviewer", "ton")
    return head


def payload_of(office: World, number: int, head: str = "", step: str = STEP, name: str = "dao") -> bytes:
    """What is signed: of the request's own head, or of another."""
    head = head or office.repository.ref(request_ref(number)) or ""
    who = (name, f"{name}@office.example")
    return objects.tag_payload(sign_off_tag(number, step), head, CHECKED, who, office.later())


def tag(office: World, payload: bytes, made: Forgery | bytes) -> str:
    """Nowhere pushed."""
    armour = made.of(payload) if isinstance(made, Forgery) else made
    return objects.write(office.repository, "tag", payload + armour)


def forged(office: World, number: int, made: Forgery) -> str:
    return tag(office, payload_of(office, number), made)


def at_the_door(office: World, made: str, number: int = 3, step: str = STEP) -> tuple[str, ...]:
    """What keeps the sign-off out."""
    ref = sign_off_ref(number, step)
    pushed = RefUpdate(office.repository.ref(ref) or NOTHING, made, ref)
    answer = reception.receive(office.repository, [pushed], office.later(), "dao", "desk")
    return tuple(getattr(each.values["reason"], "id", "") for each in answer.refused)


def at_the_publisher(office: World, made: str, number: int = 3, step: str = STEP) -> tuple[str, ...]:
    """What it says of that step, once the sign-off has come past the door."""
    office.staff.push(sign_off_ref(number, step), made, office.later())
    found = plan.plan(office.merging(), number)
    assert isinstance(found, plan.Plan)
    return tuple(each.id for each in found.violations if each.values.get("step") == step)


def merged_all_the_same(office: World, number: int, made: str, patch: pytest.MonkeyPatch) -> None:
    """By a publisher whose program finds every signature right, and every chain signed."""
    office.staff.push(sign_off_ref(number, STEP), made, office.later())
    device("wit").sign(office, number, "webmaster", "wit")
    with patch.context() as blind:
        blind.setattr(Verified, "is_right", lambda *_: True)
        blind.setattr("prakat.merging.plan.check_approval", lambda *_, **__: ())
        blind.setattr(UNASKED, lambda *_: ())
        opened = bare_counter.open_merging(office.repository, office.key, office.later(), Verified())
        done = plan.merge(opened, number)
    assert isinstance(done, plan.Merged), done


def at_the_audit(office: World) -> dict[int, tuple[str, ...]]:
    """What stands against each request's merge, for somebody who knows nothing before of any signature."""
    rows = auditor.audit(office.repository, Trust()).rows
    return {row.request: tuple(each.id for each in row.violations) for row in rows if row.request}

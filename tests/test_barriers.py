"""The last walls, on real histories: each stands alone between a forgery and "fine", so that its fall is seen here.

tests/test_verdict*.py, test_audit_log.py, test_mainline.py and test_leak.py have the same walls one by one."""

from dataclasses import replace

import pytest

from prakat.audit.epoch import Trust
from prakat.audit_log import audit_log
from prakat.audit_log.record import digest, file_name
from prakat.cannot_work import CannotWork
from prakat.merging.plan import Merged
from prakat.repository import objects
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import ABSENT, PLAIN
from prakat.repository.object_id import NOTHING
from sign_off_office import CHAIN, OFFICE_CHAIN, World, document, records, who

NEWS = "content/public-relations/2569/news/index.md"


def split(world: World) -> None:
    """From tomorrow on nobody is webmaster, and nobody approver, for all units."""
    now = world.office(str(world.audit().epoch))
    for name, role in (("dao", "approver"), ("wit", "webmaster"), ("won", "webmaster")):
        whole = world.person(name, role).encode()
        assert whole in now
        now = now.replace(whole, world.person(name, role, until="2026-07-01").encode())
    units = {"lek": ("approver", "health"), "mee": ("approver", "finance")}
    units |= {"noi": ("webmaster", "health"), "oun": ("webmaster", "finance")}
    now += "".join(f"{world.person(name, role, f'[{unit}]')}\n" for name, (role, unit) in units.items()).encode()
    world.publish(2, {"office.yml": now}, *OFFICE_CHAIN, author="won")
    world.later(24 * 60)


def test_an_approver_of_one_unit_signs_no_other_where_no_webmaster_is_appointed_for_all(world: World) -> None:
    """Units are lifted for nobody but those who break the glass."""
    split(world)
    world.ask(3, {NEWS: document(unit="finance")}, "fah")
    world.sign(3, "reviewer=ton", "approver=lek", "webmaster=oun")
    assert world.merge(3) == ["approval.unit"]
    world.sign(3, "approver=mee", "webmaster=oun")
    left = world.merge(3)  # the check that office.yml has somebody for all units is another wall
    assert isinstance(left, Merged) or set(left) == {"request.check"}


def test_under_an_office_that_cannot_be_read_nothing_is_merged_and_nothing_is_right(world: World) -> None:
    """Not even to an auditor who is talked into trusting that very commit."""
    broken = world.force({"office.yml": b"name: ["})
    head = world.ask(2, {NEWS: document()})
    world.sign(2, *CHAIN)
    assert not isinstance(world.merge(2), Merged)
    forced = world.force({NEWS: document()}, (world.main(), head))
    for trust in (Trust(epoch=broken), None):
        verdicts = {row.commit: {each.id for each in row.violations} for row in world.audit(trust=trust).rows}
        assert verdicts[forced] == {"record.missing", *(["office.unreadable"] if trust else [])}


@pytest.mark.parametrize("wrong", [{"previous": "f" * 64}, {"sequence": 9}])
def test_a_record_signed_by_the_publisher_that_does_not_follow_the_last_is_found(
    world: World, wrong: dict[str, object]
) -> None:
    """And the publisher records nothing more on top of it."""
    last, repository = records(world)[-1], world.repository
    tip = str(repository.ref("refs/heads/audit-log"))
    forged = replace(last, **{"sequence": last.sequence + 1, "previous": digest(last.encode()), **wrong})  # type: ignore[arg-type]
    sequence = last.sequence + 1
    blob = objects.write(repository, "blob", forged.encode())
    added = PathChange(file_name(sequence), ABSENT, PLAIN, NOTHING, blob)
    tree = objects.tree_with(repository, tip, [added])
    message = f"Record {sequence:08}: {forged.kind}\n\nSHA-256: {digest(forged.encode())}\n"
    moment = world.later()
    made = objects.commit(repository, tree, [tip], message, audit_log.PUBLISHER_IDENTITY, moment, key=world.key)
    world.git("update-ref", "refs/heads/audit-log", made)
    assert world.problems() == ["record.chain"]
    world.ask(2, {NEWS: document()})
    world.sign(2, *CHAIN)
    with pytest.raises(CannotWork, match=r"merging\.halted .*record\.chain"):
        world.merge(2)


def test_a_history_of_its_own_beside_an_honest_base_is_no_request(world: World) -> None:
    """Its root would bring a text that no difference from main shows."""
    repository, moment = world.repository, world.later()
    honest = world.ask(2, {NEWS: document()})
    tree = world.git("rev-parse", f"{honest}^{{tree}}")
    orphan = objects.commit(repository, tree, [], "elsewhere", who("nok"), moment)
    both = objects.commit(repository, tree, [honest, orphan], "Content: joined", who("nok"), world.later())
    world.git("update-ref", "refs/heads/request/2", both)
    world.sign(2, *CHAIN)
    assert world.merge(2) == ["request.unrelated"]
    world.force({NEWS: document()}, (world.main(), both))
    assert world.problems() == ["request.unrelated"]

"""What stands against a merge before anything of it is judged: each on a real repository (R01)."""

import datetime

from prakat.merging import plan
from prakat.repository import objects
from prakat.repository.commit import PathChange
from prakat.repository.receipt import write_receipts
from sign_off_office import CHAIN, OFFICE_CHAIN, World, document, law, who

NEWS = "content/public-relations/2569/news/index.md"


def planned(world: World, number: int = 2) -> list[str]:
    found = plan.plan(world.merging(), number)
    violations = found if isinstance(found, list) else found.violations
    return [each.id for each in violations]


def test_a_request_that_is_not_there_is_absent(world: World) -> None:
    assert planned(world) == ["request.absent"]
    world.ask(2, {NEWS: document()})
    world.sign(2, *CHAIN)
    assert planned(world) == []
    assert planned(world, 3) == ["request.absent"]


def test_a_request_that_shares_nothing_with_main_is_unrelated(world: World) -> None:
    tree = world.git("rev-parse", "main^{tree}")
    root = objects.commit(world.repository, tree, [], "elsewhere", who("nok"), world.later())
    world.staff.push("refs/heads/request/2", root, world.later())
    world.sign(2, *CHAIN)
    assert planned(world) == ["request.unrelated"]


def test_a_root_beside_an_honest_base_is_unrelated(world: World) -> None:
    head = world.ask(2, {NEWS: document()})
    tree = world.git("rev-parse", f"{head}^{{tree}}")
    root = objects.commit(world.repository, tree, [], "elsewhere", who("nok"), world.later())
    joined = objects.commit(world.repository, tree, [head, root], "joined", who("nok"), world.later())
    world.staff.push("refs/heads/request/2", joined, world.later())
    world.sign(2, *CHAIN)
    assert planned(world) == ["request.unrelated"]


def test_a_request_under_no_office_is_not_judged(world: World) -> None:
    world.ask(2, {NEWS: document()})
    merging = world.merging()
    merging.work.authority = None
    found = plan.plan(merging, 2)
    assert isinstance(found, list)
    assert [each.id for each in found] == ["office.unreadable"]


def test_a_refused_plan_merges_nothing_and_records_nothing(world: World) -> None:
    world.ask(2, {NEWS: document()})
    before = world.git("for-each-ref")
    assert world.merge(2) == ["approval.missing"] * 3
    assert world.git("for-each-ref") == before


def test_signatures_that_waited_too_long_are_made_anew(world: World) -> None:
    """The office says nothing of it: the publisher asks for it all the same."""
    world.ask(2, {NEWS: document()})
    world.sign(2, *CHAIN)
    world.now += datetime.timedelta(days=30)
    assert planned(world) == []
    world.now += datetime.timedelta(days=1)
    assert planned(world) == ["approval.aged"] * 3
    world.sign(2, *CHAIN)
    assert isinstance(world.merge(2), plan.Merged)
    assert world.problems() == []


def pushed_by(world: World, number: int, pusher: str, title: str = "ข่าวทดสอบ") -> None:
    """The server's hook notes whom it knows; the files of the request are nok's."""
    head = world.ask(number, {NEWS: document(title)})
    write_receipts(world.repository.git_dir, [(f"refs/heads/request/{number}", head)], world.later(), pusher)


def test_where_one_signs_it_is_known_who_pushed(world: World) -> None:
    epoch = world.audit().epoch
    world.publish(2, {"office.yml": world.office(epoch, chain="[approver]")}, *OFFICE_CHAIN)
    pushed_by(world, 3, "")
    world.sign(3, "approver=dao")
    assert planned(world, 3) == ["author.unknown-pusher"]
    pushed_by(world, 4, "dao@office.example")
    world.sign(4, "approver=dao")
    assert planned(world, 4) == ["approval.author"]
    pushed_by(world, 5, "nok@office.example")
    pushed_by(world, 5, "", title="ข่าวที่ใครไม่รู้แก้")
    world.sign(5, "approver=dao")
    assert planned(world, 5) == ["author.stranger"], "what somebody unknown pushed upon it"
    pushed_by(world, 6, "nok@office.example")
    world.sign(6, "approver=dao")
    assert isinstance(world.merge(6), plan.Merged)
    assert world.problems() == []


def test_whoever_may_not_sign_is_told_by_which_line(world: World) -> None:
    head = world.ask(2, {NEWS: document()}, message="news\n\nCo-authored-by: dao <dao@office.example>\n")
    world.sign(2, *CHAIN)
    found = plan.plan(world.merging(), 2)
    assert isinstance(found, plan.Plan)
    (barred,) = found.violations
    assert barred.id == "approval.author"
    for part in (head[:12], "Co-authored-by: dao <dao@office.example>", "ลบบรรทัดนั้น"):
        assert part in barred.message()
    world.ask(3, {NEWS: document()})
    world.sign(3, *CHAIN)
    assert planned(world, 3) == []


def test_whoever_brought_it_up_to_main_is_told_so(world: World) -> None:
    """As the forge's button Update branch does it, in the name of whoever presses it."""
    head = world.ask(2, {NEWS: document()})
    world.publish(3, {"content/law/other/index.md": law("พระราชบัญญัติ")})
    files = {NEWS: world.git("rev-parse", f"{head}:{NEWS}")}
    changes = [PathChange(path, "", "100644", "", oid) for path, oid in files.items()]
    tree = objects.tree_with(world.repository, world.main(), changes)
    merged = objects.commit(world.repository, tree, [head, world.main()], "Merge main", who("dao"), world.later())
    world.staff.push("refs/heads/request/2", merged, world.later())
    world.sign(2, *CHAIN)
    found = plan.plan(world.merging(), 2)
    assert isinstance(found, plan.Plan)
    (barred,) = found.violations
    assert barred.id == "approval.author"
    assert f"Update branch) ในรุ่น {merged[:12]}" in barred.message()

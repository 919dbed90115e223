"""What stands against a merge before anything of it is judged: each on a real repository (R01)."""

from prakat.merging import plan
from prakat.repository import objects
from sign_off_office import CHAIN, World, document, who

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

"""A publisher that remembers what it read sees all that came since, and nothing of a history that was rewritten."""

from prakat.audit.run_memory import RunMemory
from prakat.merging import bare_counter
from prakat.merging.merging import Merging
from prakat.merging.plan import Merged, merge
from sign_off_office import CHAIN, VERIFIED, World, document, records, relog

NEWS = "content/public-relations/2569/news/index.md"


def merging(world: World, memory: RunMemory) -> Merging:
    """Of which everything is as of one that reads it all."""
    opened = bare_counter.open_merging(world.repository, world.key, world.later(), VERIFIED, memory)
    found, anew = opened.work, bare_counter.open_merging(world.repository, world.key, world.now, VERIFIED).work
    assert (found.main, found.log.mark) == (anew.main, anew.log.mark)
    assert found.before.files.entries == anew.before.files.entries
    assert [each.record for each in found.log.entries] == [each.record for each in anew.log.entries]
    assert found.log.problems == anew.log.problems
    assert found.authority and anew.authority and found.authority.office == anew.authority.office
    return opened


def publish(world: World, memory: RunMemory, number: int) -> None:
    world.ask(number, {NEWS: document(f"ข่าวครั้งที่ {number}")})
    world.sign(number, *CHAIN)
    assert isinstance(merge(merging(world, memory), number), Merged)


def test_requests_in_a_row_are_judged_as_by_one_that_reads_everything(world: World) -> None:
    memory = RunMemory()
    for number in (2, 3, 4):
        publish(world, memory, number)
    assert merging(world, memory).work.log.mark.count == len(records(world))
    assert world.problems() == []


def test_an_office_that_came_past_the_policy_gives_nobody_authority(world: World) -> None:
    memory = RunMemory()
    publish(world, memory, 2)
    world.force({"office.yml": world.office(world.audit().epoch, world.person("eve", "approver") + "\n")})
    found = merging(world, memory).work
    assert found.authority and "eve" not in found.authority.office.people
    found = merging(world, memory).work
    assert found.authority and "eve" not in found.authority.office.people


def test_a_rewritten_main_and_a_rewritten_audit_log_are_read_from_the_beginning(world: World) -> None:
    memory = RunMemory()
    before = world.main()
    publish(world, memory, 2)
    merging(world, memory)
    relog(world, records(world)[:-1])
    merging(world, memory)
    world.git("update-ref", "refs/heads/main", before)
    relog(world, records(world)[:2])
    merging(world, memory)

"""A desk that remembers what it read before sees all that came since, and nothing of a history that was rewritten."""

from prakat import publisher
from prakat.merge import Merged, merge
from prakat.publisher import Desk
from prakat.recollection import Recollection
from sign_off_office import CHAIN, VERIFIED, World, document, records, relog

NEWS = "content/public-relations/2569/news/index.md"


def desk(world: World, memory: Recollection) -> Desk:
    """At which everything is as at one that reads it all."""
    found = publisher.open_desk(world.repository, world.key, world.later(), VERIFIED, memory)
    anew = publisher.open_desk(world.repository, world.key, world.now, VERIFIED)
    assert (found.main, found.log.mark, found.before.files.entries) == (
        anew.main,
        anew.log.mark,
        anew.before.files.entries,
    )
    assert [each.record for each in found.log.entries] == [each.record for each in anew.log.entries]
    assert found.log.problems == anew.log.problems
    assert found.authority and anew.authority and found.authority.office == anew.authority.office
    return found


def publish(world: World, memory: Recollection, number: int) -> None:
    world.ask(number, {NEWS: document(f"ข่าวครั้งที่ {number}")})
    world.sign(number, *CHAIN)
    assert isinstance(merge(desk(world, memory), number), Merged)


def test_requests_in_a_row_are_judged_as_by_a_desk_that_reads_everything(world: World) -> None:
    memory = Recollection()
    for number in (2, 3, 4):
        publish(world, memory, number)
    assert desk(world, memory).log.mark.count == len(records(world))
    assert world.problems() == []


def test_an_office_that_came_past_the_policy_gives_nobody_authority(world: World) -> None:
    memory = Recollection()
    publish(world, memory, 2)
    world.force({"office.yml": world.office(world.audit().epoch, world.person("eve", "approver") + "\n")})
    found = desk(world, memory)
    assert found.authority and "eve" not in found.authority.office.people
    found = desk(world, memory)
    assert found.authority and "eve" not in found.authority.office.people


def test_a_rewritten_main_and_a_rewritten_audit_log_are_read_from_the_beginning(world: World) -> None:
    memory = Recollection()
    before = world.main()
    publish(world, memory, 2)
    desk(world, memory)
    relog(world, records(world)[:-1])
    desk(world, memory)
    world.git("update-ref", "refs/heads/main", before)
    relog(world, records(world)[:2])
    desk(world, memory)

"""A request may not delete what readers have seen, but for a move; what was never up may go (R18, R46)."""

import datetime

import pytest

from prakat.merging import plan
from prakat.request import request_check
from sign_off_office import CHAIN, World, law

LAW, THERE = "content/law/notice/index.md", "content/law/moved/index.md"
LATER = {"publish_on": "2026-07-20"}
DAY = datetime.date(2026, 7, 1)
GONE: dict[str, bytes | None] = {LAW: None}


def asked(world: World, number: int, files: dict[str, bytes | None], **more: str) -> list[str]:
    """What stands against a request that everybody signed; the check of the request counts the same."""
    head = world.ask(number, files, **more)
    world.sign(number, *CHAIN)
    _, errors = request_check.check(world.repository, world.main(), head, DAY)
    done = plan.merge(world.merging(), number)
    found = [] if isinstance(done, plan.Merged) else [each.text("en") for each in done]
    assert errors == len(found)
    return found


@pytest.mark.parametrize(
    ("versions", "is_refused"),
    [
        ([{}], True),
        ([{}, LATER], True),
        ([{}, {"withdrawn": {"on": "2026-07-01", "reason": "ผิดพลาด"}}], True),
        ([LATER], False),
        ([LATER, {"publish_on": "2026-07-30"}], False),
    ],
)
def test_what_readers_have_seen_is_not_deleted(
    world: World, versions: list[dict[str, object]], *, is_refused: bool
) -> None:
    for number, each in enumerate(versions, start=2):
        world.publish(number, {LAW: law(**each)})
    found = asked(world, 9, GONE)
    assert [("path.gone" in each, "withdrawn into it with on: 2026-07-01 and" in each) for each in found] == [
        (True, True)
    ] * is_refused
    if is_refused:
        away = {"on": "2026-07-01", "reason": "เลิกใช้แล้ว"}
        assert asked(world, 10, {LAW: law(withdrawn=away)}) == []
    assert world.problems() == []


def test_what_moves_or_was_never_approved_may_go(world: World) -> None:
    world.publish(2, {LAW: law()})
    assert asked(world, 3, {**GONE, THERE: law(former_paths=["law/notice"])}) == []
    world.force({LAW: law("เรื่องที่ไม่มีผู้อนุมัติ")})
    message = f"Content: taken back\n\nRegularises: {world.main()}\n"
    assert asked(world, 4, GONE, message=message) == []
    assert world.problems() == []

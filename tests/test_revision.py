"""What was done to an item is decided once: the audit's row and the page's history say the same, commit by commit."""

import datetime

import pytest

from prakat.content.action import Action
from prakat.site import revision
from sign_off_office import TWO, World, document, law

LATE = datetime.date(2030, 1, 1)
NEWS, THERE = "content/public-relations/2569/news", "content/official-information/there"
TEXT = "ประกาศแจ้งข่าว"
OLD = {"former_paths": ["public-relations/2569/news"]}
VERBAL = {"approver": "dao", "at": "2026-07-01T08:00", "channel": "โทรศัพท์", "recorded_by": "wit"}
GONE = {"on": "2026-07-02", "reason": "ข้อมูลไม่ถูกต้อง"}


def actions(world: World, folder: str = NEWS) -> list[str]:
    return [each.action.value for each in revision.revisions(world.place / "office.git", LATE, "main").get(folder, ())]


def force(world: World, *documents: bytes | None, folder: str = NEWS) -> None:
    for each in documents:
        world.force({f"{folder}/index.md": each})


def test_the_audit_and_the_pages_tell_the_same_deeds(world: World) -> None:
    index, moved = f"{NEWS}/index.md", f"{THERE}/index.md"
    world.publish(2, {index: document(TEXT, verbal=VERBAL)}, *TWO)
    world.publish(3, {index: document(TEXT)})
    world.publish(4, {index: document(TEXT, body="เนื้อหาใหม่")})
    world.publish(5, {index: document(TEXT, body="เนื้อหาใหม่", expires_on="2027-01-31")})
    world.publish(6, {index: None, moved: document(TEXT, **OLD)})
    world.publish(7, {moved: document(TEXT, **OLD, withdrawn=GONE)})
    audited = {row.commit: row.action for row in world.audit().rows}
    found = revision.revisions(world.place / "office.git", LATE, "main")
    told = sorted((*found[NEWS], *found[THERE]), key=lambda each: each.height)
    assert [each.action.value for each in told] == [
        *("published", "ratified", "amended", "renewed", "moved", "withdrawn"),
    ]
    assert all(audited[each.commit] is each.action for each in told)
    assert [each.origin for each in told if each.action is Action.MOVED] == [NEWS]


@pytest.mark.parametrize("changed", [{"expires_on": "2027-01-31"}, {"review_by": "2027-01-31"}])
def test_only_new_dates_are_a_renewal(world: World, changed: dict[str, str]) -> None:
    force(world, document(TEXT), document(TEXT, **changed), document(TEXT))
    assert actions(world) == ["published", "renewed", "renewed"]


def test_new_dates_with_another_text_or_file_are_an_amendment(world: World) -> None:
    force(world, document(TEXT), document(TEXT, body="เนื้อหาใหม่", expires_on="2027-01-31"))
    world.force({f"{NEWS}/index.md": document(TEXT, expires_on="2027-02-28"), f"{NEWS}/notice.pdf": b"%PDF"})
    world.force({f"{NEWS}/notice.pdf": b"%PDF-1.7"})
    assert actions(world) == ["published", "amended", "amended", "amended"]


def test_another_spelling_of_the_same_is_an_amendment_that_renews_nothing(world: World) -> None:
    force(world, document(TEXT), document(TEXT).replace(b"\n---\n", b"\n# said otherwise\n---\n"))
    assert actions(world) == ["published", "amended"]


def test_what_is_taken_away_and_put_back_is_withdrawn_and_published(world: World) -> None:
    force(world, document(TEXT), None, document(TEXT), document(TEXT, withdrawn=GONE))
    assert actions(world) == ["published", "withdrawn", "published", "withdrawn"]


def test_a_former_path_that_stayed_where_it_was_is_no_move(world: World) -> None:
    force(world, document(TEXT))
    world.force({f"{NEWS}/notice.pdf": b"%PDF", f"{THERE}/index.md": law(TEXT, **OLD)})
    assert actions(world, THERE) == ["published"]


def test_a_move_is_told_where_the_item_is_now_and_not_as_withdrawal_where_it_was(world: World) -> None:
    force(world, document(TEXT))
    world.force({f"{NEWS}/index.md": None, f"{THERE}/index.md": law(TEXT, **OLD)})
    assert (actions(world), actions(world, THERE)) == (["published"], ["moved"])


@pytest.mark.parametrize("raw", [b"", b"\xff\x00", b"---\n{", b"---\nverbal: [\n---\n", b"---\nformer_paths: 1\n---\n"])
def test_any_bytes_have_a_history(world: World, raw: bytes) -> None:
    force(world, raw, raw + b"x", document(TEXT), raw)
    world.force({f"{NEWS}/index.md": None, f"{THERE}/index.md": raw})
    assert actions(world)[0] == "published"
    assert actions(world)[-1] == "withdrawn"


def test_what_is_no_file_has_a_history_too(world: World) -> None:
    force(world, document(TEXT))
    for mode in ("120000", "160000"):
        world.force({f"{NEWS}/index.md": b"elsewhere"}, mode=mode)
    assert actions(world)[:2] == ["published", "amended"]

"""What items do to each other: told on both pages, as far as the public may know of the other (R17, R46)."""

import datetime
from pathlib import Path

import pytest

import office_builder
from built_tree import register_rows
from prakat.content import register
from prakat.site import edition, feed

DAY = datetime.date(2026, 10, 10)
Told = list[tuple[str, str, str]]


def told(repo: Path, url: str, day: datetime.date = DAY) -> Told:
    """What stands at a URL: the words, the other's URL and its title."""
    return [(each.words, each.url, each.title) for each in compiled(repo, day).relations.of(url)]


def compiled(repo: Path, day: datetime.date = DAY) -> edition.Edition:
    found = register.read(repo, day)
    assert found.office
    return edition.compile(found, found.office, {})


def pair(repo: Path, how: str, of_old: dict[str, object], of_new: dict[str, object]) -> Path:
    made = office_builder.office(repo)
    office_builder.item(made, "law/old", **({"title": "ประกาศฉบับเดิม"} | of_old))
    new = {"title": "ประกาศฉบับใหม่", "relates": [{"to": "law/old", "how": how}]}
    office_builder.item(made, "law/new", **(new | of_new))
    return made


@pytest.mark.parametrize(
    ("how", "here", "there"),
    [
        ("amends", "แก้ไข", "แก้ไขโดย"),
        ("replaces", "แทนที่", "แทนที่โดย"),
        ("cancels", "ยกเลิก", "ยกเลิกโดย"),
        ("result_of", "เป็นผลของ", "ผลของเรื่องนี้"),
    ],
)
def test_both_pages_say_it(tmp_path: Path, how: str, here: str, there: str) -> None:
    repo = pair(tmp_path, how, {}, {})
    assert told(repo, "law/new/") == [(here, "law/old/", "ประกาศฉบับเดิม")]
    assert told(repo, "law/old/") == [(there, "law/new/", "ประกาศฉบับใหม่")]
    assert [each.ends_it for each in compiled(repo).relations.of("law/old/")] == [how in ("replaces", "cancels")]
    rows = {row["url"]: row for row in register_rows(compiled(repo))}
    assert (rows["law/new/"]["relates"], rows["law/old/"]["relates"]) == ([f"{how} law/old/"], [])


LATER = {"publish_on": "2026-10-11"}
OVER = {"publish_on": "2026-09-01", "expires_on": "2026-10-09"}
WITHDRAWN = {"withdrawn": {"on": "2026-10-05", "reason": "คลาดเคลื่อน"}}
HIDDEN = {"withdrawn": {"on": "2026-10-05", "reason": "คลาดเคลื่อน", "hide_title": True}}


@pytest.mark.parametrize(
    ("of_old", "of_new", "at_old", "at_new"),
    [
        ({}, LATER, [], []),
        (LATER, {}, [], []),
        (OVER, {}, ["ประกาศฉบับใหม่"], ["ประกาศฉบับเดิม"]),
        (WITHDRAWN, {}, ["ประกาศฉบับใหม่"], ["ประกาศฉบับเดิม"]),
        (HIDDEN, {}, ["ประกาศฉบับใหม่"], [""]),
        ({}, OVER, ["ประกาศฉบับใหม่"], []),
        ({}, HIDDEN, [""], []),
        (OVER, OVER, [], []),
    ],
)
def test_only_what_the_public_may_know_is_told(
    tmp_path: Path, of_old: dict[str, object], of_new: dict[str, object], at_old: list[str], at_new: list[str]
) -> None:
    """Of what is scheduled nothing, of what came down its title unless that is hidden; a tombstone tells of what came
    in its place, and nothing of its own text."""
    repo = pair(tmp_path, "cancels", of_old, of_new)
    assert [title for _, _, title in told(repo, "law/old/")] == at_old
    assert [title for _, _, title in told(repo, "law/new/")] == at_new


def test_what_is_cancelled_asks_nobody_for_anything_by_a_day(tmp_path: Path) -> None:
    """Its deadline is told neither on home nor in the feed, while that of an amended one is."""
    closes = {"closes": {"on": "2026-10-20", "what": "applications"}}
    for how, is_standing in (("cancels", False), ("replaces", False), ("amends", True)):
        now = compiled(pair(tmp_path / how, how, closes, {}))
        assert [each.url for each in now.closing] == ["law/old/"]
        assert bool(now.relations.standing(now.closing)) is is_standing
        assert ("ปิดรับสมัคร" in feed.atom(now).decode()) is is_standing


def test_what_was_withdrawn_itself_ends_nothing(tmp_path: Path) -> None:
    repo = pair(tmp_path, "cancels", {}, WITHDRAWN)
    assert [each.ends_it for each in compiled(repo).relations.of("law/old/")] == [False]
    assert [each.ends_it for each in compiled(repo, datetime.date(2026, 10, 4)).relations.of("law/old/")] == [True]


def test_a_former_path_leads_to_the_same_item_and_is_told_once(tmp_path: Path) -> None:
    both = [{"to": "law/2569/older", "how": "amends"}, {"to": "law/old", "how": "amends"}]
    repo = pair(tmp_path, "amends", {"former_paths": ["law/2569/older"]}, {"relates": both})
    assert not register.read(repo, DAY).errors
    assert told(repo, "law/new/") == [("แก้ไข", "law/old/", "ประกาศฉบับเดิม")]
    assert told(repo, "law/old/") == [("แก้ไขโดย", "law/new/", "ประกาศฉบับใหม่")]


def test_two_that_replace_each_other_are_told_and_nothing_goes_on_forever(tmp_path: Path) -> None:
    repo = pair(tmp_path, "replaces", {"relates": [{"to": "law/new", "how": "replaces"}]}, {})
    assert [words for words, _, _ in told(repo, "law/old/")] == ["แทนที่โดย", "แทนที่"]


def test_the_nearest_address_is_proposed_and_works_when_typed(tmp_path: Path) -> None:
    repo = pair(tmp_path, "amends", {}, {"relates": [{"to": "law/odl", "how": "amends"}]})
    (finding,) = register.read(repo, DAY).errors
    assert finding.rule == "relates.missing"
    assert "law/old" in finding.text("th")
    pair(tmp_path, "amends", {}, {"relates": [{"to": "law/old", "how": "amends"}]})
    assert not register.read(repo, DAY).errors

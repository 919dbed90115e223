"""Whose an item is, and whether those are still of the office (R11, R40); what falls due of it, and when (R07, R19)."""

import datetime
from pathlib import Path

import pytest

from documents import written
from office_builder import OFFICE, fields
from prakat.content.due import Due, within
from prakat.content.item_folder import ItemFolder
from prakat.content.ownership import check_people, check_refused
from prakat.content.register import Register
from prakat.content.registered_item import RegisteredItem
from prakat.item import item
from prakat.item.item import Item
from prakat.item.item_path import ItemPath
from prakat.office.office import Office, parse_office

PATH = ItemPath("law", "", "act")
DAY = datetime.date(2026, 10, 15)
VERBAL = {"approver": "head", "at": "2026-10-14T09:00", "channel": "โทรศัพท์", "recorded_by": "web1"}
LEFT = """\
  - {id: left, name: ผู้พ้นหน้าที่, position: นักวิชาการ, appointments: [{role: provider, units: all, from: 2025-10-01,
     until: 2026-10-14, order: {no: "1/2569", date: 2025-10-01}}]}
"""


GONE = "owner.left ผู้พ้นหน้าที่ (นักวิชาการ)"


def office(more: str = "") -> Office:
    found = parse_office((OFFICE + more).encode())
    assert isinstance(found, Office), found
    return found


def parsed(path: ItemPath = PATH, **changed: object) -> Item:
    found = item.parse_item(path, f"---\n{written(fields(path.folder, **changed))}---\ntext\n".encode())
    assert isinstance(found, Item), found
    return found


def said(day: datetime.date = DAY, **changed: object) -> list[str]:
    one = parsed(**changed)
    told = list(check_people(one, office(LEFT), day))
    assert all(each.path == "content/law/act/index.md" for each in told)
    return [f"{each.rule} {each.values.get('found', each.values.get('name'))}" for each in told]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"owner": {"unit": "other", "provider": "clerk"}}, ["owner.unit other"]),
        ({"owner": {"unit": "admin", "provider": "nobody"}}, ["owner.provider nobody"]),
        ({"owner": {"unit": "other", "provider": "nobody"}}, ["owner.unit other", "owner.provider nobody"]),
        ({"owner": {"unit": "admin", "provider": "left"}}, [GONE]),
        (
            {"owner": {"unit": "admin", "provider": "left"}, "publish_on": "2026-10-20"},
            [GONE],
        ),
        ({"owner": {"unit": "admin", "provider": "left"}, "expires_on": "2026-10-14"}, []),
        (
            {"owner": {"unit": "admin", "provider": "left"}, "expires_on": "2026-10-15"},
            [GONE],
        ),
        ({"verbal": VERBAL}, []),
        ({"verbal": VERBAL | {"approver": "nobody"}}, ["verbal.person nobody"]),
        ({"verbal": VERBAL | {"recorded_by": "x", "approver": "y"}}, ["verbal.person y", "verbal.person x"]),
        ({"verbal": VERBAL | {"approver": "left"}}, []),
    ],
)
def test_an_owner_is_of_the_office(changed: dict[str, object], expected: list[str]) -> None:
    assert said(**changed) == expected


def test_one_who_leaves_today_has_not_left() -> None:
    assert said(datetime.date(2026, 10, 14), owner={"unit": "admin", "provider": "left"}) == []


def test_what_is_said_stands_at_the_line_of_its_key() -> None:
    one = parsed(owner={"unit": "other", "provider": "nobody"}, verbal=VERBAL | {"approver": "x"})
    lines = [each.line for each in check_people(one, office(), DAY)]
    assert lines == [one.line("owner", "unit"), one.line("owner", "provider"), one.line("verbal", "approver")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\nowner: {unit: other, provider: nobody}\n---\n", [("owner.unit", 2), ("owner.provider", 2)]),
        ("---\ntitle: x\nowner:\n  unit: admin\n  provider: nobody\n---\n", [("owner.provider", 5)]),
        ("---\nowner: {unit: admin, provider: clerk}\n---\n", []),
        ("---\nowner: {unit: 1, provider: [x]}\n---\n", []),
        ("---\nowner: other\n---\n", []),
        ("---\n- owner\n---\n", []),
        ("---\nowner: [\n---\n", []),
        ("none", []),
    ],
)
def test_the_owner_of_a_refused_item_is_told_too(tmp_path: Path, text: str, expected: list[tuple[str, int]]) -> None:
    (tmp_path / "index.md").write_text(text)
    told = check_refused(ItemFolder(PATH, tmp_path, ()), office())
    assert [(each.rule, each.line) for each in told] == expected


def test_a_refused_item_that_is_gone_is_told_nothing(tmp_path: Path) -> None:
    assert list(check_refused(ItemFolder(PATH, tmp_path, ()), office())) == []


# What falls due


NEVER = {"timing": "on_change", "expires_on": "never", "period": {"start": "2026-01-01"}, "review_by": "2026-10-20"}


def due(
    days: int, told: dict[str, datetime.date] | None = None, day: datetime.date = DAY, **changed: object
) -> list[str]:
    one = parsed(**changed)
    register = Register(Path(), day, office(), {PATH.url: RegisteredItem(one, ())}, (), ())
    found = within(register, days, told or {})
    assert all((each.path, each.title) == (PATH.folder, one.title) for each in found)
    return [f"{each.date.isoformat()[5:]} {each.event}" for each in found]


@pytest.mark.parametrize(
    ("days", "changed", "expected"),
    [
        (16, {}, ["10-31 expires"]),
        (15, {}, []),
        (0, {"publish_on": "2026-10-15"}, ["10-15 starts"]),
        (0, {"publish_on": "2026-10-16"}, []),
        (1, {"publish_on": "2026-10-16"}, ["10-16 starts"]),
        (0, {"publish_on": "2026-10-14"}, []),
        (0, {"expires_on": "2026-10-15", "publish_on": "2026-10-15"}, ["10-15 expires", "10-15 starts"]),
        (300, {"expires_on": "2026-10-14"}, []),
        (5, NEVER, ["10-20 review"]),
        (4, NEVER, []),
        (0, NEVER | {"review_by": "2026-10-01"}, ["10-01 review"]),
        (5, {"verbal": VERBAL}, ["10-15 ratify"]),
        (5, {"verbal": VERBAL | {"at": "2026-10-12T09:00"}}, ["10-14 ratify"]),
        (20, {"withdrawn": {"on": "2026-10-18", "reason": "คลาดเคลื่อน"}}, ["10-18 withdrawn"]),
        (2, {"withdrawn": {"on": "2026-10-18", "reason": "คลาดเคลื่อน"}}, []),
        (20, {"withdrawn": {"on": "2026-10-31", "reason": "คลาดเคลื่อน"}}, ["10-31 expires", "10-31 withdrawn"]),
        (20, {"withdrawn": {"on": "2026-10-15", "reason": "คลาดเคลื่อน"}}, []),
    ],
)
def test_what_begins_ends_or_is_to_be_done_within_some_days(
    days: int, changed: dict[str, object], expected: list[str]
) -> None:
    assert due(days, **changed) == expected


def test_an_owner_who_was_told_and_has_not_looked_is_waited_for() -> None:
    told = {PATH.folder: datetime.date(2026, 10, 15)}
    assert due(5, told) == ["10-20 confirm"]
    assert due(4, told) == []
    assert due(0, {PATH.folder: datetime.date(2026, 10, 1)}) == ["10-06 confirm"]
    assert due(5, {"content/law/other": datetime.date(2026, 10, 15)}) == []


def test_the_soonest_comes_first_and_is_told_in_texts() -> None:
    one = Due(datetime.date(2026, 10, 15), "starts", "content/law/a", "ก", "admin", "clerk")
    other = Due(datetime.date(2026, 10, 14), "starts", "content/law/b", "ก", "admin", "clerk")
    assert sorted([one, other]) == [other, one]
    assert one.row() == {
        "date": "2026-10-15",
        "event": "starts",
        "path": "content/law/a",
        "title": "ก",
        "unit": "admin",
        "provider": "clerk",
        "replaces": "",
    }

"""What the site knows of an item: as it is read, as it came down, where it is listed, what became of it (R10, R19)."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

import office_builder
from office_builder import item
from pictures import drawn
from prakat.content import register
from prakat.content.action import Action
from prakat.item.state import State
from prakat.site import edition, history_event, listing
from prakat.site.edition import Edition
from prakat.site.listing import Listing, listings
from prakat.site.publication import Publication
from prakat.site.revision import Revision
from prakat.site.tombstone import Tombstone

DAY = datetime.date(2026, 10, 15)
WITHDRAWN = {"on": "2026-10-12", "reason": "ข้อมูลคลาดเคลื่อน"}


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return office_builder.office(tmp_path / "office")


def compiled(repo: Path) -> Edition:
    found = register.read(repo, DAY)
    assert found.office
    return edition.compile(found, found.office, {})


def test_an_item_is_published_with_what_is_listed_of_its_files(repo: Path) -> None:
    folder = item(
        repo,
        "law/a",
        "![ก](a.jpg)",
        files={"a.pdf": office_builder.PDF},
        credits=[{"file": "a.jpg", "holder": "กอง", "licence": "CC BY"}],
    )
    (folder / "a.jpg").write_bytes(drawn("JPEG"))
    one: Publication
    (one,) = compiled(repo).publications
    assert (one.url, one.category.id, one.state) == ("law/a/", "law", State.LIVE)
    assert one.unit == "งานบริหารทั่วไป"
    assert (one.published, one.updated, one.changed) == (datetime.date(2026, 10, 1), None, datetime.date(2026, 10, 1))
    assert one.visible_until == datetime.date(2026, 10, 31)
    assert [(each.facts.name, each.is_listed) for each in one.files] == [("a.pdf", True), ("a.jpg", False)]
    assert [each.facts.name for each in one.attachments] == ["a.pdf"]
    assert one.endorsement is None


def test_an_item_that_came_down_leaves_no_more_than_it_may(repo: Path) -> None:
    item(repo, "law/over", expires_on="2026-10-14")
    item(repo, "law/open", withdrawn=WITHDRAWN)
    item(repo, "law/hidden", withdrawn=WITHDRAWN | {"hide_title": True})
    item(repo, "law/both", withdrawn=WITHDRAWN | {"on": "2026-10-20"}, expires_on="2026-10-14")
    item(repo, "law/later", publish_on="2026-10-16")
    found: dict[str, Tombstone] = {each.url: each for each in compiled(repo).tombstones}
    assert {url: each.state.value for url, each in found.items()} == {
        "law/over/": "expired",
        "law/open/": "withdrawn",
        "law/hidden/": "withdrawn",
        "law/both/": "expired",
    }
    assert [found[url].since.day for url in ("law/over/", "law/open/")] == [15, 12]
    assert (found["law/open/"].title != "", found["law/open/"].reason) == (True, WITHDRAWN["reason"])
    assert (found["law/hidden/"].title, found["law/hidden/"].reason) == ("", "")
    assert found["law/both/"].reason == ""


def test_a_former_address_leads_to_what_readers_may_see(repo: Path) -> None:
    item(repo, "law/a", publish_on="2026-10-16", former_paths=["law/old"])
    item(repo, "law/b", former_paths=["law/older", "law/a"])
    item(repo, "law/gone", former_paths=["law/went"], expires_on="2026-10-14")
    assert compiled(repo).redirects == {"law/older/": "law/b/", "law/went/": "law/gone/"}
    item(repo, "law/a", former_paths=["law/old"])
    assert compiled(repo).redirects == {"law/old/": "law/a/", "law/older/": "law/b/", "law/went/": "law/gone/"}


def test_a_category_is_listed_by_fiscal_years_and_in_pages(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    for number in range(3):
        item(repo, f"law/a{number}")
    item(repo, "law/old", publish_on="2026-09-01")
    found = [each for each in listings(compiled(repo)) if each.category.id == "law"]
    assert [(each.url, each.year, each.number, each.total, _slugs(each)) for each in found] == [
        ("law/", None, None, 4, ["a0", "a1"]),
        ("law/page/1/", None, 1, 2, ["a2", "old"]),
        ("law/2570/", 2570, None, 3, ["a0", "a1", "a2"]),
        ("law/2569/", 2569, None, 1, ["old"]),
    ]
    assert all(each.years == (2570, 2569) for each in found)
    assert [(each.newer, each.older, each.oldest) for each in found] == [
        ("", "law/page/1/", "law/page/1/"),
        ("law/", "", "law/page/1/"),
        ("", "", "law/2570/"),
        ("", "", "law/2569/"),
    ]
    empty: list[Listing] = [each for each in listings(compiled(repo)) if each.category.id == "knowledge"]
    assert [(each.url, each.number, each.publications) for each in empty] == [("knowledge/", None, ())]


def _slugs(shown: Listing) -> list[str]:
    return [each.item.path.slug for each in shown.publications]


def test_a_numbered_page_stands_still_while_items_are_added(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the page before the newest learns that another has come between; every item is listed once, in its order."""
    monkeypatch.setattr(listing, "PER_PAGE", 3)
    before: list[Listing] = []
    for number in range(14):
        item(repo, f"law/a{number:02}", publish_on=f"2026-10-{number + 1:02}", expires_on="2027-01-01")
        whole = compiled(repo)
        pages = [each for each in listings(whole) if each.category.id == "law" and not each.year]
        assert [each for one in pages for each in one.publications] == list(whole.by_category["law"])
        assert len(pages[0].publications) in (range(3, 6) if number >= 5 else [number + 1])
        assert pages[0].numbered == tuple(pages[1:])
        assert [each.url for each in pages[1:]] == [f"law/page/{each}/" for each in range(len(pages) - 1, 0, -1)]
        known = before[1:]
        still = pages[len(pages) - len(known) :]
        assert still[1:] == known[1:]
        assert still == known or len(pages) > len(before)
        assert [replace(each, newer="") for each in still] == [replace(each, newer="") for each in known]
        assert [each.newer for each in pages[1:]] == [each.url for each in pages[:-1]]
        before = pages
    assert len(before) == 4


def test_what_happened_is_told_newest_first_and_never_before_readers_could_see_it(repo: Path) -> None:
    item(repo, "law/a")
    item(repo, "law/b", withdrawn=WITHDRAWN | {"hide_title": True})
    found = register.read(repo, DAY)
    assert found.office
    days = [(9, 20, Action.PUBLISHED), (9, 25, Action.AMENDED), (10, 3, Action.AMENDED), (10, 5, Action.RENEWED)]
    history = [
        Revision(str(number) * 40, number, datetime.date(2026, month, day), action)
        for number, (month, day, action) in enumerate(days)
    ]
    found_edition = edition.compile(found, found.office, {"content/law/a": tuple(history)})
    events = history_event.newest(found_edition)
    told = [(each.day.isoformat()[5:], each.url, each.what, each.title == "") for each in events]
    assert told == [
        ("10-12", "law/b/", "withdrawn", True),
        ("10-05", "law/a/", "renewed", False),
        ("10-03", "law/a/", "amended", False),
        ("10-01", "law/b/", "published", True),
        ("10-01", "law/a/", "published", False),
    ]
    assert len(history_event.newest(found_edition, 2)) == 2

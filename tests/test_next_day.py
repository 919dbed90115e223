"""On a new day only those pages have other bytes that say something else: what they say is read from two editions."""

import datetime
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from built_tree import CHECKOUT, built
from prakat.content import register
from prakat.site import edition, history_event
from prakat.site.history_event import HistoryEvent
from prakat.site.publication import Publication
from prakat.site.record_pages import RecordPage
from prakat.site.site import Site
from prakat.site.view import View

DATED = {"home.html", "home-en.html", "search.html", "search-en.html"}
"""Templates of the pages that tell readers of which day the site is."""
TELL_THE_DAY = {"index.html", "en/index.html", "search/index.html", "en/search/index.html"}
ANY_DAY = datetime.date(2026, 1, 1)
DAYS = {
    "2026-11-20": "three items near their end are a day nearer to it",
    "2026-11-30": "an item comes down",
    "2026-12-31": "a quarter is over",
}


class Said:
    """What the pages of one day say, by URL: equal where a reader of either finds the same."""

    def __init__(self, tree: Path, day: datetime.date) -> None:
        found = register.read(tree, day)
        assert found.office
        self.site = Site(edition.compile(found, found.office, {}), is_preview=False)
        self.edition = self.site.edition
        self.relations = self.edition.relations

    @property
    def pages(self) -> Mapping[str, object]:
        frame = [(each.url, each.item.title, each.item.title_en) for each in self.edition.policies]
        return {"404.html": frame} | {
            f"{url}index.html": (frame, view.template, view.title, self._of(view))
            for url, view in self.site.pages.items()
        }

    def _of(self, view: View) -> object:
        if view.template in DATED:
            return self.edition.day
        if view.publication:
            near = self._near_its_end(view.publication) if view.language == "th" else None
            return near, self._listed(view.publication), self.edition.render(view.publication).html
        if view.tombstone:
            return view.tombstone, self.relations.of(view.url)
        if view.listing:
            return replace(view.listing, publications=()), [self._listed(each) for each in view.listing.publications]
        if view.record:
            return self._recorded(view.record), [self.site.records.files(each) for each in view.record.rows]
        return view.redirect_to or self._of_many(view)

    def _of_many(self, view: View) -> object:
        pages, evidence = self.site.records.first_pages, self.site.evidence
        records = {year: [self._recorded(each) for each in pages[year]] for year in pages}
        if view.template == "history.html":
            return self._told(history_event.newest(self.edition))
        if view.template == "records.html":
            return records
        lists = [each for year in self.edition.evidence_years if view.year in (0, year) for each in evidence.year(year)]
        shown = [view.covered] if view.covered else evidence.index if view.template == "oia.html" else lists
        years = [(each.asked, each.coverages, evidence.picture(each), each.day < self.edition.day) for each in shown]
        exhibits = [one for each in shown for coverage in each.coverages for one in coverage.exhibits]
        return years, [evidence.is_down(each) for each in exhibits], records.get(view.year)

    def _near_its_end(self, publication: Publication) -> datetime.timedelta | None:
        ending = publication.ending(self.edition.office.settings)
        return ending - self.edition.day if ending else None

    def _recorded(self, page: RecordPage) -> object:
        return replace(page, events=[]), self._told(page.events)

    def _told(self, events: Iterable[HistoryEvent]) -> object:
        return [(each.turn, each.url, each.title, each.unit, each.category) for each in events]

    def _listed(self, publication: Publication) -> object:
        is_over = publication.deadline.is_over if publication.deadline else None
        return replace(publication, day=ANY_DAY), is_over, self.relations.of(publication.url)


def pages_of(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.html")}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The sample office without its history."""
    for each in ("content", "registers"):
        shutil.copytree(CHECKOUT / each, tmp_path / "tree" / each)
    shutil.copy(CHECKOUT / "office.yml", tmp_path / "tree")
    return tmp_path / "tree"


def changed_and_expected(tree: Path, to: Path, first: str) -> tuple[set[str], set[str], int]:
    """Of a day and the next: the pages that have other bytes, those that say something else, and how many there are."""
    days = [datetime.date.fromisoformat(first) + datetime.timedelta(number) for number in (0, 1)]
    before, after = (pages_of(built(tree, to / each.isoformat(), each.isoformat())) for each in days)
    then, now = (Said(tree, each).pages for each in days)
    assert (before.keys(), after.keys()) == (then.keys(), now.keys())
    changed = {name for name in before.keys() & after.keys() if before[name] != after[name]}
    return changed, {name for name in then.keys() & now.keys() if then[name] != now[name]}, len(before)


@pytest.mark.parametrize("day", DAYS, ids=DAYS.values())
def test_a_page_that_says_the_same_on_the_next_day_has_the_same_bytes(day: str, tree: Path, tmp_path: Path) -> None:
    changed, may_change, count = changed_and_expected(tree, tmp_path, day)
    assert changed <= may_change
    assert changed > TELL_THE_DAY
    assert len(changed) < count / 4, "what says the same on every day is most of a site"


def test_on_a_day_like_any_other_only_what_tells_the_day_changes(tree: Path, tmp_path: Path) -> None:
    """Of a deadline that is not near no number of days is told."""
    settings = (tree / "office.yml").read_text(encoding="utf-8")
    near = "expiring_within_days: 14"
    assert near in settings
    (tree / "office.yml").write_text(settings.replace(near, "expiring_within_days: 5"), encoding="utf-8")
    changed, may_change, _ = changed_and_expected(tree, tmp_path, "2026-11-20")
    assert changed == may_change == TELL_THE_DAY

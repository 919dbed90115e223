"""edition -> of each quarter, what readers saw happen in it: the rows of its record, in pages, with its charts (R44)"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from prakat.content import address
from prakat.item.file_type import type_of
from prakat.rules.data import label
from prakat.site.edition import Edition
from prakat.site.history_event import HistoryEvent, events_by_day
from prakat.site.quarter_chart import QuarterChart, counted_kinds, quarter_charts
from prakat.thai.period import Period

ROWS_PER_PAGE = 200


@dataclass(frozen=True, slots=True)
class RecordPage:
    quarter: Period
    is_over: bool
    events: Sequence[HistoryEvent]
    """All of the quarter's, oldest first, as the papers count them: without what the office began with."""
    begun_with: int
    """So many items the office began with in that quarter."""
    number: int
    pages: int
    """So many the quarter has so far: told by the first, which counts the quarter; the others stand still."""

    @property
    def url(self) -> str:
        return self.page_url(self.number)

    def page_url(self, number: int) -> str:
        base = address.quarter_record(self.quarter)
        return base if number == 1 else address.further_page(base, number)

    @property
    def rows(self) -> Sequence[HistoryEvent]:
        """Those that stand on this page."""
        return self.events[self.span]

    @property
    def span(self) -> slice:
        """Which of the quarter's events those are."""
        return slice((self.number - 1) * ROWS_PER_PAGE, self.number * ROWS_PER_PAGE)

    @property
    def kinds(self) -> Mapping[str, int]:
        return counted_kinds(self.events)

    @property
    def charts(self) -> tuple[QuarterChart, ...]:
        return quarter_charts(self.quarter, self.events) if self.number == 1 else ()

    @property
    def changed(self) -> datetime.date | None:
        return self.events[-1].day if self.events else None


@dataclass(frozen=True)
class RecordPages:
    edition: Edition

    @cached_property
    def first_pages(self) -> Mapping[int, Sequence[RecordPage]]:
        """Fiscal year (B.E.) -> the first page of each of its quarters; both the newest first."""
        found: dict[int, list[RecordPage]] = {}
        for each in self.edition.quarters:
            found.setdefault(each.year, []).append(self._first(each))
        return found

    @cached_property
    def all_pages(self) -> Sequence[RecordPage]:
        found = []
        for quarters in self.first_pages.values():
            for first in quarters:
                found.append(first)
                found += (replace(first, number=number) for number in range(2, first.pages + 1))
        return found

    def files(self, event: HistoryEvent) -> str:
        """In a word, what lies beside the item's newest version; of what came down it is not served any more."""
        found = [type_of(each) for each in event.about.beside]
        pictures = [each is not None and each.is_picture for each in found]
        has_documents, has_pictures = not all(pictures), any(pictures)
        if has_documents and has_pictures:
            return label("record_files", "both")
        return label("record_files", "documents" if has_documents else "pictures" if has_pictures else "none")

    def _first(self, quarter: Period) -> RecordPage:
        known = self._events.get(quarter, ())
        events = [each for each in known if not each.is_begun_with]
        pages = max(1, -(-len(events) // ROWS_PER_PAGE))
        is_over = self.edition.day > quarter.last
        return RecordPage(quarter, is_over, events, len(known) - len(events), 1, pages)

    @cached_property
    def _events(self) -> Mapping[Period, Sequence[HistoryEvent]]:
        """What is still to come, as a preview shows it, has no place in a record."""
        found: dict[Period, list[HistoryEvent]] = {}
        for day, events in groupby(events_by_day(self.edition), attrgetter("day")):
            if day <= self.edition.day:
                found.setdefault(Period.around(day), []).extend(events)
        return found

"""coverage of a list -> rows for people, for programs and for a workbook; and how two years compare (R21, R50)"""

import datetime
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from prakat.completeness.coverage import Coverage, CoverageCell, Stock, coverage, judged_on
from prakat.completeness.obligation_list import ListChange, ObligationList, list_differences
from prakat.completeness.slot import Slot
from prakat.rules import spreadsheet
from prakat.rules.data import label
from prakat.thai.month import MONTHS
from prakat.thai.written_date import in_english

COVERAGE_COLUMNS = ("list", "year", "id", "no", "title", "state", "cadence", "status", "urls", "missing", "why", "day")
COMPARED_COLUMNS = ("list", "id", "no", "title", "change", "before", "state")


class Covered(NamedTuple):
    """A list with what was found of it."""

    asked: ObligationList
    day: datetime.date
    """As of which it is judged, in Bangkok."""
    coverages: Sequence[Coverage]

    @property
    def failures(self) -> list[Coverage]:
        """What is surely asked for and not there; none of a list that is only carried over."""
        return [each for each in self.coverages if each.is_failure] if not self.asked.is_carried_over else []

    @property
    def there(self) -> int:
        return sum(each.state.is_there for each in self.coverages)

    @property
    def asked_for(self) -> int:
        """Without what does not apply, or is not due."""
        return sum(each.state.is_there or each.state.is_gap for each in self.coverages)


def covered(asked: ObligationList, stock: Stock, day: datetime.date, not_applicable: Mapping[str, str]) -> Covered:
    return Covered(asked, judged_on(asked.year, day), coverage(asked, stock, day, not_applicable))


def coverage_rows(found: Iterable[Covered], site_url: str, language: str) -> Iterator[dict[str, object]]:
    """One for each obligation (DESIGN: Commands)."""
    for each in found:
        for one in each.coverages:
            yield {
                "list": each.asked.id,
                "year": each.asked.year,
                "id": one.obligation.id,
                "no": one.obligation.no,
                "title": one.obligation.th if language == "th" else one.obligation.en,
                "state": one.state.value,
                "cadence": one.obligation.cadence.value,
                "status": one.obligation.status if not each.asked.is_carried_over else "carried_over",
                "urls": addresses(one, site_url),
                "missing": [*filter(None, (lacking(cell, language) for cell in one.gaps))],
                "why": one.why or None,
                "day": each.day.isoformat(),
            }


def addresses(one: Coverage, site_url: str) -> list[str]:
    """Where it is read: of what the site has by itself, of each item that serves it."""
    own = one.obligation.provided
    return [site_url + own] if own is not None else [site_url + each.url for each in one.exhibits]


def lacking(cell: CoverageCell, language: str = "th") -> str:
    """What is not there, in words: the element, and the days of which it would have to be."""
    return " ".join(filter(None, (cell.element.text, slot_words(cell.slot, language))))


def slot_words(slot: Slot, language: str = "th") -> str:
    month = MONTHS[slot.number - 1] if slot.kind == "month" else ""
    if language == "en" and month:
        month = " ".join(in_english(slot.first).split()[1:2])
    return label("slot", slot.kind, language).format(number=slot.number, month=month)


def compared_years(before: Iterable[Covered], after: Iterable[Covered], language: str) -> Iterator[dict[str, object]]:
    """Each list of either year."""
    old, new = ({each.asked.id: each for each in found} for found in (before, after))
    for name in dict.fromkeys([*new, *old]):
        yield from compared_lists(old.get(name), new.get(name), language)


def compared_lists(before: Covered | None, after: Covered | None, language: str) -> Iterator[dict[str, object]]:
    """One row for each obligation of either year: how the list changed, and how each year stands."""
    states = [
        {one.obligation.id: one.state.value for one in each.coverages} if each else {} for each in (before, after)
    ]
    changes = list_differences(before.asked if before else None, after.asked if after else None)
    for each in changes:
        yield _compared(each, states, after or before, language)


def _compared(
    change: ListChange, states: Sequence[Mapping[str, str]], either: Covered | None, language: str
) -> dict[str, object]:
    assert either, "one of the two has the change"
    one = change.after or change.before
    assert one, "the change is of one of them"
    numbers = [each.no for each in (change.before, change.after) if each]
    return {
        "list": either.asked.id,
        "id": change.id,
        "no": " → ".join(dict.fromkeys(numbers)),
        "title": one.th if language == "th" else one.en,
        "change": change.what,
        "before": states[0].get(change.id),
        "state": states[1].get(change.id),
    }


def as_open_csv(columns: Sequence[str], found: Iterable[Mapping[str, object]]) -> str:
    """In a form in which Excel reads Thai; several addresses stand in one cell."""
    return spreadsheet.as_csv(columns, ([_text(row[name]) for name in columns] for row in found))


def _text(value: object) -> str:
    return " ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def as_workbook(columns: Sequence[str], found: Iterable[Mapping[str, object]]) -> bytes:
    """An .xlsx with one sheet; every cell is text or a number, never a formula."""
    from openpyxl import Workbook  # here: no other command needs it

    book = Workbook(write_only=True)
    sheet = book.create_sheet("coverage")
    sheet.append(list(columns))
    for row in found:
        sheet.append([_cell(row[name]) for name in columns])
    book.properties.creator = "Prakat"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(value: object) -> object:
    text = "\n".join(value) if isinstance(value, list) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(("=", "+", "-", "@")) else text

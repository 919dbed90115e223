"""an office's items x day -> the quarter that is over and whose record is not published yet, in words (R42)"""

import datetime
from collections.abc import Iterable, Iterator

from prakat.agenda.section import MorningLine
from prakat.item.item import Item
from prakat.office.settings import Settings
from prakat.rules.message import Message, message
from prakat.thai.period import Period
from prakat.thai.working_day import next_working_day

PAPERS_PAGE = "/papers"
CATEGORY = "official-information"


def record_slug(quarter: Period) -> str:
    """The name under which a quarter's record is published; by it, it is known whether it is."""
    return f"quarterly-record-{quarter.year}-q{quarter.quarter}"


def record_of(items: Iterable[Item], quarter: Period) -> Item | None:
    """The item that is the quarter's record."""
    slug = record_slug(quarter)
    return next((each for each in items if (each.path.category, each.path.slug) == (CATEGORY, slug)), None)


def quarter_without_record(items: Iterable[Item], day: datetime.date, settings: Settings) -> Period | None:
    """From the first working day after it on, until its record is on main or the next quarter is over; none of which
    nothing was published."""
    found, quarter = list(items), Period.around(day).before
    is_time = day >= next_working_day(quarter.last, settings.extra_holidays)
    had_any = any(each.publish_on <= quarter.last for each in found)
    return quarter if is_time and had_any and record_of(found, quarter) is None else None


def record_page(quarter: Period) -> str:
    """Of the desk, where it is printed, and sent with one press."""
    return f"{PAPERS_PAGE}?period={quarter.id}"


def record_said(quarter: Period) -> Message:
    return message("agenda.quarter-record", quarter=str(quarter.quarter), year=str(quarter.year))


def record_lines(quarter: Period | None) -> Iterator[MorningLine]:
    if quarter:
        yield MorningLine(record_said(quarter), page=record_page(quarter))

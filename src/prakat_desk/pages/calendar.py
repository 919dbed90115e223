"""whoever has come in -> what appears, closes, ends and falls due in a month, as a page and as a file to take along"""

import calendar
import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response

from prakat.agenda.calendar import CalendarEntry
from prakat.thai.buddhist_era import FIRST_BE, LAST_BE, OFFSET
from prakat.thai.working_day import is_working_day
from prakat_desk.calendar_file import calendar_file
from prakat_desk.pages.asked_device import bounded_person
from prakat_desk.pages.morning import morning_book, place_of
from prakat_desk.visit import Visit, page

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_DAY = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", re.ASCII)
_ON_A_DAY, _ON_A_PAGE = 4, 50
"""Entries of one day that the month shows, and that a page of one day shows."""
_BACK, _AHEAD, _MOST = datetime.timedelta(days=31), datetime.timedelta(days=366), 2000
"""What the file of a person's own address tells of."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    day: datetime.date
    entries: Sequence[CalendarEntry]
    is_off: bool
    """Whether offices are closed."""

    @property
    def shown(self) -> Sequence[CalendarEntry]:
        return self.entries[:_ON_A_DAY]

    @property
    def more(self) -> int:
        return max(len(self.entries) - _ON_A_DAY, 0)


def _month(visit: Visit) -> Response:
    if visit.asked("day"):
        return _one_day(visit)
    first = _first(visit)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    entries = _entries(visit, first, last)
    holidays = visit.desk.authority.office.settings.extra_holidays
    days = [first + datetime.timedelta(days=number) for number in range(last.day)]
    return visit.page(
        "calendar.html",
        first=first,
        days=[
            CalendarDay(day, [each for each in entries if each.due.date == day], not is_working_day(day, holidays))
            for day in days
        ],
        count=len(entries),
        before=_name_of(first - datetime.timedelta(days=1)),
        after=_name_of(last + datetime.timedelta(days=1)),
        name_of=_name_of,
        is_mine=_is_mine(visit),
        place=place_of(visit),
        has_address=visit.desk.calendar_addresses.has_one(visit.who.person.id),
    )


def _one_day(visit: Visit) -> Response:
    """All of one day, page by page."""
    day = _day_of(visit)
    entries = _entries(visit, day, day)
    number = visit.page_number(len(entries), _ON_A_PAGE)
    return visit.page(
        "calendar-day.html",
        date=day,
        entries=entries[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE],
        number=number,
        is_more=len(entries) > number * _ON_A_PAGE,
        month=_name_of(day),
        is_mine=_is_mine(visit),
        place=place_of(visit),
    )


def _entries(visit: Visit, first: datetime.date, last: datetime.date) -> list[CalendarEntry]:
    found = morning_book(visit).calendar(visit.desk.day).entries(first, last)
    return [*_own(visit, found)] if _is_mine(visit) else found


def _own(visit: Visit, found: Iterable[CalendarEntry]) -> Iterable[CalendarEntry]:
    """Of the person's own pages, and of those of the units that they work for."""
    units = visit.who.units or frozenset()
    for each in found:
        if each.due.provider == visit.who.person.id or not units.isdisjoint(each.due.unit.split(", ")):
            yield each


def _is_mine(visit: Visit) -> bool:
    return visit.asked("of") == "mine"


def _first(visit: Visit) -> datetime.date:
    """Of the month that the address names in the Buddhist era, else of the present one."""
    asked = visit.asked("month")
    if not asked:
        return visit.desk.day.replace(day=1)
    match = _MONTH.fullmatch(asked)
    if match is None or not FIRST_BE <= int(match[1]) <= LAST_BE:
        raise HTTPException(404)
    return datetime.date(int(match[1]) - OFFSET, int(match[2]), 1)


def _day_of(visit: Visit) -> datetime.date:
    match = _DAY.fullmatch(visit.asked("day"))
    if match is None or not FIRST_BE <= int(match[1]) <= LAST_BE:
        raise HTTPException(404)
    try:
        return datetime.date(int(match[1]) - OFFSET, int(match[2]), int(match[3]))
    except ValueError:
        raise HTTPException(404) from None


def _name_of(day: datetime.date) -> str:
    """As the address names its month."""
    return f"{day.year + OFFSET}-{day.month:02}"


def _file(visit: Visit) -> Response:
    """The month as a file, for whoever has come in."""
    first = _first(visit)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return _as_file(visit, _entries(visit, first, last), f"prakat-{_name_of(first)}.ics")


def _as_file(visit: Visit, entries: Iterable[CalendarEntry], name: str) -> Response:
    desk = visit.desk
    content = calendar_file(entries, desk.authority.office, desk.moment, desk.origin, visit.language)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


def _make_address(visit: Visit) -> Response:
    """Shown once: what is kept is only its digest."""
    desk, person = visit.desk, visit.who.person
    if visit.entry("act") == "void":
        desk.calendar_addresses.void(person.id)
        return visit.to("/calendar", visit.say("desk_today.address-voided"))
    bounded_person(visit)
    address = f"{desk.origin}/calendar/{desk.calendar_addresses.make(person.id)}.ics"
    return visit.page("calendar-address.html", address=address)


def _followed(visit: Visit) -> Response:
    """For calendar programs, which bring no cookie: public dates and the duties of whose address it is."""
    desk = visit.desk
    owner = desk.authority.office.people.get(desk.calendar_addresses.owner(visit.part("secret")))
    if owner is None or owner.has_left(desk.day):
        raise HTTPException(404)
    found = morning_book(visit).calendar(desk.day).entries(desk.day - _BACK, desk.day + _AHEAD)
    return _as_file(visit, [each for each in found if each.is_for(owner.id)][:_MOST], "prakat.ics")


ROUTES = (
    page("/calendar", _month),
    page("/calendar.ics", _file),
    page("/calendar/address", _make_address, ["POST"]),
    page("/calendar/{secret}.ics", _followed, is_open=True),
)

"""whoever has come in -> what the law and the assessments ask for in a fiscal year, and what of it is to be done"""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response

from prakat.agenda.at_once import AtOnce
from prakat.thai.buddhist_era import fiscal_year
from prakat_desk.form.shown_list import ShownList
from prakat_desk.pages.morning import morning_book, place_of
from prakat_desk.visit import Visit, number_in, page


@dataclass(frozen=True, slots=True)
class AtOnceCount:
    """What had to be up at once in a year, and how it went."""

    within: int
    """Hours."""
    found: Sequence[AtOnce]

    @property
    def in_time(self) -> int:
        return len(self.found) - len(self.late) - self.unknown

    @property
    def unknown(self) -> int:
        return sum(each.begun is None for each in self.found)

    @property
    def late(self) -> list[AtOnce]:
        return [each for each in self.found if each.is_late(self.within)]


def _year(visit: Visit) -> Response:
    desk, book = visit.desk, morning_book(visit)
    this = fiscal_year(desk.day)
    years = (this, this - 1)
    year = number_in(visit.asked("year"), 4) if visit.asked("year") else this
    if year not in years:
        raise HTTPException(404)
    office = desk.authority.office
    return visit.page(
        "completeness.html",
        year=year,
        years=years,
        day_of=desk.day,
        lists=[ShownList(each, visit.language) for each in book.coverage(desk.day).year(year)],
        at_once=AtOnceCount(office.immediate_within_hours, book.at_once(year)),
        site=f"{(desk.site_url or office.site_url).rstrip('/')}/",
        place=place_of(visit),
    )


ROUTES = (page("/completeness", _year),)

"""text of a fiscal year or quarter, as 2569 or 2569Q4 -> its days in Bangkok, and how people name it (R42, R43)"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from prakat.cannot_work import CannotWork
from prakat.thai import buddhist_era
from prakat.thai.buddhist_era import FIRST_BE, LAST_BE
from prakat.thai.month import MONTHS

_PERIOD = re.compile(r"([0-9]{4})(?:Q([1-4]))?", re.IGNORECASE)
_EXAMPLES = "2569Q4, 2569"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    year: int
    """The fiscal year, of the Buddhist era."""
    quarter: int = 0
    """1 to 4; 0 for the whole year."""

    @classmethod
    def of(cls, text: str) -> "Period":
        """Also in Thai digits. Raises CannotWork."""
        found = _PERIOD.fullmatch(buddhist_era.to_arabic_digits(text.strip()))
        if found is None or not FIRST_BE <= int(found[1]) <= LAST_BE:
            raise CannotWork("thai.no-period", found=text, examples=_EXAMPLES)
        return cls(int(found[1]), int(found[2] or 0))

    @classmethod
    def around(cls, day: datetime.date) -> "Period":
        """The quarter in which the day lies."""
        return cls(buddhist_era.fiscal_year(day), buddhist_era.quarter(day))

    @property
    def first(self) -> datetime.date:
        return buddhist_era.fiscal_days(self.year, self.quarter)[0]

    @property
    def last(self) -> datetime.date:
        return buddhist_era.fiscal_days(self.year, self.quarter)[1]

    @property
    def id(self) -> str:
        """As commands and addresses name it."""
        return f"{self.year}Q{self.quarter}" if self.quarter else str(self.year)

    @property
    def quarters(self) -> Iterator["Period"]:
        """Of a year, its four; of a quarter, itself."""
        return (Period(self.year, part) for part in ((self.quarter,) if self.quarter else range(1, 5)))

    @property
    def before(self) -> "Period":
        """The one before it, as long."""
        if not self.quarter:
            return Period(self.year - 1)
        return Period(self.year, self.quarter - 1) if self.quarter > 1 else Period(self.year - 1, 4)

    @property
    def months(self) -> str:
        """กรกฎาคม - กันยายน 2569; across a new year, both years are named."""
        first, last = self.first, self.last
        year = "" if first.year == last.year else f" {buddhist_era.year(first)}"
        return f"{MONTHS[first.month - 1]}{year} - {MONTHS[last.month - 1]} {buddhist_era.year(last)}"

    def __contains__(self, day: datetime.date) -> bool:
        return self.first <= day <= self.last


def quarters_between(first: datetime.date, last: datetime.date) -> tuple[Period, ...]:
    """Those in which the two days lie, and all between them; newest first."""
    found = [Period.around(last)]
    while found[-1].first > first:
        found.append(found[-1].before)
    return tuple(found)

"""an item's deadline x the edition's day -> what readers are told of it, which no copy of a page ever says wrongly"""

import datetime
from dataclasses import dataclass

from prakat.item.closing import Closing
from prakat.rules.data import label
from prakat.thai import buddhist_era, written_date


@dataclass(frozen=True, slots=True)
class Deadline:
    closing: Closing
    day: datetime.date
    """The edition's, in Bangkok."""

    @property
    def is_over(self) -> bool:
        """On its own day it is not: nobody knows at what time of the day a page is read."""
        is_at_its_beginning = self.closing.time == datetime.time()
        return self.closing.on < self.day or (is_at_its_beginning and self.closing.on == self.day)

    @property
    def words(self) -> str:
        """What closes, or that it has closed."""
        return self.words_in("th")

    @property
    def words_en(self) -> str:
        return self.words_in("en")

    def words_in(self, language: str) -> str:
        return label("closed" if self.is_over else "closing", self.closing.what, language)

    @property
    def when(self) -> str:
        """ศุกร์ 27 พ.ย. 2569 16.30 น."""
        return buddhist_era.weekday_moment(self.closing.on, self.closing.time)

    @property
    def when_en(self) -> str:
        """27 November 2026, 16:30"""
        date, time = written_date.in_english(self.closing.on), self.closing.time
        return f"{date}, {time:%H:%M}" if time else date

    @property
    def machine_time(self) -> str:
        """For the element `time`."""
        on, time = self.closing.on.isoformat(), self.closing.time
        return f"{on}T{time:%H:%M}+07:00" if time else on

    @property
    def text(self) -> str:
        """All of it in one line, for feeds."""
        return f"{self.words} {self.when}"

    @property
    def text_en(self) -> str:
        return f"{self.words_en} {self.when_en}"


def days_left(last: datetime.date, day: datetime.date) -> str:
    """How far off a last day is, in the words of a reader on `day`. Who shows them shows that day, too: then a page
    that is still served later is no less true, whatever the reader's clock says (DESIGN: The item)."""
    left = (last - day).days
    return label("days_left", ("today", "tomorrow")[left] if left < 2 else "many").format(number=left)

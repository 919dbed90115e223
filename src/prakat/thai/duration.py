"""how long a step takes, as it is written -> minutes, days and working days, and their sum in words (R27, R28)"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from prakat.thai.buddhist_era import to_arabic_digits

_UNITS = {
    "นาที": ("minutes", 1),
    "ชั่วโมง": ("minutes", 60),
    "ชม.": ("minutes", 60),
    "วันทำการ": ("working_days", 1),
    "วัน": ("days", 1),
    "สัปดาห์": ("days", 7),
    "เดือน": ("months", 1),
}
_AT_MOST = re.compile(r"(?:ภายใน|ไม่เกิน|ประมาณ)\s*")
_PART = re.compile(rf"([0-9]{{1,5}})\s*({'|'.join(map(re.escape, _UNITS))})\s*")
EXAMPLE = "15 นาที / 1 ชั่วโมง 30 นาที / 3 วันทำการ"


@dataclass(frozen=True, slots=True)
class Duration:
    """Units that cannot be turned into one another stay apart."""

    months: int = 0
    working_days: int = 0
    days: int = 0
    minutes: int = 0

    def __add__(self, other: "Duration") -> "Duration":
        return Duration(
            self.months + other.months,
            self.working_days + other.working_days,
            self.days + other.days,
            self.minutes + other.minutes,
        )

    @property
    def text(self) -> str:
        """In the words of a notice: 5 วันทำการ 1 ชั่วโมง 25 นาที."""
        hours, minutes = divmod(self.minutes, 60)
        counted = {"เดือน": self.months, "วันทำการ": self.working_days, "วัน": self.days, "ชั่วโมง": hours, "นาที": minutes}
        return " ".join(f"{number:,} {unit}" for unit, number in counted.items() if number) or "0 นาที"


def parse_duration(text: str) -> Duration | None:
    """What is written as `15 นาที` or `ภายใน 3 วันทำการ`, in Thai or Arabic digits; None for anything else."""
    rest = to_arabic_digits(text.strip())
    rest = _AT_MOST.sub("", rest, count=1) if _AT_MOST.match(rest) else rest
    found, reached = Duration(), 0
    while match := _PART.match(rest, reached):
        name, times = _UNITS[match[2]]
        found += Duration(**{name: int(match[1]) * times})
        reached = match.end()
    return found if reached == len(rest) and found != Duration() else None


def total(durations: Iterable[Duration]) -> Duration:
    return sum(durations, Duration())

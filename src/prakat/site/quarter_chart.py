"""what happened in a period, each with its day, its word and its category -> charts: numbers, a drawing, words (R44)"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from prakat.content.action import Action
from prakat.item.category import categories
from prakat.item.state import State
from prakat.rules.data import label, label_names
from prakat.site.chart import bars_chart
from prakat.site.timeline import RESTORED
from prakat.thai.month import SHORT_MONTHS
from prakat.thai.period import Period

_KINDS, _CHART = "record_kind", "record_chart"
"""Groups of labels.yml: the kinds, in the order in which they are told; and what charts are called."""
_UP, _CHANGED, _DOWN = "up", "changed", "down"
_KIND_OF: Mapping[str, str] = {
    Action.PUBLISHED: _UP,
    RESTORED: _UP,
    Action.WITHDRAWN: _DOWN,
    State.EXPIRED: _DOWN,
    State.WITHDRAWN: _DOWN,
    State.SUSPENDED: _DOWN,
}
"""Whatever else happens to an item changes it."""


@dataclass(frozen=True, slots=True)
class QuarterChart:
    title: str
    counts: tuple[tuple[str, int], ...]

    @property
    def svg(self) -> str:
        """For who sees it, on a page or a paper below its title, in black and white too."""
        return bars_chart(self.counts)

    @property
    def told(self) -> str:
        """The same numbers in words, in one line."""
        return ", ".join(f"{name} {count}" for name, count in self.counts)


class Happening(Protocol):
    """What happened to an item on a day."""

    @property
    def day(self) -> datetime.date: ...

    @property
    def what(self) -> str:
        """As labels.yml names it: an action, a state, or a turn."""

    @property
    def category(self) -> str: ...


def counted_kinds(happened: Iterable[Happening]) -> dict[str, int]:
    """In the words of people: how often something went up, changed and came down."""
    found = Counter(_kind(each) for each in happened)
    return {label(_KINDS, kind): found[kind] for kind in label_names(_KINDS)}


def quarter_charts(period: Period, happened: Sequence[Happening]) -> tuple[QuarterChart, ...]:
    """By month (of a year: by quarter), and by category; none where nothing happened."""
    if not happened:
        return ()
    by_part = (
        (f"{name} {kind}", count)
        for name, part in _parts(period, happened)
        for kind, count in counted_kinds(part).items()
    )
    by_category = Counter(each.category for each in happened)
    return (
        QuarterChart(label(_CHART, "month" if period.quarter else "quarter"), tuple(by_part)),
        QuarterChart(
            label(_CHART, "category"), tuple((each.th, by_category[each.id]) for each in categories().values())
        ),
    )


def _parts(period: Period, happened: Sequence[Happening]) -> Iterator[tuple[str, list[Happening]]]:
    if not period.quarter:
        for each in period.quarters:
            name = label(_CHART, "part").format(quarter=each.quarter)
            yield name, [one for one in happened if one.day in each]
        return
    for number in range(period.first.month, period.last.month + 1):
        yield SHORT_MONTHS[number - 1], [one for one in happened if one.day.month == number]


def _kind(happening: Happening) -> str:
    return _KIND_OF.get(happening.what, _CHANGED)

"""obligations x exhibits x day -> of each whether it is met, and by what: a pure function (R21 to R23, R47)"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, partial
from typing import NamedTuple

from prakat.completeness.exhibit import Exhibit
from prakat.completeness.obligation import Element, Obligation
from prakat.completeness.obligation_list import ObligationList
from prakat.completeness.slot import Slot, slots
from prakat.item.state import State
from prakat.office.settings import Settings
from prakat.thai.buddhist_era import fiscal_days


class CoverageState(StrEnum):
    """Words: labels.yml, `coverage`."""

    MET = "met"
    EXPIRING = "expiring"
    """Met, but what serves it comes down within `expiring_within_days`."""
    STALE = "stale"
    """There is something, whose owner has not looked at it since its review day."""
    PARTLY = "partly"
    MISSING = "missing"
    NOT_DUE = "not_due"
    """Nothing of it is asked for yet."""
    NOT_APPLICABLE = "not_applicable"

    @property
    def is_there(self) -> bool:
        """Whether an assessor is answered with yes."""
        return self in (CoverageState.MET, CoverageState.EXPIRING, CoverageState.STALE)

    @property
    def is_gap(self) -> bool:
        return self in (CoverageState.PARTLY, CoverageState.MISSING)


@dataclass(frozen=True)
class CoverageCell:
    """One element of an obligation, for the days of one slot. Has no slots, so that it is looked for once."""

    element: Element
    slot: Slot
    state: CoverageState
    find: Callable[[], tuple[Exhibit, ...]] = field(compare=False, repr=False)

    @cached_property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """What readers find of it, the newest first."""
        return self.find()

    @property
    def says_nothing(self) -> bool:
        return any(each.says_nothing for each in self.exhibits)


@dataclass(frozen=True, slots=True)
class Coverage:
    obligation: Obligation
    state: CoverageState
    cells: tuple[CoverageCell, ...]
    why: str = ""
    """Why the office says that it does not apply."""

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        found = {each.url: each for cell in self.cells for each in cell.exhibits}
        return tuple(found[url] for url in sorted(found))

    @property
    def gaps(self) -> list[CoverageCell]:
        return [each for each in self.cells if each.state.is_gap]

    @property
    def is_failure(self) -> bool:
        """Whether something that is surely asked for is not there."""
        return self.state.is_gap and self.obligation.is_confirmed


_Served = tuple[tuple[str, ...], Slot]
_Wanted = tuple[tuple[str, ...], int, Slot, datetime.date]


class Offer(NamedTuple):
    """An exhibit that is made when somebody asks for one of its topics."""

    topics: Iterable[str]
    exhibit: Callable[[], Exhibit]


def _same(exhibit: Exhibit) -> Exhibit:
    return exhibit


@dataclass(frozen=True)
class Stock:
    """All exhibits of an office, found by topic. Keeps what it has found out: many lists ask for the same."""

    offers: Iterable["Offer"]
    settings: Settings
    _known: dict[_Wanted, CoverageState] = field(default_factory=dict)
    _serving: dict[_Served, tuple[Exhibit, ...]] = field(default_factory=dict)
    _by_topic: dict[str, list[Callable[[], Exhibit]]] = field(default_factory=lambda: defaultdict(list))
    _exhibits: dict[str, tuple[Exhibit, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.offers:
            for topic in each.topics:
                self._by_topic[topic].append(each.exhibit)

    @classmethod
    def of(cls, exhibits: Iterable[Exhibit], settings: Settings) -> "Stock":
        return cls((Offer(each.topics, partial(_same, each)) for each in exhibits), settings)

    def _of(self, topic: str) -> tuple[Exhibit, ...]:
        if topic not in self._exhibits:
            self._exhibits[topic] = tuple(each() for each in self._by_topic.get(topic, ()))
        return self._exhibits[topic]

    def cell(self, element: Element, slot: Slot, day: datetime.date) -> CoverageCell:
        wanted = element.serves, element.at_least, slot, day
        if wanted not in self._known:
            self._known[wanted] = self._judged(*wanted)
        return CoverageCell(element, slot, self._known[wanted], partial(self._found, element.serves, slot, day))

    def _found(self, serves: tuple[str, ...], slot: Slot, day: datetime.date) -> tuple[Exhibit, ...]:
        return tuple(each for each in self._those(serves, slot) if each.state(day, self.settings))

    def _those(self, serves: tuple[str, ...], slot: Slot) -> tuple[Exhibit, ...]:
        """What serves it on whatever day, the newest first."""
        if (serves, slot) not in self._serving:
            among = {each.url: each for topic in serves for each in self._of(topic) if each.is_of(slot)}
            self._serving[serves, slot] = tuple(sorted(among.values(), key=lambda each: each.newest_first))
        return self._serving[serves, slot]

    def _judged(self, serves: tuple[str, ...], at_least: int, slot: Slot, day: datetime.date) -> CoverageState:
        """Looks at no more of them than it takes."""
        those = self._those(serves, slot)
        if any(each.says_nothing and each.state(day, self.settings) is State.LIVE for each in those):
            return CoverageState.MET
        states: list[State] = []
        for each in those:
            if state := each.state(day, self.settings):
                states.append(state)
                if state is State.LIVE and states.count(State.LIVE) >= at_least:
                    return CoverageState.MET
        if not states and not slot.is_due(day):
            return CoverageState.NOT_DUE
        return _state(states, at_least)


def _state(states: Sequence[State], at_least: int) -> CoverageState:
    """Of too few fresh ones."""
    if states.count(State.LIVE) + states.count(State.EXPIRING) >= at_least:
        return CoverageState.EXPIRING
    if len(states) >= at_least:
        return CoverageState.STALE
    return CoverageState.PARTLY if states else CoverageState.MISSING


def judged_on(year: int, day: datetime.date) -> datetime.date:
    """The day as of which a fiscal year (B.E.) is judged: a past one as of its 30 September."""
    return min(day, fiscal_days(year)[1])


def coverage(
    asked: ObligationList, stock: Stock, day: datetime.date, not_applicable: Mapping[str, str]
) -> list[Coverage]:
    """Of each obligation of the list, in its order, on a day in Bangkok. `not_applicable`: id -> why, as office.yml
    says."""
    on = judged_on(asked.year, day)
    is_past = on < day
    return [_covered(each, asked.year, stock, on, not_applicable.get(each.id), is_past) for each in asked.obligations]


def _covered(
    asked: Obligation, year: int, stock: Stock, day: datetime.date, why: str | None, is_past: bool
) -> Coverage:
    if asked.provided is not None:
        return Coverage(asked, CoverageState.MET, ())
    cells = tuple(_cells(asked, year, stock, day))
    if why is not None:
        return Coverage(asked, CoverageState.NOT_APPLICABLE, cells, why)
    state = _together([each.state for each in cells])
    if is_past and state is CoverageState.EXPIRING:  # what came down later was there all year
        state = CoverageState.MET
    return Coverage(asked, state, cells)


def _cells(asked: Obligation, year: int, stock: Stock, day: datetime.date) -> Iterator[CoverageCell]:
    for element in asked.elements:
        for slot in slots(element.cadence, year):
            yield stock.cell(element, slot, day)


def _together(states: Iterable[CoverageState]) -> CoverageState:
    """Of what is asked for by now; nothing is lost in the sum but what is not due."""
    due = [each for each in states if each is not CoverageState.NOT_DUE]
    if not due:
        return CoverageState.NOT_DUE
    if all(each is CoverageState.MISSING for each in due):
        return CoverageState.MISSING
    if any(each.is_gap for each in due):
        return CoverageState.PARTLY
    return next((each for each in (CoverageState.STALE, CoverageState.EXPIRING) if each in due), CoverageState.MET)

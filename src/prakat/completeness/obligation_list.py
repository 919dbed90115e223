"""schemas/obligations/ x an office's agency type x fiscal year -> the lists that it answers to, and how two differ"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from prakat.completeness.obligation import Obligation, obligation_of
from prakat.rules import data

_LISTS = "obligations"


@dataclass(frozen=True, slots=True)
class ObligationList:
    id: str
    """The part of the address of its evidence, the same every year."""
    year: int
    """The fiscal year (B.E.) that it is asked for."""
    of_year: int | None
    """The fiscal year that the list was made for; None for one that is the same every year."""
    titles: Mapping[str, str]
    status: str
    source: str
    notes: tuple[str, ...]
    obligations: tuple[Obligation, ...]
    count: int
    """How many entries it has, of which not all may be known."""

    @property
    def is_carried_over(self) -> bool:
        """Whether nobody has published this year's list yet, so that an earlier one stands in its place."""
        return self.of_year is not None and self.of_year != self.year

    @property
    def is_confirmed(self) -> bool:
        """Whether what is missing of it may fail a check at all."""
        return not self.is_carried_over and any(each.is_confirmed for each in self.obligations)

    @property
    def title(self) -> str:
        return self.titles["th"]

    @property
    def unknown(self) -> int:
        """How many entries it has whose words no source tells."""
        return max(0, self.count - len(self.obligations))


@dataclass(frozen=True, slots=True)
class ListChange:
    """How an obligation of one list differs from that of another."""

    id: str
    what: str
    """added, removed, reworded, renumbered or same; labels.yml has the words."""
    before: Obligation | None
    after: Obligation | None


@cache
def lists_of(agency_type: str, year: int) -> tuple[ObligationList, ...]:
    """Those that an office of that type answers to in a fiscal year (B.E.), in the order of their files' `order`. Of a
    list that is made anew every year the newest up to that year, if there is one."""
    newest: dict[str, Mapping[str, Any]] = {}
    for found in _files():
        own = found.get("fiscal_year")
        if agency_type not in found.get("agency_types", (agency_type,)) or (own or year) > year:
            continue
        known = newest.get(found["list"])
        if known is None or known.get("fiscal_year", 0) < (own or 0):
            newest[found["list"]] = found
    return tuple(_list(found, agency_type, year) for found in newest.values())


@cache
def _files() -> tuple[Mapping[str, Any], ...]:
    names = sorted(each.name for each in (data.folder() / _LISTS).glob("*.yml"))
    return tuple(sorted((data.load(f"{_LISTS}/{name}") for name in names), key=_order))


def _order(found: Mapping[str, Any]) -> tuple[int, str]:
    order = [*data.load("labels.yml")["assessment"]]
    return (order.index(found["list"]) if found["list"] in order else len(order)), found["list"]


def _list(found: Mapping[str, Any], agency_type: str, year: int) -> ObligationList:
    status, source = found["status"], found["source"]
    read = [obligation_of(each, status, source, year) for each in found["entries"]]
    own = [each for each in read if year in each.years and agency_type in (each.agency_types or {agency_type})]
    titles = {language: words.replace("{year}", str(year)) for language, words in found["title"].items()}
    return ObligationList(
        id=found["list"],
        year=year,
        of_year=found.get("fiscal_year"),
        titles=titles,
        status=status,
        source=source,
        notes=tuple(found.get("notes", ())),
        obligations=tuple(own),
        count=found.get("count", len(own)),
    )


def list_differences(before: ObligationList | None, after: ObligationList | None) -> Iterator[ListChange]:
    """Of each obligation of either, in the order of the later list."""
    old = {each.id: each for each in before.obligations} if before else {}
    new = {each.id: each for each in after.obligations} if after else {}
    years = (before.year if before else 0, after.year if after else 0)
    for id_ in dict.fromkeys([*new, *old]):
        yield ListChange(id_, _what(old.get(id_), new.get(id_), *years), old.get(id_), new.get(id_))


def _what(before: Obligation | None, after: Obligation | None, year: int, next_year: int) -> str:
    if before is None or after is None:
        return "removed" if before else "added"
    if _without_year(before, year) != _without_year(after, next_year):
        return "reworded"
    return "same" if before.no == after.no else "renumbered"


def _without_year(each: Obligation, year: int) -> tuple[object, ...]:
    texts = (each.th, *(part.text for part in each.elements))
    bare = [text.replace(str(year), "{year}").replace(str(year - 1), "{last_year}") for text in texts]
    return *bare, each.cadence, tuple((part.serves, part.at_least, part.cadence) for part in each.elements)

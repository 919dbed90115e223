"""one entry of an obligation list -> what an office has to publish, how often, and which topics serve it (R21, R22)"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_VERIFIED = "verified"


class Cadence(StrEnum):
    """For which days it is asked for. Words: labels.yml, `cadence`."""

    STANDING = "standing"
    """Something that readers find is enough, whenever it was made."""
    YEARLY = "yearly"
    LAST_YEAR = "last_year"
    """Of the fiscal year before."""
    HALF_YEARLY = "half_yearly"
    """For the half that ends with the second quarter, and for the year that ends with the fourth."""
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Element:
    """A part that has to be there for all of it to be there."""

    text: str
    """Empty where the obligation has only this one."""
    serves: tuple[str, ...]
    """Topics of fulfils.yml: an item that fulfils any of them serves it."""
    at_least: int
    """How many items it takes."""
    cadence: Cadence


@dataclass(frozen=True, slots=True)
class Obligation:
    id: str
    no: str
    """As the list prints it: มาตรา 9 (3), O5, MOIT 5."""
    th: str
    en: str
    part: str
    """The heading under which it stands; empty for none."""
    cadence: Cadence
    elements: tuple[Element, ...]
    provided: str | None
    """The path below the site's root where every site of Prakat has it by itself; None where items have to serve it."""
    status: str
    """How well it is known: verified, or anything else, which fails nobody."""
    source: str
    note: str
    is_inferred: bool
    """Whether how often it is asked for is a reading of its title."""
    years: range
    """The fiscal years (B.E.) in which it is asked for."""
    agency_types: frozenset[str]
    """Empty for every office."""

    @property
    def is_confirmed(self) -> bool:
        return self.status == _VERIFIED

    @property
    def topics(self) -> tuple[str, ...]:
        """That serve it, those that its list names first, first."""
        return tuple(dict.fromkeys(topic for each in self.elements for topic in each.serves))


_FIRST, _LAST = 2400, 2701


def obligation_of(entry: Mapping[str, Any], status: str, source: str, year: int | None) -> Obligation:
    """`status` and `source` are the list's; `year`, if given, is put in place of {year}, and the one before it in place
    of {last_year}."""
    return Obligation(
        id=entry["id"],
        no=entry["no"],
        th=_of_year(entry["th"], year),
        en=_of_year(entry["en"], year),
        part=_of_year(entry.get("part", ""), year),
        cadence=Cadence(entry["cadence"]),
        elements=tuple(_elements(entry, year)),
        provided=entry.get("provided"),
        status=entry.get("status", status),
        source=entry.get("source", source),
        note=entry.get("note", ""),
        is_inferred="cadence_status" in entry,
        years=range(entry.get("from", _FIRST), entry.get("until", _LAST - 1) + 1),
        agency_types=frozenset(entry.get("agency_types", ())),
    )


def _elements(entry: Mapping[str, Any], year: int | None) -> list[Element]:
    parts = [{**entry, "th": ""}] if "serves" in entry else entry.get("elements", ())
    return [_element(each, entry["cadence"], year) for each in parts]


def _element(part: Mapping[str, Any], cadence: str, year: int | None) -> Element:
    """`cadence` is that of the whole, where the part has none of its own."""
    own = Cadence(part.get("cadence", cadence))
    return Element(_of_year(part["th"], year), tuple(part["serves"]), part.get("at_least", 1), own)


def _of_year(text: str, year: int | None) -> str:
    if year is None:
        return text
    return text.replace("{year}", str(year)).replace("{last_year}", str(year - 1))

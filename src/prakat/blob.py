"""id of a blob -> what sign-off needs to know of it: an item's owner and permission, an office, a register's entries"""

import datetime
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from prakat import logbook
from prakat.item import split
from prakat.office import office
from prakat.office.authority import Authority, authority
from prakat.repository.repository import Repository
from prakat.rules.strict_yaml import read, read_bytes
from prakat.rules.unreadable import Unreadable
from prakat.thai import buddhist_era

_LONG_AGO = datetime.datetime(1900, 1, 1, tzinfo=buddhist_era.BANGKOK)
_NEEDS_WHOLE = (b"verbal", b"withdrawn", b"former_paths", b"\\", b"\r")
"""Front matter without these bytes cannot hold those keys, however it is spelt."""
_QUICK_UNIT = re.compile(
    r"""(?:[a-z_]+:[ ](?:[^\W_][^\n\x85\u2028\u2029]*|"[^"\\\n\x85\u2028\u2029]*")\n)*
    owner:(?:[ ]\{|\n[ ]+)
    unit:[ ](?P<unit>[a-z0-9]*[a-z][a-z0-9-]*)
    (?:,[ ]provider:[ ][a-z0-9-]+\}\n|\n)""",
    re.VERBOSE,
)
"""Lines of one key and one plain or quoted value each, then the owner. What ends with its line, by every character that
YAML takes for a line's end, cannot go on at the margin of the next: none of them can be part of another's value."""
_NO_TEXT = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
"""Plain words that YAML may read as something else."""
_RENEWABLE = {"period", "expires_on", "review_by"}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Whole:
    """All that sign-off may ask of an item; of nobody in particular where the strict parser refuses it."""

    title: str = ""
    unit: str = ""
    provider: str = ""
    verbal: tuple[str, datetime.datetime] | None = None
    is_withdrawn: bool = False
    former_paths: tuple[str, ...] = ()
    essence: str = ""
    """All but the dates that a renewal changes."""
    term: str = ""
    """Those dates."""


@dataclass(frozen=True)
class ItemFacts:
    """Of an index.md, read no further than it is asked: an audit asks most items only for their unit.

    What is read quickly is what the strict parser reads of an item that it accepts; one that it refuses is never
    public, whoever owns it. Without slots, so that each thing is read once."""

    raw: bytes

    @cached_property
    def whole(self) -> Whole:
        return _whole(self.raw)

    @cached_property
    def _start(self) -> str | None:
        """The front matter, if it holds nothing but what can be read quickly."""
        end = self.raw.find(b"\n---\n")
        front = self.raw[4 : end + 1]
        if not self.raw.startswith(b"---\n") or end < 0 or any(word in front for word in _NEEDS_WHOLE):
            return None
        try:
            return front.decode("utf-8")
        except UnicodeDecodeError:
            return None

    @cached_property
    def unit(self) -> str:
        """Empty where none can be read; then every unit is concerned."""
        found = _quick_unit(self._start) if self._start is not None else None
        return self.whole.unit if found is None else found

    @property
    def verbal(self) -> tuple[str, datetime.datetime] | None:
        """Who permitted by word of mouth, and when in Bangkok; a permission that cannot be read is one long ago."""
        return None if self._start is not None else self.whole.verbal

    @property
    def is_withdrawn(self) -> bool:
        return self._start is None and self.whole.is_withdrawn

    @property
    def former_paths(self) -> tuple[str, ...]:
        return () if self._start is not None else self.whole.former_paths

    def is_renewal_of(self, old: "ItemFacts") -> bool:
        """Whether what a renewal changes differs, and nothing else."""
        ends = [each.raw.find(b"\n---\n") for each in (self, old)]
        if self._start is not None and old._start is not None and self.raw[ends[0] :] != old.raw[ends[1] :]:
            return False
        return self.whole.essence == old.whole.essence and self.whole.term != old.whole.term


@dataclass(slots=True)
class Blobs:
    """Reads each blob once, many at a time where they are announced."""

    repository: Repository
    items: dict[str, ItemFacts] = field(default_factory=dict)
    offices: dict[str, Authority | None] = field(default_factory=dict)
    registers: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)

    def announce_items(self, ids: Iterable[str]) -> None:
        wanted = [oid for oid in dict.fromkeys(ids) if oid not in self.items]
        self.items.update((oid, ItemFacts(data)) for oid, _, data in self.repository.objects(wanted))

    def item(self, oid: str) -> ItemFacts:
        return _once(self.items, oid, lambda: ItemFacts(self.repository.object(oid)[1]))

    def office(self, oid: str) -> Authority | None:
        """None for an office.yml that its schema refuses, or none at all."""
        return _once(self.offices, oid, lambda: _office(self.repository.object(oid)[1]))

    def since(self, oid: str) -> str:
        """audit.since of an office.yml; empty where it says none, or there is none."""
        kind, raw = self.repository.object(oid)
        return office.audit_since(raw) if kind == "blob" else ""

    def register(self, oid: str) -> frozenset[tuple[str, str]]:
        """Each entry of a register as (unit, text); the unit is empty where none can be read."""
        return _once(self.registers, oid, lambda: _entries(self.repository.object(oid)[1]))


def _once(known: dict[str, T], oid: str, find: Callable[[], T]) -> T:
    if oid not in known:
        known[oid] = find()
    return known[oid]


def _office(raw: bytes) -> Authority | None:
    found = office.parse(raw)
    return authority(found) if isinstance(found, office.Office) else None


def _entries(raw: bytes) -> frozenset[tuple[str, str]]:
    try:
        data = read_bytes(raw, logbook.MAX_BYTES).data
    except Unreadable:
        data = None
    entries = data if isinstance(data, list) else [raw.decode("utf-8", "replace")]
    return frozenset((_text(each, "unit"), json.dumps(each, sort_keys=True)) for each in entries)


def _whole(raw: bytes) -> Whole:
    try:
        parts = split(raw)
        data = read(parts.text).data
    except Unreadable:
        return Whole(essence=raw.decode("utf-8", "replace"))
    found: Mapping[str, Any] = data if isinstance(data, dict) else {}
    kept = {key: value for key, value in found.items() if key not in _RENEWABLE}
    term = {key: value for key, value in found.items() if key in _RENEWABLE}
    paths = found.get("former_paths")
    return Whole(
        title=_text(found, "title").strip(),
        unit=_text(found.get("owner"), "unit"),
        provider=_text(found.get("owner"), "provider"),
        verbal=_verbal(found["verbal"]) if found.get("verbal") is not None else None,
        is_withdrawn=found.get("withdrawn") is not None,
        former_paths=tuple(each for each in paths if isinstance(each, str)) if isinstance(paths, list) else (),
        essence=json.dumps(kept, sort_keys=True) + parts.body,
        term=json.dumps(term, sort_keys=True),
    )


def _quick_unit(text: str) -> str | None:
    """owner.unit, where nothing up to there can be read in two ways; None where the strict parser has to say."""
    match = _QUICK_UNIT.match(text)
    return match["unit"] if match and match["unit"] not in _NO_TEXT else None


def _text(data: object, key: str) -> str:
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, str) else ""


def _verbal(data: object) -> tuple[str, datetime.datetime]:
    at = buddhist_era.parse_with_time(_text(data, "at"), time_required=True)
    return _text(data, "approver"), at if isinstance(at, datetime.datetime) else _LONG_AGO

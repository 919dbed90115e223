"""id of a blob -> what sign-off needs to know of it: an item's owner and permission, an office, a register's entries"""

import datetime
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from prakat import buddhist_era, office
from prakat.authority import Authority, authority
from prakat.history import Repository
from prakat.item import decode, split
from prakat.strict_yaml import Unreadable, read

_LONG_AGO = datetime.datetime(1900, 1, 1, tzinfo=buddhist_era.BANGKOK)
_RENEWABLE = {"period", "expires_on", "review_by"}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ItemFacts:
    title: str
    unit: str
    """Empty where none can be read; then every unit is concerned."""
    provider: str
    verbal: tuple[str, datetime.datetime] | None
    """Who permitted by word of mouth, and when in Bangkok; a permission that cannot be read is one long ago."""
    is_withdrawn: bool
    former_paths: tuple[str, ...]
    essence: str
    """Everything but what a renewal changes."""


@dataclass(slots=True)
class Blobs:
    """Reads each blob once, many at a time where they are announced."""

    repository: Repository
    items: dict[str, ItemFacts] = field(default_factory=dict)
    offices: dict[str, Authority | None] = field(default_factory=dict)
    registers: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)

    def announce_items(self, ids: Iterable[str]) -> None:
        wanted = [oid for oid in dict.fromkeys(ids) if oid not in self.items]
        self.items.update((oid, item_facts(data)) for oid, _, data in self.repository.objects(wanted))

    def item(self, oid: str) -> ItemFacts:
        return _once(self.items, oid, lambda: item_facts(self.repository.object(oid)[1]))

    def office(self, oid: str) -> Authority | None:
        """None for an office.yml that its schema refuses, or none at all."""
        return _once(self.offices, oid, lambda: _office(self.repository.object(oid)[1]))

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
        data = read(decode(raw)).data
    except Unreadable:
        data = None
    entries = data if isinstance(data, list) else [raw.decode("utf-8", "replace")]
    return frozenset((_text(each, "unit"), json.dumps(each, sort_keys=True)) for each in entries)


def item_facts(raw: bytes) -> ItemFacts:
    """Of an index.md; where the strict parser refuses it, of an item that belongs to nobody in particular."""
    try:
        parts = split(raw)
        data = read(parts.text).data
    except Unreadable:
        return ItemFacts("", "", "", None, False, (), raw.decode("utf-8", "replace"))
    found: Mapping[str, Any] = data if isinstance(data, dict) else {}
    kept = {key: value for key, value in found.items() if key not in _RENEWABLE}
    paths = found.get("former_paths")
    return ItemFacts(
        title=_text(found, "title").strip(),
        unit=_text(found.get("owner"), "unit"),
        provider=_text(found.get("owner"), "provider"),
        verbal=_verbal(found["verbal"]) if found.get("verbal") is not None else None,
        is_withdrawn=found.get("withdrawn") is not None,
        former_paths=tuple(each for each in paths if isinstance(each, str)) if isinstance(paths, list) else (),
        essence=json.dumps(kept, sort_keys=True) + parts.body,
    )


def _text(data: object, key: str) -> str:
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, str) else ""


def _verbal(data: object) -> tuple[str, datetime.datetime]:
    at = buddhist_era.parse_with_time(_text(data, "at"), time_required=True)
    return _text(data, "approver"), at if isinstance(at, datetime.datetime) else _LONG_AGO

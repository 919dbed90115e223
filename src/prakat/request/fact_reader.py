"""id of a blob -> what the policy needs from it: an item's facts, an office's authority, a register's entries"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from prakat.content import logbook
from prakat.item import front_matter
from prakat.item.item_facts import ItemFacts, text_at
from prakat.office import office
from prakat.office.authority import Authority, authority
from prakat.repository.evidence import surviving
from prakat.repository.repository import Repository
from prakat.rules.strict_yaml import read_yaml_bytes
from prakat.rules.unreadable import Unreadable

_T = TypeVar("_T")


@dataclass(slots=True)
class FactReader:
    """Reads each blob once, and announced blobs many at a time."""

    repository: Repository
    items: dict[str, ItemFacts] = field(default_factory=dict)
    offices: dict[str, Authority | None] = field(default_factory=dict)
    registers: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()
    """The blobs of office.yml that today's rules were once seen to accept."""

    def announce_items(self, ids: Iterable[str]) -> None:
        wanted = [oid for oid in dict.fromkeys(ids) if oid not in self.items]
        self.items.update((oid, _facts(data)) for oid, _, data in surviving(self.repository, wanted))

    def item(self, oid: str) -> ItemFacts:
        return _once(self.items, oid, lambda: _facts(self._read(oid)[1]))

    def office(self, oid: str) -> Authority | None:
        """None if the schemas of all releases refuse the office.yml, or if there is none."""
        return _once(self.offices, oid, lambda: _office(self._read(oid)[1], is_accepted=oid in self.accepted))

    def since(self, oid: str) -> str:
        """audit.since of an office.yml; empty where it says none, or there is none."""
        kind, raw = self._read(oid)
        return office.audit_since(raw) if kind == "blob" else ""

    def register(self, oid: str) -> frozenset[tuple[str, str]]:
        """Each entry of a register as (unit, text); the unit is empty where none can be read."""
        return _once(self.registers, oid, lambda: _entries(self._read(oid)[1]))

    def _read(self, oid: str) -> tuple[str, bytes]:
        """Type and bytes; none where the object is lost, which others say (`repository.evidence`)."""
        return next((kind, data) for _, kind, data in surviving(self.repository, [oid]))


def _once(known: dict[str, _T], oid: str, find: Callable[[], _T]) -> _T:
    if oid not in known:
        known[oid] = find()
    return known[oid]


def _facts(raw: bytes) -> ItemFacts:
    """Of a larger text than an item may have, only as much is kept as shows that it is one."""
    return ItemFacts(raw[: front_matter.MAX_BYTES + 1])


def _office(raw: bytes, *, is_accepted: bool) -> Authority | None:
    known = office.accepted_office(raw) if is_accepted and raw else office.approved_office(raw)[0]
    return authority(known) if known else None


def _entries(raw: bytes) -> frozenset[tuple[str, str]]:
    try:
        data = read_yaml_bytes(raw, logbook.MAX_BYTES).data
    except Unreadable:
        data = None
    entries = data if isinstance(data, list) else [raw.decode("utf-8", "replace")]
    return frozenset((text_at(each, "unit"), json.dumps(each, sort_keys=True)) for each in entries)

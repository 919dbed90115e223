"""bytes of an index.md, whole or broken -> what the policy needs: its owner, its verbal permission, its dates"""

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from prakat.item.front_matter import read_front_matter
from prakat.rules.unreadable import Unreadable
from prakat.thai import buddhist_era

_LONG_AGO = datetime.datetime(1900, 1, 1, tzinfo=buddhist_era.BANGKOK)
_NEEDS_WHOLE = (b"verbal", b"withdrawn", b"former_paths", b"\\", b"\r", b"\n---")
"""Front matter without these bytes cannot hold those keys in any spelling, and ends at the first plain fence, not at an
earlier one followed by spaces."""
_QUICK_UNIT = re.compile(
    r"""(?:[a-z_]+:[ ](?:[^\W_][^\n\x85\u2028\u2029]*|"[^"\\\n\x85\u2028\u2029]*")\n)*
    owner:(?:[ ]\{|\n[ ]+)
    unit:[ ](?P<unit>[a-z0-9]*[a-z][a-z0-9-]*)
    (?:,[ ]provider:[ ][a-z0-9-]+\}\n|\n)""",
    re.VERBOSE,
)
"""Lines of one key and one plain or quoted value each, then the owner. Each value ends with its line, by any of YAML's
line ends, so that no line here can be the continuation of another's value."""
_QUICK_END = re.compile(r"^expires_on: (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}|never)$", re.MULTILINE)
_QUICK_START = re.compile(r"^publish_on: (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})$", re.MULTILINE)
_NO_TEXT = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
"""Plain words that YAML may read as something else."""
_RENEWABLE = {"period", "expires_on", "review_by"}


@dataclass(frozen=True, slots=True)
class Whole:
    """All that the policy may need of an item; fields are empty where the strict parser refuses it."""

    title: str = ""
    units: tuple[str, ...] = ()
    provider: str = ""
    verbal: tuple[str, datetime.datetime] | None = None
    is_withdrawn: bool = False
    withdrawal: tuple[str, str] = ("", "")
    first_day: str = ""
    last_day: str = ""
    former_paths: tuple[str, ...] = ()
    essence: str = ""
    """Everything except the dates that a renewal may change."""
    substance: str = ""
    """The essence without its first day."""
    term: str = ""
    """Those dates."""
    change_note: str = ""


@dataclass(frozen=True)
class ItemFacts:
    """Facts of an index.md, read only as far as needed: an audit needs only the unit of most items.

    For an item that the strict parser accepts, the quick reading gives the same; one that it refuses is never public,
    whoever owns it. Has no slots, so that each fact is read once and cached."""

    raw: bytes

    @cached_property
    def whole(self) -> Whole:
        return _whole(self.raw)

    @cached_property
    def _start(self) -> str | None:
        """The front matter, if all of it can be read quickly."""
        head = self.raw[: self.raw.find(b"\n---\n") + 1]
        if not head.startswith(b"---\n") or any(word in head for word in _NEEDS_WHOLE):
            return None
        try:
            return head[4:].decode("utf-8")
        except UnicodeDecodeError:
            return None

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The owner's units, the main one first; empty if they cannot be read, and then every unit is concerned."""
        found = _quick_unit(self._start) if self._start is not None else None
        return self.whole.units if found is None else (found,)

    @property
    def verbal(self) -> tuple[str, datetime.datetime] | None:
        """Who gave the verbal permission, and when in Bangkok; an unreadable date counts as long ago."""
        return None if self._start is not None else self.whole.verbal

    @property
    def is_withdrawn(self) -> bool:
        return self._start is None and self.whole.is_withdrawn

    @property
    def withdrawal(self) -> tuple[str, str]:
        """The first day on which it is not shown any more, as written, and why; empty where it is not withdrawn."""
        return ("", "") if self._start is not None else self.whole.withdrawal

    @cached_property
    def last_day(self) -> str:
        """The last day on which it is shown, as written; empty where that is never. Read quickly only where nothing
        else in the front matter mentions it, since every item has that field."""
        quick = None if self._start is None else _QUICK_END.search(self._start)
        if quick is None or self._start is None or self._start.count("expires_on") != 1:
            return self.whole.last_day
        return quick["day"].removesuffix("never")

    @property
    def change_note(self) -> str:
        return "" if self._start is not None and "change_note" not in self._start else self.whole.change_note

    @property
    def former_paths(self) -> tuple[str, ...]:
        return () if self._start is not None else self.whole.former_paths

    @cached_property
    def first_day(self) -> str:
        """The first day on which it is shown, as written; read quickly like the last one."""
        quick = None if self._start is None else _QUICK_START.search(self._start)
        if quick is None or self._start is None or self._start.count("publish_on") != 1:
            return self.whole.first_day
        return quick["day"]

    def is_postponement_of(self, old: "ItemFacts") -> bool:
        """Whether it is the same, but for a later first day and the other dates that a renewal may change."""
        return self.whole.substance == old.whole.substance and self.whole.first_day > old.whole.first_day

    def is_renewal_of(self, old: "ItemFacts") -> bool:
        """Whether the dates that a renewal may change differ, and nothing else."""
        bodies = [each.raw[each.raw.find(b"\n---\n") :] for each in (self, old)]
        is_quick = self._start is not None and old._start is not None and not any(b"\r" in each for each in bodies)
        if is_quick and bodies[0] != bodies[1]:
            return False
        return self.whole.essence == old.whole.essence and self.whole.term != old.whole.term


def _whole(raw: bytes) -> Whole:
    try:
        parts, document = read_front_matter(raw)
    except Unreadable:
        return Whole(essence=raw.decode("utf-8", "replace"), substance=raw.decode("utf-8", "replace"))
    found: Mapping[str, Any] = document.data if isinstance(document.data, dict) else {}
    kept = {key: value for key, value in found.items() if key not in _RENEWABLE}
    term = {key: value for key, value in found.items() if key in _RENEWABLE}
    paths = found.get("former_paths")
    return Whole(
        title=text_at(found, "title").strip(),
        units=_units(found.get("owner")),
        provider=text_at(found.get("owner"), "provider"),
        verbal=_verbal(found["verbal"]) if found.get("verbal") is not None else None,
        is_withdrawn=found.get("withdrawn") is not None,
        withdrawal=(text_at(found.get("withdrawn"), "on"), text_at(found.get("withdrawn"), "reason")),
        first_day=text_at(found, "publish_on"),
        last_day=text_at(found, "expires_on").removesuffix("never"),
        former_paths=tuple(each for each in paths if isinstance(each, str)) if isinstance(paths, list) else (),
        essence=json.dumps(kept, sort_keys=True) + parts.body,
        substance=json.dumps({**kept, "publish_on": None}, sort_keys=True) + parts.body,
        term=json.dumps(term, sort_keys=True),
        change_note=text_at(found, "change_note").strip(),
    )


def _units(owner: object) -> tuple[str, ...]:
    """One unit, or a list of them; none where one of the list is no text."""
    found = owner.get("unit") if isinstance(owner, dict) else None
    if not isinstance(found, list):
        return tuple(filter(None, [text_at(owner, "unit")]))
    return tuple(found) if all(isinstance(each, str) and each for each in found) else ()


def _quick_unit(text: str) -> str | None:
    """owner.unit, if nothing before it is ambiguous; None where the strict parser must decide."""
    match = _QUICK_UNIT.match(text)
    return match["unit"] if match and match["unit"] not in _NO_TEXT else None


def text_at(data: object, key: str) -> str:
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, str) else ""


def _verbal(data: object) -> tuple[str, datetime.datetime]:
    at = buddhist_era.parse_with_time(text_at(data, "at"), time_required=True)
    return text_at(data, "approver"), at if isinstance(at, datetime.datetime) else _LONG_AGO

"""what must stand at a place x what stands there -> each difference, and who mends it"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from prakat.rules.message import Message, message
from prakat.rules.wording import in_words

THERE, MISSING = message("hosting.there"), message("hosting.missing")
UNREADABLE = message("hosting.unreadable")
_APPLY = message("hosting.mend-by-apply")


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference between what protects a repository and what must."""

    setting: str
    field: str
    wanted: str | Message
    found: str | Message
    by_hand: Message | None = None
    """What people do about it, where `protect --apply` cannot."""
    is_note: bool = False
    """Whether nobody can mend it here: what the forge's version or its API lacks."""

    def row(self, language: str = "th") -> dict[str, str]:
        wanted, found = in_words(self.wanted, language), in_words(self.found, language)
        kind, mend = "note" if self.is_note else "drift", self._mend.text(language)
        return {
            "setting": self.setting,
            "field": self.field,
            "wanted": wanted,
            "found": found,
            "kind": kind,
            "mend": mend,
        }

    @property
    def _mend(self) -> Message:
        return self.by_hand or _APPLY

    def text(self, language: str = "th") -> str:
        place = " ".join(filter(None, (self.setting, self.field)))
        if self.is_note:
            return message("hosting.note", place=place, found=self.found, mend=self._mend).text(language)
        told = message("hosting.drift", place=place, must=self.wanted, found=self.found, mend=self._mend)
        return told.text(language)


def field_drifts(name: str, place: str, wanted: Any, found: Any) -> Iterator[Drift]:
    """Each place below `place` in which they differ; what `wanted` does not name does not count."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key, value in wanted.items():
            yield from field_drifts(name, f"{place}.{key}".strip("."), value, found.get(key))
    elif isinstance(wanted, list):
        yield from _list_differences(name, place, wanted, found if isinstance(found, list) else [])
    elif wanted != found:
        yield Drift(name, place, _told(wanted), _told(found))


def _told(value: Any) -> str | Message:
    if isinstance(value, bool):
        return message("hosting.on" if value else "hosting.off")
    return message("hosting.no-value") if value in (None, "") else str(value)


def _list_differences(name: str, place: str, wanted: list[Any], found: list[Any]) -> Iterator[Drift]:
    """Compares lists in any order: an extra entry is as wrong as a missing one. Rules are identified by their type."""
    ours, theirs = ({_key(each): each for each in entries} for entries in (wanted, found))
    for key in sorted(ours.keys() | theirs.keys()):
        here = f"{place}[{key}]"
        if key not in theirs:
            yield Drift(name, here, THERE, MISSING)
        elif key not in ours:
            yield Drift(name, here, MISSING, THERE)
        elif isinstance(ours[key], dict):
            yield from field_drifts(name, here, ours[key], theirs[key])


def _key(entry: Any) -> str:
    if isinstance(entry, dict):
        return str(entry.get("type") or entry.get("context") or f"{entry.get('actor_type')} {entry.get('actor_id')}")
    return str(entry)

"""a register before x after -> what is entered in it and what is taken out, each in a sentence (R40, R41, R48)"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from prakat.content import logbook
from prakat.office.office import Office
from prakat.request.field import Names, fields, schema_of
from prakat.request.office_difference import gone_from
from prakat.rules.message import Message, message
from prakat.rules.strict_yaml import read_yaml_bytes
from prakat.rules.unreadable import Unreadable
from prakat.rules.wording import Day, Listed, Said

_Entry = Mapping[str, Any]
_MOST = 20
"""Entries that are told one by one; how many more there are is said."""


def register_entries(path: str, before: bytes, after: bytes, known: Office | None) -> Iterator[Message]:
    """Those of a file that cannot be read are none; the checks say why."""
    name = path.removesuffix(".yml")
    old, new = (_entries(raw, name) for raw in (before, after))
    told = _Teller(name, known)
    gone, come = gone_from(old, new), gone_from(new, old)
    for count, each in enumerate(come):
        if count < _MOST:
            yield told.entered(each)
    for count, each in enumerate(gone):
        if count < _MOST:
            yield message("desk_decision.entry-gone", register=told.title, entry=told.whole(each))
    if (more := max(len(come) - _MOST, 0) + max(len(gone) - _MOST, 0)) > 0:
        yield message("desk_decision.entries-more", count=more)


def _entries(raw: bytes, name: str) -> list[_Entry]:
    try:
        found = read_yaml_bytes(raw, logbook.MAX_BYTES).data if raw else []
    except Unreadable:
        return []
    is_known = name.rpartition("/")[2] in logbook.NAMES
    return [each for each in found if isinstance(each, dict)] if is_known and isinstance(found, list) else []


@dataclass(frozen=True, slots=True)
class _Teller:
    name: str
    """As registers/training."""
    office: Office | None

    @property
    def title(self) -> str:
        return str(schema_of(self.name)["title"])

    def entered(self, entry: _Entry) -> Message:
        own = _IN_WORDS.get(self.name.rpartition("/")[2])
        try:
            return own(entry, self._names) if own else self._plain(entry)
        except (KeyError, TypeError, ValueError):  # no schema has admitted it yet
            return self._plain(entry)

    def _plain(self, entry: _Entry) -> Message:
        return message("desk_decision.entry-new", register=self.title, entry=self.whole(entry))

    def whole(self, entry: _Entry) -> Listed:
        """Every field of it."""
        part = schema_of(self.name)["items"]
        return Listed.of((f"{each.title} {each.text}" for each in fields(part, entry, self._names) if each.text), " · ")

    def _names(self, of: str, id_: str) -> str:
        if self.office and of == "unit":
            return self.office.unit_name(id_)
        person = self.office.people.get(id_) if self.office else None
        return person.introduced if person else id_


def _hand_over(entry: _Entry, names: Names) -> Message:
    order = message("desk_decision.by-order", no=entry["order"]["no"], date=Day.of(entry["order"]["date"]))
    items: Said | str = message("desk_decision.handed-items", count=len(entry["items"])) if entry.get("items") else ""
    return message(
        "desk_decision.hand-over",
        unit=names("unit", entry["unit"]),
        giver=names("person", entry["from"]),
        taker=names("person", entry["to"]),
        date=Day.of(entry["date"]),
        order=order,
        items=items,
    )


def _problem(entry: _Entry, names: Names) -> Message:
    solved = entry.get("solved_on")
    return message(
        "desk_decision.problem",
        unit=names("unit", entry["unit"]),
        date=Day.of(entry["date"]),
        problem=entry["problem"],
        solution=entry.get("solution", "—"),
        end=message("desk_decision.solved", date=Day.of(solved)) if solved else message("desk_decision.unsolved"),
    )


def _training(entry: _Entry, names: Names) -> Message:
    return message(
        "desk_decision.training",
        course=entry["course"],
        unit=names("unit", entry["unit"]),
        date=Day.of(entry["date"]),
        people=Listed.of(names("person", each) for each in entry["people"]),
        count=len(entry["people"]),
    )


_IN_WORDS: Mapping[str, Callable[[_Entry, Names], Message]] = {
    "hand-overs": _hand_over,
    "problems": _problem,
    "training": _training,
}

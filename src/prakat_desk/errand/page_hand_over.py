"""somebody's pages x who takes them -> each with another person who answers for it, and the register's entries (R40)"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from prakat.cannot_work import CannotWork
from prakat.content import logbook
from prakat.content.logbook import HAND_OVERS, REGISTERS
from prakat.content.shelf import ShelvedItem, shelf_of
from prakat.item.item_path import index_of
from prakat.item.provider_line import with_provider
from prakat.office.person import Person
from prakat.repository.evidence import surviving
from prakat.rules.edited_yaml import Edit, edited_yaml
from prakat.rules.message import Message, message
from prakat.rules.strict_yaml import read_yaml_bytes
from prakat_desk.desk import Desk
from prakat_desk.errand.matter import Outcome
from prakat_desk.errand.register_entry import content_of, entries_in, register_findings
from prakat_desk.form.entries import Read
from prakat_desk.form.form_field import FormField, entry_fields, own_fields
from prakat_desk.form.problem import Problem, Problems
from prakat_desk.keeping.errands import Errand

NAME = "hand-overs"


def pages_of(desk: Desk, person: str) -> list[ShelvedItem]:
    """What the person answers for, by title."""
    found = [each for each in shelf_of(desk.repository).now().values() if each.item.provider == person]
    return sorted(found, key=lambda each: (each.item.title, each.path))


@dataclass(frozen=True)
class PageHandOver:
    """Has no slots, so that main is read once."""

    desk: Desk
    errand: Errand

    @property
    def _giver(self) -> Person:
        found = self.desk.authority.office.people.get(self.errand.about)
        if found is None:
            raise CannotWork("office.no-such-person", person=self.errand.about)
        return found

    @property
    def heading(self) -> Message:
        return message("desk_office.pages-heading", name=self._giver.introduced)

    @property
    def fields(self) -> Sequence[FormField]:
        known = {each.own: each for each in entry_fields(f"{REGISTERS}/{NAME}")}
        taker = replace(known["to"], part={**known["to"].part, "role": "taker"})
        return [taker, known["date"], known["order"], own_fields("pages")["items"]]

    def names(self, language: str) -> Mapping[str, Mapping[str, str]]:
        people = self.desk.authority.office.people.values()
        serving = {each.id: each.introduced for each in people if self._serves(each) and each.id != self.errand.about}
        return {"person.taker": serving, "page": {each.item.path.folder: each.item.title for each in self._pages}}

    def _serves(self, person: Person) -> bool:
        return any(each.holds_on(self.desk.day) for each in person.appointments)

    @cached_property
    def _pages(self) -> list[ShelvedItem]:
        return pages_of(self.desk, self.errand.about)

    def first(self) -> Mapping[str, Any]:
        return {"date": self.desk.day.isoformat(), "items": [each.item.path.folder for each in self._pages]}

    def outcome(self, read: Read, language: str) -> Outcome:
        values = read.values
        known = self.desk.authority.office.people
        taker = known.get(values.get("to", ""))
        chosen = [each for each in self._pages if each.item.path.folder in values.get("items", ())]
        title = message(
            "desk_office.pages-title", giver=self._giver.name, taker=taker.name if taker else "—", number=len(chosen)
        )
        problems = [Problem("items", message("desk_office.no-pages").text(language), True)] if not chosen else []
        if taker and (not self._serves(taker) or taker.id == self.errand.about):
            problems.append(Problem("to", message("desk_office.taker-gone", name=taker.name).text(language), True))
        try:
            register, places = self._register(values, chosen)
            changes = {**dict(self._moved(chosen, taker.id)), HAND_OVERS: register} if taker and chosen else {}
        except CannotWork as problem:
            told = message(problem.message, **problem.values).text(language)
            return Outcome(title, {}, (*problems, Problem("", told, True)))
        findings = register_findings(NAME, register, self.desk)
        document = read_yaml_bytes(register, logbook.MAX_BYTES)
        found = Problems(self.fields, language).of_entry(findings, document, places, read)
        return Outcome(title, changes, tuple(dict.fromkeys([*problems, *found])))

    def _register(self, values: Mapping[str, Any], chosen: Sequence[ShelvedItem]) -> tuple[bytes, list[tuple[int]]]:
        """An entry for each unit that owns pages among them; one even without any, so that rules find what lacks."""
        content = content_of(self.desk, NAME)
        there, units = len(entries_in(content)), defaultdict[str, list[str]](list)
        for each in chosen:
            units[each.item.units[0]].append(each.item.path.folder)
        edits: list[Edit] = []
        for at, (unit, items) in enumerate(
            sorted(units.items()) or [(next(iter(self.desk.authority.office.units)), [])]
        ):
            entry = {"date": values.get("date"), "unit": unit, "from": self.errand.about, "to": values.get("to")}
            entry |= {"order": values.get("order"), "items": sorted(items) or None}
            edits.append(((there + at,), {name: value for name, value in entry.items() if value is not None}))
        return edited_yaml(content.decode("utf-8", "replace"), edits).encode(), [edit[0] for edit in edits]  # type: ignore[misc]

    def _moved(self, chosen: Sequence[ShelvedItem], taker: str) -> Iterator[tuple[str, bytes]]:
        """Each page's own file with another name in one line."""
        found = surviving(self.desk.repository, [each.blob for each in chosen])
        for each, (_, _, raw) in zip(chosen, found, strict=True):
            yield index_of(each.item.path.folder), with_provider(raw, taker)

"""situation x person -> the person's morning, what is theirs first; without a person, the whole office's"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from prakat.agenda.morning_sections import MorningSections
from prakat.agenda.section import Section
from prakat.agenda.situation import Situation
from prakat.office.person import Person

_WORK = ("for-me", "clocks", "for-others")
_PAGES = ("left-out", "unconfirmed", "review", "due", "moved")
_MACHINE = ("violations", "publisher", "heartbeat", "drift")
_COMPLETENESS = "completeness"
_FIRST: Mapping[str, Sequence[str]] = {
    "webmaster": (*_WORK, *_MACHINE, _COMPLETENESS, *_PAGES, "disk", "no-mail"),
    "approver": (*_WORK, "violations", _COMPLETENESS, *_PAGES),
    "reviewer": (*_WORK, *_PAGES),
    "auditor": (*_MACHINE, "clocks", "for-others", *_PAGES),
    "provider": (*_WORK, *_PAGES),
}
"""Role -> what is theirs, the first first; whoever has several roles sees what is of any of them."""
_OF_ALL = (*_WORK, "publisher", *_PAGES)
"""What of the whole office is everybody's to see."""
_WHOLE = frozenset({"webmaster", "approver", "auditor"})
"""Roles that look at the whole office, as everybody does who is appointed for all units; others see what is theirs, or
their units'."""


@dataclass(frozen=True, slots=True)
class Morning:
    moment: datetime.datetime
    sections: tuple[Section, ...]

    @classmethod
    def of(cls, situation: Situation, person: Person | None = None, *, is_whole: bool = False) -> "Morning":
        """`is_whole`: of the whole office, as far as it is the person's to see."""
        found = MorningSections(situation, person.id if person and not is_whole else "")
        roles = [role for role in _FIRST if person is None or person.has_role(role, situation.day)] or ["provider"]
        wanted = dict.fromkeys(each for role in roles for each in _FIRST[role])
        if person is None or is_whole:
            seen = _FIRST["webmaster"] if person is None or not _WHOLE.isdisjoint(roles) else _OF_ALL
            is_told = person is None or not {"webmaster", "approver"}.isdisjoint(roles)
            left_out = {"for-me"} if is_told else {"for-me", _COMPLETENESS}
            return cls(situation.moment, tuple(found.section(each) for each in seen if each not in left_out))
        sections = (found.section(each) for each in wanted)
        units = _units(person, situation.day)
        if _WHOLE.isdisjoint(roles) and units is not None:
            sections = (_own(each, person.id, units) for each in sections)
        return cls(situation.moment, tuple(sections))

    def rows(self, language: str) -> Iterator[Mapping[str, object]]:
        """Of --format json (DESIGN: Commands): one for each line; a section that has none is one without text."""
        for section in self.sections:
            remark = section.remark.text(language) if section.remark else None
            for each in section.lines:
                yield {
                    "section": section.id,
                    "text": each.text(language),
                    "urgent": "yes" if each.is_urgent or each.is_late else "no",
                    "request": each.request or None,
                    "path": each.folder or None,
                    "date": each.on.isoformat() if each.on else None,
                    "people": sorted(each.people),
                    "remark": remark,
                }
            if not section.lines:
                empty = dict.fromkeys(("text", "urgent", "request", "path", "date", "people"))
                yield {"section": section.id, **empty, "remark": remark}


def _own(section: Section, person: str, units: frozenset[str]) -> Section:
    return replace(section, lines=tuple(each for each in section.lines if each.concerns(person, units)))


def _units(person: Person, day: datetime.date) -> frozenset[str] | None:
    """Those that the person works for, in whatever role; None for all."""
    held = [each for each in person.appointments if each.holds_on(day)]
    if any(each.units is None for each in held):
        return None
    return frozenset(unit for each in held for unit in each.units or ())

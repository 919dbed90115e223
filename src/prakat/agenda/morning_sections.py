"""situation -> the lines of each of its sections, in words, each with the page where it is done"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from prakat.agenda.completeness_lines import completeness_lines
from prakat.agenda.machine_lines import MACHINE_LINES
from prakat.agenda.section import MorningLine, Section
from prakat.agenda.situation import Situation
from prakat.agenda.waiting import Waiting
from prakat.content.due import Due
from prakat.rules.message import Message, message
from prakat.rules.wording import BriefDay, Label, Listed, Said
from prakat.thai.buddhist_era import bangkok_day
from prakat.thai.working_time import WorkingTime

_REVIEW, _CONFIRM, _RATIFY = "review", "confirm", "ratify"
_ELSEWHERE = (_REVIEW, _CONFIRM, _RATIFY)
"""Events that have a section of their own."""


@dataclass(frozen=True, slots=True)
class MorningSections:
    found: Situation
    person: str = ""
    """Id of whose morning it is; empty for the whole office's."""

    def section(self, name: str) -> Section:
        lines = {**self._own_lines, **MACHINE_LINES}[name]
        remark = self._remark(name)
        is_known = not (name in ("for-me", "for-others") and self.found.waiting is None)
        is_known &= not (name in ("violations", "drift") and self.found.examination is None)
        is_known &= not (name == "completeness" and self.found.completeness is None)
        return Section(name, tuple(lines(self.found)), remark, is_known)

    @property
    def _own_lines(self) -> Mapping[str, Callable[[Situation], Iterable[MorningLine]]]:
        return {
            "for-me": lambda _: self._for_me(),
            "for-others": lambda _: self._for_others(),
            "clocks": _clocks,
            "left-out": _left_out,
            "unconfirmed": lambda found: _due(found, lambda each: each.event == _CONFIRM),
            "review": lambda found: _due(found, lambda each: each.event == _REVIEW),
            "due": lambda found: _due(found, lambda each: each.event not in _ELSEWHERE),
            "moved": _moved,
            "completeness": completeness_lines,
        }

    def _remark(self, name: str) -> Message | None:
        if name in ("for-me", "for-others") and self.found.waiting is None:
            return message("agenda.no-requests-here")
        if name in ("violations", "drift"):
            made = self.found.examination
            return message("agenda.as-of", at=made.at) if made else message("agenda.being-examined")
        if name == "completeness":
            now = self.found.completeness
            return message("agenda.as-of-day", day=now.day) if now else message("agenda.being-counted")
        if name == "moved":
            return message("agenda.since", day=self.found.since)
        return None

    def _for_me(self) -> Iterator[MorningLine]:
        for each in self.found.waiting or ():
            if each.number in self.found.questions and self.person in each.authors:
                asked, at = self.found.questions[each.number]
                said = message("agenda.answer", number=each.number, name=self._names([asked]), age=_age(self.found, at))
                yield self._of(each, said, frozenset({self.person}))
            if self.person in each.able:
                age = self._age(each)
                said = message("agenda.for-me", number=each.number, step=each.step, age=age)
                yield self._of(each, said, frozenset({self.person}))

    def _for_others(self) -> Iterator[MorningLine]:
        for each in self.found.waiting or ():
            if not self.person or self.person not in each.able:
                people = frozenset({*each.authors, *each.able})
                yield self._of(each, self._waits(each), people)

    def _of(self, each: Waiting, said: Said, people: frozenset[str]) -> MorningLine:
        is_urgent = each.number in self.found.urgent or bool(each.against)
        units = self.found.units.get(each.number, frozenset())
        about, place = each.title or message("agenda.untitled"), f"/requests/{each.number}"
        return MorningLine(said, about, place, people, units, is_urgent, request=each.number)

    def _waits(self, each: Waiting) -> Message:
        number, names, age = each.number, self._names(each.authors), self._age(each)
        if each.against:
            problems = Listed.of(each.against, " ")
            return message("agenda.stuck", number=number, names=names, problems=problems)
        if not each.step:
            return message("agenda.for-publisher", number=number, names=names, age=age)
        able, step = self._names(each.able) if each.able else message("request.nobody"), each.step
        return message("agenda.for-others", number=number, names=names, step=step, able=able, age=age)

    def _names(self, people: Iterable[str]) -> Said:
        known = self.found.office.people
        names = [known[each].introduced for each in sorted(people) if each in known]
        return Listed.of(names) if names else message("agenda.somebody")

    def _age(self, each: Waiting) -> Message:
        begun = each.since or each.sent
        return _age(self.found, begun) if begun else message("agenda.age-unknown")


def _age(found: Situation, begun: datetime.datetime) -> Message:
    """How long offices were open since."""
    worked = WorkingTime.between(begun, found.moment, found.office.settings.extra_holidays)
    if worked.days and worked.hours:
        return message("agenda.age", days=worked.days, hours=worked.hours)
    if worked.days:
        return message("agenda.age-days", days=worked.days)
    return message("agenda.age-hours", hours=worked.hours) if worked.hours else message("agenda.age-short")


def _clocks(found: Situation) -> Iterator[MorningLine]:
    for each in found.clocks:
        is_over = each.is_over(found.moment)
        if each.kind == "ratify":
            last = bangkok_day(each.until - datetime.timedelta(seconds=1))
            said = message("agenda.ratify-over" if is_over else "agenda.ratify", day=last)
        elif is_over:
            said = message("agenda.immediate-over", number=each.request, until=each.until)
        else:
            hours = int((each.until - found.moment).total_seconds()) // 3600
            said = message("agenda.immediate", number=each.request, until=each.until, hours=hours)
        place = f"/requests/{each.request}" if each.request else ""
        yield MorningLine(
            said,
            each.title,
            place,
            each.people,
            is_urgent=not is_over,
            is_late=is_over,
            request=each.request,
            folder=each.folder,
        )


def _due(found: Situation, is_meant: Callable[[Due], bool]) -> Iterator[MorningLine]:
    for each in filter(is_meant, found.due):
        person = found.office.people.get(each.provider)
        day, event = BriefDay(each.date), Label("event", each.event)
        name = person.introduced if person else message("agenda.somebody")
        said = message("agenda.due", day=day, event=event, name=name)
        if each.replaces:
            before = each.replaces
            said = message("agenda.due-in-place", day=day, event=event, before=before, name=name)
        is_late = each.date < found.day and each.event in _ELSEWHERE
        units = frozenset(each.unit.split(", "))
        people = frozenset({each.provider})
        yield MorningLine(said, each.title, people=people, units=units, is_late=is_late, folder=each.path, on=each.date)


def _left_out(found: Situation) -> Iterator[MorningLine]:
    for each in found.left_out:
        why = Listed.of(each.why[:3], " ") if each.why else message("agenda.why-unknown")
        said = message("agenda.left-out", folder=each.folder, why=why)
        about = each.title or each.folder
        yield MorningLine(said, about, people=each.people, units=each.units, is_urgent=True, folder=each.folder)


def _moved(found: Situation) -> Iterator[MorningLine]:
    for each in found.movements:
        said = message("agenda.moved", day=BriefDay(each.day), what=Label("movement", each.what))
        people, units = frozenset({each.item.provider}), frozenset(each.item.units)
        yield MorningLine(said, each.item.title, people=people, units=units, folder=each.folder, on=each.day)

"""an item's history x a stretch of days -> what happened to it, what came down, and what rested on a word (R09, R44)"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from prakat.audit.audit_row import AuditRow
from prakat.content.action import Action
from prakat.item.state import State
from prakat.office.settings import Settings
from prakat.papers.happened.item_history import ItemHistory, LandedVersion
from prakat.papers.happened.period_facts import Event, ItemEvent, SpokenPermission, TakeDown
from prakat.papers.happened.released_site import ReleasedSite
from prakat.papers.happened.told_text import ToldTexts
from prakat.repository.commit import Commit
from prakat.request.merge_message import trailers_of
from prakat.site.timeline import RESTORED, Turn
from prakat.thai.buddhist_era import BANGKOK, moment_of
from prakat.thai.working_day import working_days_after

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days of a quarter up to which history is read, and by whose settings readers saw what they saw."""

    first: datetime.date
    last: datetime.date
    settings: Settings

    def __contains__(self, day: datetime.date) -> bool:
        return self.first <= day <= self.last


class Happened(NamedTuple):
    """A turn for readers, and the version by which it came."""

    turn: Turn
    event: Event
    version: LandedVersion
    again: datetime.date | None
    """When readers were shown a version again after it."""

    @property
    def is_by_merge(self) -> bool:
        return self.event not in (Event.EXPIRED, Event.SUSPENDED)

    @property
    def at(self) -> datetime.datetime:
        if self.is_by_merge and self.version.revision.day == self.turn.day:
            return self.version.at
        return datetime.datetime.combine(self.turn.day, datetime.time(), BANGKOK)


def happened(history: ItemHistory, known: Sequence[Turn], stretch: Stretch) -> Iterator[Happened]:
    """`known`: its turns up to the last of the days. Oldest first."""
    shown: LandedVersion | None = None
    for place, turn in enumerate(known):
        old, shown = shown, _brought(history, turn)
        if turn.day not in stretch or turn.what == RESTORED:
            continue
        version = shown or _behind(history, turn, old)
        ended = _ended_at_midnight(old, version, turn)
        if ended:
            yield ended
        if not (turn.revision and _is_told_elsewhere(version, turn)) and (turn.revision or not ended):
            again = next((each.day for each in known[place + 1 :] if each.is_change and each.day > turn.day), None)
            yield Happened(turn, Event(turn.what), version, again)


def _brought(history: ItemHistory, turn: Turn) -> LandedVersion | None:
    return history.versions[history.brought(turn.revision.commit)] if turn.revision else None


def _ended_at_midnight(old: LandedVersion | None, version: LandedVersion, turn: Turn) -> Happened | None:
    """What its own dates had taken down when the day began on which a merge did more to it; that is no turn of its own,
    since readers could read it at the end of both days."""
    term = old.revision.term if old else None
    if old is None or term is None or term.last != turn.day - _DAY:
        return None
    if version.revision.day != turn.day or old.revision.day == turn.day:
        return None
    what = State.WITHDRAWN if term.is_withdrawn else State.EXPIRED
    return Happened(Turn(turn.day, "state", what), Event(what), old, turn.day + _DAY)


def _is_told_elsewhere(version: LandedVersion, turn: Turn) -> bool:
    """Whether the office began with it, or it only says on which later day it is withdrawn, which that day tells."""
    is_founding = version.revision.height == 0 and version.revision.day == turn.day
    return is_founding or (version.revision.action is Action.WITHDRAWN and turn.what == Action.AMENDED)


def shown_at_end(history: ItemHistory, known: Sequence[Turn]) -> LandedVersion | None:
    """What readers see after all its turns."""
    return _brought(history, known[-1]) if known else None


def _behind(history: ItemHistory, turn: Turn, shown: LandedVersion | None) -> LandedVersion:
    """The version by which it came down: by its own dates, by a withdrawal or by the folder's removal."""
    until = [each for each in history.versions if each.revision.day <= turn.day]
    if turn.what == State.SUSPENDED:
        return next(each for each in reversed(until) if each.spoken and each.revision.day < turn.day)
    if turn.what == State.WITHDRAWN:
        last = max(place for place, each in enumerate(until) if _takes_down(each, turn.day))
        while last and _takes_down(until[last - 1], turn.day):
            last -= 1
        return until[last]
    assert shown, "what comes down was up"
    return shown


def _takes_down(version: LandedVersion, day: datetime.date) -> bool:
    return version.revision.day == day if version.revision.is_gone else _ends_on(version, day)


def _ends_on(version: LandedVersion, day: datetime.date) -> bool:
    term = version.revision.term
    if term is None or term.last is None or not term.is_withdrawn:
        return False
    return max(version.revision.day, term.last + _DAY) == day


class RequestOfMerge(NamedTuple):
    number: int | None = None
    asked: datetime.datetime | None = None


def requests_of(rows: Sequence[AuditRow], commits: Sequence[Commit]) -> Mapping[str, RequestOfMerge]:
    """By commit of main; where no record proves it, the number that its message says."""
    found = {}
    for each in commits:
        if told := trailers_of(each.message):
            found[each.id] = RequestOfMerge(told[0])
    for row in rows:
        if row.commit and row.request is not None:
            asked = row.deed.asked
            found[row.commit] = RequestOfMerge(row.request, None if asked is None else moment_of(asked))
    return found


def item_event(each: Happened, texts: ToldTexts, requests: Mapping[str, RequestOfMerge]) -> ItemEvent:
    version, told = each.version, texts.of(each.version.blob)
    request = requests.get(version.revision.commit, RequestOfMerge()) if each.is_by_merge else RequestOfMerge()
    return ItemEvent(
        at=each.at,
        event=each.event,
        item=version.folder,
        title=told.title,
        unit=told.unit,
        request=request.number,
        commit=version.revision.commit if each.is_by_merge else "",
        merged=version.at if each.is_by_merge else None,
        asked=request.asked,
        documents=version.documents,
        pictures=version.pictures,
        remarks=told.remarks,
        is_urgent=version.spoken is not None,
    )


def take_down(each: Happened, texts: ToldTexts, site: ReleasedSite) -> TakeDown:
    version, told = each.version, texts.of(each.version.blob)
    done = site.first_without(version.folder, each.turn.day, version.revision.height, each.again)
    return TakeDown(version.folder, told.title, told.unit, each.turn.day, done)


class Word(NamedTuple):
    """A permission by word of mouth on which a version was merged."""

    version: LandedVersion
    approver: str
    given: datetime.datetime
    ratified: datetime.datetime | None
    """When it was put in writing, ever."""

    def told(self, texts: ToldTexts, settings: Settings, day: datetime.date) -> SpokenPermission:
        """As read on that day."""
        told, limit = texts.of(self.version.blob), settings.ratify_within_working_days
        due = working_days_after(self.given.date(), limit, settings.extra_holidays)
        ratified = self.ratified if self.ratified and self.ratified.date() <= day else None
        values = self.version.folder, told.title, told.unit, self.approver, self.given, due
        return SpokenPermission(*values, ratified)


def permissions_of(history: ItemHistory, stretch: Stretch) -> Iterator[Word]:
    """Each permission once, with the first version that rests on it, where that was merged in those days."""
    given: set[tuple[str, datetime.datetime]] = set()
    for place, version in enumerate(history.versions):
        if version.spoken is None or version.spoken in given:
            continue
        given.add(version.spoken)
        if version.revision.day in stretch:
            later = history.versions[place + 1 :]
            end = next((each for each in later if each.spoken is None), None)
            yield Word(version, *version.spoken, None if end is None or end.revision.is_gone else end.at)

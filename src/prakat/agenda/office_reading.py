"""an office's repository x moment -> its situation; what is the same as the last time is not read again"""

import datetime
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from prakat.agenda.calendar import Calendar
from prakat.agenda.completeness_now import CompletenessNow
from prakat.agenda.disk import Disk
from prakat.agenda.examination import Examination
from prakat.agenda.heartbeat import Heartbeat
from prakat.agenda.holdings import Holdings, of_main
from prakat.agenda.left_out import LeftOut, left_out
from prakat.agenda.movement import Movement, movements
from prakat.agenda.office_coverage import OfficeCoverage
from prakat.agenda.quarter_record import quarter_without_record
from prakat.agenda.situation import Situation
from prakat.agenda.urgent_clock import urgent_clocks
from prakat.agenda.waiting import Waiting
from prakat.audit_log import audit_log
from prakat.audit_log.audit_log import AuditLog
from prakat.cannot_work import CannotWork
from prakat.content import due
from prakat.content.due import Due
from prakat.content.succession import Succession, in_work_tree
from prakat.item.item import Item, parse_approved
from prakat.item.item_path import index_of, parse_path, url_of
from prakat.merging.confirmation import unconfirmed
from prakat.merging.publisher_state import PublisherState, state_of
from prakat.merging.talk_book import open_questions
from prakat.repository.evidence import surviving
from prakat.repository.receipt import receipts, receipts_file
from prakat.repository.refs import AUDIT_LOG, MAIN, REQUEST
from prakat.repository.repository import Repository
from prakat.thai.buddhist_era import bangkok_day
from prakat.thai.working_time import last_working_day

WITHIN = 14
"""Days for which it is told what falls due."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Around:
    """What is known besides the repository's own history, as far as it is."""

    waiting: Sequence[Waiting] | None = None
    examination: Examination | None = None
    site: Path | None = None
    """The folder of the site, where this machine has it."""
    completeness: CompletenessNow | None = None
    """As it was found before; of now where it is not given and may be waited for."""
    may_wait: bool = True


@dataclass
class OfficeReading:
    kept: dict[str, tuple[object, Any]] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def situation(self, held: Holdings, moment: datetime.datetime, around: Around) -> Situation:
        day, repository, settings = bangkok_day(moment), held.repository, held.office.settings
        since = last_working_day(day, settings.extra_holidays)
        log = self.log(repository) if repository else audit_log.AuditLog(audit_log.Mark(), (), ())
        asked = [*self._asked(repository, around.waiting or ())] if repository else []
        received = self.first_received(repository) if repository and asked else {}
        clocks = urgent_clocks(held.office, (each.item for each in held.items.values()), asked, received)
        publisher = state_of(repository.git_dir) if repository else None
        out: Sequence[LeftOut] = self._once(
            "left-out", log.tip, lambda: left_out(repository, log) if repository else []
        )
        out = [*_put_aside(publisher, held)] if publisher and publisher.left_out else out
        return Situation(
            office=held.office,
            moment=moment,
            since=since,
            movements=self._movements(held, since, day),
            due=self.due(held, log, day, out),
            left_out=out,
            heartbeat=Heartbeat.of(log, moment),
            waiting=around.waiting,
            clocks=clocks,
            urgent=frozenset(
                {*(each.request for each in clocks), *(each.number for each, item in asked if item.verbal)}
            ),
            units=_units(asked),
            questions=self._questions(repository) if repository and around.waiting else {},
            examination=around.examination,
            publisher=publisher,
            disks=[*_disks(repository, around.site)],
            completeness=around.completeness or (self.completeness(held, day) if around.may_wait else None),
            without_record=quarter_without_record((each.item for each in held.items.values()), day, settings),
        )

    def held(self, repository: Repository) -> Holdings:
        """What main holds now. Raises CannotWork."""
        return self._once("held", repository.ref(MAIN), lambda: of_main(repository))

    def log(self, repository: Repository) -> AuditLog:
        return self._once("log", repository.ref(AUDIT_LOG), lambda: audit_log.read(repository))

    def _movements(self, held: Holdings, since: datetime.date, day: datetime.date) -> Sequence[Movement]:
        repository = held.repository
        if repository is None or not held.commit:
            return ()
        read: Callable[[], list[Movement]] = lambda: movements(  # noqa: E731
            repository, held.commit, held.items, (since, day), held.office.settings
        )
        return self._once("movements", (held.commit, since, day), read)

    def due(self, held: Holdings, log: AuditLog, day: datetime.date, out: Sequence[LeftOut]) -> Sequence[Due]:
        def read() -> list[Due]:
            known = held.register(day, [each.folder for each in out])
            return due.within(known, WITHIN, unconfirmed(log, held.office.site_url), self._waits(held, day))

        return self._once("due", (held.commit, log.tip, day), read)

    def completeness(self, held: Holdings, day: datetime.date) -> CompletenessNow | None:
        def read() -> CompletenessNow | None:
            try:
                return CompletenessNow.of(OfficeCoverage.of(held, day))
            except CannotWork:  # on a shallow clone
                return None

        return self._once("completeness", (held.commit, day), read)

    def calendar(self, held: Holdings, day: datetime.date) -> Calendar:
        told = unconfirmed(self.log(held.repository), held.office.site_url) if held.repository else {}
        return Calendar(held, day, told, self._waits(held, day))

    def _waits(self, held: Holdings, day: datetime.date) -> Mapping[str, Succession]:
        """By folder, what stands in the place of an item whose newest version waits."""
        repository = held.repository
        if repository is None or not held.commit:
            return {}
        return self._once(
            "waits", (held.commit, day), lambda: in_work_tree(held.register(day), repository.folder, held.commit)
        )

    def first_received(self, repository: Repository) -> Mapping[int, datetime.datetime]:
        return self._once("received", _noted(repository), lambda: _first_received(repository))

    def _questions(self, repository: Repository) -> Mapping[int, tuple[str, datetime.datetime]]:
        """Whatever is asked, answered, closed or sent leaves a receipt, or moves main or the audit-log."""
        state = (_noted(repository), *(repository.ref(each) for each in (MAIN, AUDIT_LOG)))
        return self._once("questions", state, lambda: open_questions(repository))

    def _asked(self, repository: Repository, waiting: Sequence[Waiting]) -> Iterator[tuple[Waiting, Item]]:
        """Every open request with each item that it brings, or leaves as it was."""
        names = [(each, folder, f"{each.head}:{index_of(folder)}") for each in waiting for folder in each.folders]
        state = tuple(name for _, _, name in names)
        items = self._once("asked", state, lambda: _items(repository, [(folder, name) for _, folder, name in names]))
        return ((each, items[name]) for each, _, name in names if name in items)

    def _once(self, name: str, state: object, read: Callable[[], _T]) -> _T:
        """Read again only where the state is another."""
        with self.lock:
            kept = self.kept.get(name)
            if kept is None or kept[0] != state:
                kept = self.kept[name] = (state, read())
        found: _T = kept[1]
        return found


def _items(repository: Repository, names: Sequence[tuple[str, str]]) -> dict[str, Item]:
    ids = repository.ids(name for _, name in names)
    there = [(folder, name, oid) for (folder, name), oid in zip(names, ids, strict=True) if oid]
    found = {}
    for (folder, name, _), (_, _, raw) in zip(there, surviving(repository, [oid for *_, oid in there]), strict=True):
        path = parse_path(url_of(folder))
        if path and (item := parse_approved(path, raw)[0]):
            found[name] = item
    return found


def _put_aside(publisher: PublisherState, held: Holdings) -> Iterator[LeftOut]:
    """As the publisher itself told it last, who has read those items whole."""
    for each in publisher.left_out:
        found = held.items.get(index_of(each.path))
        item = found.item if found else None
        people, units = (frozenset({item.provider}), frozenset(item.units)) if item else (frozenset(), frozenset())
        yield LeftOut(each.path, item.title if item else "", (each.why,), people, units)


def _units(asked: Sequence[tuple[Waiting, Item]]) -> Mapping[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for each, item in asked:
        found[each.number] = found.get(each.number, frozenset()) | {*item.units}
    return found


def _noted(repository: Repository) -> int:
    """Grows with every receipt."""
    file = receipts_file(repository.git_dir)
    return file.stat().st_size if file.is_file() else 0


def _first_received(repository: Repository) -> Mapping[int, datetime.datetime]:
    found: dict[int, datetime.datetime] = {}
    for each in receipts(repository.git_dir):
        number = each.ref.removeprefix(REQUEST)
        if each.ref.startswith(REQUEST) and number.isascii() and number.isdecimal():
            found.setdefault(int(number), each.moment)
    return found


def _disks(repository: Repository | None, site: Path | None) -> Iterator[Disk]:
    for of, folder in (("repository", repository.git_dir if repository else None), ("site", site)):
        if folder and (found := Disk.below(of, folder)):
            yield found

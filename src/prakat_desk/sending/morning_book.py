"""the office's repository -> its situation for everybody's morning, at once; what takes long is found out beside"""

import datetime
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from prakat.agenda.at_once import AtOnce, merged_at_once
from prakat.agenda.calendar import Calendar
from prakat.agenda.completeness_now import CompletenessNow
from prakat.agenda.examination import Examination
from prakat.agenda.office_coverage import OfficeCoverage
from prakat.agenda.office_reading import Around, OfficeReading
from prakat.agenda.situation import Situation
from prakat.agenda.waiting import Waiting
from prakat.cannot_work import CannotWork
from prakat.merging.beside import work_beside
from prakat.repository.receipt import moment_of_receipt
from prakat.repository.refs import AUDIT_LOG, MAIN, REQUEST, SIGN_OFF
from prakat.repository.repository import Repository
from prakat_desk.auditing.kept_audit import AuditKeeper
from prakat_desk.sending.outlet import Outlet, Pending, Turn


@dataclass(frozen=True, slots=True)
class KeptTurn:
    own: object
    """The request's head and sign-offs: where these are others, it is judged before it is told."""
    around: object
    """Main, the audit-log and the day: where these are others, it is judged beside."""
    turn: Turn


@dataclass
class MorningBook:
    """One for a process, since reading a large office takes its time."""

    repository: Repository
    auditing: AuditKeeper
    site: Path | None = None
    reading: OfficeReading = field(default_factory=OfficeReading)
    turns: dict[int, KeptTurn] = field(default_factory=dict)
    examination: Examination | None = None
    examined: object = None
    """The state that the examination is of."""
    completeness: CompletenessNow | None = None
    counted: object = None
    """The day and main that it is of."""
    were_at_once: dict[int, tuple[object, list[AtOnce]]] = field(default_factory=dict)
    covered: tuple[object, OfficeCoverage] | None = None
    """The same, with what it says."""
    counting: threading.Lock = field(default_factory=threading.Lock)
    busy: threading.Lock = field(default_factory=threading.Lock)
    """Held by the one thread that finds out beside."""

    def situation(self, outlet: Outlet, moment: datetime.datetime) -> Situation:
        pending, around = outlet.pending(), self._around(moment)
        found = [*self._waiting(outlet, pending, around)]
        is_old = self.examined != around or self.counted != (moment.date(), self.repository.ref(MAIN))
        if is_old or any(each.around != around for each in [*self.turns.values()]):
            work_beside(self._beside, outlet)
        known = Around(found, self.examination, self.site, self.completeness, may_wait=False)
        return self.reading.situation(self.reading.held(self.repository), moment, known)

    def coverage(self, day: datetime.date) -> OfficeCoverage:
        """Of main as it is now; whoever waits for it keeps nobody else waiting. Raises CannotWork."""
        held = self.reading.held(self.repository)
        with self.counting:
            if self.covered is None or self.covered[0] != (day, held.commit):
                self.covered = ((day, held.commit), OfficeCoverage.of(held, day))
            return self.covered[1]

    def at_once(self, year: int) -> list[AtOnce]:
        """Of a fiscal year (B.E.): what had to be up at once."""
        reading, main = self.reading, self.reading.held(self.repository).commit
        log, received = reading.log(self.repository), reading.first_received(self.repository)
        state = (main, log.tip, len(received))
        with self.counting:
            if self.were_at_once.get(year, (None,))[0] != state:
                self.were_at_once[year] = (state, merged_at_once(self.repository, main, log, received, year))
            return self.were_at_once[year][1]

    def calendar(self, day: datetime.date) -> Calendar:
        """Of main as it is now."""
        return self.reading.calendar(self.reading.held(self.repository), day)

    def _beside(self, outlet: Outlet) -> None:
        """Whatever is wrong with the repository is told to whoever asks for it."""
        with suppress(CannotWork, OSError):
            self.find_out(outlet)

    def find_out(self, outlet: Outlet) -> None:
        """What takes long; by one thread at a time. Raises CannotWork, OSError."""
        if not self.busy.acquire(blocking=False):
            return
        try:
            moment = moment_of_receipt(self.repository.git_dir)
            around = self._around(moment)
            if self.examined != around and (audited := self.auditing.now()):
                self.examination = Examination.of(self.repository, audited.audited, moment, self.site)
                self.examined = around if self.auditing.is_newest(audited) else None
            self._count(moment.date())
            for number, own in self._own(outlet.pending()).items():
                kept = self.turns.get(number)
                if kept is None or (kept.own, kept.around) != (own, around):
                    self.turns[number] = KeptTurn(own, around, outlet.turn(number))
        finally:
            self.busy.release()

    def _count(self, day: datetime.date) -> None:
        state = (day, self.repository.ref(MAIN))
        if self.counted != state:
            self.completeness = CompletenessNow.of(self.coverage(day))
            self.counted = state

    def _around(self, moment: datetime.datetime) -> object:
        return (moment.date(), *(self.repository.ref(each) for each in (MAIN, AUDIT_LOG)))

    def _own(self, pending: Mapping[int, Pending]) -> dict[int, object]:
        """By number: what whoever pushes or signs changes."""
        found: dict[int, list[str]] = {number: [each.head] for number, each in pending.items()}
        for ref, oid in self.repository.refs(REQUEST, SIGN_OFF).items():
            number = ref.removeprefix(REQUEST).removeprefix(SIGN_OFF).partition("/")[0]
            if number.isascii() and number.isdecimal() and int(number) in found:
                found[int(number)].append(f"{ref} {oid}")
        return {number: tuple(each) for number, each in found.items()}

    def _waiting(self, outlet: Outlet, pending: Mapping[int, Pending], around: object) -> Iterable[Waiting]:
        for number, own in sorted(self._own(pending).items()):
            kept = self.turns.get(number)
            if kept is None or kept.own != own:
                kept = self.turns[number] = KeptTurn(own, around, outlet.turn(number))
            each, turn = pending[number], kept.turn
            yield Waiting(
                number,
                each.head,
                each.title,
                authors=each.authors,
                folders=each.folders,
                step=turn.step,
                able=turn.able,
                since=turn.since,
                sent=each.sent,
                against=turn.against,
            )
        for number in self.turns.keys() - pending.keys():
            self.turns.pop(number, None)

"""an office's repository x its mail server -> everybody told of what concerns them, once; and why not, where not"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from prakat.agenda import counter_view
from prakat.agenda.examination import Examination
from prakat.agenda.letter_events import LetterEvents
from prakat.agenda.matter import Matter
from prakat.agenda.office_reading import Around, OfficeReading
from prakat.agenda.post import Post
from prakat.agenda.situation import Situation
from prakat.agenda.told import Told, told_before
from prakat.agenda.told_now import Delivery, deliver
from prakat.agenda.waiting import waiting
from prakat.agenda.watch import watched
from prakat.audit.auditor import audit
from prakat.audit.epoch import Trust
from prakat.audit.run_memory import RunMemory
from prakat.cannot_work import CannotWork
from prakat.merging.merging import Merging
from prakat.merging.publisher_state import state_of, tell_problem
from prakat.network.mail import MailServer
from prakat.repository.receipt import BUSY, moment_of_receipt, only_one, receipts_file
from prakat.repository.refs import AUDIT_LOG, MAIN, REQUEST, SIGN_OFF, TALK
from prakat.repository.repository import Repository
from prakat.rules.message import message

_LOCK = "tell"
_BEFORE = datetime.timedelta(days=1)
"""So far back what happened is told of by whoever begins to tell."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Keeps what it has read, for the next time."""

    repository: Repository
    server: MailServer
    site: Path | None = None
    """The folder of the site, whose disk is watched."""
    requests_at: str = ""
    """Where requests are seen if the office has no desk: on a forge."""
    reading: OfficeReading = field(default_factory=OfficeReading)
    memory: RunMemory = field(default_factory=RunMemory)
    looked: dict[str, object] = field(default_factory=dict)
    """The state at which nobody was left to be told."""

    def tell_again(self) -> None:
        """For whoever calls every minute. Looks closely where anything has changed, something was left, or ten minutes
        have passed; what could not be told stands in the publisher's state."""
        git_dir = self.repository.git_dir
        moment = moment_of_receipt(git_dir)
        state = (moment.replace(minute=moment.minute // 10, second=0, microsecond=0), self._state())
        if self.looked.get(_LOCK) == state:
            return
        try:
            merging = counter_view.seen_from_outside(self.repository, moment, None, None, {})
            done = self.tell(merging, moment)
        except (CannotWork, OSError) as problem:
            if not isinstance(problem, CannotWork) or problem.message != BUSY:
                tell_problem(git_dir, message("told.not-told", problem=problem))
            return
        if done.problem is None:
            self.looked[_LOCK] = state

    def _state(self) -> object:
        """All that brings news but the time."""
        known = state_of(self.repository.git_dir)
        file = receipts_file(self.repository.git_dir)
        received = file.stat().st_size if file.is_file() else 0
        refs = tuple(self.repository.refs(MAIN, AUDIT_LOG, REQUEST, SIGN_OFF, TALK).items())
        return received, refs, known and (known.released, tuple(known.said))

    def tell(self, merging: Merging, moment: datetime.datetime) -> Delivery:
        """Raises CannotWork while another process does the same, and OSError where nothing can be noted."""
        git_dir = self.repository.git_dir
        with only_one(git_dir, _LOCK):
            told = told_before(git_dir, moment)
            found = self._situation(merging, moment)
            matters = [*watched(found), *self._events(merging, found, told)]
            if self.requests_at and not told.stages:
                told.note_known(matters, moment)  # a machine without a memory, as a forge's runner, tells nobody twice
            post = Post(found.office, self.server.sender, found.office.desk, moment, self.requests_at)
            done = deliver(matters, told, post, self.server, git_dir)
        problem = done.problem or (message("told.no-memory") if told.is_anew else None)
        tell_problem(git_dir, problem)
        return Delivery(done.sent, problem)

    def _situation(self, merging: Merging, moment: datetime.datetime) -> Situation:
        judged = audit(self.repository, Trust(), memory=self.memory)
        made = Examination.of(self.repository, judged, moment, self.site)
        around = Around(waiting(merging), made, self.site)
        return self.reading.situation(self.reading.held(self.repository), moment, around)

    def _events(self, merging: Merging, found: Situation, told: Told) -> Iterator[Matter]:
        log = self.reading.log(self.repository)
        happened = LetterEvents(self.repository, merging.work.known, log, found, told.begun - _BEFORE)
        return happened.matters(is_on_forge=bool(self.requests_at))

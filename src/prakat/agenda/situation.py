"""what was read of an office on a moment -> all that somebody may have to look at this morning"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from prakat.agenda.completeness_now import CompletenessNow
from prakat.agenda.disk import Disk
from prakat.agenda.examination import Examination
from prakat.agenda.heartbeat import Heartbeat
from prakat.agenda.left_out import LeftOut
from prakat.agenda.movement import Movement
from prakat.agenda.urgent_clock import UrgentClock
from prakat.agenda.waiting import Waiting
from prakat.content.due import Due
from prakat.merging.publisher_state import PublisherState
from prakat.office.office import Office
from prakat.office.person import Person
from prakat.thai.buddhist_era import bangkok_day
from prakat.thai.period import Period


@dataclass(frozen=True, slots=True)
class Situation:
    office: Office
    moment: datetime.datetime
    since: datetime.date
    """The last working day before: from then on it is told what went up and came down."""
    movements: Sequence[Movement]
    due: Sequence[Due]
    left_out: Sequence[LeftOut]
    heartbeat: Heartbeat
    waiting: Sequence[Waiting] | None = None
    """None where no requests can be read: of a work tree."""
    clocks: Sequence[UrgentClock] = ()
    urgent: frozenset[int] = frozenset()
    """Numbers of the open requests that are of word of mouth, or must be up at once."""
    units: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """Number of an open request -> the units whose items it touches."""
    questions: Mapping[int, tuple[str, datetime.datetime]] = field(default_factory=dict)
    """Number of an open request whose authors owe an answer -> id of who asked, and since when."""
    examination: Examination | None = None
    """None while that is being found out."""
    publisher: PublisherState | None = None
    disks: Sequence[Disk] = ()
    completeness: CompletenessNow | None = None
    """None while that is being found out, and where history cannot be read."""
    without_record: Period | None = None
    """The last quarter, where it is time for its record and there is none."""

    @property
    def day(self) -> datetime.date:
        return bangkok_day(self.moment)

    @property
    def without_mail(self) -> list[Person]:
        """Who is at work and cannot be told anything."""
        people = self.office.people.values()
        return [each for each in people if each.appointments and not each.emails and not each.has_left(self.day)]

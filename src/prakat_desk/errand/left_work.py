"""recorded hand-overs x who took over -> what the givers left lying: open requests, and texts not sent (R40)"""

from collections.abc import Sequence
from dataclasses import dataclass

from prakat.audit_log.record import RecordKind
from prakat.office.person import Person
from prakat_desk.desk import Desk
from prakat_desk.keeping.draft import Draft
from prakat_desk.sending.outlet import Outlet, Pending
from prakat_desk.sending.request_book import RequestBook


@dataclass(frozen=True, slots=True)
class LeftWork:
    giver: Person
    requests: Sequence[Pending]
    drafts: Sequence[Draft]


def work_of(desk: Desk, outlet: Outlet, person: Person) -> LeftWork:
    requests = [each for each in outlet.pending().values() if person.id in each.authors]
    return LeftWork(person, requests, [each for each in desk.drafts.of(person.id) if not each.is_sent])


def left_work(desk: Desk, outlet: Outlet, taker: str) -> list[LeftWork]:
    """Of each giver whose pages the person took over, while something is left."""
    records = (each.facts for each in RequestBook(desk.repository).log.of(RecordKind.HANDOVER))
    givers = dict.fromkeys(str(each.get("from")) for each in records if each.get("to") == taker)
    known = desk.authority.office.people
    found = [work_of(desk, outlet, known[each]) for each in givers if each in known]
    return [each for each in found if each.requests or each.drafts]

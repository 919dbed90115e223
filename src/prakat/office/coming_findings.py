"""office.yml before x after x a day -> the findings that the change brings, on that day and whenever it has effect"""

import datetime
from collections.abc import Iterator

from prakat.office.office import Office
from prakat.office.office_rules import check_office
from prakat.office.person import Appointment
from prakat.rules.finding import Finding

_NEXT = datetime.timedelta(days=1)


def coming_findings(before: Office, after: Office, day: datetime.date) -> list[Finding]:
    """Each once, by the first day on which it is one; what the office had anyway on that day is nobody's fault."""
    found: dict[tuple[str, str], Finding] = {}
    for each in sorted(_days(before, after, day)):
        known = {_said(one) for one in check_office(before, each)}
        for one in check_office(after, each):
            if _said(one) not in known:
                found.setdefault(_said(one), one)
    return list(found.values())


def _said(finding: Finding) -> tuple[str, str]:
    """Without the line, which moves."""
    return finding.rule, finding.message("th")


def _days(before: Office, after: Office, day: datetime.date) -> Iterator[datetime.date]:
    """Today, and each later day on which an appointment that changed begins, or has ended."""
    yield day
    for one, other in ((before, after), (after, before)):
        for person, held in _appointments(one).items():
            for each in held - _appointments(other).get(person, frozenset()):
                ends = [each.until + _NEXT] if each.until and each.until < datetime.date.max else []
                yield from (edge for edge in (each.start, *ends) if edge > day)


def _appointments(office: Office) -> dict[str, frozenset[Appointment]]:
    return {person.id: frozenset(person.appointments) for person in office.people.values()}

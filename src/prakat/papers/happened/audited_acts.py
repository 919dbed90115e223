"""the rows of an audit x a period -> what was refused in it, and how many of its changes stood open at its end (R08)"""

import datetime
from collections.abc import Callable, Iterator

from prakat.audit.audit_row import Audit, AuditRow
from prakat.content.action import Action
from prakat.papers.happened.period_facts import Refused
from prakat.thai.period import Period

TitleThen = Callable[[str, datetime.datetime], str]
"""Item folder and moment -> the item's title on main then."""


def refused_in(audited: Audit, period: Period, until: datetime.date, title: TitleThen) -> Iterator[Refused]:
    """In the order of the audit-log."""
    for row in audited.acts:
        if row.action is Action.REFUSED and (at := row.moment) and period.first <= at.date() <= until:
            known = title(row.things[0], at) if len(row.things) == 1 else ""
            yield Refused(at, row.request, row.things, row.deed.reason, row.deed.text, row.deed.by, known)


def open_changes(audited: Audit, period: Period, until: datetime.date) -> int:
    """Changes of main in the period with a violation that no other had closed at the end of the day `until`."""
    closed = {
        commit for row in audited.rows if _is_by(row, until) and not row.violations for commit in row.deed.regularises
    }
    of_period = (row for row in audited.rows if row.commit and row.violations and _is_by(row, until))
    return sum(row.commit not in closed for row in of_period if row.moment and row.moment.date() >= period.first)


def _is_by(row: AuditRow, day: datetime.date) -> bool:
    return row.moment is not None and row.moment.date() <= day

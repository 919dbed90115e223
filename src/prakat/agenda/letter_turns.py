"""the open requests x moment -> who is told that it is their turn to sign, and reminded (R08, R39)"""

import datetime
from collections.abc import Iterator

from prakat.agenda.matter import Matter
from prakat.agenda.situation import Situation
from prakat.agenda.waiting import Waiting
from prakat.office.authority import names_of
from prakat.office.office import Office
from prakat.request.policy.request import Mode
from prakat.request.shown_digest import digest_shown
from prakat.rules.message import Message, message
from prakat.thai.working_day import working_days_after

_REMINDED_AFTER = (1, 3)
"""Working days."""
REQUESTS = "/requests/"
_PRESSING = (Mode.VERBAL, Mode.BREAK_GLASS)


def their_turns(found: Situation) -> Iterator[Matter]:
    """A request that cannot be merged for another reason waits for its authors first."""
    for each in found.waiting or ():
        if each.step and not each.against:
            yield from _turn(found, each)


def _turn(found: Situation, each: Waiting) -> Iterator[Matter]:
    stage = reminders(each.since, found.moment, found.office.settings.extra_holidays)
    about = message("told.turn", number=each.number, title=each.title, step=each.step)
    if stage:
        days = _REMINDED_AFTER[stage - 1]
        about = message("told.turn-again", number=each.number, title=each.title, step=each.step, days=days)
    is_urgent = each.mode in _PRESSING or each.number in found.urgent
    for person in each.able:
        key = f"turn/{each.number}/{each.step}/{each.head}"
        yield Matter(person, key, about, stage, (*_details(found.office, each),), request_path(each.number), is_urgent)


def _details(office: Office, each: Waiting) -> Iterator[Message]:
    asking = [office.people[name] for name in sorted(each.authors & office.people.keys())]
    if asking:
        yield message("told.asked-by", names=names_of(asking))
    if each.since:
        yield message("told.waits-since", at=each.since)
    if each.base:
        yield message("told.digest", digest=digest_shown(each.head, each.base, each.number))


def reminders(
    since: datetime.datetime | None, moment: datetime.datetime, extra_holidays: frozenset[datetime.date]
) -> int:
    """How many reminders are due of what waits since then: each so many working days later, at the same hour."""
    if since is None:
        return 0
    days = (working_days_after(since.date(), count, extra_holidays) for count in _REMINDED_AFTER)
    return sum(datetime.datetime.combine(day, since.timetz()) <= moment for day in days)


def request_path(number: int) -> str:
    """Of a request, on the desk."""
    return f"{REQUESTS}{number}"

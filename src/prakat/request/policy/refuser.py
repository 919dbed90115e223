"""person x request x office -> what keeps the person from sending the request back (R08)"""

import datetime

from prakat.office.authority import Authority
from prakat.office.person import Person
from prakat.request.policy.approval import able_to_sign, steps, units
from prakat.request.policy.request import Mode, Request
from prakat.request.policy.step import STEP_NAMES
from prakat.rules.message import Message, message


def refuser_flaw(
    person: Person, request: Request, authority: Authority, how: Mode, day: datetime.date
) -> Message | None:
    """None for whoever could sign one of its steps on that day. Its authors take it back instead."""
    if person.id in request.authors:
        return message("request.refused-by-author", name=person.introduced)
    needed = units(request, authority, how, day)
    able = (able_to_sign(request, authority, step, needed, day) for step in steps(request, authority, how))
    if not any(person in each for each in able):
        return message("request.refused-by-other", name=person.introduced)
    return None


def signs_some_step(person: Person, day: datetime.date) -> bool:
    """Whether the person holds a role that signs, of whatever request."""
    return any(each.role in STEP_NAMES and each.holds_on(day) for each in person.appointments)

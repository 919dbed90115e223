"""matters x what was told before x moment -> the letters that are due now, one for each person, and sent"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from prakat.agenda.matter import Matter
from prakat.agenda.post import Post
from prakat.agenda.told import Told
from prakat.cannot_work import CannotWork
from prakat.network import mail
from prakat.network.mail import MailServer
from prakat.office.office import Office
from prakat.office.settings import Settings
from prakat.rules.message import Message, message
from prakat.thai.buddhist_era import BANGKOK
from prakat.thai.working_day import is_working_day


@dataclass(frozen=True, slots=True)
class Delivery:
    sent: int
    problem: Message | None
    """Why somebody is not told yet."""


def due_now(
    matters: Iterable[Matter], told: Told, office: Office, moment: datetime.datetime
) -> Mapping[str, Sequence[Matter]]:
    """Person -> what that person is to be told now; people without a mail address, or who left, are told nothing."""
    is_quiet, found = is_quiet_hour(moment, office.settings), defaultdict[str, dict[str, Matter]](dict)
    for each in matters:
        person = office.people.get(each.person)
        is_free = told.may_write(each.person, moment, is_urgent=each.is_urgent) and (each.is_urgent or not is_quiet)
        if person and person.emails and is_free and told.is_new(each):
            known = found[each.person].get(each.key)
            if known is None or known.stage < each.stage:
                found[each.person][each.key] = each
    return {person: sorted(own.values(), key=lambda each: not each.is_urgent) for person, own in found.items()}


def is_quiet_hour(moment: datetime.datetime, settings: Settings) -> bool:
    """Whether what is not urgent waits: the office is closed on that day, or it is the evening or the night."""
    local = moment.astimezone(BANGKOK)
    begin, end, now = settings.quiet_from, settings.quiet_until, local.time()
    is_night = begin <= now < end if begin <= end else now >= begin or now < end
    return is_night or not is_working_day(local.date(), settings.extra_holidays)


def deliver(matters: Sequence[Matter], told: Told, post: Post, server: MailServer, git_dir: Path) -> Delivery:
    """Notes each letter as soon as the server has taken it, so that none is sent twice and none is lost. Raises
    OSError where that cannot be noted: then nothing more is sent."""
    before = told.seen
    if not told.look(post.moment):
        told.write(git_dir)
        return Delivery(0, message("told.clock-jumped", before=before))
    told.forget(matters, post.moment)
    told.write(git_dir)
    due = due_now(matters, told, post.office, post.moment)
    people = sorted(due, key=lambda each: told.failed.get(each, (0,))[0])  # whoever was slow before comes last
    letters = ((each, post.letter(post.office.people[each], due[each])) for each in people)
    problems = list[CannotWork]()
    for person, problem in mail.delivered(server, letters):
        if problem is None:
            told.note_sent(person, due[person], post.moment)
        else:
            problems.append(problem)
            if problem.message != mail.UNREACHED:
                told.note_failed(person, post.moment)
        told.write(git_dir)
    return Delivery(len(people) - len(problems), _not_sent(problems))


def _not_sent(problems: Sequence[CannotWork]) -> Message | None:
    if not problems:
        return None
    return message("told.not-sent", count=len(problems), problem=problems[0])

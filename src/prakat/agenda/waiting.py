"""the open requests at a counter -> whom each waits for, and since when (R08, R39)"""

import datetime
from dataclasses import dataclass

from prakat.hosting.signable import Signable
from prakat.merging.merging import Merging
from prakat.merging.plan import Plan, plan
from prakat.merging.work import Work
from prakat.repository.receipt import receipts
from prakat.repository.refs import request_ref
from prakat.request.request_title import title_of
from prakat.rules.violation import Violation
from prakat.rules.wording import Said
from prakat.thai.buddhist_era import bangkok_day


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open request on one moment."""

    number: int
    head: str
    title: str = ""
    """Empty where nothing of it can be judged."""
    base: str = ""
    """The commit of main that it is compared with."""
    authors: frozenset[str] = frozenset()
    """Ids of people; others may stand among them as their mail."""
    folders: tuple[str, ...] = ()
    """The item folders that it touches."""
    step: str = ""
    """Of labels.yml, `step`; empty where all have signed, and it only waits for the publisher."""
    able: tuple[str, ...] = ()
    """Ids of those who can sign it today."""
    since: datetime.datetime | None = None
    """When it became their turn: the sign-off before it, or its own receipt."""
    sent: datetime.datetime | None = None
    """When it was received last; None on a forge, which does not tell."""
    mode: str = ""
    """Of request.Mode: `verbal` for what is urgent."""
    against: tuple[Said, ...] = ()
    """What else keeps it from being merged, in words."""


def waiting(merging: Merging) -> list[Waiting]:
    """Every open request, in the order of numbers."""
    work = merging.work
    sent = {each.ref: each.moment for each in receipts(work.repository.git_dir)}
    requests = sorted(merging.counter.requests().items())
    return [
        _waiting(work, number, head, plan(merging, number), sent.get(request_ref(number))) for number, head in requests
    ]


def _waiting(
    work: Work, number: int, head: str, found: Plan | list[Violation], sent: datetime.datetime | None
) -> Waiting:
    if not isinstance(found, Plan):
        return Waiting(number, head, sent=sent, against=tuple(found))
    signable = Signable(found, work.known, bangkok_day(work.moment))
    step = signable.turn
    return Waiting(
        number,
        head,
        title_of(found.submission, work.reader).text(),
        found.base,
        found.request.authors,
        found.submission.folders,
        step.name if step else "",
        tuple(person.id for person in signable.able(step)) if step else (),
        signable.waits_since(sent),
        sent,
        found.how.value,
        signable.against,
    )

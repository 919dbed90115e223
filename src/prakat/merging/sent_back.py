"""open request x what its counter received -> who sends it back, in force; what was refused in vain, and why (R08)"""

from collections.abc import Iterator
from typing import NamedTuple

from prakat.audit_log.signed_refusal import Refusal, refusal_in
from prakat.merging.merging import Merging
from prakat.merging.work import Work
from prakat.request.policy.refuser import refuser_flaw
from prakat.request.policy.request import Mode, Request
from prakat.rules.message import message
from prakat.rules.violation import Violation, violation
from prakat.rules.wording import Label, Said
from prakat.thai.buddhist_era import bangkok_day


class SentBack(NamedTuple):
    refusal: Refusal | None
    """The first that counts."""
    in_vain: tuple[Said, ...]


def sent_back(merging: Merging, request: Request, how: Mode) -> SentBack:
    work, in_vain = merging.work, []
    for received in merging.counter.refusals(work, request.number):
        found = refusal_in(received, request.number, work.known, work.verified, work.before)
        if not isinstance(found, Refusal):
            in_vain.append(found)
        elif flaw := refusal_flaw(work, found, request, how):
            in_vain.append(flaw)
        else:
            return SentBack(found, tuple(in_vain))
    return SentBack(None, tuple(in_vain))


def refusal_flaw(work: Work, found: Refusal, request: Request, how: Mode) -> Said | None:
    """What keeps a well-formed one from counting for that request."""
    if found.head != request.head:
        name, old, new = found.person.introduced, found.head[:12], request.head[:12]
        return message("merging.refused-other", name=name, found=old, must=new)
    day = bangkok_day(found.received.at)
    return refuser_flaw(found.person, request, work.known, how, day)


def against_merging(merging: Merging, request: Request, how: Mode) -> Iterator[Violation]:
    """A request that somebody sent back is not merged, whatever else was signed."""
    if found := sent_back(merging, request, how).refusal:
        reason = Label("refusal", found.reason.value)
        name = found.person.introduced
        yield violation("request.sent-back", number=request.number, name=name, reason=reason)

"""open request x office x key -> merged and recorded, or why not; the next run finishes a killed one (R01, R07)"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from prakat.audit_log.audit_log import Fact
from prakat.audit_log.merge_record import MergeRecord, ReceivedSignOff, request_signature, sign_offs
from prakat.audit_log.record import RecordKind
from prakat.merging.merging import Merging
from prakat.merging.notice import notice_of
from prakat.merging.result_check import check_result
from prakat.merging.sent_back import against_merging
from prakat.merging.work import Work
from prakat.repository import objects
from prakat.repository.mainline import landing_of, merge_base, net_changes
from prakat.repository.repository import GitFailed
from prakat.request import bulk
from prakat.request.landing_rules import LandedSubmission, examine, obstacles, pointers
from prakat.request.merge_message import compose
from prakat.request.policy.approval import check_approval, mode, steps
from prakat.request.policy.request import Mode, Request
from prakat.request.policy.sign_off import SignOff
from prakat.request.policy.step import REFUSAL, REQUESTER
from prakat.request.request_title import RequestTitle, title_of
from prakat.request.submission import Submission, regularised, request_of, requester_of
from prakat.rules.violation import Violation, violation
from prakat.thai.buddhist_era import bangkok_day

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """A request as it would be merged now, and what stands against it."""

    submission: Submission
    request: Request
    base: str
    """Where it left main."""
    sign_offs: tuple[SignOff, ...]
    """In the order of the steps."""
    received: tuple[ReceivedSignOff, ...]
    how: Mode
    requester: str
    violations: tuple[Violation, ...] = field(default=())
    signed_request: ReceivedSignOff | None = None
    """The requester's own signature, if it counts."""

    @property
    def may_merge(self) -> bool:
        return not any(each.blocks_merge for each in self.violations)


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request as it was sent, whoever may have signed it."""

    submission: Submission
    request: Request
    base: str
    how: Mode
    violations: tuple[Violation, ...]
    """What stands against it before anybody signs."""


@dataclass(frozen=True, slots=True)
class Merged:
    number: int
    commit: str
    title: RequestTitle | None = None
    """None if an earlier run merged it."""
    violations: tuple[Violation, ...] = ()


def plan(merging: Merging, number: int) -> Plan | list[Violation]:
    """Reads and judges the whole request as it is now; a list of violations where there is nothing to judge."""
    begun, found = time.monotonic(), _read(merging, number)
    against = found if isinstance(found, list) else found.violations
    may = "may be merged" if isinstance(found, Plan) and found.may_merge else "may not be merged"
    _LOG.info("request #%d %s (judged in %.1f s)%s", number, may, time.monotonic() - begun, _ids(against))
    return found


def _ids(found: Sequence[Violation]) -> str:
    return ": " * bool(found) + ", ".join(dict.fromkeys(each.id for each in found))


def _read(merging: Merging, number: int) -> Plan | list[Violation]:
    """What git cannot read of one request, or only at a price that stalls the office, is that request's own trouble."""
    head = merging.counter.requests().get(number)
    if head is None:
        return [violation("request.absent", number=number)]
    if found := bulk.excess(merging.work.repository, head, merging.work.main):
        return [found]
    try:
        return _plan(merging, number, head)
    except GitFailed as problem:
        return [violation("request.unreadable", problem=problem)]


def _plan(merging: Merging, number: int, head: str) -> Plan | list[Violation]:
    work, counter = merging.work, merging.counter
    sent = judged_unsigned(work, number, head, lambda: counter.pushers(work, number))
    if isinstance(sent, list):
        return sent
    tags = counter.received(work, sent.request, sent.how)
    received = tuple(each for each in tags if each.step not in (REQUESTER, REFUSAL))
    asked = next((each for each in tags if each.step == REQUESTER), None)
    request = replace(sent.request, targeted=counter.targeted(number))
    signed, malformed = sign_offs(received, number, work.known, work.verified, work.before)
    against = check_approval(request, work.known, signed, work.moment, asks_all=True)
    refused = against_merging(merging, request, sent.how)
    chain = [step.name for step in steps(sent.request, work.known, sent.how)]
    return Plan(
        submission=sent.submission,
        request=request,
        base=sent.base,
        sign_offs=tuple(signed[name] for name in chain if name in signed),
        received=tuple(each for name in chain for each in received if each.step == name),
        how=sent.how,
        requester=requester_of(sent.submission, work.known),
        violations=(*sent.violations, *refused, *malformed, *against),
        signed_request=asked if request_signature(asked, request, work.known, work.verified, work.before) else None,
    )


def judged_unsigned(
    work: Work, number: int, head: str, pushers: Callable[[], tuple[str, ...]]
) -> SentRequest | list[Violation]:
    """What can be said of a request before anybody signs it; a list of violations where there is nothing to judge.

    `pushers` is asked only where there is something to judge, since a forge takes its time to answer."""
    known = work.authority
    landing = landing_of(work.repository.log(head, f"^{work.main}"), work.main, head)
    base = merge_base(work.repository, landing)
    nothing_to_judge = list(obstacles(landing, base, known, number if work.is_closed(number) else None))
    if nothing_to_judge or known is None or base is None:
        return nothing_to_judge
    net = net_changes(work.repository, landing, base)
    asked = Submission.of(number, head, landing.brought, net, work.before.files, pushers())
    request = request_of(asked, known, work.reader, work.before)
    landed = LandedSubmission(landing.with_changes(net), base, asked)
    against = examine(landed, work.before.copy(), work.reader, pointers(work.reader, net))
    return SentRequest(asked, request, base, mode(request, known, bangkok_day(work.moment)), tuple(against))


def merge(merging: Merging, number: int) -> Merged | list[Violation]:
    """Merges the request if the policy, the checks of this checkout and the state of main allow it."""
    work, requests = merging.work, merging.counter.requests()
    if (done := work.merged(number)) and number not in requests:
        _LOG.info("request #%d was merged before, as %s", number, done.commit[:12])
        return Merged(number, done.commit)
    work.standing.check(mended_by(work, requests.get(number)))
    found = plan(merging, number)
    if isinstance(found, list):
        return found
    if not found.may_merge:
        return list(found.violations)
    tree = objects.tree_with(work.repository, work.main, found.submission.net)
    if problems := check_result(work, tree, found.submission):
        _LOG.info("request #%d may not be merged: %d errors in what it would make of main", number, len(problems))
        return problems
    landed = merging.land(found.request, tree, message_of(work, found), lambda commit: records_of(work, found, commit))
    if not isinstance(landed, str):
        _LOG.info("request #%d may not be merged%s", number, _ids(landed))
        return landed
    _LOG.info("request #%d was merged as %s", number, landed[:12])
    return Merged(number, landed, title_of(found.submission, work.reader), found.violations)


def mending_first(merging: Merging, numbers: Sequence[int]) -> list[int]:
    """Those requests, or all open ones, in order: what somebody has signed before what waits for everybody and, where
    violations stop the publisher, what regularises them before all. Raises Halted where nothing does."""
    requests, work, signed = merging.counter.requests(), merging.work, merging.counter.signed()
    asked = [*(numbers or sorted(requests, key=lambda each: (each not in signed, each)))]
    names = {each: named for each in asked if (named := mended_by(work, requests.get(each)))}
    mending = [each for each, named in names.items() if work.standing.is_mended_by(named)]
    if not mending:
        work.standing.check()
    return [*mending, *(each for each in asked if each not in mending)]


def mended_by(work: Work, head: str | None) -> tuple[str, ...]:
    """What of the audit-log's open commits the request with this head regularises; none if it is too much to read."""
    return regularised(work.brought(head, f"{head}^!")) if head and work.standing.logged else ()


def message_of(work: Work, found: Plan) -> str:
    """The merge's whole message."""
    requester = work.known.office.people[found.requester]
    title = title_of(found.submission, work.reader)
    return compose(title.text(), found.request, requester, found.sign_offs, found.how)


def records_of(work: Work, found: Plan, commit: str) -> list[Fact]:
    """The merge's records for the audit-log."""
    record = MergeRecord(
        commit=commit,
        first_parent=work.main,
        request=found.request.number,
        head=found.request.head,
        mode=found.how.value,
        requested_by=found.requester,
        pushers=found.submission.pushers,
        sign_offs=found.received,
        base=found.base,
        targeted=found.request.targeted,
        signed_request=found.signed_request,
    )
    return [(RecordKind.MERGE, record.facts()), notice_of(work, record, found.submission.folders)]

"""open request x office x key -> merged and recorded, or why not. Killed anywhere, the next run finishes (R01, R07)"""

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from prakat import objects, register
from prakat.approval import Mode, Request, SignOff, judge, mode, steps
from prakat.audit_log import Fact
from prakat.authority import Authority
from prakat.buddhist_era import bangkok_day
from prakat.cannot_work import CannotWork
from prakat.item_path import url_of
from prakat.landing_rules import Landed, examine, pointers
from prakat.mainline import landing_of, merge_base, net_changes
from prakat.merge_message import compose, title_of
from prakat.merge_record import MergeRecord, Received, sign_offs
from prakat.publisher import Desk
from prakat.record import RecordKind
from prakat.snapshot import export
from prakat.submission import Submission, request_of, requester_of
from prakat.violation import Violation, violation


@dataclass(frozen=True, slots=True)
class Plan:
    """A request as it would be merged now, and what stands against it."""

    submission: Submission
    request: Request
    sign_offs: tuple[SignOff, ...]
    """In the order of the steps."""
    received: tuple[Received, ...]
    how: Mode
    requester: str
    violations: tuple[Violation, ...] = field(default=())

    @property
    def may_merge(self) -> bool:
        return not any(each.blocks_merge for each in self.violations)


@dataclass(frozen=True, slots=True)
class Merged:
    number: int
    commit: str
    title: str
    violations: tuple[Violation, ...] = ()


def plan(desk: Desk, number: int) -> Plan | list[Violation]:
    """Reads a request anew, whole; a list where there is nothing that could be judged."""
    repository, head = desk.repository, desk.requests().get(number)
    known = desk.authority
    if head is None:
        return [violation("request.absent", number=number)]
    if desk.is_closed(number):
        return [violation("request.closed", number=number)]
    if known is None:
        return [violation("office.unreadable")]
    landing = landing_of(repository.log(head, f"^{desk.main}"), desk.main, head)
    base = merge_base(repository, landing)
    if base is None:
        return [violation("request.unrelated")]
    net = net_changes(repository, landing, base)
    asked = Submission.of(number, head, landing.brought, net, desk.before.files, desk.pushers(number))
    request = request_of(asked, known, desk.blobs)
    how = mode(request, known, bangkok_day(desk.moment))
    received = desk.received(request, how)
    signed, malformed = sign_offs(received, number, known, desk.verified)
    chain = [step.name for step in steps(request, known, how)]
    landed = Landed(landing.with_changes(net), base, asked)
    against = examine(landed, desk.before.copy(), desk.blobs, pointers(desk.blobs, net))
    return Plan(
        submission=asked,
        request=request,
        sign_offs=tuple(signed[name] for name in chain if name in signed),
        received=tuple(each for name in chain for each in received if each.step == name),
        how=how,
        requester=requester_of(asked, known),
        violations=(*against, *malformed, *judge(request, known, signed, desk.moment)),
    )


def merge(desk: Desk, number: int) -> Merged | list[Violation]:
    """Merges the request if the policy, the checks of this checkout and the state of main allow it."""
    if (done := desk.merged(number)) and number not in desk.requests():
        return Merged(number, done.commit, "")
    found = plan(desk, number)
    if isinstance(found, list):
        return found
    if not found.may_merge:
        return list(found.violations)
    tree = objects.tree_with(desk.repository, desk.main, found.submission.net)
    if problems := _check_result(desk, tree):
        return problems
    landed = desk.land(found.request, tree, message_of(desk, found), lambda commit: facts_of(desk, found, commit))
    if not isinstance(landed, str):
        return landed
    return Merged(number, landed, title_of(found.submission, desk.blobs), found.violations)


def message_of(desk: Desk, found: Plan) -> str:
    """The merge's whole message."""
    requester = _known(desk).office.people[found.requester]
    title = title_of(found.submission, desk.blobs)
    return compose(title, found.request, requester, found.sign_offs, found.how)


def facts_of(desk: Desk, found: Plan, commit: str) -> list[Fact]:
    """What the audit-log is to hold of the merge."""
    return [(RecordKind.MERGE, _facts(desk, found, commit)), _notice(desk, found, commit, _known(desk))]


def _known(desk: Desk) -> Authority:
    assert desk.authority, "a plan was made by it"
    return desk.authority


def _facts(desk: Desk, found: Plan, commit: str) -> dict[str, object]:
    return MergeRecord(
        commit=commit,
        first_parent=desk.main,
        request=found.request.number,
        head=found.request.head,
        mode=found.how.value,
        requested_by=found.requester,
        pushers=found.submission.pushers,
        sign_offs=found.received,
    ).facts()


def _notice(desk: Desk, found: Plan, commit: str, known: Authority) -> Fact:
    """The owner and the webmasters are told what was published, and where; the owner is to look at it (R07)."""
    site = known.office.site_url
    day = bangkok_day(desk.moment)
    webmasters = {person.id for person in known.holders("webmaster", frozenset(), day)}
    told = sorted({found.requester} | webmasters)
    urls = [site + url_of(folder) for folder in found.submission.folders]
    return RecordKind.NOTICE, {"request": found.request.number, "commit": commit, "to": told, "urls": urls}


def _check_result(desk: Desk, tree: str) -> list[Violation]:
    """The checks of this checkout on what main would be; the forge's green tick is for people."""
    with TemporaryDirectory(prefix="prakat-") as place:
        try:
            export(desk.repository.place, tree, Path(place))
        except CannotWork as problem:  # a name that no disk holds stops this request, and no other
            return [violation("request.check", found=problem)]
        errors = register.read(Path(place), bangkok_day(desk.moment)).errors
    shown = [f"{each.path}:{each.line} [{each.rule}] {each.message('th')}" for each in errors]
    return [violation("request.check", found=each) for each in shown]

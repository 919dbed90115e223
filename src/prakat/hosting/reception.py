"""a push to the bare repository -> its receipt, or why the pre-receive hook refuses it (R34)"""

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prakat.hosting.front import Front
from prakat.hosting.open_requests import OpenRequests
from prakat.hosting.pushed_refusal import PushedRefusal
from prakat.hosting.pushed_request import PushedRequest
from prakat.hosting.pushed_sign_off import PushedSignOff
from prakat.hosting.pushed_talk import PushedTalk
from prakat.merging.first_look import office_of_main
from prakat.repository.object_id import NOTHING
from prakat.repository.receipt import Receipt, write_receipts
from prakat.repository.refs import AUDIT_LOG, MAIN, REQUEST, SIGN_OFF, TALK
from prakat.repository.repository import Repository
from prakat.repository.signature import is_genuine, signed_commit
from prakat.request import bulk
from prakat.request.policy.step import REFUSAL
from prakat.rules.message import Message, message
from prakat.rules.wording import Listed, Said

_REQUEST = re.compile(re.escape(REQUEST) + r"(?P<number>[1-9][0-9]{0,8})")
_SIGN_OFF = re.compile(re.escape(SIGN_OFF) + r"(?P<number>[1-9][0-9]{0,8})/(?P<step>[a-z-]+)")
_TALK = re.compile(re.escape(TALK) + r"(?P<number>[1-9][0-9]{0,8})/(?P<place>[1-9][0-9]?)")


@dataclass(frozen=True, slots=True)
class RefUpdate:
    old: str
    new: str
    ref: str


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """What whoever pushes is told."""

    refused: Sequence[Message]
    """Why the push is refused; empty if it is accepted."""
    told: Sequence[Said] = ()
    """What was received and whose turn is next, and what stands in the way of it all the same."""


def receive(
    repository: Repository, pushed: Sequence[RefUpdate], moment: datetime.datetime, pusher: str, via: str = ""
) -> PushAnswer:
    """Accepts the push whole, and then notes its refs as received, in order; or refuses it whole.

    `pusher` is a mail or a person's id, as the server knows it, or as `via` says. Raises CannotWork and OSError."""
    if bulky := _bulky(repository, pushed):
        return PushAnswer(bulky)
    front = Front(repository, {each.ref: each.new for each in pushed}, moment, pusher)
    if full := [message("hosting.refused", reason=each) for each in OpenRequests(front).refusals()]:
        return PushAnswer(full)
    reception = Reception(front)
    refused = [
        message("hosting.refused-ref", ref=push.ref, reason=reason)
        for push in pushed
        for reason in reception.reasons(push)
    ]
    refused += [message("hosting.moved-meanwhile", ref=push.ref) for push in pushed if _is_late(repository, push)]
    if sum(push.ref.startswith(SIGN_OFF) and push.new != NOTHING for push in pushed) > 1:
        refused.append(message("hosting.one-at-a-time"))
    if refused:
        return PushAnswer(refused)
    told = [each for push in pushed for each in reception.told(push)]
    noted = write_receipts(repository.git_dir, front.noted, front.moment, pusher, via)
    return PushAnswer((), [*_receipts(front, noted), *told])


def _bulky(repository: Repository, pushed: Sequence[RefUpdate]) -> list[Message]:
    """What is too much to be looked at, before anything of it is."""
    if found := bulk.excess_of_push([push.ref for push in pushed]):
        return [message("hosting.refused", reason=found)]
    requests = [push for push in pushed if push.new != NOTHING and _REQUEST.fullmatch(push.ref)]
    known = Counter(push.new for push in requests)
    if twice := [push.ref for push in requests if known[push.new] > 1]:
        return [message("hosting.same-commit", refs=Listed.of(twice))]
    main = repository.ref(MAIN)
    measured = (
        (push.ref, bulk.excess(repository, push.new, push.old if push.ref in (MAIN, AUDIT_LOG) else main))
        for push in pushed
        if push.new != NOTHING and push.old != push.new
    )
    return [message("hosting.refused-ref", ref=ref, reason=found) for ref, found in measured if found]


def _is_late(repository: Repository, push: RefUpdate) -> bool:
    """Whether it is to replace something that is not there: somebody else was quicker, or it hides whom it replaces."""
    leaves_receipt = push.ref.startswith((REQUEST, SIGN_OFF, TALK))
    return leaves_receipt and push.old != (repository.ref(push.ref) or NOTHING)


def _receipts(front: Front, noted: Sequence[Receipt]) -> Iterator[Said]:
    for receipt in [each for each in noted if each.object != NOTHING]:
        place, at = receipt.ordinal, receipt.moment
        if request := _REQUEST.fullmatch(receipt.ref):
            yield message("hosting.received-request", number=request["number"], ordinal=place, at=at)
        elif (signed := _SIGN_OFF.fullmatch(receipt.ref)) and signed["step"] != REFUSAL:
            number, step = signed["number"], signed["step"]
            yield message("hosting.received-sign-off", number=number, step=step, ordinal=place, at=at)
    if noted and front.clock < front.moment - datetime.timedelta(seconds=1):
        yield message("hosting.clock-behind", now=front.clock, at=front.moment)
    if noted and not front.pusher:
        yield message("hosting.unknown-pusher")


@dataclass(frozen=True, slots=True)
class Reception:
    front: Front

    def reasons(self, push: RefUpdate) -> Iterator[Said]:
        """Why that ref is refused."""
        if self._known(push):
            yield from self._judged(push).refusals()
        elif push.ref in (MAIN, AUDIT_LOG):
            yield from self._publishers(push)
        else:
            yield message("hosting.other-ref")

    def told(self, push: RefUpdate) -> Iterator[Said]:
        """What whoever pushed an accepted ref has to know."""
        if self._known(push):
            yield from self._judged(push).told()

    def _known(self, push: RefUpdate) -> bool:
        return any(each.fullmatch(push.ref) for each in (_REQUEST, _SIGN_OFF, _TALK))

    def _judged(self, push: RefUpdate) -> PushedRequest | PushedSignOff | PushedRefusal | PushedTalk:
        if match := _REQUEST.fullmatch(push.ref):
            return PushedRequest(self.front, int(match["number"]), push.old, push.new)
        if match := _TALK.fullmatch(push.ref):
            return PushedTalk(self.front, int(match["number"]), int(match["place"]), push.old, push.new)
        match = _SIGN_OFF.fullmatch(push.ref)
        assert match, "asked only of one of these"
        if match["step"] == REFUSAL:
            return PushedRefusal(self.front, int(match["number"]), push.old, push.new)
        return PushedSignOff(self.front, int(match["number"]), match["step"], push.old, push.new)

    def _publishers(self, push: RefUpdate) -> Iterator[Said]:
        """main grows by merges and the audit-log by single commits, all signed by the publisher; neither is rewound."""
        repository, known = self.front.repository, office_of_main(self.front.repository)
        if NOTHING in (push.old, push.new) or known is None:
            yield message("hosting.made-or-deleted")
            return
        new = repository.line("rev-list", "--first-parent", push.new, f"^{push.old}").split()
        if not new or repository.line("rev-parse", f"{new[-1]}^@").split()[:1] != [push.old]:
            yield message("hosting.runs-back")
            return
        parents = 2 if push.ref == MAIN else 1
        for oid, _, raw in repository.objects(new):
            signed = signed_commit(raw)
            is_own = signed is not None and signed.key in known.publisher_keys and is_genuine(signed)
            if not is_own or len(repository.line("rev-parse", f"{oid}^@").split()) != parents:
                yield message("hosting.publisher-only")
                return

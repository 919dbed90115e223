"""a push to the bare repository -> its receipt, or why the pre-receive hook refuses it (R34)"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prakat.audit_log import audit_log
from prakat.audit_log.record import RecordKind
from prakat.office import office
from prakat.office.authority import Authority
from prakat.repository import refs
from prakat.repository.file_tree import entries_of
from prakat.repository.object_id import NOTHING
from prakat.repository.receipt import write_receipts
from prakat.repository.refs import AUDIT_LOG, MAIN, REQUEST, SIGN_OFF, TAGS
from prakat.repository.repository import Repository
from prakat.repository.signature import is_genuine, parse_tag, signed_commit
from prakat.request import bulk
from prakat.request.fact_reader import FactReader
from prakat.request.policy.step import STEP_NAMES
from prakat.rules.message import Message, message

_REQUEST = re.compile(re.escape(REQUEST) + r"(?P<number>[1-9][0-9]{0,8})")
_SIGN_OFF = re.compile(re.escape(SIGN_OFF) + r"(?P<number>[1-9][0-9]{0,8})/(?P<step>[a-z-]+)")


@dataclass(frozen=True, slots=True)
class RefUpdate:
    old: str
    new: str
    ref: str


def receive(
    repository: Repository, pushed: Sequence[RefUpdate], moment: datetime.datetime, pusher: str
) -> list[Message]:
    """Why the push is refused; empty if it is accepted, and then its refs are noted as received, in order."""
    if bulky := _bulky(repository, pushed):
        return bulky
    reception = Reception(repository)
    refused = [
        message("hosting.refused-ref", ref=push.ref, reason=message(reason))
        for push in pushed
        for reason in reception.reasons(push)
    ]
    if sum(push.ref.startswith(SIGN_OFF) for push in pushed) > 1:
        refused.append(message("hosting.one-at-a-time"))
    if not refused:
        noted = [(push.ref, push.new) for push in pushed if push.ref.startswith((REQUEST, SIGN_OFF))]
        write_receipts(repository.git_dir, noted, moment, pusher)
    return refused


def _bulky(repository: Repository, pushed: Sequence[RefUpdate]) -> list[Message]:
    """What is too much to be looked at, before anything of it is."""
    if found := bulk.excess_of_push([push.ref for push in pushed]):
        return [message("hosting.refused", reason=found)]
    main = repository.ref(MAIN)
    measured = (
        (push.ref, bulk.excess(repository, push.new, push.old if push.ref in (MAIN, AUDIT_LOG) else main))
        for push in pushed
        if push.new != NOTHING and push.old != push.new
    )
    return [message("hosting.refused-ref", ref=ref, reason=found) for ref, found in measured if found]


@dataclass(slots=True)
class Reception:
    repository: Repository

    def reasons(self, push: RefUpdate) -> Iterator[str]:
        """Ids of the messages that say why."""
        if match := _REQUEST.fullmatch(push.ref):
            yield from self._request(push, int(match["number"]))
        elif match := _SIGN_OFF.fullmatch(push.ref):
            yield from self._sign_off(push, int(match["number"]), match["step"])
        elif push.ref in (MAIN, AUDIT_LOG):
            yield from self._publishers(push)
        else:
            yield "hosting.other-ref"

    def _request(self, push: RefUpdate, number: int) -> Iterator[str]:
        if push.new == NOTHING:
            yield "hosting.deleted-request"
        elif self.repository.object(push.new)[0] != "commit":
            yield "hosting.no-commit"
        if self._is_closed(number):
            yield "hosting.closed"

    def _is_closed(self, number: int) -> bool:
        log = audit_log.read(self.repository)
        return any(each.facts.get("request") == number for each in log.of(RecordKind.MERGE, RecordKind.REJECTION))

    def _sign_off(self, push: RefUpdate, number: int, step: str) -> Iterator[str]:
        if push.new == NOTHING:
            yield "hosting.deleted-sign-off"
            return
        tag = parse_tag(self.repository.object(push.new)[1])
        known = self._authority()
        if step not in STEP_NAMES or tag is None or tag.name != push.ref.removeprefix(TAGS):
            yield "hosting.no-signed-tag"
        elif known is None or known.person_of_key(tag.signed.key) is None or not is_genuine(tag.signed):
            yield "hosting.stranger"
        elif self._is_closed(number):
            yield "hosting.closed"
        elif tag.target != self.repository.ref(refs.request_ref(number)):
            yield "hosting.other-head"

    def _authority(self) -> Authority | None:
        main = self.repository.ref(MAIN)
        blob = entries_of(self.repository, main, office.FILE).get(office.FILE) if main else None
        return FactReader(self.repository).office(blob[1]) if blob else None

    def _publishers(self, push: RefUpdate) -> Iterator[str]:
        """main grows by merges and the audit-log by single commits, all signed by the publisher; neither is rewound."""
        known = self._authority()
        if NOTHING in (push.old, push.new) or known is None:
            yield "hosting.made-or-deleted"
            return
        new = self.repository.line("rev-list", "--first-parent", push.new, f"^{push.old}").split()
        if not new or self.repository.line("rev-parse", f"{new[-1]}^1") != push.old:
            yield "hosting.runs-back"
            return
        parents = 2 if push.ref == MAIN else 1
        for oid, _, raw in self.repository.objects(new):
            signed = signed_commit(raw)
            is_own = signed is not None and signed.key in known.publisher_keys and is_genuine(signed)
            if not is_own or len(self.repository.line("rev-parse", f"{oid}^@").split()) != parents:
                yield "hosting.publisher-only"
                return

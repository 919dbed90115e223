"""the record of a merge <-> its facts: commit, request, head, and every sign-off with the bytes that were signed"""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from prakat.audit_log.record import Malformed
from prakat.office.authority import Authority, ForgeAccount, account_of
from prakat.repository import refs
from prakat.repository.object_id import id_of_bytes
from prakat.repository.passkey import application_of
from prakat.repository.passkey_proof import passkey_proof
from prakat.repository.signature import Tag, Verified, parse_tag
from prakat.request import review
from prakat.request.main_before import MainBefore
from prakat.request.policy.request import Request
from prakat.request.policy.sign_off import DeviceProof, SignOff
from prakat.request.policy.signed_request import requester_flaw
from prakat.request.policy.step import REQUESTER, STEP_NAMES
from prakat.request.spoken_words import excerpt, has_line_of_check, states_check
from prakat.rules.message import message
from prakat.rules.violation import Violation, violation
from prakat.rules.wording import Listed
from prakat.thai.buddhist_era import moment_text

_T = TypeVar("_T")


class ReceivedSignOff(NamedTuple):
    """A sign-off as the repository received it. A tuple, like `MergeRecord`: tens of thousands are made in one run."""

    step: str
    at: datetime.datetime
    ordinal: int
    """In the order of receipt, over all requests."""
    object: str
    """The tag object, whole; on a forge, the review."""
    tag: Tag | None
    """What the object says, if it is a tag."""

    @classmethod
    def of(cls, step: str, at: datetime.datetime, ordinal: int, found: str) -> "ReceivedSignOff":
        return cls(step, at, ordinal, found, parse_tag(found.encode("utf-8", "surrogateescape")))

    @property
    def id(self) -> str:
        """The tag's id in git."""
        return id_of_bytes("tag", self.object.encode("utf-8", "surrogateescape"))

    @property
    def words(self) -> str:
        """What the signer wrote."""
        signed = None if self.tag else review.review_of(self.object)
        return self.tag.message if self.tag else signed.body if signed else ""

    def facts(self) -> dict[str, Any]:
        return {"step": self.step, "at": moment_text(self.at), "place": self.ordinal, "object": self.object}


class MergeRecord(NamedTuple):
    commit: str
    first_parent: str
    request: int
    head: str
    mode: str
    requested_by: str
    """Id of a person."""
    pushers: tuple[str, ...]
    sign_offs: tuple[ReceivedSignOff, ...]
    """In the order of the steps."""
    base: str = ""
    """Where the request left main, and so what signers compared it with; empty in records of versions before 0.3."""
    targeted: datetime.datetime | None = None
    """When the request was last pointed at another branch; None if it never was."""
    signed_request: ReceivedSignOff | None = None
    """The requester's own signature; None where nobody who asked has signed it as it was merged."""

    def facts(self) -> dict[str, Any]:
        later: dict[str, Any] = {"base": self.base} if self.base else {}
        if self.targeted:
            later["targeted"] = moment_text(self.targeted)
        if self.signed_request:
            later["signed_request"] = self.signed_request.facts()
        return {
            **later,
            "commit": self.commit,
            "first_parent": self.first_parent,
            "request": self.request,
            "head": self.head,
            "mode": self.mode,
            "requested_by": self.requested_by,
            "pushers": list(self.pushers),
            "sign_offs": [each.facts() for each in self.sign_offs],
        }


_LATER = frozenset({"base", "targeted", "signed_request"})
"""Fields that records of earlier versions have not, and others only where there is something to tell."""
_MERGE = frozenset(MergeRecord._fields) - _LATER
_SIGN_OFF = frozenset({"step", "at", "place", "object"})


def merge_record(facts: Mapping[str, Any]) -> MergeRecord:
    """Raises Malformed."""
    later = _LATER & facts.keys() if isinstance(facts, Mapping) else frozenset()
    _check_fields(facts, _MERGE | later)
    return MergeRecord(
        commit=_value(facts, "commit", str),
        first_parent=_value(facts, "first_parent", str),
        request=_value(facts, "request", int),
        head=_value(facts, "head", str),
        mode=_value(facts, "mode", str),
        requested_by=_value(facts, "requested_by", str),
        pushers=_pushers(facts),
        sign_offs=tuple(received_sign_off(each) for each in _value(facts, "sign_offs", list)),
        base=_value(facts, "base", str) if "base" in later else "",
        targeted=_moment(facts, "targeted") if "targeted" in later else None,
        signed_request=received_sign_off(facts["signed_request"]) if "signed_request" in later else None,
    )


def _pushers(facts: Mapping[str, Any]) -> tuple[str, ...]:
    found = tuple(_value(facts, "pushers", list))
    if not all(isinstance(each, str) for each in found):
        raise Malformed(message("audit_log.field", field="pushers"))
    return found


def received_sign_off(facts: Mapping[str, Any]) -> ReceivedSignOff:
    """Raises Malformed for what `ReceivedSignOff.facts` would not have written."""
    _check_fields(facts, _SIGN_OFF)
    step, place, signed = _value(facts, "step", str), _value(facts, "place", int), _value(facts, "object", str)
    return ReceivedSignOff.of(step, _moment(facts, "at"), place, signed)


def _moment(facts: Mapping[str, Any], name: str) -> datetime.datetime:
    typed = _value(facts, name, str)
    try:
        at = datetime.datetime.fromisoformat(typed)
        is_ours = moment_text(at) == typed
    except (ValueError, OverflowError):
        raise Malformed(message("audit_log.field", field=name)) from None
    if not is_ours:
        raise Malformed(message("audit_log.field", field=name))
    return at


def _check_fields(facts: object, must: frozenset[str]) -> None:
    if not isinstance(facts, Mapping):
        raise Malformed(message("audit_log.no-record"))
    if facts.keys() != must:
        raise Malformed(message("audit_log.other-fields", fields=Listed.of(sorted(facts.keys() ^ must))))


def _value(facts: Mapping[str, Any], name: str, kind: type[_T]) -> _T:
    """Exactly of that type: True is no number here."""
    value = facts[name]
    if type(value) is not kind:
        raise Malformed(message("audit_log.field", field=name))
    return value


def sign_off_of(
    received: ReceivedSignOff, number: int, known: Authority, verified: Verified, before: MainBefore
) -> SignOff | Violation:
    """The sign-off that the tag is, for that request and step; or what is wrong with its form."""
    if (found := review.review_of(received.object)) and found.at == received.at and received.step in STEP_NAMES:
        if found.forge not in known.office.publisher.get("accounts", {}):
            foreign = message("audit_log.foreign-review", forge=found.forge)
            return violation("approval.form", step=received.step, problem=foreign)
        return found.sign_off(received.step, received.ordinal, known, before.accounts)
    if received.step not in STEP_NAMES:
        return violation("approval.form", step=received.step, problem=message("audit_log.no-tag"))
    return signed_tag(received, number, known, verified, before)


def signed_tag(
    received: ReceivedSignOff, number: int, known: Authority, verified: Verified, before: MainBefore
) -> SignOff | Violation:
    """The same of a tag, which may be the requester's."""
    tag = received.tag
    if tag is None:
        return violation("approval.form", step=received.step, problem=message("audit_log.no-tag"))
    if tag.name != refs.sign_off_tag(number, received.step):
        return violation("approval.form", step=received.step, problem=message("audit_log.other-tag", found=tag.name))
    key, proof = tag.signed.key, passkey_proof(tag.signed.armour)
    return SignOff(
        step=received.step,
        person=known.person_of_key(key),
        head=tag.target,
        received=received.at,
        ordinal=received.ordinal,
        is_genuine=verified.is_right(tag.signed),
        proof=DeviceProof(*proof, before.counters.overtaken(key, received.ordinal, proof.counter)) if proof else None,
        is_by_passkey=bool(application_of(key)),
        checked=states_check(tag.message),
        said=excerpt(tag.message),
    )


def request_signature(
    received: ReceivedSignOff | None, request: Request, known: Authority, verified: Verified, before: MainBefore
) -> SignOff | None:
    """The requester's signature, if it counts."""
    if received is None or received.step != REQUESTER:
        return None
    found = signed_tag(received, request.number, known, verified, before)
    counts = isinstance(found, SignOff) and requester_flaw(found, request, known) is None
    return found if counts and isinstance(found, SignOff) else None


def sign_offs(
    received: tuple[ReceivedSignOff, ...],
    number: int,
    known: Authority,
    verified: Verified,
    before: MainBefore,
    *,
    is_old: bool = False,
) -> tuple[dict[str, SignOff], list[Violation]]:
    """By step; and what is wrong with those that are not well formed. `is_old`: the record is of 0.2.0 or older, which
    took the statement of the check for made where one line of a sign-off was it."""
    found: dict[str, SignOff] = {}
    problems = []
    for each in received:
        read = sign_off_of(each, number, known, verified, before)
        if isinstance(read, Violation):
            problems.append(read)
        elif each.step in found:
            problems.append(violation("approval.form", step=each.step, problem=message("audit_log.twice")))
        else:
            found[each.step] = read._replace(checked=read.checked or (is_old and has_line_of_check(each.words)))
    return found, problems


def tags_of(record: MergeRecord) -> Iterator[tuple[str, str, str]]:
    """Ref name, tag and key of each sign-off, the requester's included."""
    for each in (*record.sign_offs, *filter(None, [record.signed_request])):
        yield refs.sign_off_ref(record.request, each.step), each.id, each.tag.signed.key if each.tag else ""


def accounts_of(record: MergeRecord) -> Iterator[ForgeAccount]:
    """Every account of a forge that the record names: the signers' and the pushers'."""
    for each in record.sign_offs:
        if signed := review.review_of(each.object):
            yield ForgeAccount(signed.forge, signed.login, signed.account)
    for pusher in record.pushers:
        if account := account_of(pusher):
            yield account

"""a signed tag sign-off/<n>/refusal, or a forge's review -> who sends the request back, why, in which words (R08)"""

import re
from typing import NamedTuple

from prakat.audit_log.merge_record import ReceivedSignOff, received_sign_off, signed_tag
from prakat.audit_log.record import Malformed, Reason, Record, RecordKind
from prakat.office.account_pins import AccountPins
from prakat.office.authority import Authority
from prakat.office.person import Person
from prakat.repository.signature import Verified
from prakat.request.main_before import MainBefore
from prakat.request.policy.passkey_flaw import passkey_flaw
from prakat.request.policy.step import REFUSAL
from prakat.request.review import ReviewState, review_of
from prakat.request.spoken_refusal import spoken_refusal
from prakat.rules.message import message
from prakat.rules.typed_lines import typed_lines
from prakat.rules.violation import Violation
from prakat.rules.wording import Said
from prakat.thai.visible_text import visible_length

LEAST_WORDS, MOST_WORDS = 10, 2000
"""Visible characters: a shorter reason gives its reader nothing to act upon."""
_MESSAGE = re.compile(
    r"Refused: #(?P<number>[1-9][0-9]{0,8})\nReason: (?P<reason>[a-z-]+)\n\n(?P<text>.+)\n", re.DOTALL
)


PROOF = "refusal"
"""The fact of a record that has the signature; those of refusals that were typed at the publisher have none."""


class Refusal(NamedTuple):
    person: Person
    head: str
    """The commit that was looked at."""
    reason: Reason
    text: str
    received: ReceivedSignOff


def proof_in(record: Record) -> ReceivedSignOff | None:
    """The signature that the record of a refusal brings; None for any other, and where it is not well formed."""
    if record.kind is not RecordKind.REJECTION or PROOF not in record.facts:
        return None
    try:
        return received_sign_off(record.facts[PROOF])
    except Malformed:
        return None


def refusal_words(number: int, reason: Reason, text: str) -> str:
    """What is signed, as the message of the tag."""
    return f"Refused: #{number}\nReason: {reason.value}\n\n{typed_lines(text)}"


def is_reason_told(text: str) -> bool:
    """Whether it is neither too short to be acted upon nor too long."""
    return LEAST_WORDS <= visible_length(typed_lines(text)) <= MOST_WORDS


def refusal_in(
    received: ReceivedSignOff, number: int, known: Authority, verified: Verified, before: MainBefore
) -> Refusal | Said:
    """What was refused, by whom; or why it counts for nothing, whoever may refuse that request."""
    if received.step != REFUSAL:
        return message("audit_log.no-refusal")
    if received.tag:
        return _in_tag(received, number, known, verified, before)
    return _in_review(received, known, before.accounts)


def _in_tag(
    received: ReceivedSignOff, number: int, known: Authority, verified: Verified, before: MainBefore
) -> Refusal | Said:
    signed = signed_tag(received, number, known, verified, before)
    if isinstance(signed, Violation):
        return signed.values["problem"]  # type: ignore[return-value]
    if signed.person is None:
        return message("audit_log.refused-by-stranger")
    if not signed.is_genuine:
        return message("audit_log.refused-wrongly", name=signed.person.introduced)
    if amiss := passkey_flaw(signed, known):
        return amiss
    match = _MESSAGE.fullmatch(received.words)
    if match is None or not is_reason_told(match["text"]):
        return message("audit_log.no-reason", least=LEAST_WORDS, most=MOST_WORDS)
    try:
        reason = Reason(match["reason"])
    except ValueError:
        return message("audit_log.no-reason", least=LEAST_WORDS, most=MOST_WORDS)
    if received.words != f"{refusal_words(number, reason, match['text'])}\n":
        return message("audit_log.no-reason", least=LEAST_WORDS, most=MOST_WORDS)
    return Refusal(signed.person, signed.head, reason, typed_lines(match["text"]), received)


def _in_review(received: ReceivedSignOff, known: Authority, pins: AccountPins) -> Refusal | Said:
    found = review_of(received.object)
    if found is None or found.at != received.at or found.state is not ReviewState.REJECTED:
        return message("audit_log.no-refusal")
    if found.forge not in known.office.publisher.get("accounts", {}):
        return message("audit_log.foreign-review", forge=found.forge)
    person, spoken = found.owner(known, pins).person, spoken_refusal(found.body)
    if person is None:
        return message("audit_log.refused-by-stranger")
    if spoken is None or not is_reason_told(spoken.text):
        return message("audit_log.no-reason", least=LEAST_WORDS, most=MOST_WORDS)
    return Refusal(person, found.head, Reason(spoken.reason), typed_lines(spoken.text), received)

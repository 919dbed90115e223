"""refusals in the audit-log -> those whose signature is not that of whoever is said to have refused (R08, R34)"""

from collections.abc import Iterator
from typing import Any

from prakat.audit.audit_row import AuditRow, of_repository
from prakat.audit.checkpoint import Checkpoint, RecordedTag
from prakat.audit.verdict import Judge
from prakat.audit_log.audit_log import AuditLog
from prakat.audit_log.merge_record import ReceivedSignOff
from prakat.audit_log.record import Record, RecordKind
from prakat.audit_log.seen_counters import counter_of
from prakat.audit_log.signed_refusal import PROOF, Refusal, proof_in, refusal_in
from prakat.office.authority import Authority
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import sign_off_ref
from prakat.request.policy.refuser import signs_some_step
from prakat.rules.message import message
from prakat.rules.violation import violation
from prakat.rules.wording import Said
from prakat.thai.buddhist_era import bangkok_day


def check_refusals(log: AuditLog, judge: Judge, checkpoint: Checkpoint) -> Iterator[AuditRow]:
    """Every signature that a refusal brings is right. Those of refusals before the epoch are taken on trust."""
    for entry in log.entries:
        record = entry.record
        if record is None or record.kind is not RecordKind.REJECTION or PROOF not in record.facts:
            continue
        received = proof_in(record)
        if received and received.tag:
            tag = RecordedTag(received.id, entry.time, received.tag.signed.key)
            checkpoint.tags[sign_off_ref(str(record.facts.get("request")), received.step)] = tag
        blob = checkpoint.offices.get(record.main, NOTHING)
        known = judge.reader.office(blob) if blob != NOTHING else None
        if known and (problem := _lack(record, received, known, judge, checkpoint)):
            yield of_repository(violation("record.refusal", record=entry.name, problem=problem), logged=entry.commit)
        elif known and received:
            for signature in counter_of(received):
                checkpoint.before.counters.learn(*signature)


def _lack(
    record: Record, received: ReceivedSignOff | None, known: Authority, judge: Judge, checkpoint: Checkpoint
) -> Said | None:
    facts = record.facts
    number = facts.get("request")
    if received is None or type(number) is not int:
        return message("audit_log.no-refusal")
    found = refusal_in(received, number, known, judge.verified, checkpoint.before)
    if not isinstance(found, Refusal):
        return found
    said: dict[str, Any] = {"head": found.head, "by": found.person.id, "reason": found.reason.value, "text": found.text}
    if other := next((name for name, value in said.items() if facts.get(name) != value), None):
        return message("audit_log.field", field=other)
    if not signs_some_step(found.person, bangkok_day(received.at)) or received.at > record.at:
        return message("request.refused-by-other", name=found.person.introduced)
    writers = facts.get("to")
    if isinstance(writers, list) and found.person.id in writers:
        return message("request.refused-by-author", name=found.person.introduced)
    return None

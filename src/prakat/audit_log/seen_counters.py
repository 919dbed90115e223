"""records of merges -> how often each device had signed by then, lest a copied key or an old answer counts (R34)"""

from collections.abc import Iterator

from prakat.audit_log.audit_log import AuditLog
from prakat.audit_log.merge_record import MergeRecord, ReceivedSignOff
from prakat.audit_log.signed_refusal import proof_in
from prakat.office.device_counters import DeviceCounters
from prakat.repository.passkey_proof import passkey_proof


def seen_counters(log: AuditLog) -> DeviceCounters:
    """For whoever has to answer at once, read only where a device signed; the audit learns them commit by commit."""
    return DeviceCounters(unread=_counters_in(log))


def _counters_in(log: AuditLog) -> Iterator[tuple[str, int, int]]:
    for entry in log.entries:
        if isinstance(entry.merge, MergeRecord):
            yield from counters_of(entry.merge)
        elif entry.record and (refusal := proof_in(entry.record)):
            yield from counter_of(refusal)


def counters_of(record: MergeRecord) -> Iterator[tuple[str, int, int]]:
    """Of every signature that a device made: its key, its place of receipt, and how often the device had signed."""
    for each in (*record.sign_offs, *filter(None, [record.signed_request])):
        yield from counter_of(each)


def counter_of(received: ReceivedSignOff) -> Iterator[tuple[str, int, int]]:
    """The same of one signature; nothing of one that no device made."""
    if received.tag and (proof := passkey_proof(received.tag.signed.armour)):
        yield received.tag.signed.key, received.ordinal, proof.counter

"""records of merges -> how often each device had signed by then, lest a copied key or an old answer counts (R34)"""

from collections.abc import Iterator

from prakat.audit_log.audit_log import AuditLog
from prakat.audit_log.merge_record import MergeRecord
from prakat.office.device_counters import DeviceCounters
from prakat.repository.passkey_proof import passkey_proof


def seen_counters(log: AuditLog) -> DeviceCounters:
    """For whoever has to answer at once, read only where a device signed; the audit learns them commit by commit."""
    merges = (each.merge for each in log.entries)
    return DeviceCounters(unread=(one for each in merges if isinstance(each, MergeRecord) for one in counters_of(each)))


def counters_of(record: MergeRecord) -> Iterator[tuple[str, int, int]]:
    """Of every signature that a device made: its key, its place of receipt, and how often the device had signed."""
    for each in (*record.sign_offs, *filter(None, [record.signed_request])):
        if each.tag and (proof := passkey_proof(each.tag.signed.armour)):
            yield each.tag.signed.key, each.ordinal, proof.counter

"""records of merges x office -> the numbers under which forge accounts signed before, lest a login change hands"""

from prakat.audit_log.audit_log import AuditLog
from prakat.audit_log.merge_record import accounts_of, merge_record
from prakat.audit_log.record import Malformed, RecordKind
from prakat.office.account_pins import AccountPins
from prakat.office.authority import Authority


def seen_accounts(log: AuditLog, known: Authority) -> AccountPins:
    """For whoever has to answer at once; the audit learns them commit by commit."""
    pins = AccountPins()
    for record in log.of(RecordKind.MERGE):
        try:
            accounts = list(accounts_of(merge_record(record.facts)))
        except Malformed:
            continue
        for each in accounts:
            pins.learn(each, known)
    return pins

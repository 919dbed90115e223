"""notices in the audit-log x the merges that they tell of -> those that tell nobody, or of other pages (R07)"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from prakat.audit.audit_row import AuditRow, of_repository
from prakat.audit.checkpoint import Checkpoint
from prakat.audit.verdict import Judge
from prakat.audit_log.audit_log import AuditLog
from prakat.audit_log.record import RecordKind
from prakat.item.item_path import is_item_folder, url_of
from prakat.office.authority import Authority
from prakat.repository.object_id import NOTHING
from prakat.rules.message import Message, message
from prakat.rules.violation import violation


def check_notices(log: AuditLog, judge: Judge, checkpoint: Checkpoint) -> Iterator[AuditRow]:
    """The last notice of each merge is right; so a wrong one is closed by another. A merge that is not on main yet, or
    is older than the epoch, is none of its concern; nor is one of which nobody can read any more what it changed."""
    noticed = {str(each.facts.get("commit")) for each in log.of(RecordKind.NOTICE)}
    things = {row.commit: row.things for row in checkpoint.rows_of(noticed) if not row.is_torn}
    wrong: dict[str, AuditRow] = {}
    for entry in log.entries:
        record = entry.record
        if record is None or record.kind is not RecordKind.NOTICE:
            continue
        commit = str(record.facts.get("commit"))
        blob = checkpoint.offices.get(record.main, NOTHING)
        known = judge.reader.office(blob) if blob != NOTHING else None
        if commit not in things or known is None:
            continue
        wrong.pop(commit, None)
        if problem := _lack(record.facts, things[commit], known):
            against = violation("record.notice", record=entry.name, problem=problem)
            wrong[commit] = replace(of_repository(against), request=_number(record.facts), things=things[commit])
    yield from wrong.values()


def _number(facts: Mapping[str, Any]) -> int | None:
    number = facts.get("request")
    return number if type(number) is int else None


def _lack(facts: Mapping[str, Any], things: tuple[str, ...], known: Authority) -> Message | None:
    to, urls = facts.get("to"), facts.get("urls")
    if not isinstance(to, list) or not known.office.people.keys() & {each for each in to if isinstance(each, str)}:
        return message("audit.told-nobody")
    must = {known.office.site_url + url_of(each) for each in things if is_item_folder(each)}
    return None if isinstance(urls, list) and {str(each) for each in urls} == must else message("audit.other-pages")

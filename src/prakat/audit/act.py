"""the audit-log -> a row for each recorded act that merges nothing: refusal, confirmation, hand-over, take-down"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from prakat.audit.audit_row import AuditRow
from prakat.audit.deed import Deed, SignerFact
from prakat.audit_log.audit_log import LogEntry
from prakat.audit_log.record import Record, RecordKind
from prakat.audit_log.signed_refusal import proof_in
from prakat.content.action import Action
from prakat.item.item_path import ROOT, folder_of
from prakat.repository.object_id import NOTHING
from prakat.request.policy.step import ANY_ROLE, REFUSAL

_Told = tuple[tuple[str, ...], Deed]
"""What it concerns, and who did it."""


def acts(
    entries: Iterable[LogEntry], offices: Mapping[str, str], is_signed: Callable[[LogEntry, str], bool]
) -> Iterator[AuditRow]:
    """In the order of the audit-log. `offices` are commits of main with the office.yml that gave authority after them;
    a record that `is_signed` does not find to be that office's publisher's tells nothing."""
    for entry in entries:
        record = entry.record
        told = _ACTIONS.get(record.kind) if record else None
        if record is None or told is None:
            continue
        blob = offices.get(record.main, NOTHING)
        if not is_signed(entry, blob):
            continue
        action, read = told
        things, deed = read(record)
        number = record.facts.get("request")
        request = number if type(number) is int else None
        deed = deed._replace(office=blob)
        about = None, int(record.at.timestamp()), request, action, things, deed.people, ()
        yield AuditRow(*about, logged=entry.commit, deed=deed)


def _refused(record: Record) -> _Told:
    by, proof = _text(record, "by"), proof_in(record)
    form = "tag" if proof and proof.tag else "review"
    signed = (SignerFact(REFUSAL, ANY_ROLE, by, int(proof.at.timestamp()), form),) if proof else ()
    deed = Deed(by=by, reason=_text(record, "reason"), text=_text(record, "text"), signers=signed)
    return _texts(record.facts.get("items")), deed._replace(told=_texts(record.facts.get("to")))


def _confirmed(record: Record) -> _Told:
    return (_text(record, "item"),), Deed(by=_text(record, "by"))


def _handed_over(record: Record) -> _Told:
    return _texts(record.facts.get("items")), Deed(by=_text(record, "from"), told=(_text(record, "to"),))


def _taken_down(record: Record) -> _Told:
    facts = Deed(reason=_text(record, "state"), text=f"{_text(record, 'since')} {_text(record, 'release')}")
    path = _text(record, "path").strip("/")
    return (path if path.startswith(f"{ROOT}/") else folder_of(path),), facts


_ACTIONS: Mapping[RecordKind, tuple[Action, Callable[[Record], _Told]]] = {
    RecordKind.REJECTION: (Action.REFUSED, _refused),
    RecordKind.CONFIRMATION: (Action.CONFIRMED, _confirmed),
    RecordKind.HANDOVER: (Action.HANDED_OVER, _handed_over),
    RecordKind.TAKEDOWN: (Action.TAKEN_DOWN, _taken_down),
}


def _text(record: Record, name: str) -> str:
    found = record.facts.get(name)
    return found if isinstance(found, str) else ""


def _texts(found: Any) -> tuple[str, ...]:
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()

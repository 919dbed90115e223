"""hand-overs in main's register x the audit-log -> those still to be recorded, once their givers leave (R40)"""

from collections.abc import Iterator, Mapping
from typing import Any

from prakat.audit_log.record import RecordKind
from prakat.content import logbook
from prakat.content.logbook import HAND_OVERS
from prakat.merging.merging import Merging
from prakat.merging.refusal import writers
from prakat.merging.work import Work
from prakat.repository.evidence import surviving
from prakat.rules import schema
from prakat.rules.message import Message, message
from prakat.rules.strict_yaml import read_yaml_bytes
from prakat.rules.unreadable import Unreadable

_Pair = tuple[str, str]
"""Ids of giver and taker."""


def record_entered(merging: Merging) -> list[Message]:
    """Records what the chain approved and nobody has recorded; a giver who serves without an end is waited for."""
    work, told = merging.work, []
    entered: dict[_Pair, set[str]] = {}
    for entry in _entries(work):
        entered.setdefault((entry["from"], entry["to"]), set()).update(entry.get("items", ()))
    for (giver, taker), items in entered.items():
        people = work.known.office.people
        left, comes = people.get(giver), people.get(taker)
        fresh = sorted(items - _recorded(work, giver, taker))
        if fresh and left and comes and all(each.until for each in left.appointments):
            requests = [number for number, head in merging.counter.requests().items() if giver in writers(work, head)]
            facts = {"from": giver, "to": taker, "items": fresh, "requests": sorted(requests)}
            merging.record([(RecordKind.HANDOVER, facts)])
            giving, taking = left.introduced, comes.introduced
            count = len(fresh)
            told.append(message("merging.handed-over", giver=giving, taker=taking, items=count, requests=len(requests)))
    return told


def _entries(work: Work) -> Iterator[Mapping[str, Any]]:
    """Of the register on main, as far as it can be read: what is wrong with it the checks say."""
    found = work.before.files.entries.get(HAND_OVERS)
    if found is None:
        return
    raw = next(data for _, _, data in surviving(work.repository, [found[1]]))
    try:
        document = read_yaml_bytes(raw, logbook.MAX_BYTES)
    except Unreadable:
        return
    form = schema.named(HAND_OVERS.removesuffix(".yml"))
    if document.data and not any(form.findings(HAND_OVERS, document)):
        yield from document.data


def _recorded(work: Work, giver: str, taker: str) -> set[str]:
    records = (dict(each.facts) for each in work.log.of(RecordKind.HANDOVER))
    own = (each for each in records if (each.get("from"), each.get("to")) == (giver, taker))
    return {item for each in own for item in each.get("items") or () if isinstance(item, str)}

"""merging x two people -> a record of the items and open requests that pass from one to the other (R40)"""

from collections.abc import Sequence

from prakat.audit_log.record import RecordKind
from prakat.cannot_work import CannotWork
from prakat.item.item_path import INDEX, is_index
from prakat.merging.merging import Merging
from prakat.merging.refusal import writers
from prakat.merging.work import Work
from prakat.rules.message import Message, message
from prakat.thai.buddhist_era import bangkok_day


def hand_over(merging: Merging, giver: str, taker: str) -> tuple[Message, Sequence[str]]:
    """Records what passes from one person to another, and lists the items whose owner a request must now change (R40).

    Raises CannotWork where the giver still serves without an end, or the taker does not serve."""
    work = merging.work
    left, comes = work.person(giver), work.person(taker)
    if any(each.until is None for each in left.appointments):
        raise CannotWork("merging.serves-on", name=left.introduced)
    if not any(each.holds_on(bangkok_day(work.moment)) for each in comes.appointments):
        raise CannotWork("merging.serves-not", name=comes.introduced)
    items = [folder for folder, provider in _providers(work) if provider == giver]
    requests = sorted(number for number, head in merging.counter.requests().items() if giver in writers(work, head))
    facts = {"from": giver, "to": taker, "items": items, "requests": requests}
    if before := next((each for each in work.log.of(RecordKind.HANDOVER) if dict(each.facts) == facts), None):
        day = bangkok_day(before.at)
        told = message("merging.handed-over-before", giver=left.introduced, taker=comes.introduced, day=day)
        return told, items
    merging.record([(RecordKind.HANDOVER, facts)])
    told = message(
        "merging.handed-over", giver=left.introduced, taker=comes.introduced, items=len(items), requests=len(requests)
    )
    return told, items


def _providers(work: Work) -> list[tuple[str, str]]:
    """Every item folder on main with the person who answers for it."""
    written = {path: blob for path, (_, blob) in work.before.files.entries.items() if is_index(path)}
    work.reader.announce_items(written.values())
    return [(path.removesuffix(f"/{INDEX}"), work.reader.item(blob).whole.provider) for path, blob in written.items()]

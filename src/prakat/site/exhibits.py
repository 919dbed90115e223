"""items x what readers saw happen to them -> exhibits: when each could be found, for whoever asks what is complete"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

from prakat.completeness.exhibit import Exhibit, Shown
from prakat.content.action import Action
from prakat.item.item import Item
from prakat.item.state import State, visible_until
from prakat.office.settings import Settings
from prakat.site.appearance import history_of
from prakat.site.edition import Edition
from prakat.site.revision import Revision
from prakat.site.term import own_term
from prakat.site.timeline import Turn, turns

_DAY = datetime.timedelta(days=1)


def exhibits_of_edition(edition: Edition) -> list[Exhibit]:
    """Of what readers can find or could find; nothing of what waits for its day."""
    settings = edition.office.settings
    found = [
        Exhibit(each.item, tuple(_shown(each.turns, visible_until(each.item, settings))), approved_on(each.turns))
        for each in edition.publications
        if each.state is not State.SCHEDULED
    ]
    found += (
        Exhibit(each.item, tuple(_shown(each.turns, each.since - _DAY)), approved_on(each.turns))
        for each in edition.tombstones
    )
    return found


def exhibits_of_items(
    items: Iterable[Item], revisions: Mapping[str, tuple[Revision, ...]], day: datetime.date, settings: Settings
) -> list[Exhibit]:
    """Of items without their files: of main, or of a work tree. `revisions` are those up to the day, by folder."""
    return [_exhibit(each, history_of(each, revisions), day, settings) for each in items]


def _exhibit(item: Item, known: tuple[Revision, ...], day: datetime.date, settings: Settings) -> Exhibit:
    last = visible_until(item, settings)
    seen = turns(known, own_term(item), day, settings)
    if seen:
        return Exhibit(item, tuple(_shown(seen, last)), approved_on(seen))
    first = max(item.publish_on, known[0].day) if known else item.publish_on
    return Exhibit(item, (Shown(first, last),) if last is None or first <= last else ())


def _shown(seen: Sequence[Turn], last: datetime.date | None) -> Iterator[Shown]:
    begun: datetime.date | None = None
    for each in seen:
        if not (each.group == "state" or each.what == Action.WITHDRAWN):
            begun = begun or each.day
        elif begun:
            if each.day > begun:
                yield Shown(begun, each.day - _DAY)
            begun = None
    if begun and (last is None or begun <= last):
        yield Shown(begun, last)


def approved_on(seen: Sequence[Turn]) -> datetime.date | None:
    """The day of the last merge that readers saw; None where history tells of none."""
    return next((each.revision.day for each in reversed(seen) if each.revision), None)

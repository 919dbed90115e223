"""items x what readers saw happen to them -> exhibits: when each could be found, for whoever asks what is complete"""

import datetime
from collections.abc import Iterable, Mapping

from prakat.completeness.exhibit import Exhibit, Shown
from prakat.item.item import Item
from prakat.item.state import visible_until
from prakat.office.settings import Settings
from prakat.site.appearance import history_of
from prakat.site.revision import Revision
from prakat.site.shown_days import approved_on, shown_days
from prakat.site.term import own_term
from prakat.site.timeline import turns


def exhibits_of_items(
    items: Iterable[Item], revisions: Mapping[str, tuple[Revision, ...]], day: datetime.date, settings: Settings
) -> list[Exhibit]:
    """Of items without their files: of main, or of a work tree. `revisions` are those up to the day, by folder."""
    return [_exhibit(each, history_of(each, revisions), day, settings) for each in items]


def _exhibit(item: Item, known: tuple[Revision, ...], day: datetime.date, settings: Settings) -> Exhibit:
    last = visible_until(item, settings)
    seen = turns(known, own_term(item), day, settings)
    if seen:
        return Exhibit.of(item, tuple(shown_days(seen, last)), approved_on(seen))
    first = max(item.publish_on, known[0].day) if known else item.publish_on
    return Exhibit.of(item, (Shown(first, last),) if last is None or first <= last else ())

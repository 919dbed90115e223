"""pages that rest on somebody's word, and requests that must be up at once -> until when, and for whom (R09, R20)"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from prakat.agenda.waiting import Waiting
from prakat.item.item import Item
from prakat.item.state import ratify_by
from prakat.office.office import Office
from prakat.thai.buddhist_era import BANGKOK
from prakat.thai.working_time import OPENS

IMMEDIATE = "immediate"


@dataclass(frozen=True, slots=True)
class UrgentClock:
    until: datetime.datetime
    """In Bangkok: from then on it is too late; for what has a last day, the midnight after it."""
    kind: str
    """ratify: of a page that is up by word of mouth; immediate: of a request."""
    title: str
    people: frozenset[str]
    """Ids: who permitted it, who owns it, who asks, who can sign next."""
    folder: str = ""
    request: int = 0

    def is_over(self, moment: datetime.datetime) -> bool:
        return self.until <= moment


def urgent_clocks(
    office: Office,
    items: Iterable[Item],
    asked: Iterable[tuple[Waiting, Item]],
    received: Mapping[int, datetime.datetime],
) -> list[UrgentClock]:
    """The soonest first. `asked`: open requests, each with the items that it brings; `received`: number -> when it
    first came."""
    found = [*_to_ratify(office, items), *_to_be_up(office, asked, received)]
    return sorted(found, key=lambda each: (each.until, each.title))


def _to_ratify(office: Office, items: Iterable[Item]) -> Iterator[UrgentClock]:
    for item in items:
        if item.verbal and (last := ratify_by(item, office.settings)):
            until = datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time(), BANGKOK)
            people = frozenset({item.verbal.approver, item.provider, item.verbal.recorded_by})
            yield UrgentClock(until, "ratify", item.title, people, item.path.folder)


def _to_be_up(
    office: Office, asked: Iterable[tuple[Waiting, Item]], received: Mapping[int, datetime.datetime]
) -> Iterator[UrgentClock]:
    within = datetime.timedelta(hours=office.immediate_within_hours)
    for each, item in asked:
        came = [received[each.number]] if each.number in received else []
        if item.received:
            came.append(datetime.datetime.combine(item.received.date, OPENS))
        if item.timing == IMMEDIATE and came:
            people = frozenset({*each.authors, *each.able, item.provider})
            yield UrgentClock(min(came) + within, "immediate", item.title, people, item.path.folder, each.number)

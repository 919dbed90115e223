"""item as it appears on a day -> its card: what lists and the pages of others need of it, in plain values"""

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import orjson

from prakat.completeness.exhibit import Exhibit
from prakat.item.item import Item
from prakat.item.state import State, ratify_by
from prakat.office.settings import Settings
from prakat.rules.kept_value import UNREAD, encoded
from prakat.site.publication import Publication
from prakat.site.revision import Revision
from prakat.site.term import Term
from prakat.site.tombstone import Tombstone
from prakat.thai.working_day import working_days_after

_DAY = datetime.timedelta(days=1)
_STAMP = 20
"""Hex digits: 80 bits, so that nobody meets two appearances with one stamp."""
PUBLIC, GONE, WAITING = "public", "gone", "waiting"


class Card(NamedTuple):
    """Days are ISO 8601, empty for none."""

    url: str
    place: str
    """PUBLIC, GONE or WAITING: which of the edition's lists it stands in."""
    state: str
    stamp: str
    """Another one as soon as anything that its own page says of it is another; but for days that are counted down."""
    next: str
    """The first day on which it may appear otherwise."""
    is_daily: bool
    """Whether its page counts days, and is another each day."""
    published: str
    changed: str
    visible_until: str
    since: str
    is_title_hidden: bool
    title: str
    """Empty where the public must not see it."""
    title_en: str
    unit: str
    kind: str
    has_english: bool
    ending: str
    is_over: bool
    table: str
    cleaned: dict[str, str]
    beside: list[str]
    withheld: list[str]
    links: list[str]
    """Where it leads inside the site, as written."""
    relates: list[list[str]]
    former_paths: list[str]
    topics: list[str]
    period: list[str | bool | None]
    dates: list[str | None]
    says_nothing: bool
    shown: list[list[str | None]]
    approved: str
    turns: list[tuple[str, str, str, bool]]
    words: list[list[str]]
    """The words of search examples that its titles have, and those that the names of its kind have."""


def card_of(
    appears: Publication | Tombstone,
    links: Iterable[str],
    settings: Settings,
    day: datetime.date,
    known: Sequence[Revision] = (),
) -> Card:
    """`known`: all that main tells of the item, whose earlier versions have days of their own."""
    return Card(
        url=appears.url,
        place=_place(appears),
        state=appears.state.value,
        stamp=_stamp(appears),
        next=next_turn([appears.item], settings, day, known),
        published=_iso(appears.published),
        since=_iso(appears.since) if isinstance(appears, Tombstone) else "",
        is_title_hidden=not appears.title,
        title=appears.title,
        title_en=appears.title_en,
        unit=appears.unit,
        kind=appears.item.kind,
        has_english=appears.has_english,
        beside=list(appears.beside),
        links=sorted(links),
        relates=[[each.to, each.how] for each in appears.relates],
        former_paths=list(appears.former_paths),
        turns=[(each.day.isoformat(), each.group, each.what, each.is_begun_with) for each in appears.told_turns],
        **_evidence(appears.exhibit(settings)),
        **(_shown(appears, settings) if isinstance(appears, Publication) else _NOT_SHOWN),
    )


_NOT_SHOWN: Mapping[str, Any] = {
    "is_daily": False,
    "changed": "",
    "visible_until": "",
    "ending": "",
    "is_over": False,
    "table": "",
    "cleaned": {},
    "withheld": [],
    "words": [],
}
"""What only a publication has, of a tombstone."""


def _shown(publication: Publication, settings: Settings) -> dict[str, Any]:
    return {
        "is_daily": _counts_days(publication),
        "changed": _iso(publication.changed),
        "visible_until": _iso(publication.visible_until),
        "ending": _iso(publication.ending(settings)),
        "is_over": publication.is_over,
        "table": publication.table,
        "cleaned": dict(publication.cleaned),
        "withheld": [each.facts.name for each in publication.withheld],
        "words": [sorted(each) for each in publication.example_words],
    }


def _counts_days(publication: Publication) -> bool:
    return publication.state is State.EXPIRING or (publication.deadline is not None and not publication.is_over)


def _evidence(exhibit: Exhibit) -> dict[str, Any]:
    return {
        "topics": sorted(exhibit.topics),
        "period": orjson.loads(orjson.dumps(list(exhibit.period))),
        "dates": orjson.loads(orjson.dumps(list(exhibit.dates))),
        "says_nothing": exhibit.says_nothing,
        "shown": [[first.isoformat(), _iso(last) or None] for first, last in exhibit.shown],
        "approved": _iso(exhibit.approved),
    }


def cards_json(cards: Iterable[Card]) -> bytes:
    return orjson.dumps([list(each) for each in cards])


def cards_from(raw: bytes) -> list[Card]:
    """What `cards_json` was given. Raises ValueError or TypeError for anything else."""
    return list(map(Card._make, orjson.loads(raw)))


def whole_json(appears: Publication | Tombstone) -> bytes:
    """All of it as JSON, without the lines on which things stand in its file."""
    return encoded(replace(appears, item=replace(appears.item, source_lines=UNREAD)))


def _place(appears: Publication | Tombstone) -> str:
    if isinstance(appears, Tombstone):
        return GONE
    return PUBLIC if appears.state.is_public else WAITING


def _stamp(appears: Publication | Tombstone) -> str:
    told = b""
    if isinstance(appears, Publication):
        told = b"over" if appears.deadline and appears.deadline.is_over else b"open"
        appears = replace(appears, day=datetime.date.min)
    return hashlib.sha256(whole_json(appears) + told).hexdigest()[:_STAMP]


def next_turn(items: Iterable[Item], settings: Settings, day: datetime.date, known: Sequence[Revision] = ()) -> str:
    """The first day after this one on which any of the items may appear otherwise; empty if there is none."""
    own = (each for item in items for each in _boundaries(item, settings))
    earlier = (each for revision in known if revision.term for each in _ends(revision.term, settings))
    return _iso(min((each for each in (*own, *earlier) if each > day), default=None))


def _ends(term: Term, settings: Settings) -> Iterator[datetime.date]:
    yield term.first
    if term.last:
        yield term.last + _DAY
    if term.permitted:
        limit = settings.ratify_within_working_days
        yield working_days_after(term.permitted, limit, settings.extra_holidays) + _DAY


def _boundaries(item: Item, settings: Settings) -> Iterator[datetime.date]:
    """Every day on which something of the item's state, of its deadline, or of how near its end is can turn."""
    near = datetime.timedelta(days=settings.expiring_within_days)
    yield item.publish_on
    if item.expires_on:
        yield from (item.expires_on - near, item.expires_on + _DAY)
    if item.withdrawn:
        yield item.withdrawn.on
    if item.review_by:
        yield item.review_by
    if item.closes:
        yield from (item.closes.on - near, item.closes.on, item.closes.on + _DAY)
    if ratified := ratify_by(item, settings):
        yield ratified + _DAY


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""

"""edition -> Atom and RSS of the newest publications"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from prakat.content import address
from prakat.rules.data import label
from prakat.site.edition import Edition
from prakat.site.publication import Publication
from prakat.thai.buddhist_era import BANGKOK

if TYPE_CHECKING:
    from feedgen.feed import FeedGenerator

ENTRIES = 30


def atom(edition: Edition) -> bytes:
    return bytes(_feed(edition, address.ATOM).atom_str(pretty=True))


def rss(edition: Edition) -> bytes:
    return bytes(_feed(edition, address.RSS).rss_str(pretty=True))


def _feed(edition: Edition, name: str) -> FeedGenerator:
    from feedgen.feed import FeedGenerator  # here: where nothing was published, nobody asks for a feed

    office = edition.office
    feed = FeedGenerator()
    feed.id(office.site_url)
    feed.title(office.name)
    feed.description(office.name)
    feed.language("th")
    feed.link(href=office.site_url, rel="alternate")
    feed.link(href=office.site_url + name, rel="self")
    feed.generator("Prakat")
    changed = _midnight(max((each.changed for each in edition.publications), default=edition.day))
    feed.updated(changed)
    feed.lastBuildDate(changed)
    relations = edition.relations
    for publication in edition.publications[:ENTRIES]:
        _entry(feed, publication, relations.ended(publication.url), office.site_url)
    return feed


def _entry(feed: FeedGenerator, publication: Publication, ended: str, site_url: str) -> None:
    entry = feed.add_entry(order="append")
    url = site_url + publication.url
    entry.id(url)
    entry.guid(url, permalink=True)
    entry.title(publication.item.title)
    entry.link(href=url)
    entry.summary(_summary(publication, ended))
    entry.author(name=publication.unit)
    entry.category(term=publication.category.id, label=publication.category.th)
    entry.published(_midnight(publication.published))
    entry.updated(_midnight(publication.changed))


def _summary(publication: Publication, ended: str) -> str:
    """In one line, with what a reader of feeds alone must know: by when to act, and what its last change was."""
    note = publication.item.change_note
    noted = label("page", "noted").format(note=note) if note else ""
    deadline = publication.deadline.text if publication.deadline else ""
    return " · ".join(filter(None, (publication.item.summary, ended or deadline, noted)))


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), BANGKOK)

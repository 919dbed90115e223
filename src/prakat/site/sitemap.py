"""pages of a site -> its sitemap: one file, or beyond the limit an index of parts, of which the older stand still"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple

from prakat.content import address

MAX_ADDRESSES = 50_000
"""Of one file, by sitemaps.org. Its other limit, 50 MB, leaves each 1,000 bytes, and a path has at most 130."""
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


class SitemapEntry(NamedTuple):
    url: str
    changed: datetime.date | None
    """The last day on which what it shows changed."""
    published: datetime.date | None
    """Of an item."""


def sitemaps(site_url: str, views: Sequence[SitemapEntry]) -> Mapping[str, str]:
    """Name below the site's root -> the file's text. In parts the items come in the order in which they were first
    published and what is no item comes last, so that only the last parts change when an item is added."""
    if len(views) <= MAX_ADDRESSES:
        return {address.SITEMAP: _addresses(site_url, views)}
    ordered = sorted(views, key=_place)
    parts = [ordered[start : start + MAX_ADDRESSES] for start in range(0, len(ordered), MAX_ADDRESSES)]
    found = {address.sitemap_part(number): part for number, part in enumerate(parts, 1)}
    index = ((site_url + name, _newest(part)) for name, part in found.items())
    return {name: _addresses(site_url, part) for name, part in found.items()} | {
        address.SITEMAP: _file("sitemapindex", "sitemap", index)
    }


def _place(view: SitemapEntry) -> tuple[bool, datetime.date, str]:
    return view.published is None, view.published or datetime.date.max, view.url


def _newest(views: Iterable[SitemapEntry]) -> datetime.date | None:
    return max((each.changed for each in views if each.changed), default=None)


def _addresses(site_url: str, views: Iterable[SitemapEntry]) -> str:
    return _file("urlset", "url", ((site_url + each.url, each.changed) for each in views))


def _file(root: str, entry: str, places: Iterable[tuple[str, datetime.date | None]]) -> str:
    rows = "".join(
        f"<{entry}><loc>{escape(url)}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</{entry}>\n"
        for url, changed in places
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SCHEMA}">\n{rows}</{root}>'

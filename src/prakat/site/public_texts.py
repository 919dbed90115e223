"""edition x templates -> every text that the public may read anywhere, what is cheap to say first"""

import html
import json
from collections.abc import Iterator
from pathlib import Path

from prakat.item import body
from prakat.rules import data
from prakat.site import site
from prakat.site.built_file import TEXT_SUFFIXES
from prakat.site.edition import Edition
from prakat.site.hidden_words import credit_texts, source_texts
from prakat.site.publication import Publication
from prakat.site.tombstone import Tombstone


def public_texts(edition: Edition, theme: Path) -> Iterator[str]:
    """Every text of a site without the hidden items; the templates lie below `theme`."""
    yield json.dumps(edition.office.source_lines.data, ensure_ascii=False)
    yield json.dumps([data.load("labels.yml"), data.load("categories.yml")], ensure_ascii=False)
    yield from (each.read_text(encoding="utf-8") for each in (data.folder() / "obligations").glob("*.yml"))
    for tombstone in edition.tombstones:
        yield from _kept_of(tombstone)
    for publication in edition.publications:
        yield from _typed(publication)
    for path in sorted(theme.rglob("*")):
        if path.suffix in TEXT_SUFFIXES:
            text = path.read_text(encoding="utf-8")
            yield f"{text}\n{body.plain_text(text)}"
    base = edition.office.site_url
    for view in site.Site(edition, is_preview=False).pages.values():
        yield f"{view.title}\n{view.description}\n{base}{view.url}"
    yield from map(edition.plain, edition.publications)


def texts_at(url: str, edition: Edition) -> Iterator[str]:
    """What the public may read of what stands at an address."""
    if publication := edition.by_url.get(url):
        yield from _typed(publication)
        yield edition.plain(publication)
    elif tombstone := edition.tombstones_by_url.get(url):
        yield from _kept_of(tombstone)


def _kept_of(tombstone: Tombstone) -> Iterator[str]:
    yield f"{tombstone.title}\n{tombstone.reason}\n{tombstone.unit}"
    yield f'>{html.escape(tombstone.title)}< "{tombstone.title}"'


def _typed(publication: Publication) -> Iterator[str]:
    item = publication.item
    yield item.body
    yield "\n".join((item.title, item.title_en, item.summary, item.summary_en, item.remarks, *source_texts(item)))
    yield f'>{html.escape(item.title)}< "{item.title}" >{html.escape(item.title_en)}< "{item.title_en}"'
    yield "\n".join((item.external_link, item.change_note, *(each.title for each in item.attachments)))
    yield "\n".join("\n".join(credit_texts(each)) for each in item.credits)
    yield "\n".join(item.particulars.texts)
    if item.document:
        yield "\n".join((item.document.no, item.document.signed_by, item.document.position))

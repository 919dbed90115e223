"""edition -> the pages that the site's own search finds: everything that a reader sees on an item's page (R46)"""

from collections.abc import Iterator

from prakat.search.index import FindablePage
from prakat.site.edition import Edition
from prakat.site.publication import Publication

SEARCH_INDEX = "search/index"
"""Where the index lies below the site's root."""


def findable_pages(edition: Edition) -> Iterator[FindablePage]:
    """One for each item that can be read, newest first."""
    for publication in edition.publications:
        item = publication.item
        yield FindablePage(
            url=publication.url,
            title=item.title,
            summary=item.summary,
            text="\n".join((edition.plain(publication), *_around(publication))),
            category=publication.category.th,
            published=publication.published.isoformat(),
            unit=publication.unit,
            title_en=item.title_en,
            summary_en=item.summary_en,
        )


def _around(publication: Publication) -> Iterator[str]:
    """What the page's panel shows beside the text."""
    item = publication.item
    yield publication.unit
    yield publication.source.name
    yield item.remarks
    yield from (each.title for each in publication.attachments)
    yield from (" ".join((*each.files, each.text, each.holder)) for each in item.credits)
    yield item.change_note
    if item.document:
        yield " ".join((item.document.no, item.document.signed_by, item.document.position))
    if publication.deadline:
        yield publication.deadline.words

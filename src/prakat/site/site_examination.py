"""files of a built site -> what is wrong with each, and what it leads to and says; two processes read where many are"""

import html
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from prakat.content import address
from prakat.repository.second_process import shared
from prakat.rules.message import Message, message
from prakat.site.built_file import BuiltFile
from prakat.site.edition import Edition
from prakat.site.findable import SEARCH_INDEX
from prakat.site.item_page import ItemPage
from prakat.site.needles import Needles
from prakat.site.publication import Publication
from prakat.site.site_links import SiteLinks, split_address

PER_UNIT = 24
"""Files that a process takes at a time."""
_HREF = re.compile(rb'<a\b[^>]*? href="([^"]*)"')
_FEW = 400
"""Files that one process reads sooner than two can share them."""
_FEW_PAGES, _PAGES_PER_UNIT = 40, 4
"""The same of pages."""


@dataclass(frozen=True, slots=True)
class ExaminedFile:
    name: str
    """POSIX, below the site's root; that of the search index for the whole folder."""
    digest: str = ""
    """SHA-256."""
    messages: tuple[Message, ...] = ()
    said: tuple[str, ...] = ()
    """The hidden sentences in it, each once."""
    listed: frozenset[str] = frozenset()
    """Of a listing, the URLs below the site's root to which it leads."""


@dataclass(frozen=True)
class SiteExamination:
    root: Path
    edition: Edition
    links: SiteLinks
    listings: Collection[str]
    """The names of the pages that list items."""
    needles: Needles
    shown: Mapping[str, Publication]
    """By URL, the items as their pages are to be read."""

    def of(self, names: Sequence[str]) -> list[ExaminedFile]:
        """The search index, and then each file in the order of the names, read once."""
        units = [(SEARCH_INDEX,), *(names[start : start + PER_UNIT] for start in range(0, len(names), PER_UNIT))]
        found = shared(self._unit, units) if len(names) > _FEW else map(self._unit, units)
        return [each for unit in found for each in unit]

    def of_pages(self, names: Sequence[str]) -> list[ExaminedFile]:
        """Of a few files, most of them pages, none of them of the search index."""
        units = [names[start : start + _PAGES_PER_UNIT] for start in range(0, len(names), _PAGES_PER_UNIT)]
        found = shared(self._unit, units) if len(names) > _FEW_PAGES else map(self._unit, units)
        return [each for unit in found for each in unit]

    def _unit(self, names: Sequence[str]) -> list[ExaminedFile]:
        return [self._index() if name == SEARCH_INDEX else self._file(BuiltFile(self.root, name)) for name in names]

    def _index(self) -> ExaminedFile:
        return ExaminedFile(SEARCH_INDEX, said=self.needles.said_in_index(self.root / SEARCH_INDEX))

    def _file(self, file: BuiltFile) -> ExaminedFile:
        messages: Iterator[Message] = iter(())
        if file.is_page:
            messages = self._page(file)
        elif file.suffix == ".css":
            messages = self.links.of_style(file.name, file.raw.decode("utf-8", errors="replace"))
        listed = _listed(file) if file.name in self.listings else frozenset()
        return ExaminedFile(file.name, file.digest, tuple(messages), self.needles.said_in(file.readings()), listed)

    def _page(self, file: BuiltFile) -> Iterator[Message]:
        """Every internal link leads to a file, nothing is loaded from another host (R46, R35), and each item is read as
        it was typed (R15, R16)."""
        document, url = file.document, file.name.removesuffix("index.html")
        if url in self.edition.tombstone_urls and not document.xpath(
            "//meta[@name='robots'][contains(@content, 'noindex')]"
        ):
            yield message("site.tombstone-indexed")
        yield from self.links.of_page(file.name, document)
        publication = self.shown.get(url.removeprefix(address.ENGLISH))
        if publication:
            page = ItemPage(publication, document, partial(self.edition.lead, publication))
            yield from page.unread_english() if url.startswith(address.ENGLISH) else page.unread()


def _listed(file: BuiltFile) -> frozenset[str]:
    return frozenset(_joined(file.name, str(target)) for target in file.document.xpath("//main//a/@href"))


def listed_in_raw(file: BuiltFile) -> frozenset[str]:
    """The URLs below the site's root to which a listing that was verified leads, in a tenth of the time."""
    main = file.raw.partition(b"<main")[2].partition(b"</main>")[0]
    found = {match.decode("utf-8", errors="replace") for match in _HREF.findall(main)}
    return frozenset(_joined(file.name, html.unescape(target)) for target in found)


def _joined(file: str, target: str) -> str:
    """The URL below the site's root that a relative link of a file leads to."""
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(file), unquote(split_address(target).path)))
    return path.lstrip("/") + "/"

"""built folder x edition -> every page, file, index, feed, sitemap, listing or register that contradicts the states"""

import csv
import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from urllib.parse import SplitResult, unquote, urlsplit

from lxml import etree, html

from prakat.content import address
from prakat.rules.message import Message, message
from prakat.rules.wording import Listed, visible
from prakat.site import leak
from prakat.site.digest import digests
from prakat.site.edition import Edition
from prakat.site.item_page import ItemPage
from prakat.site.listing import listings

_CSS_URL = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")
_CLOSING = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
"""lxml drops the text that follows these tags; browsers do not."""
_LOADS = {"src", "srcset", "poster", "data", "background"}
_FEEDS = (address.ATOM, address.RSS)
_LONGEST_PATH = 400
ROWS_SHOWN = 5
"""How many of a register's wrong rows are shown."""


@dataclass(frozen=True, slots=True)
class Problem:
    file: str
    """POSIX, below the site's root."""
    what: Message

    def text(self, language: str = "th") -> str:
        """The problem and its file, on one line."""
        return f"{visible(self.file, _LONGEST_PATH)}: {self.what.text(language)}"


def _problem(file: str, id_: str, **values: object) -> Problem:
    return Problem(file, message(id_, **values))


@dataclass(frozen=True)
class BuiltSite:
    root: Path
    edition: Edition
    theme: Path
    """The templates that drew the site; their words are no item's text."""

    @cached_property
    def digests(self) -> Mapping[str, str]:
        return digests(self.root)

    def problems(self) -> Iterator[Problem]:
        """Every reason not to release the site; none if it is right."""
        yield from self._states()
        yield from self._structured()
        yield from self._listings()
        yield from self._references()
        yield from self._leaks()

    def _states(self) -> Iterator[Problem]:
        for each in self.edition.publications:
            if f"{each.url}index.html" not in self.digests:
                yield _problem(each.url, "site.page-missing")
            for file in each.files:
                if self.digests.get(f"{each.url}{file.facts.name}") != file.facts.sha256:
                    yield _problem(each.url + file.facts.name, "site.file-differs")
            for file in each.withheld:
                if f"{each.url}{file.facts.name}" in self.digests:
                    yield _problem(each.url + file.facts.name, "site.file-withheld")
        hidden = {each.url for each in self.edition.scheduled}
        for name in self.digests:
            if f"{PurePosixPath(name).parent}/" in hidden:
                yield _problem(name, "site.too-early")
        for tombstone in self.edition.tombstones:
            if f"{tombstone.url}index.html" not in self.digests:
                yield _problem(tombstone.url, "site.tombstone-missing")
            for name in self.edition.register.entries[tombstone.url].files:
                if tombstone.url + name in self.digests:
                    yield _problem(tombstone.url + name, "site.file-of-tombstone")

    def _structured(self) -> Iterator[Problem]:
        """Sitemap, feeds and registers list what is live; feeds and sitemap list nothing else."""
        base = self.edition.office.site_url
        live = {base + each.url for each in self.edition.publications}
        gone = {base + each.url for each in self.edition.tombstones} | {
            base + each.url for each in self.edition.scheduled
        }
        for name in (address.SITEMAP, *_FEEDS):
            listed = set(_urls(self.root / name))
            for url in sorted(gone & listed):
                yield _problem(name, "site.lists-hidden", url=url)
            if name == address.SITEMAP:
                for url in sorted(live - listed):
                    yield _problem(name, "site.lacks-live", url=url)
        expected = {each.url: each.state.value for each in self.edition.publications}
        expected |= {each.url: each.state.value for each in self.edition.tombstones}
        registers = {address.REGISTER_JSON: self._register_json(), address.REGISTER_CSV: self._register_csv()}
        for name, states in registers.items():
            if states != expected:
                wrong = sorted(url for url in states.keys() | expected.keys() if states.get(url) != expected.get(url))
                yield _problem(name, "site.register-differs", urls=Listed.of(wrong[:ROWS_SHOWN]))

    def _register_json(self) -> dict[str, str]:
        rows = json.loads((self.root / address.REGISTER_JSON).read_text(encoding="utf-8"))["items"]
        return {row["url"]: row["state"] for row in rows}

    def _register_csv(self) -> dict[str, str]:
        with (self.root / address.REGISTER_CSV).open(encoding="utf-8-sig", newline="") as stream:
            return {row["url"]: row["state"] for row in csv.DictReader(stream)}

    def _listings(self) -> Iterator[Problem]:
        """The listings lead to every live item, and no list leads to a tombstone (R10, R19)."""
        lists = {f"{each.url}index.html": each.year is None for each in listings(self.edition)}
        linked: set[str] = set()
        for file in sorted({"index.html", "en/index.html", *lists} & self.digests.keys()):
            document = html.document_fromstring((self.root / file).read_bytes())
            targets = {_joined(file, each) for each in document.xpath("//main//a/@href")}
            for url in sorted(targets & self.edition.tombstone_urls):
                yield _problem(file, "site.lists-tombstone", url=url)
            linked |= targets if lists.get(file) else set()
        for url in sorted(self.edition.by_url.keys() - linked):
            yield _problem(url, "site.unlisted")

    def _references(self) -> Iterator[Problem]:
        """Every internal link leads to a file, no page or style sheet asks another host (R46, R35), and each item is
        read as it was typed (R15, R16)."""
        tombstones = self.edition.tombstone_urls
        for file in self.digests:
            if file.endswith(".html"):
                document = html.document_fromstring(_CLOSING.sub(b"", (self.root / file).read_bytes()))
                if file.removesuffix("index.html") in tombstones and not document.xpath(
                    "//meta[@name='robots'][contains(@content, 'noindex')]"
                ):
                    yield _problem(file, "site.tombstone-indexed")
                for element, attribute, target, _ in document.iterlinks():
                    yield from self._reference(file, element, attribute, target)
                yield from self._unread(file, document)
            elif file.endswith(".css"):
                for match in _CSS_URL.finditer((self.root / file).read_text(encoding="utf-8")):
                    yield from self._loaded(file, match.group(1) or match.group(2))

    def _unread(self, file: str, document: html.HtmlElement) -> Iterator[Problem]:
        url = file.removesuffix("index.html")
        publication = self.edition.by_url.get(url.removeprefix(address.ENGLISH))
        if publication:
            page = ItemPage(publication, document, partial(self.edition.lead, publication))
            is_english = url.startswith(address.ENGLISH)
            yield from (Problem(file, each) for each in (page.unread_english() if is_english else page.unread()))

    def _reference(self, file: str, element: html.HtmlElement, attribute: str | None, target: str) -> Iterator[Problem]:
        if element.tag == "link" and element.get("rel") in ("canonical", "alternate"):
            return
        parts = _split(target)
        if attribute in _LOADS or element.tag == "link":
            yield from self._loaded(file, target)
        elif not parts.scheme and not parts.netloc:
            yield from self._resolved(file, target)

    def _loaded(self, file: str, target: str) -> Iterator[Problem]:
        parts = _split(target.strip())
        if parts.scheme == "data" or (not parts.scheme and not parts.netloc and not parts.path):
            return
        if parts.scheme or parts.netloc:
            yield _problem(file, "site.other-host", url=target)
        else:
            yield from self._resolved(file, target)

    def _resolved(self, file: str, target: str) -> Iterator[Problem]:
        path = unquote(_split(target).path)
        if not path:
            return
        if path.startswith("/"):
            base = urlsplit(self.edition.office.site_url).path
            parts = PurePosixPath(path.removeprefix(base.rstrip("/")).lstrip("/")).parts
        else:
            parts = (*PurePosixPath(file).parent.parts, *PurePosixPath(path).parts)
        place: list[str] = []
        for part in parts:
            if part == ".." and place:
                place.pop()
            elif part not in (".", ""):
                place.append(part)
        name = "/".join(place)
        if not {name, f"{name}/index.html".lstrip("/")} & self.digests.keys():
            yield _problem(file, "site.dead-link", url=target)

    def _leaks(self) -> Iterator[Problem]:
        for file, found in leak.leaks(self.root, self.edition, self.digests, self.theme):
            yield _problem(file, "site.leak", found=found)


def _joined(file: str, target: str) -> str:
    """The URL below the site's root that a relative link of a file leads to."""
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(file), unquote(_split(target).path)))
    return path.lstrip("/") + "/"


def _split(target: str) -> SplitResult:
    """The parts of an address; an unreadable one counts as another host's, so that nothing may be loaded from it."""
    try:
        return urlsplit(target)
    except ValueError:
        return SplitResult("?", "?", "", "", "")


def _urls(file: Path) -> Iterable[str]:
    """Every URL that an XML file names, in an element or an attribute."""
    for element in etree.fromstring(file.read_bytes()).iter():
        if element.text:
            yield element.text.strip()
        yield from (str(value) for value in element.attrib.values())

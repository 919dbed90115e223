"""two built sites -> which pages read or only look otherwise, whose files differ, and what of all pages differs"""

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from lxml import etree, html

from prakat.site.digest import digests

_SHARED = ("assets", "search")
"""Folders whose files belong to no page of their own."""
_READ = ("alt", "href")
"""Attributes that a reader notices: what a picture shows, where a link leads."""


class PageChange(enum.StrEnum):
    GONE = "gone"
    NEW = "new"
    TEXT = "text"
    """Words, a picture's words or a link's target differ."""
    LOOK = "look"
    """The same words in other markup."""
    FILES = "files"
    """A file beside the page differs."""


class _Parts(NamedTuple):
    """A page in two parts, each as its words and as its markup."""

    words: tuple[str, ...]
    markup: bytes
    frame_words: tuple[str, ...]
    frame_markup: bytes


@dataclass(frozen=True, slots=True, order=True)
class PageDifference:
    url: str
    """Below the site's root."""
    change: PageChange
    before: str = ""
    """The words that only this version has, if words differ."""
    after: str = ""


@dataclass(frozen=True, slots=True)
class SiteDifference:
    pages: tuple[PageDifference, ...]
    framed: int
    """On how many pages what stands around the content differs: the head, the menus, the foot."""
    frame: tuple[str, str]
    """The words of it that only one version has, on the first page on which they differ; empty if they are the same."""
    shared: tuple[str, ...]
    """Files that differ and belong to no page: styles, scripts, feeds, the search index."""


def compared_sites(before: Path, after: Path) -> SiteDifference:
    """What differs between two built sites, by their bytes and then by what readers see."""
    old, new = digests(before), digests(after)
    pages: set[PageDifference] = set()
    shared, framed, frame = [], 0, ("", "")
    for path in sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path)):
        if _is_page(path) and path in old and path in new:
            then, now = _parts(before / path), _parts(after / path)
            pages.update(_differences(_url(path), then, now))
            framed += then.frame_markup != now.frame_markup
            frame = frame if any(frame) else _other_words(then.frame_words, now.frame_words)
        elif _is_page(path):
            pages.add(PageDifference(_url(path), PageChange.GONE if path in old else PageChange.NEW))
        elif _is_shared(path):
            shared.append(path)
        else:
            pages.add(PageDifference(_url(path), PageChange.FILES))
    return SiteDifference(tuple(sorted(pages)), framed, frame, tuple(shared))


def _is_page(path: str) -> bool:
    return path.endswith(".html")


def _is_shared(path: str) -> bool:
    return len(PurePosixPath(path).parts) == 1 or PurePosixPath(path).parts[0] in _SHARED


def _url(path: str) -> str:
    """The page at a path, or beside which a file lies."""
    if _is_page(path):
        return path.removesuffix("index.html")
    return f"{PurePosixPath(path).parent}/"


def _differences(url: str, then: _Parts, now: _Parts) -> Iterator[PageDifference]:
    if any(other := _other_words(then.words, now.words)):
        yield PageDifference(url, PageChange.TEXT, *other)
    elif then.markup != now.markup:
        yield PageDifference(url, PageChange.LOOK)


def _other_words(then: Sequence[str], now: Sequence[str]) -> tuple[str, str]:
    """What only one of them says; empty where they read the same, whatever the spaces and the markup between."""
    if _run_together(then) == _run_together(now):
        return "", ""
    found: list[tuple[str, str]] = []
    for act, a, b, c, d in SequenceMatcher(None, then, now, autojunk=False).get_opcodes():
        if act != "equal" and _run_together(then[a:b]) != _run_together(now[c:d]):
            found.append((" ".join(then[a:b]), " ".join(now[c:d])))
    old, new = zip(*(found or [("—", "—")]), strict=True)
    return " … ".join(old) or "—", " … ".join(new) or "—"


def _run_together(words: Iterable[str]) -> str:
    return "".join("".join(words).split())


def _parts(page: Path) -> _Parts:
    """The content of a page, which is its <main>, and what stands around it; all is content where there is none."""
    document = html.document_fromstring(page.read_bytes(), html.HTMLParser(encoding="utf-8"))
    etree.strip_tags(document, etree.Comment)
    main = document.find(".//main")
    title = document.findtext(".//title") or ""
    if main is None:
        return _Parts(_words(document), html.tostring(document), (), b"")
    words, markup = (title, *_words(main)), html.tostring(main, with_tail=False)
    main.drop_tree()
    for each in document.findall(".//title"):
        each.drop_tree()
    return _Parts(words, markup, _words(document), html.tostring(document))


def _words(part: html.HtmlElement) -> tuple[str, ...]:
    """What a reader reads, and then what pictures show and where links lead."""
    read = (" ".join(text.split()) for text in part.itertext(etree.Element))
    noticed = (value for element in part.iter(etree.Element) for name in _READ if (value := element.get(name)))
    return (*filter(None, read), *noticed)

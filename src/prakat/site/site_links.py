"""names of a site's files x a page or style sheet -> its links that lead nowhere, or ask another host (R46, R35)"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from lxml import etree, html
from lxml.html import defs

from prakat.rules.message import Message, message

_CSS_URL = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")
_LOADS = frozenset({"src", "srcset", "poster", "data", "background"})
_LINKING = frozenset(defs.link_attrs) | {"poster"}
_TELLING = etree.XPath("//*[@*] | //style")
"""The only elements that can hold a link."""
_LINKING_BY_MORE = frozenset({"object", "param", "style"})
"""Tags whose links are not simply their attributes."""


class _Way(NamedTuple):
    """Where an address leads."""

    is_elsewhere: bool
    scheme: str
    up: int
    """Folders to leave first; -1 for an address that begins at the site's root."""
    place: str
    """From there, without a slash at its end."""
    has_path: bool


@dataclass(frozen=True, slots=True)
class SiteLinks:
    names: Collection[str]
    """POSIX, below the site's root."""
    base: str
    """The path of the site's own address, as in /office/."""

    def of_page(self, file: str, document: html.HtmlElement) -> Iterator[Message]:
        """Each link once, in the page's order."""
        return self._faults(file, dict.fromkeys(_links(document)))

    def of_style(self, file: str, text: str) -> Iterator[Message]:
        found = (match.group(1) or match.group(2) for match in _CSS_URL.finditer(text))
        return self._faults(file, dict.fromkeys((target, True) for target in found))

    def _faults(self, file: str, links: Collection[tuple[str, bool]]) -> Iterator[Message]:
        folders = file.split("/")[:-1]
        above = ["".join(f"{each}/" for each in folders[:kept]) for kept in range(len(folders), -1, -1)]
        for target, is_loaded in links:
            way = _way(target.strip() if is_loaded else target, self.base)
            if way.is_elsewhere:
                if is_loaded and way.scheme != "data":
                    yield message("site.other-host", url=target)
            elif way.has_path and not self._leads(way, above):
                yield message("site.dead-link", url=target)

    def _leads(self, way: _Way, above: list[str]) -> bool:
        if way.up >= len(above):
            return False
        name = (above[way.up] if way.up >= 0 else "") + way.place
        return name.rstrip("/") in self.names or f"{name.rstrip('/')}/index.html".lstrip("/") in self.names


def _links(document: html.HtmlElement) -> Iterator[tuple[str, bool]]:
    """Each address in a page, and whether a browser loads it with the page."""
    for element in _TELLING(document):
        tag = element.tag
        if tag == "link" and element.get("rel") in ("canonical", "alternate"):
            continue
        if tag in _LINKING_BY_MORE or "style" in element.attrib or "http-equiv" in element.attrib:
            alone = element.makeelement(tag, dict(element.attrib))
            alone.text = element.text
            found = [(attribute, target) for _, attribute, target, _ in alone.iterlinks()]
        else:
            found = [(name, value) for name, value in element.items() if name in _LINKING]
        for attribute, target in found:
            yield target, attribute in _LOADS or tag == "link"


@lru_cache(1 << 14)
def _way(target: str, base: str) -> _Way:
    parts = split_address(target)
    if parts.scheme or parts.netloc:
        return _Way(True, parts.scheme, 0, "", True)
    path = unquote(parts.path)
    up = 0
    if path.startswith("/"):
        path, up = path.removeprefix(base.rstrip("/")), -1
    place: list[str] = []
    for part in path.split("/"):
        if part == ".." and place:
            place.pop()
        elif part == "..":
            up = up + 1 if up >= 0 else 1 << 20
        elif part not in (".", ""):
            place.append(part)
    return _Way(False, "", up, "/".join(place), bool(path) or up < 0)


def split_address(target: str) -> SplitResult:
    """The parts of an address; an unreadable one counts as another host's, so that nothing may be loaded from it."""
    try:
        return urlsplit(target)
    except ValueError:
        return SplitResult("?", "?", "", "", "")

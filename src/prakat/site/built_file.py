"""built folder x name -> a file, read from disk once: its digest, what a reader or a script gets of it, its page"""

import gzip
import hashlib
import html
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

import lxml.html
from lxml import etree

from prakat.item import body
from prakat.site.digest import digest_of

TEXT_SUFFIXES = frozenset(
    [".html", ".xml", ".json", ".csv", ".txt", ".js", ".css", ".svg", ".map", ".webmanifest"],
)
GZIP = b"\x1f\x8b"
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_CLOSING = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
"""lxml drops the text that follows these tags; browsers do not."""
_PARSER = lxml.html.HTMLParser()
_PARSER.set_element_class_lookup(etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement))
"""By itself it asks Python for the class of each element, which takes longer than to parse it."""


@dataclass(frozen=True)
class BuiltFile:
    root: Path
    name: str
    """POSIX, below the root."""

    @cached_property
    def raw(self) -> bytes:
        """Its bytes; none of pictures and documents, which nobody reads as a text."""
        with (self.root / self.name).open("rb") as stream:
            head = b"" if self.suffix in TEXT_SUFFIXES else stream.read(len(GZIP))
            return head + stream.read() if head in (b"", GZIP) else b""

    @property
    def digest(self) -> str:
        """SHA-256 of the file as it lies there."""
        if self.raw:
            return hashlib.sha256(self.raw).hexdigest()
        return digest_of(self.root / self.name)

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix

    @property
    def is_page(self) -> bool:
        return self.suffix == ".html"

    @cached_property
    def document(self) -> lxml.html.HtmlElement:
        try:
            return lxml.html.document_fromstring(_CLOSING.sub(b"", self.raw), _PARSER)
        except etree.ParserError:  # nothing in it
            return lxml.html.Element("html")

    def readings(self) -> Iterator[str]:
        """The text in it as a reader, crawler or search script could get it; none of pictures and documents."""
        raw = self.raw
        if raw.startswith(GZIP):
            try:
                raw = gzip.decompress(raw)
            except (OSError, EOFError, zlib.error):
                return
        elif self.suffix not in TEXT_SUFFIXES:
            return
        text = raw.decode("utf-8", errors="replace").replace("\u200b", "")
        yield text
        if self.suffix in (".html", ".xml"):
            yield body.plain_text(text)
        if "&" in text:
            yield html.unescape(text)
        if "\\u" in text:
            yield _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)

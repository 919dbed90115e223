"""Markdown body -> safe HTML, its headings, links and pictures, by the same rules for validation and build"""

import html
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import markdown
from markdown.inlinepatterns import HtmlInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, ETX, STX

from prakat.item.line_mark import References
from prakat.item.pixels import Pixels
from prakat.rules.data import label
from prakat.rules.web_url import is_web_url

EXTENSIONS = ("tables", "sane_lists", "def_list", "footnotes", "fenced_code", "nl2br")
"""A line break stays one, and an indented paragraph is no code block, as in an office's letters."""
SAFE_SCHEMES = ("https:", "http:", "mailto:", "tel:")
_HTML = r"(<(?:[a-zA-Z/!?][^<>]*)>)"
_BLANK = re.compile(r"[\x00-\x20]")  # browsers ignore these inside an address
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_NEEDS_RENDERING = re.compile(r"<|\]\(|\]\[|\]:|!\[")


@dataclass(frozen=True, slots=True)
class Link:
    target: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    target: str
    alt: str


@dataclass(frozen=True, slots=True)
class Heading:
    id: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Rendered:
    html: str
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    pictures: tuple[Picture, ...]
    raw_html: tuple[str, ...]
    """HTML tags that the writer typed; they are shown as text."""


UNRENDERED = Rendered("", (), (), (), ())
Resolve = Callable[[str], str | None]
"""A link's target as written -> the URL to put into the page; None turns the link into its text."""


def scheme(target: str) -> str:
    """`https:` and the like, in lower case; empty for a link inside the site."""
    match = _SCHEME.match(_BLANK.sub("", target))
    return match.group().lower() if match else ""


def is_safe(target: str) -> bool:
    """Whether a link that leaves the site may be put into a page."""
    kind = scheme(target)
    return is_web_url(target) if kind in ("https:", "http:") else kind in SAFE_SCHEMES


def is_remote(target: str) -> bool:
    bare = _BLANK.sub("", target)
    return bool(scheme(target)) or (len(bare) > 1 and bare[0] in "/\\" and bare[1] in "/\\")


def has_markup(text: str) -> bool:
    """Whether the text may hold a link, a picture or raw HTML; only then must a check render it."""
    return _NEEDS_RENDERING.search(text) is not None


def render_markdown(text: str, resolve: Resolve | None = None, pixels: Mapping[str, Pixels] | None = None) -> Rendered:
    """HTML without anything active: raw tags become text, unsafe links and remote pictures lose their target.

    `pixels`: a picture's target as written -> its size."""
    return _renderer().render(text, resolve or (lambda target: target), pixels or {})


def as_text(text: str) -> Rendered:
    """The text as it was typed, for a body that cannot be rendered and yet must not break its page or the site."""
    return Rendered(f"<pre>{html.escape(text)}</pre>", (), (), (), ())


_INLINE = re.compile(r"</?(?:a|abbr|b|code|del|em|i|img|span|strong|sub|sup)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def plain_text(content: str) -> str:
    """The text that a browser shows of rendered HTML: inline tags do not end a word, other tags do."""
    return html.unescape(_TAG.sub("\n", _INLINE.sub("", content)))


@cache
def _renderer() -> "_Renderer":
    return _Renderer()


class _RawHtml(HtmlInlineProcessor):
    def __init__(self, md: markdown.Markdown, seen: list[str]) -> None:
        super().__init__(_HTML, md)
        self._seen = seen

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]
        written = self.backslash_unescape(self.unescape(m.group(1)))
        self._seen.append(written)
        return self.md.htmlStash.store(html.escape(written)), m.start(0), m.end(0)


class _Renderer(Treeprocessor):
    def __init__(self) -> None:
        md = markdown.Markdown(
            extensions=[*EXTENSIONS, "toc"],
            extension_configs={
                "toc": {"slugify": _slug, "toc_depth": "2-4", "marker": ""},
                "tables": {"use_align_attribute": True},
            },
            output_format="html",
        )
        super().__init__(md)
        md.references = References()
        self._raw_html: list[str] = []
        md.preprocessors.deregister("html_block")
        md.parser.blockprocessors.deregister("code")
        md.inlinePatterns.register(_RawHtml(md, self._raw_html), "html", 90)
        md.treeprocessors.register(self, "prakat", -1)  # after Markdown has removed its own escapes from attributes
        self._resolve: Resolve = lambda target: target
        self._pixels: Mapping[str, Pixels] = {}
        self._links: list[Link] = []
        self._pictures: list[Picture] = []

    def render(self, text: str, resolve: Resolve, pixels: Mapping[str, Pixels]) -> Rendered:
        self.md.reset()
        self._resolve, self._pixels = resolve, pixels
        for seen in (self._raw_html, self._links, self._pictures):
            seen.clear()
        converted = _without_placeholders(self.md.convert(text.replace("\u200b", "")))
        return Rendered(
            html=converted,
            headings=tuple(_headings(getattr(self.md, "toc_tokens", []))),
            links=tuple(self._links),
            pictures=tuple(self._pictures),
            raw_html=tuple(self._raw_html),
        )

    def run(self, root: ElementTree.Element) -> None:
        for parent in list(root.iter()):
            _clean_attributes(parent)
            for element in list(parent):
                if element.tag == "a":
                    self._link(element)
                elif element.tag == "img":
                    self._picture(element)
                elif element.tag == "table":
                    _make_scrollable(parent, element)
                elif align := element.attrib.pop("align", None):
                    element.set("class", align)  # a style attribute would be refused by a strict security policy

    def _link(self, element: ElementTree.Element) -> None:
        target = _plain(element.get("href", ""))
        if "footnote" in element.get("class", ""):
            return
        shown = "".join(element.itertext()) or "".join(f"{each.get('alt')} " for each in element.iter("img"))
        self._links.append(Link(target, _plain(shown)))
        safe = self._resolve(target) if not is_remote(target) else target if is_safe(target) else None
        if safe is None:
            element.tag = "span"
            element.attrib = {"class": "dead-link"}
            return
        element.set("href", safe.replace("&", "&amp;"))
        if scheme(safe) in ("https:", "http:"):
            element.set("rel", "noopener external")

    def _picture(self, element: ElementTree.Element) -> None:
        target, alt = _plain(element.get("src", "")), element.get("alt", "")
        self._pictures.append(Picture(target, alt))
        safe = None if is_remote(target) else self._resolve(target)
        if safe is None:
            element.tag, element.text = "span", alt
            element.attrib = {"class": "dead-link"}
            return
        element.set("src", safe.replace("&", "&amp;"))
        element.set("loading", "lazy")
        if size := self._pixels.get(target):
            element.set("width", str(size.width))
            element.set("height", str(size.height))


def _clean_attributes(element: ElementTree.Element) -> None:
    """Disarms code blocks' placeholders in attributes, where they would become HTML, quotes included."""
    for name, value in element.items():
        if STX in value:
            element.set(name, _without_placeholders(value.replace(AMP_SUBSTITUTE, "&")))


def _plain(written: str) -> str:
    """An attribute as a browser reads it: with Markdown's own placeholder for & and entities resolved."""
    return html.unescape(_without_placeholders(written.replace(AMP_SUBSTITUTE, "&")))


def _without_placeholders(text: str) -> str:
    """The text without the marks of Markdown's placeholders, which it leaves behind under absurd nesting."""
    return text.replace(STX, "").replace(ETX, "")


def _make_scrollable(parent: ElementTree.Element, table: ElementTree.Element) -> None:
    """Makes a wide table scroll on its own at 320 pixels, also by keyboard (R32)."""
    if parent.get("class") == "table":
        return
    box = ElementTree.Element(
        "div", {"class": "table", "tabindex": "0", "role": "group", "aria-label": label("page", "table")}
    )
    parent[list(parent).index(table)] = box
    box.append(table)


def _slug(text: str, separator: str) -> str:
    """An anchor that keeps Thai vowels and tone marks, which the slugs of Python-Markdown and pymdownx strip."""
    return re.sub(r"[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+", separator, text).strip(separator).lower() or "section"


def _headings(tokens: list[dict[str, Any]]) -> Iterator[Heading]:
    for token in tokens:
        yield Heading(token["id"], html.unescape(token["name"]), token["level"])
        yield from _headings(token["children"])

"""body of an item -> safe HTML, its headings, links and pictures, by the same rules for validation and build"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from prakat.item import contact
from prakat.item.anchors import Anchors
from prakat.item.pixels import Pixels
from prakat.item.rendered import Heading, Link, Picture, Rendered, TypedTag
from prakat.rules.data import label
from prakat.rules.web_url import is_web_url

if TYPE_CHECKING:
    from markdown_it.token import Token

SAFE_SCHEMES = ("https:", "http:", "mailto:", "tel:")
_BLANK = re.compile(r"[\x00-\x20]")  # browsers ignore these inside an address
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")

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


def render_markdown(text: str, resolve: Resolve | None = None, pixels: Mapping[str, Pixels] | None = None) -> Rendered:
    """HTML without anything active: typed tags are text, unsafe links and remote pictures lose their target.

    `pixels`: a picture's target as written -> its size."""
    from prakat.item import dialect  # here: a text that was rendered before needs no parser

    line_end = "<br>\n" if dialect.parser().options.breaks else "\n"
    writer = _Writer(resolve or (lambda target: target), pixels or {}, line_end)
    return writer.page(dialect.tokens(text))


_INLINE = re.compile(r"</?(?:a|abbr|b|code|del|em|i|img|span|strong|sub|sup)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_IMAGE = re.compile(r'<img alt="([^"]*)"[^>]*>')


def plain_text(content: str) -> str:
    """The text that a browser shows of rendered HTML: inline tags do not end a word, other tags do."""
    return html.unescape(_TAG.sub("\n", _INLINE.sub("", content)))


_HEADING_READ = 200
"""Characters of a column's heading that are asked, for each cell, whether they say that it holds telephones."""
_BROKEN = ("softbreak", "hardbreak")
_BOX = '<div class="table" tabindex="0" role="group" aria-label="{}"><table>'
"""A wide table scrolls on its own at 320 pixels, also by keyboard (R32)."""


class _Writer:
    def __init__(self, resolve: Resolve, pixels: Mapping[str, Pixels], line_end: str) -> None:
        self._resolve, self._pixels, self._line_end = resolve, pixels, line_end
        self._out: list[str] = []
        self._headings: list[Heading] = []
        self._links: list[Link] = []
        self._pictures: list[Picture] = []
        self._tags: list[TypedTag] = []
        self._anchors = Anchors()
        self._number = ""
        """Of the entry whose text comes next."""
        self._above: list[str] = []
        self._row: list[str] = []
        """The cells of the table's first row, and of its present one."""

    def page(self, tokens: Sequence[Token]) -> Rendered:
        for index, token in enumerate(tokens):
            if token.type == "inline":
                self._inline(token, tokens[index - 1])
            elif token.type == "fence":
                self._out.append(_fence(token))
            elif not token.hidden:
                self._block(token, tokens[index + 1] if token.type == "list_item_open" else None)
        headings, links, pictures = tuple(self._headings), tuple(self._links), tuple(self._pictures)
        return Rendered("".join(self._out), headings, links, pictures, tuple(self._tags))

    def _block(self, token: Token, following: Token | None) -> None:
        if token.nesting < 0:
            self._out.append(f"</{token.tag}></div>\n" if token.tag == "table" else f"</{token.tag}>\n")
        elif token.type == "table_open":
            self._out.append(_BOX.format(html.escape(label("page", "table"))))
            self._above = []
        elif token.type == "typed_list_open":
            self._out.append('<ol class="typed" role="list">\n')
        elif token.type != "heading_open":
            attributes = "".join(f' {name}="{value}"' for name, value in token.attrs.items())
            self._out.append(f"<{token.tag}{attributes}>")
        if token.type == "tr_open":
            self._row = []
        elif following and token.info:
            self._number = f'<span class="number">{token.info}</span> '
            if following.type != "paragraph_open":
                self._put_number()

    def _put_number(self) -> None:
        self._out.append(self._number)
        self._number = ""

    def _inline(self, token: Token, before: Token) -> None:
        self._put_number()
        begun = len(self._out)
        is_heading, is_cell = before.type == "heading_open", before.tag in ("td", "th")
        self._children(token, self._says(len(self._row)) if is_cell else "")
        if is_cell:
            self._row.append(token.content)
            if before.tag == "th":
                self._above.append(token.content[:_HEADING_READ])
        elif is_heading:
            text = plain_text("".join(self._out[begun:])).strip()
            anchor, level = self._anchors.of(text), int(before.tag[1])
            self._out.insert(begun, f'<{before.tag} id="{html.escape(anchor)}">')
            if 1 < level < 5:
                self._headings.append(Heading(anchor, text, level))

    def _says(self, column: int) -> str:
        """What stands above the cell, or before it, if that says that its numbers are telephones."""
        above = self._above[column] if column < len(self._above) else ""
        return above if contact.says_telephone(above) or not self._row else self._row[-1]

    def _children(self, parent: Token, heading: str) -> None:
        assert parent.map, "each rule says where its text stands"
        children, line = parent.children or [], parent.map[0]
        contacts = _contacts_in(children, heading)
        begun = begun_line = 0
        target: str | None = None
        for index, child in enumerate(children):
            kind = child.type
            if kind == "text":
                self._out.append(contact.linked(child.content, contacts.get(index, ())))
            elif kind in _BROKEN:
                self._out.append(self._line_end)
                line += 1
            elif kind == "link_open":
                begun, begun_line, target = len(self._out), line, str(child.attrs["href"])
            elif kind == "link_close":
                assert target is not None, "links are closed once"
                self._out[begun:] = [self._link(target, "".join(self._out[begun:]), begun_line)]
            else:
                self._mark(child, line)
                line += child.content.count("\n") + len(child.info)

    def _mark(self, token: Token, line: int) -> None:
        if token.type == "image":
            self._out.append(self._picture(str(token.attrs["src"]), token.content, line))
        elif token.type == "code_inline":
            self._out.append(f"<code>{html.escape(token.content, quote=False)}</code>")
        elif token.type in ("title", "tag", "empty_link"):
            self._out.append(html.escape(token.content, quote=False).replace("\n", self._line_end))
            if token.type == "tag":
                self._tags.append(TypedTag(token.content, line))
            elif token.type == "empty_link":
                self._links.append(Link(str(token.attrs["href"]), token.markup, line))
        else:
            self._out.append(f"<{'/' if token.nesting < 0 else ''}{token.tag}>")

    def _link(self, target: str, inner: str, line: int) -> str:
        self._links.append(Link(target, plain_text(_IMAGE.sub(r"\1", inner)), line))
        safe = self._resolve(target) if not is_remote(target) else target if is_safe(target) else None
        if safe is None:
            return f'<span class="dead-link">{inner}</span>'
        rel = ' rel="noopener external"' if scheme(safe) in ("https:", "http:") else ""
        return f'<a href="{html.escape(safe)}"{rel}>{inner}</a>'

    def _picture(self, target: str, alt: str, line: int) -> str:
        self._pictures.append(Picture(target, alt, line))
        safe = None if is_remote(target) else self._resolve(target)
        if safe is None:
            return f'<span class="dead-link">{html.escape(alt, quote=False)}</span>'
        size = self._pixels.get(target)
        sized = f' width="{size.width}" height="{size.height}"' if size else ""
        return f'<img alt="{html.escape(alt)}" src="{html.escape(safe)}" loading="lazy"{sized}>'


def _fence(token: Token) -> str:
    language = f' class="language-{token.info}"' if token.info else ""
    return f"<pre><code{language}>{html.escape(token.content, quote=False)}</code></pre>\n"


def _contacts_in(children: Sequence[Token], heading: str) -> Mapping[int, list[contact.Contact]]:
    """Index of a text outside of links -> the contacts in it, which the words before it may tell of."""
    parts, places, reached, is_linked = [], [], 0, False
    for index, child in enumerate(children):
        is_linked = (is_linked or child.type == "link_open") and child.type != "link_close"
        said = child.content if child.type == "text" else "\n" if child.type in _BROKEN else " "
        if child.type == "text" and not is_linked:
            places.append((reached, index))
        parts.append(said)
        reached += len(said)
    found: dict[int, list[contact.Contact]] = {}
    place = 0
    if places:
        text = "".join(parts)
        for each in contact.contacts(text, heading):
            while place + 1 < len(places) and places[place + 1][0] <= each.begun:
                place += 1
            begun, index = places[place]
            if begun <= each.begun and each.end <= begun + len(children[index].content):
                shifted = contact.Contact(each.begun - begun, each.end - begun, each.target)
                found.setdefault(index, []).append(shifted)
    return found

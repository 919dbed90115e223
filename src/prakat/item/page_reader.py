"""HTML that anybody may have made -> its blocks as a reader sees them, the pictures in it, and what is in doubt"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from prakat.item import body
from prakat.item.block_builder import BlockBuilder
from prakat.item.block_opener import BlockOpener
from prakat.item.data_pictures import DataPictures
from prakat.item.element_style import style_of
from prakat.item.page_block import PageBlock, Run

_UNSEEN = frozenset(
    [
        "script",
        "style",
        "head",
        "title",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "select",
        "textarea",
        "button",
        "audio",
        "video",
        "canvas",
        "xml",
        "map",
        "datalist",
        "frameset",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "ruby",
        "rb",
        "rt",
        "rp",
        "nobr",
        "img",
        "br",
        "input",
        "picture",
        "source",
    ]
)
_GONE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
)
_BLANKS = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_RAISED = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_RAISED_ALL = re.compile(r"[0-9+()-]+")
_LANGUAGE = re.compile(r"language-([A-Za-z0-9_-]{1,20})")
_MARKS = {"b": "s", "strong": "s", "i": "e", "em": "e", "cite": "e", "dfn": "e", "var": "e"}
_STRUCK = ("s", "strike", "del")


@dataclass(frozen=True, slots=True)
class _Look:
    is_strong: bool = False
    is_emphasis: bool = False
    is_code: bool = False
    is_raised: bool = False
    href: str = ""


@dataclass(slots=True)
class _Open:
    tag: str
    look: _Look
    close: Callable[[], None] | None = None


@dataclass(slots=True)
class PageReader:
    """What lxml calls for each piece, whatever is nested in whatever: nothing here is nested itself."""

    opener: BlockOpener = field(default_factory=BlockOpener)
    pictures: DataPictures = field(default_factory=DataPictures)
    has_struck: bool = False
    _open: list[_Open] = field(default_factory=list)
    _look: _Look = _Look()
    _unseen: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        style = style_of(attributes)
        if self._unseen or tag in _UNSEEN or style.is_hidden or (":" in tag and tag != "o:p"):
            self._unseen += 1
            return
        now = _Open(tag, self._look)
        self._open.append(now)
        look = self._look
        strong = style.is_strong if style.is_strong is not None else look.is_strong or _MARKS.get(tag) == "s"
        slanted = style.is_emphasis if style.is_emphasis is not None else look.is_emphasis or _MARKS.get(tag) == "e"
        href = safe_target(attributes.get("href", "")) if tag == "a" and not look.href else look.href
        is_code = look.is_code or tag in ("code", "kbd", "samp", "tt")
        self._look = _Look(strong, slanted, is_code, look.is_raised or tag == "sup", href)
        self.has_struck = self.has_struck or tag in _STRUCK
        if tag not in _INLINE and tag != "o:p":
            now.close = self.opener.begin(tag, attributes)
        elif tag == "br":
            self._break()
        elif tag == "img":
            self._picture(attributes)
        elif tag == "code" and self.opener.code is not None:
            match = _LANGUAGE.match(attributes.get("class", ""))
            self.opener.language = match[1] if match else ""

    def end(self, tag: str) -> None:
        if self._unseen:
            self._unseen -= 1
            return
        if not self._open:
            return
        now = self._open.pop()
        self._look = now.look
        if now.close:
            now.close()

    def data(self, text: str) -> None:
        if self._unseen:
            return
        if self.opener.code is not None:
            self.opener.code.append(_GONE.sub("", text))
            return
        text = _GONE.sub("", text)
        if self.opener.lines_as_typed and "\n" in text:
            first, *others = text.split("\n")
            self._say(first)
            for each in others:
                self._break()
                self._say(each)
            return
        self._say(text)

    def comment(self, text: str) -> None:
        return

    @property
    def builder(self) -> BlockBuilder:
        return self.opener.builder

    def close(self) -> "PageReader":
        while self._open:
            self.end(self._open[-1].tag)
        return self

    def blocks(self) -> tuple[PageBlock, ...]:
        return self.builder.blocks()

    def _say(self, text: str) -> None:
        text, look = _BLANKS.sub(" ", text), self._look
        if look.is_raised and _RAISED_ALL.fullmatch(text) and not look.href:
            text = text.translate(_RAISED)
        if text:
            self.builder.add(Run(text, look.is_strong, look.is_emphasis, look.is_code, look.href))

    def _break(self) -> None:
        if self.opener.code is not None:
            self.opener.code.append("\n")
        else:
            self.builder.end_line()

    def _picture(self, attributes: Mapping[str, str]) -> None:
        source = self.pictures.kept(attributes.get("src", ""))
        said = " ".join(_GONE.sub("", attributes.get("alt", "")).split())
        if source:
            self.builder.add(Run(said, href=self._look.href, source=source))
        elif said and attributes.get("src"):
            self.builder.add(Run(f" {said} "))


def safe_target(target: str) -> str:
    """Where a link may lead; empty for a program, a file of somebody's computer, a place that Word made."""
    target = target.strip()
    if not target or target.startswith("#_") or len(target) > 2000:
        return ""
    return target if not body.is_remote(target) or body.is_safe(target) else ""


def read_page(html: str) -> PageReader:
    reader = PageReader()
    parser = etree.HTMLParser(target=reader, huge_tree=True, encoding="utf-8")  # type: ignore[call-overload]
    raw = html.encode("utf-8", "replace")
    etree.fromstring(b"<div>" + raw + b"</div>", parser)
    return reader

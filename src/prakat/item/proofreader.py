"""text as typed x the element that shows it -> whether each word, and each mark of markup, stands where it was typed"""

import re
from collections.abc import Callable, Mapping

from lxml import html

from prakat.item import typed_text
from prakat.item.rendered import AS_TYPED
from prakat.item.typed_text import LINE, SPACE, Differs, TypedText
from prakat.rules.data import label

_ANY, _SIZE = re.compile(r".*", re.DOTALL), re.compile(r"[0-9]+")
_HEADING = {"id": _ANY}
_CELL = {"class": re.compile("center|right"), "colspan": re.compile("[1-9][0-9]{0,3}")}
ATTRIBUTES: dict[str, dict[str, re.Pattern[str]]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _HEADING),
    **dict.fromkeys(("th", "td"), _CELL),
    "ol": {"class": re.compile("typed"), "role": re.compile("list")},
    "pre": {"class": re.compile(AS_TYPED)},
    "code": {"class": re.compile("language-[A-Za-z0-9_-]+")},
    "span": {"class": re.compile("whole|phrase|dead-link|number")},
    "a": {
        "class": re.compile("whole|picture"),
        "href": _ANY,
        "rel": re.compile("noopener external"),
        "download": re.compile(r".+"),
    },
    "img": {"alt": _ANY, "src": _ANY, "loading": re.compile("lazy"), "width": _SIZE, "height": _SIZE},
    "div": {
        "class": re.compile("table|gallery"),
        "tabindex": re.compile("0"),
        "role": re.compile("group"),
        "aria-label": re.compile(re.escape(label("page", "table"))),
    },
}
"""What pages may say of an element; none of it changes what is read of its text. The theme hides none of the classes
(a test reads it)."""
_ZERO_WIDTH_SPACE = "\u200b"
_WORD = re.compile(r"\S+")
Lead = Callable[[str], str | None]
"""A link's target as typed -> the address that the page gives it; None if it gives none."""


def is_seen(element: html.HtmlElement) -> bool:
    """Whether nothing about the element itself hides it, or says something else in its place."""
    known = ATTRIBUTES.get(str(element.tag), {})
    return all(name in known and known[name].fullmatch(value) for name, value in element.attrib.items())


class Proofreader:
    def __init__(self, typed: TypedText, lead: Lead, readings: Mapping[str, "ElementReading"]) -> None:
        self.typed, self.lead = typed, lead
        self._readings = readings
        self.gap = LINE
        """What the page shows since its last word."""
        self.heard: list[str] = []
        """The page's text so far."""
        self.words = 0
        self.escape = typed_text.ESCAPE
        self.is_preformatted = False
        self.indent = -1
        """Of the entry that is being read; of none, -1."""
        self.cell, self.width = 0, -1
        """Columns of the table's row so far, and of the rows before; of none, -1."""
        self.is_short = self.is_filled = False
        """Whether the row was typed with fewer cells, and whether any row was not."""
        self.has_tabs = self.is_head = False

    def read_inside(self, element: html.HtmlElement) -> None:
        if element.text:
            self._read(element.text)
        for child in element:
            reading = self._readings.get(child.tag) if isinstance(child.tag, str) else None
            if reading is None or not is_seen(child):
                raise Differs(self.typed.said)
            reading(self, child)
            if child.tail:
                self._read(child.tail)

    def end(self) -> None:
        self.typed.skip()
        if self.typed.at < len(self.typed.text):
            raise Differs(self.typed.at)

    def _read(self, shown: str) -> None:
        if _ZERO_WIDTH_SPACE in shown:
            shown = shown.replace(_ZERO_WIDTH_SPACE, "")
        if not self.is_preformatted:
            self._read_line(shown)
            return
        for index, line in enumerate(shown.split("\n")):
            self.gap = LINE if index else self.gap
            self._read_line(line)

    def _read_line(self, shown: str) -> None:
        self.heard.append(shown)
        said = shown.strip()
        if not said:
            self.gap = self.gap or (SPACE if shown else 0)
            return
        if said is not shown and not shown.startswith(said):
            self.gap = self.gap or SPACE
        if "\n" in said or not self.typed.read_run(said, self.gap):
            self._read_words(shown)
        self.gap = 0 if said is shown or shown.endswith(said) else SPACE
        self.words += 1

    def _read_words(self, shown: str) -> None:
        for word in _WORD.finditer(shown):
            try:
                self.typed.read(word[0], self.gap, self.escape)
            except Differs as found:
                raise Differs(found.at, found.unread + shown[word.end() :]) from None
            self.gap = SPACE

    def take(self, mark: re.Pattern[str]) -> re.Match[str]:
        match = self.typed.take(mark)
        if not match:
            raise Differs(self.typed.said)
        return match

    def read_marked(self, element: html.HtmlElement) -> None:
        """An element whose marks nobody reads, and which therefore must say something."""
        words = self.words
        self.read_inside(element)
        if words == self.words:
            raise Differs(self.typed.said)


ElementReading = Callable[[Proofreader, html.HtmlElement], None]
"""How an element is read; it refuses what its marks, as they were typed, do not allow."""

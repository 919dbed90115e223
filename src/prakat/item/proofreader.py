"""text as typed x the element that shows it -> whether each word, and each mark of markup, stands where it was typed"""

import re
from collections.abc import Callable
from urllib.parse import unquote

from lxml import html

from prakat.item import typed_text
from prakat.item.typed_text import CELL, LINE, SPACE, Differs, TypedText
from prakat.thai.buddhist_era import to_arabic_digits

AS_TYPED = "as-typed"
"""The class of an element that shows a text without any markup."""
_CLASSES = {AS_TYPED, "table", "whole", "phrase", "dead-link", "typed", "number", "left", "center", "right"}
"""Those that the theme never hides."""
_HIDING = {"hidden", "style", "aria-hidden", "popover", "inert"}
_ZERO_WIDTH_SPACE = "\u200b"
_NO_ESCAPE, _ROW_ESCAPE = re.compile(r"(?!)"), re.compile(r"\\(?=\|)")
_WORD, _WORDS = re.compile(r"\S+"), re.compile(r"\S.*", re.DOTALL)
_SIGNS = re.compile(r"[\\*_`\[\]]")
Lead = Callable[[str], str | None]
"""A link's target as typed -> the address that the page gives it; None if it gives none."""


def is_seen(element: html.HtmlElement) -> bool:
    """Whether nothing about the element itself hides it, or may hide it."""
    if not element.attrib:
        return True
    is_known = element.tag == "code" or _CLASSES.issuperset(element.get("class", "").split())
    return is_known and _HIDING.isdisjoint(element.attrib)


class Proofreader:
    def __init__(self, typed: TypedText, lead: Lead) -> None:
        self.typed, self.lead = typed, lead
        self._gap = LINE
        """What the page shows since its last word."""
        self.heard: list[str] = []
        """The page's text so far."""
        self._words = 0
        self._escape = typed_text.ESCAPE
        self._is_preformatted = False
        self._cell = 0
        self._has_tabs = False

    def read_inside(self, element: html.HtmlElement) -> None:
        if element.text:
            self._read(element.text)
        for child in element:
            reading = _READINGS.get(child.tag) if isinstance(child.tag, str) else None
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
        for index, line in enumerate(shown.split("\n") if self._is_preformatted else (shown,)):
            self._gap = LINE if index else self._gap
            self._read_line(line)

    def _read_line(self, shown: str) -> None:
        self.heard.append(shown)
        said = shown.strip()
        if not said:
            self._gap = self._gap or (SPACE if shown else 0)
            return
        if not shown.startswith(said):
            self._gap = self._gap or SPACE
        self.typed.skip()
        is_same = "\n" not in said and self.typed.text.startswith(said, self.typed.at)
        for word in (_WORDS if is_same else _WORD).finditer(shown):
            try:
                self.typed.read(word[0].rstrip(), self._gap, self._escape)
            except Differs as found:
                raise Differs(found.at, found.unread + shown[word.end() :]) from None
            self._gap = SPACE
        self._gap = 0 if shown.endswith(said) else SPACE
        self._words += 1

    def _take(self, mark: re.Pattern[str]) -> re.Match[str]:
        match = self.typed.take(mark)
        if not match:
            raise Differs(self.typed.said)
        return match

    def _block(self, element: html.HtmlElement) -> None:
        self._gap = LINE
        self.read_inside(element)
        self._gap = LINE

    def _line_break(self, element: html.HtmlElement) -> None:
        self._gap = LINE

    def _marked(self, element: html.HtmlElement) -> None:
        """An element whose marks nobody reads, and which therefore must say something."""
        words = self._words
        self.read_inside(element)
        if words == self._words:
            raise Differs(self.typed.said)

    def _heading(self, element: html.HtmlElement) -> None:
        self._gap = LINE
        self.typed.begin_line(re.compile("#" * int(str(element.tag)[1]) + r"(?=[ \t])"))
        self._marked(element)
        self.typed.take(typed_text.HEADING_END)
        self._gap = LINE

    def _list(self, element: html.HtmlElement) -> None:
        """Nothing counts the entries of a list with numbers: these stand in it as they were typed."""
        if element.tag == "ol" and element.get("class") != "typed":
            raise Differs(self.typed.said)
        self._block(element)

    def _entry(self, element: html.HtmlElement) -> None:
        parent = getattr(element.getparent(), "tag", "")
        if parent == "ul":
            self.typed.begin_line(typed_text.BULLET)
        elif parent != "ol" or not _begins_with_number(element):
            raise Differs(self.typed.said)
        self._gap = LINE
        self._marked(element)
        self._gap = LINE

    def _quotation(self, element: html.HtmlElement) -> None:
        self._gap = LINE
        self.typed.begin_quote()
        self._marked(element)
        self.typed.quotes -= 1
        self._gap = LINE

    def _preformatted(self, element: html.HtmlElement) -> None:
        self._gap = LINE
        fence = None if element.get("class") == AS_TYPED else self.typed.begin_line(typed_text.FENCE)[1]
        self._escape, self._is_preformatted = _NO_ESCAPE, True
        if fence:
            self._marked(element)
            self.typed.begin_line(re.compile(rf"{fence}{fence[0]}*[ \t]*(?=\n|\Z)"))
        else:
            self.read_inside(element)
        self._escape, self._is_preformatted = typed_text.ESCAPE, False
        self._gap = LINE

    def _code(self, element: html.HtmlElement) -> None:
        if self._is_preformatted:
            self.read_inside(element)
            return
        said, typed = element.text or "", self.typed
        typed.skip()
        ticks = self._take(typed_text.TICKS)[0]
        typed.at += said == said.lstrip() and typed.text.startswith(" ", typed.at)  # one that makes room for a backtick
        self._escape = _ROW_ESCAPE if typed.is_in_row else _NO_ESCAPE
        self._marked(element)
        self._escape = typed_text.ESCAPE
        typed.at += said == said.rstrip() and typed.text.startswith(" ", typed.at)
        typed.skip()
        if self._take(typed_text.TICKS)[0] != ticks:
            raise Differs(typed.said)

    def _emphasis(self, element: html.HtmlElement) -> None:
        mark, begun = self.typed.open(element.tag == "strong")
        self._marked(element)
        self.typed.close(mark, begun)

    def _link(self, element: html.HtmlElement) -> None:
        typed, target, said = self.typed, unquote(element.get("href", "")), "".join(element.itertext())
        typed.skip()
        if typed.take(typed_text.BRACKET):
            self._marked(element)
            is_right = self._leads(typed.take_target(typed_text.LINK_END), target)
        else:
            is_bracketed = not said.startswith("<") and typed.take(typed_text.ANGLE)
            self._marked(element)
            is_right = _leads_to_itself(said, target) and (not is_bracketed or bool(typed.take(typed_text.ANGLE_END)))
        if not is_right:
            raise Differs(typed.said)

    def _leads(self, typed: re.Match[str], target: str) -> bool:
        plain = re.sub(typed_text.ESCAPE, "", typed["angle"] or typed["bare"]).replace("&amp;", "&")
        return target in (unquote(plain), unquote(self.lead(plain) or ""))

    def _words_alone(self, element: html.HtmlElement) -> None:
        """The words of a link or picture that leads nowhere, or what stays on one line."""
        if element.get("class") != "dead-link":
            self.read_inside(element)
            return
        self.typed.skip()
        if self.typed.text.startswith("!", self.typed.at):
            self.heard.append(element.text or "")
            self._see(element.text or "")
        else:
            self._take(typed_text.BRACKET)
            self._marked(element)
            self.typed.take_target(typed_text.LINK_END)

    def _picture(self, element: html.HtmlElement) -> None:
        if not self._leads(self._see(element.get("alt", "")), unquote(element.get("src", ""))):
            raise Differs(self.typed.said)

    def _see(self, description: str) -> re.Match[str]:
        """A picture counts as a word."""
        self.typed.meet(self._gap, "")
        match = self.typed.take_target(typed_text.PICTURE)
        if _SIGNS.sub("", match["alt"]).split() != _SIGNS.sub("", description).split():
            raise Differs(self.typed.said)
        self.typed.end_word()
        self._gap = 0
        self._words += 1
        return match

    def _table(self, element: html.HtmlElement) -> None:
        self._gap = LINE
        self.typed.pass_white(typed_text.TO_LINE)
        self._has_tabs = self.typed.stands_before_tabs()
        self.read_inside(element)
        self._gap = LINE

    def _row(self, element: html.HtmlElement) -> None:
        self._gap, self._cell = LINE, 0
        self.typed.begin_row(self._has_tabs)
        self.read_inside(element)
        self._gap = LINE
        self.typed.end_row(self._has_tabs)
        if not self._has_tabs and getattr(element.getparent(), "tag", "") == "thead":
            self.typed.begin_line(typed_text.DELIMITERS)

    def _column(self, element: html.HtmlElement) -> None:
        self._gap = max(self._gap, CELL)
        self.typed.divide(self._has_tabs, self._cell)
        self._cell += 1
        self.read_inside(element)


def _begins_with_number(entry: html.HtmlElement) -> bool:
    """Whether an entry of a list says its number itself, before anything else."""
    first = next(iter(entry), None)
    if first is None or (entry.text or "").strip():
        return False
    return first.get("class") == "number" or (first.tag == "p" and _begins_with_number(first))


_NOT_DIALLED = re.compile(r"[^0-9+#*]")


def _leads_to_itself(said: str, target: str) -> bool:
    """Whether an address that was typed without brackets leads to what it says."""
    scheme, _, rest = target.partition(":")
    if scheme == "tel":
        digits = _NOT_DIALLED.sub("", to_arabic_digits(said))
        return bool(rest) and (rest in digits or rest.removeprefix("+66") in digits)
    said = unquote(said)
    return target in (said, f"mailto:{said}", f"http://{said}", f"https://{said}")


_READINGS: dict[str, Callable[[Proofreader, html.HtmlElement], None]] = {
    **dict.fromkeys(("p", "div", "thead", "tbody"), Proofreader._block),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Proofreader._heading),
    **dict.fromkeys(("strong", "em"), Proofreader._emphasis),
    **dict.fromkeys(("th", "td"), Proofreader._column),
    "br": Proofreader._line_break,
    **dict.fromkeys(("ul", "ol"), Proofreader._list),
    "li": Proofreader._entry,
    "blockquote": Proofreader._quotation,
    "pre": Proofreader._preformatted,
    "code": Proofreader._code,
    "a": Proofreader._link,
    "span": Proofreader._words_alone,
    "img": Proofreader._picture,
    "table": Proofreader._table,
    "tr": Proofreader._row,
}

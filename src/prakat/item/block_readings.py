"""block of a page -> whether the marks that it stands for were typed where a line begins, and what it says"""

import re

from lxml import html

from prakat.item import typed_text
from prakat.item.proofreader import ElementReading, Proofreader
from prakat.item.rendered import AS_TYPED
from prakat.item.typed_text import CELL, LINE, Differs


def _block(reader: Proofreader, element: html.HtmlElement) -> None:
    reader.gap = LINE
    reader.read_inside(element)
    reader.gap = LINE


def _line_break(reader: Proofreader, element: html.HtmlElement) -> None:
    reader.gap = LINE


def _heading(reader: Proofreader, element: html.HtmlElement) -> None:
    reader.gap = LINE
    level = int(str(element.tag)[1])
    reader.typed.begin_line(re.compile(rf"#{{{1 if level == 2 else level},{level}}}(?=[ \t])"))
    reader.read_marked(element)
    reader.typed.take(typed_text.HEADING_END)
    reader.gap = LINE


def _list(reader: Proofreader, element: html.HtmlElement) -> None:
    """Nothing counts the entries of a list with numbers: these stand in it as they were typed."""
    if element.tag == "ol" and element.get("class") != "typed":
        raise Differs(reader.typed.said)
    _block(reader, element)


def _entry(reader: Proofreader, element: html.HtmlElement) -> None:
    """One within another was typed further to the right."""
    parent, outer = getattr(element.getparent(), "tag", ""), reader.indent
    reader.typed.skip()
    reader.indent = reader.typed.indent
    if reader.indent <= outer:
        raise Differs(reader.typed.said)
    if parent == "ul":
        reader.typed.begin_line(typed_text.BULLET)
    elif parent != "ol" or not _begins_with_number(element):
        raise Differs(reader.typed.said)
    reader.gap = LINE
    reader.read_marked(element)
    reader.gap, reader.indent = LINE, outer


def _quotation(reader: Proofreader, element: html.HtmlElement) -> None:
    reader.gap = LINE
    reader.typed.begin_quote()
    reader.read_marked(element)
    reader.typed.quotes -= 1
    reader.gap = LINE


def _preformatted(reader: Proofreader, element: html.HtmlElement) -> None:
    reader.gap = LINE
    fence = None if element.get("class") == AS_TYPED else reader.typed.begin_line(typed_text.OPENING_FENCE)[1]
    reader.escape, reader.is_preformatted = typed_text.NO_ESCAPE, True
    if fence:
        reader.read_marked(element)
        reader.typed.begin_line(re.compile(rf"{fence}{fence[0]}*[ \t]*(?=\n|\Z)"))
    else:
        reader.read_inside(element)
    reader.escape, reader.is_preformatted = typed_text.ESCAPE, False
    reader.gap = LINE


def _table(reader: Proofreader, element: html.HtmlElement) -> None:
    reader.gap = LINE
    reader.typed.pass_white(typed_text.TO_LINE)
    reader.has_tabs = reader.typed.stands_before_tabs()
    reader.width, reader.is_filled = -1, False
    reader.read_inside(element)
    if not reader.is_filled:
        raise Differs(reader.typed.said)
    reader.gap = LINE


def _row(reader: Proofreader, element: html.HtmlElement) -> None:
    """As wide as the others, and one of them has a cell typed for each of its columns."""
    reader.gap, reader.cell, reader.is_short = LINE, 0, False
    reader.is_head = getattr(element.getparent(), "tag", "") == "thead"
    reader.typed.begin_row(reader.has_tabs)
    reader.read_inside(element)
    reader.gap = LINE
    reader.typed.end_row(reader.has_tabs)
    if reader.cell != reader.width >= 0:
        raise Differs(reader.typed.said)
    reader.width, reader.is_filled = reader.cell, reader.is_filled or not reader.is_short
    if not reader.has_tabs and reader.is_head:
        reader.typed.begin_line(typed_text.DELIMITERS)


def _column(reader: Proofreader, element: html.HtmlElement) -> None:
    """A cell, or what fills up a row at its end."""
    reader.gap = max(reader.gap, CELL)
    is_typed = reader.typed.divide(reader.has_tabs, reader.cell)
    if reader.is_short or reader.is_head != (element.tag == "th"):
        raise Differs(reader.typed.said)
    if is_typed:
        reader.cell += 1
        reader.read_inside(element)
        if "colspan" in element.attrib:
            raise Differs(reader.typed.said)
        return
    reader.is_short = True
    reader.cell += int(element.get("colspan", "1"))
    if len(element) or element.text:
        raise Differs(reader.typed.said)


def _begins_with_number(entry: html.HtmlElement) -> bool:
    """Whether an entry of a list says its number itself, before anything else."""
    first = next(iter(entry), None)
    if first is None or (entry.text or "").strip():
        return False
    return first.get("class") == "number" or (first.tag == "p" and _begins_with_number(first))


BLOCK_READINGS: dict[str, ElementReading] = {
    **dict.fromkeys(("p", "div", "thead", "tbody"), _block),
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(("ul", "ol"), _list),
    **dict.fromkeys(("th", "td"), _column),
    "br": _line_break,
    "li": _entry,
    "blockquote": _quotation,
    "pre": _preformatted,
    "table": _table,
    "tr": _row,
}

"""what stands in a line of a page -> whether the marks that it stands for were typed there, and what it says"""

import re
from urllib.parse import unquote

from lxml import html

from prakat.item import typed_text
from prakat.item.proofreader import ElementReading, Proofreader
from prakat.item.typed_text import LINE, Differs
from prakat.thai.buddhist_era import to_arabic_digits
from prakat.thai.telephone import dial

_SIGNS = re.compile(r"[\\*_`\[\]]")


def _code(reader: Proofreader, element: html.HtmlElement) -> None:
    if reader.is_preformatted:
        reader.read_inside(element)
        return
    said, typed = "".join(element.itertext()), reader.typed
    typed.skip()
    ticks = reader.take(typed_text.TICKS)[0]
    typed.at += said == said.lstrip() and typed.text.startswith(" ", typed.at)  # one that makes room for a backtick
    reader.escape = typed_text.ESCAPE_IN_ROW if typed.is_in_row else typed_text.NO_ESCAPE
    reader.read_marked(element)
    reader.escape = typed_text.ESCAPE
    typed.at += said == said.rstrip() and typed.text.startswith(" ", typed.at)
    typed.skip()
    if reader.take(typed_text.TICKS)[0] != ticks:
        raise Differs(typed.said)


def _emphasis(reader: Proofreader, element: html.HtmlElement) -> None:
    mark, begun = reader.typed.begin_emphasis(element.tag == "strong")
    reader.read_marked(element)
    reader.typed.end_emphasis(mark, begun)


def _link(reader: Proofreader, element: html.HtmlElement) -> None:
    typed, target, said = reader.typed, unquote(element.get("href", "")), "".join(element.itertext())
    typed.skip()
    if element.get("class") == "picture":
        _picture_of_gallery(reader, element)
        return
    if typed.take(typed_text.BRACKET):
        reader.read_marked(element)
        typed.skip()
        is_right = _leads(reader, typed.take_target(typed_text.LINK_END), target)
    else:
        _address(reader, element)
        is_right = _leads_to_itself(said, target)
    if not is_right:
        raise Differs(typed.said)


def _leads(reader: Proofreader, typed: re.Match[str], target: str) -> bool:
    plain = re.sub(typed_text.ESCAPE, "", typed["angle"] or typed["bare"]).replace("&amp;", "&")
    return target in (unquote(plain), unquote(reader.lead(plain) or ""))


def _words_alone(reader: Proofreader, element: html.HtmlElement) -> None:
    """The words of a link or picture that leads nowhere, or what stays on one line."""
    typed, said = reader.typed, element.text or ""
    if element.get("class") != "dead-link":
        reader.read_inside(element)
        return
    typed.skip()
    if typed.text.startswith("![", typed.at):
        reader.heard.append(said)
        _see(reader, said)
    elif typed.take(typed_text.BRACKET):
        reader.read_marked(element)
        typed.skip()
        typed.take_target(typed_text.LINK_END)
    else:
        _address(reader, element)


def _address(reader: Proofreader, element: html.HtmlElement) -> None:
    """One that was typed without words for it, maybe in angle brackets."""
    is_bracketed = not (element.text or "").startswith("<") and reader.typed.take(typed_text.ANGLE)
    reader.read_marked(element)
    if is_bracketed:
        reader.take(typed_text.ANGLE_END)


def _picture(reader: Proofreader, element: html.HtmlElement) -> None:
    if not _leads(reader, _see(reader, element.get("alt", "")), unquote(element.get("src", ""))):
        raise Differs(reader.typed.said)


def _picture_of_gallery(reader: Proofreader, element: html.HtmlElement) -> None:
    """A picture that leads to itself, and stands by itself wherever its lines were broken."""
    if [each.tag for each in element] != ["img"] or "".join(element.itertext()):
        raise Differs(reader.typed.said)
    picture = element[0]
    if picture.get("src") != element.get("href"):
        raise Differs(reader.typed.said)
    reader.gap = reader.typed.gap
    _picture(reader, picture)
    reader.gap = LINE


def _see(reader: Proofreader, description: str) -> re.Match[str]:
    """A picture counts as a word."""
    reader.typed.meet(reader.gap, "")
    match = reader.typed.take_target(typed_text.PICTURE)
    if _SIGNS.sub("", match["alt"]).split() != _SIGNS.sub("", description).split():
        raise Differs(reader.typed.said)
    reader.typed.end_word()
    reader.gap = 0
    reader.words += 1
    return match


_NUMBER = re.compile("(?=[^0-9]*[0-9])[0-9+() \u00a0\u2010-\u2013-]+")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+")
_WEB = re.compile(r"www\.\S+", re.IGNORECASE)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)


def _leads_to_itself(said: str, target: str) -> bool:
    """Whether an address that was typed without brackets leads to what it says."""
    plain, number = unquote(said), to_arabic_digits(said)
    if _ADDRESS.fullmatch(said):
        return target == plain
    if _WEB.fullmatch(said):
        return target in (f"http://{plain}", f"https://{plain}")
    if _MAIL.fullmatch(said):
        return target == f"mailto:{plain}"
    return _NUMBER.fullmatch(number) is not None and target == f"tel:{dial(number)}"


INLINE_READINGS: dict[str, ElementReading] = {
    **dict.fromkeys(("strong", "em"), _emphasis),
    "code": _code,
    "a": _link,
    "span": _words_alone,
    "img": _picture,
}

"""line of a page -> how the dialect of bodies writes it: what would be taken for a mark is escaped, looks are marked"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from prakat.item import contact
from prakat.item.page_block import Line, Run

_ESCAPED = frozenset("`*_#[]()<>|-+!.~")
_MARKS, _TAG = frozenset("*_`[]<"), re.compile(r"<(?=[A-Za-z/!?])")
_BEGINS = re.compile(r"#{1,6}(?=[ \t])|>(?=[ \t]|\Z)|[-*+](?=[ \t])|`{3}|~{3}")
_DELIMITERS = re.compile(r"[ \t:|-]*\|[ \t:|-]*")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
_TICKS = re.compile("`+")
_OPENING, _CLOSING = "([{“‘«", ")]}”’».,;:!?…ๆฯ"
_LETTER, _SAID = re.compile(r"[^\W\d_]"), re.compile(r"[^\W_]")
_VOWEL = re.compile("[\u0e30-\u0e4e]")
_BARE = re.compile(r"(?=[^()]*[A-Za-z#/])[^\s()<>\\\"']+")


@dataclass(frozen=True, slots=True)
class Care:
    """How much is escaped and marked: each is tried only where the one before is read otherwise than meant."""

    escapes_all: bool = False
    marks_looks: bool = True
    brackets_addresses: bool = False
    is_in_row: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    mark: str


def line_text(line: Line, care: Care) -> str:
    pieces = [piece for href, runs in groupby(line, key=lambda run: run.href) for piece in _pieces(href, runs, care)]
    groups = [(mark, "".join(each.text for each in group)) for mark, group in groupby(pieces, key=lambda one: one.mark)]
    written = ""
    for index, (mark, text) in enumerate(groups):
        after = groups[index + 1][1][:1] if index + 1 < len(groups) else ""
        written += _marked(text, mark, written, after) if mark else text
    return written


def begun_safely(text: str) -> str:
    """The same where a line begins: what would begin a heading, a list, a quotation, code or a table does not."""
    if _DELIMITERS.fullmatch(text):
        return text.replace("|", "\\|")
    return f"\\{text}" if _BEGINS.match(text) else text


def _pieces(href: str, runs: Iterator[Run], care: Care) -> Iterator[_Piece]:
    linked = list(runs)
    if not href:
        yield from (_Piece(_written(run, care, is_linked=False), _mark(run, care)) for run in linked)
        return
    said = "".join(run.text for run in linked)
    is_plain = len(linked) == 1 and linked[0].is_own_address and not linked[0].source
    if is_plain and not care.brackets_addresses:
        yield _Piece(_escaped(said, care, is_linked=False), _mark(linked[0], care))
        return
    marks = {_mark(run, care) for run in linked}
    if len(marks) == 1:
        inner = "".join(_written(run, care, is_linked=True) for run in linked)
    else:
        inner = ""
        for index, run in enumerate(linked):
            text, after = (
                _written(run, care, is_linked=True),
                linked[index + 1].text[:1] if run is not linked[-1] else "",
            )
            inner += _marked(text, _mark(run, care), inner, after) if _mark(run, care) else text
    lead = inner[: len(inner) - len(inner.lstrip())]
    tail = inner[len(inner.rstrip()) :]
    link = f"{lead}[{inner.strip()}]({_target(href)}){tail}"
    yield _Piece(link if inner.strip() else inner, marks.pop() if len(marks) == 1 else "")


def _mark(run: Run, care: Care) -> str:
    if not care.marks_looks:
        return ""
    return "**" if run.is_strong else "*" if run.is_emphasis else ""


def _written(run: Run, care: Care, *, is_linked: bool) -> str:
    if run.source:
        alt = _escaped(run.text, Care(escapes_all=True), is_linked=True)
        return f"![{alt.replace('|', chr(92) + '|') if care.is_in_row else alt}]({_target(run.source)})"
    if run.is_code and care.marks_looks and run.text.strip():
        return _code(run.text, care)
    return _escaped(run.text, care, is_linked=is_linked)


def _code(text: str, care: Care) -> str:
    said = text.strip()
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    ticks = "`"
    while ticks in _TICKS.findall(said):
        ticks += "`"
    pad = " " if said[0] == "`" or said[-1] == "`" else ""
    said = said.replace("|", "\\|") if care.is_in_row else said
    return f"{lead}{ticks}{pad}{said}{pad}{ticks}{tail}"


def _target(target: str) -> str:
    """As a link writes it; in angle brackets where it holds what ends it otherwise."""
    plain = target.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E").replace("\n", "%0A")
    plain = plain.replace("&", "&amp;") if "&amp;" in plain else plain
    plain = plain.replace("|", "%7C")
    return plain if _BARE.fullmatch(plain) else f"<{plain}>"


def _escaped(text: str, care: Care, *, is_linked: bool) -> str:
    if is_linked:
        return _escaped_part(text, care)
    parts, reached = [], 0
    for begun in _ADDRESS.finditer(text):
        if begun.start() < reached:
            continue
        address = contact.web_address(text, begun.start(), len(text))
        if address:
            parts += [_escaped_part(text[reached : begun.start()], care), address]
            reached = begun.start() + len(address)
    return "".join([*parts, _escaped_part(text[reached:], care)])


def _escaped_part(text: str, care: Care) -> str:
    return "".join(_escaped_all(text) if care.escapes_all else _escaped_some(text))


def _escaped_all(text: str) -> Iterator[str]:
    before = ""
    for character in text:
        if character in _MARKS or character == "|" or (before == "\\" and character in _ESCAPED):
            yield "\\"
        yield character
        before = character


def _escaped_some(text: str) -> Iterator[str]:
    before = ""
    for place, character in enumerate(text):
        is_tag = character == "<" and _TAG.match(text, place) is not None
        if is_tag or (before == "\\" and character in _ESCAPED):
            yield "\\"
        yield character
        before = character


def _marked(text: str, mark: str, before: str, after: str) -> str:
    """The text between two marks, where the dialect takes these for such; else without."""
    said = text.strip()
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    left, right = (before + lead)[-1:] or " ", (tail + after)[:1] or " "
    return f"{lead}{mark}{said}{mark}{tail}" if said and _may_be_marked(said, mark, left, right) else text


def _may_be_marked(said: str, mark: str, left: str, right: str) -> bool:
    if said[0] in _CLOSING or said[-1] in _OPENING or said.count("(") != said.count(")"):
        return False
    if left in "*_\\" or right in "*_" or said[0] in "*_" or said[-1] in "*_\\":
        return False
    if mark == "**":
        is_sum = (_counts(left) and _counts(said[0])) or (_counts(said[-1]) and _counts(right))
        return bool(_SAID.search(said)) and not left.isdecimal() and not is_sum
    opens = left.isspace() or left in _OPENING + "\"'"
    return opens and bool(_LETTER.search(said)) and not (right.isalnum() or _VOWEL.match(right))


def _counts(character: str) -> bool:
    return character.isdecimal() or (character.isascii() and character.isalpha())

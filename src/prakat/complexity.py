"""Markdown text -> the line where it asks more than linear time of its renderer, if it does"""

import re
from itertools import islice

MAX_NESTING = 10
MAX_ANCHORS = 1000
"""Headings and rules: Markdown compares the anchor of each with those of all before it, and copies what follows."""
MAX_DEFINITIONS = 100
"""Each nests the renderer's calls deeper."""
MAX_FOOTNOTES = 200
"""Marks of footnotes: each makes a link back, and copies those before it."""
MAX_MARKS = 1000
"""Of one kind, on one line."""
_MARKS = "*_`\\<"
_HEADING = re.compile(r"^(?: {0,3}#|[=-]+[ \t]*$|[ \t]*(?:[*_-][ \t]*){3,}$)", re.MULTILINE)
_DEFINITION = re.compile(r"^ {0,3}:[ \t]", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^")
_BRACKET = re.compile(r"[\[()]|\]\(?|\n[ \t]*\n")
_MARKED_LINE = re.compile(r"^([ \t]*)((?:(?:[*+-]|[0-9]+\.)[ \t]+|>[ \t]*)+)(.*)", re.MULTILINE)


def too_complex(text: str) -> int | None:
    """The line, from 0, where nesting passes what Markdown renders in linear time; None for every honest text."""
    if (nested := _too_nested(text)) is not None:
        return nested
    if text.count("\n") >= MAX_ANCHORS and (heading := _nth(_HEADING, text, MAX_ANCHORS)) is not None:
        return heading
    if (definition := _nth(_DEFINITION, text, MAX_DEFINITIONS)) is not None:
        return definition
    if (footnote := _nth(_FOOTNOTE, text, MAX_FOOTNOTES)) is not None:
        return footnote
    if max(text.count(mark) for mark in _MARKS) > MAX_MARKS:
        for index, line in enumerate(text.split("\n")):
            if max(line.count(mark) for mark in _MARKS) > MAX_MARKS:
                return index
    return _unclosed(text) if text.count("[") > MAX_NESTING else None


def _nth(pattern: re.Pattern[str], text: str, most: int) -> int | None:
    """The line, from 0, of the first match that is one too many."""
    match = next(islice(pattern.finditer(text), most, None), None)
    return text.count("\n", 0, match.start()) if match else None


def _too_nested(text: str) -> int | None:
    """The line, from 0, whose list or quotation is the first to lie too deep."""
    indents: list[int] = []
    for match in _MARKED_LINE.finditer(text):
        indent, markers = len(match.group(1).expandtabs(4)), match.group(2).split()
        if ">" not in match.group(2) and not match.group(3).strip("*- \t"):
            continue
        while indents and indents[-1] >= indent:
            indents.pop()
        indents.append(indent)
        if len(indents) + sum(marker.count(">") or 1 for marker in markers) - 1 > MAX_NESTING:
            return text.count("\n", 0, match.start())
    return None


def _unclosed(text: str) -> int | None:
    """The line, from 0, where too many brackets or link targets of one paragraph stand open."""
    brackets = targets = 0
    for match in _BRACKET.finditer(text):
        found = match.group()
        if found == "[":
            brackets += 1
        elif found == "(":
            targets += targets > 0
        elif found == ")":
            targets = max(targets - 1, 0)
        elif found.startswith("]"):
            brackets = max(brackets - 1, 0)
            targets += len(found) - 1
        else:
            brackets = targets = 0
        if max(brackets, targets) > MAX_NESTING:
            return text.count("\n", 0, match.start())
    return None

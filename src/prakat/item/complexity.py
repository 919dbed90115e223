"""Markdown text -> the line, if any, from which on rendering would take more than linear time"""

import re
from collections.abc import Iterable
from itertools import islice

MAX_NESTING = 10
MAX_ANCHORS = 1000
"""Headings and rules: Markdown compares each anchor with all earlier ones, and copies the rest of the text."""
MAX_DEFINITIONS = 100
"""Definitions of terms: each nests the renderer's calls deeper."""
MAX_FOOTNOTES = 200
"""Marks of footnotes: each adds a link back, and copies the earlier ones."""
MAX_FENCES = 200
"""Code fences: for each that is never closed the text is searched to its end."""
MAX_MARKS = 1000
"""Marks of one kind on one line."""
MAX_COPIED = 4_000_000_000
"""Characters, as Markdown copies a paragraph for each mark and line end in it: 5,000 full lines without a blank one."""
_PLACEHOLDER = 16
"""Characters that Markdown puts in place of a mark."""
_MARKS = "*_`\\<"
_HEADING = re.compile(r"^(?: {0,3}#|[=-]+[ \t]*$|[ \t]*(?:[*_-][ \t]*){3,}$)", re.MULTILINE)
_DEFINITION = re.compile(r"^ {0,3}:[ \t]", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^")
_FENCE = re.compile(r"^(?:`{3}|~{3})", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*\n")
_COPIED_FOR = re.compile(r"[*_`\\\\<\[&\n]")
_BULLET = re.compile(r" {0,3}[*+-][ \t]")
_NUMBER = re.compile(r" {0,3}[0-9]+\.[ \t]")
_BRACKET = re.compile(r"[\[()]|\]\(?|\n[ \t]*\n")
_MARKED_LINE = re.compile(r"^([ \t]*)((?:(?:[*+-]|[0-9]+\.)[ \t]+|>[ \t]*)+)(.*)", re.MULTILINE)


def too_complex(text: str) -> int | None:
    """The line, from 0, at which a limit above is exceeded; None for every honest text."""
    if (nested := _too_nested(text)) is not None:
        return nested
    if text.count("\n") >= MAX_ANCHORS and (heading := _nth(_HEADING, text, MAX_ANCHORS)) is not None:
        return heading
    for pattern, most in ((_DEFINITION, MAX_DEFINITIONS), (_FOOTNOTE, MAX_FOOTNOTES), (_FENCE, MAX_FENCES)):
        if (one_too_many := _nth(pattern, text, most)) is not None:
            return one_too_many
    if len(text) > MAX_COPIED**0.5 / _PLACEHOLDER and (paragraph := _too_much_copied(text)) is not None:
        return paragraph
    if max(text.count(mark) for mark in _MARKS) > MAX_MARKS:
        for index, line in enumerate(text.split("\n")):
            if max(line.count(mark) for mark in _MARKS) > MAX_MARKS:
                return index
    return _unclosed(text) if text.count("[") > MAX_NESTING else None


def _nth(pattern: re.Pattern[str], text: str, most: int) -> int | None:
    """The line, from 0, of the first match beyond `most`."""
    match = next(islice(pattern.finditer(text), most, None), None)
    return text.count("\n", 0, match.start()) if match else None


def _too_nested(text: str) -> int | None:
    """The line, from 0, of the first list or quotation that is nested too deeply."""
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


def _too_much_copied(text: str) -> int | None:
    """The line, from 0, of the paragraph whose copying exceeds the limit."""
    copied = line = 0
    for block in _BLANK.split(text):
        for part in _parts(block):
            marks = len(_COPIED_FOR.findall(part))
            copied += marks * (len(part) + marks * _PLACEHOLDER)
        if copied > MAX_COPIED:
            return line
        line += block.count("\n") + 2
    return None


def _parts(block: str) -> Iterable[str]:
    """The parts that Markdown copies separately: lines of a table, entries of a list, else the whole block."""
    lines = block.lstrip("\n").split("\n")
    pipes = [line.count("|") for line in lines[:2]]
    if lines[0].startswith("|") and pipes[0] == pipes[-1] and not "".join(lines[1:2]).strip("|:- \t"):
        return lines
    for marker in (_BULLET, _NUMBER):
        if marker.match(lines[0]):
            return re.split(f"\n(?={marker.pattern})", block)
    return (block,)


def _unclosed(text: str) -> int | None:
    """The line, from 0, where one paragraph has too many unclosed brackets or link targets."""
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

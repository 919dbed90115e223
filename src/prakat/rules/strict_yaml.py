"""untrusted YAML text -> JSON-shaped values and the line of every key, or the first thing wrong with it"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from prakat.rules.text_decoding import decode_text
from prakat.rules.unreadable import Unreadable

Pointer = tuple[str | int, ...]
MAX_DEPTH = 32
MAX_NODES = 200_000
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_COMMENT = re.compile("#.*")
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class YamlDocument:
    data: Any
    lines: Mapping[Pointer, int] = field(default_factory=dict)
    """The line of each key and list entry, counted from 1 in the file."""

    def line(self, *pointer: str | int) -> int:
        """The line of a key, or of the nearest thing around it."""
        while pointer not in self.lines and pointer:
            pointer = pointer[:-1]
        return self.lines.get(pointer, 1)


def read_yaml(text: str, first_line: int = 1) -> YamlDocument:
    """Dates, times, `1.0` and `no` stay text. Raises Unreadable, also for anchors, tags, duplicate keys and depth."""
    reader = _Reader(text, first_line)
    try:
        return reader.document()
    except yaml.MarkedYAMLError as error:
        raise _syntax_problem(error, text, first_line) from None
    except (yaml.reader.ReaderError, UnicodeEncodeError):
        raise Unreadable("text.control", first_line, found="?", column="?") from None


def read_yaml_bytes(raw: bytes, limit: int) -> YamlDocument:
    """A whole file of at most `limit` bytes. Raises Unreadable."""
    return read_yaml(decode_text(raw, limit))


def yaml_comments(text: str) -> str:
    """What stands behind # in a text that `read` accepts, one comment a line; no program reads it, but people may."""
    found: list[str] = []
    end = 0
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        found += _COMMENT.findall(text[end : token.start_mark.index])
        end = token.end_mark.index
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            found += _COMMENT.findall(text[token.start_mark.index : end].partition("\n")[0])
    return "\n".join(found)


class _Reader:
    def __init__(self, text: str, first_line: int) -> None:
        self._events = yaml.parse(text, Loader=yaml.CSafeLoader)
        self._first_line = first_line
        self._lines: dict[Pointer, int] = {}
        self._nodes = 0

    def document(self) -> YamlDocument:
        next(self._events)
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            return YamlDocument(None, {(): self._first_line})
        event = next(self._events)
        self._lines[()] = self._line(event)
        value = self._value(event, (), 0)
        next(self._events)
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise Unreadable("yaml.documents", self._line(event))
        return YamlDocument(value, self._lines)

    def _line(self, event: Any) -> int:
        return int(event.start_mark.line) + self._first_line

    def _value(self, event: yaml.Event, pointer: Pointer, depth: int) -> Any:
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise Unreadable("yaml.depth", self._line(event), limit=str(MAX_DEPTH))
        if type(event) is yaml.ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                self._refuse_decoration(event)
            return event.value if event.style else _plain(event.value)
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable("yaml.anchor", self._line(event), found=f"*{event.anchor}")
        self._refuse_decoration(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(pointer, depth)
        return self._sequence(pointer, depth)

    def _refuse_decoration(self, event: Any) -> None:
        if event.anchor is not None:
            raise Unreadable("yaml.anchor", self._line(event), found=f"&{event.anchor}")
        if getattr(event, "tag", None) is not None:
            raise Unreadable("yaml.tag", self._line(event), found=str(event.tag))

    def _mapping(self, pointer: Pointer, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        events, lines = self._events, self._lines
        while type(event := next(events)) is not yaml.MappingEndEvent:
            line = self._line(event)
            if type(event) is not yaml.ScalarEvent:
                raise Unreadable("yaml.key", line)
            if event.anchor is not None or event.tag is not None:
                self._refuse_decoration(event)
            key = event.value
            if key in found:
                raise Unreadable("yaml.duplicate-key", line, key=key, first=str(lines[*pointer, key]))
            lines[*pointer, key] = line
            found[key] = None
            found[key] = self._value(next(events), (*pointer, key), depth + 1)
        return found

    def _sequence(self, pointer: Pointer, depth: int) -> list[Any]:
        found: list[Any] = []
        while type(event := next(self._events)) is not yaml.SequenceEndEvent:
            here = (*pointer, len(found))
            self._lines[here] = self._line(event)
            found.append(self._value(event, here, depth + 1))
        return found


def _plain(text: str) -> Any:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] in "-0123456789" and _INTEGER.fullmatch(text):
        return int(text)
    return text


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, first_line: int) -> Unreadable:
    """The problem at the line that the writer must mend, often not the line at which the parser stopped."""
    lines, problem = text.split("\n"), str(error.problem)
    begun = str(error.context).startswith(("while scanning a simple key", "while parsing a flow"))
    marks = (error.context_mark, error.problem_mark) if begun else (error.problem_mark, error.context_mark)
    mark = next((each for each in marks if each and each.line < len(lines) and lines[each.line].strip()), None)
    index, column = (mark.line, mark.column) if mark else (0, 0)
    before = lines[index][:column]
    if "\t" in lines[index][: len(lines[index]) - len(lines[index].lstrip())]:
        return Unreadable("yaml.tab", first_line + index)
    rule = "yaml.syntax"
    if problem == "could not find expected ':'":
        rule = "yaml.no-colon"
    elif problem.startswith("mapping values are not allowed"):
        rule = "yaml.colon"
        if ": " not in before and not before.startswith((" ", "-")) and index and lines[index - 1].strip():
            rule, index = "yaml.no-colon", index - 1
        elif ": " not in before:
            rule = "yaml.indent"
    elif "expected key" in problem and not before.strip():
        rule = "yaml.indent"
    return Unreadable(rule, first_line + index, found=lines[index].strip())

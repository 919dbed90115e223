"""values and body of an item -> the bytes of its index.md; what did not change stays as its writer left it"""

import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from prakat.item.front_matter import FENCE, split
from prakat.rules import schema
from prakat.rules.strict_yaml import Pointer, read_yaml
from prakat.rules.unreadable import Unreadable
from prakat.thai.visible_text import DIRECTIONS

_TAKEN_OTHERWISE = re.compile(r"[yYnN~]|(?i:yes|no|on|off|true|false|null)|[-+.]?[0-9][0-9_.,:eExXo+-]*")
"""Plain text that some YAML reader takes for something else."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:+]*)?")
"""Read as text by our reader, and written without quotes by everybody."""


def written_item(values: Mapping[str, Any], body: str, before: bytes | None = None) -> bytes:
    """What reads back to exactly these values and this text. Of `before`, an earlier version, each field that is still
    the same keeps its lines with their comments and their place."""
    text = _text(body, before)
    kept = _kept_lines(before) if before is not None else {}
    if kept:
        found = _file(_edited(values, kept), text)
        if _reads_back(found, values, body):
            return found
    return _file(_anew(values), text)


def _text(body: str, before: bytes | None) -> str:
    """Set apart by one empty line; as it stood where it is the same."""
    try:
        stood = split(before).body if before is not None else ""
    except Unreadable:
        stood = ""
    text = body.strip("\n")
    return stood if stood.strip("\n") == text and stood else f"\n{text}\n" if text else "\n"


def _file(lines: list[str], text: str) -> bytes:
    return "\n".join([FENCE, *lines, FENCE, text]).encode()


def _anew(values: Mapping[str, Any]) -> list[str]:
    return [line for key in _in_order(values) for line in _below(key, values[key], "")] or [_plain({})]


def _edited(values: Mapping[str, Any], kept: Mapping[str, tuple[Any, list[str]]]) -> list[str]:
    """Known fields in the places where they stand; new ones behind the field that stands before them in the schema."""
    order, lines = _in_order(values), dict[str, list[str]]()
    for key in kept:
        if not key or key in values:
            same = not key or kept[key][0] == values[key]
            lines[key] = kept[key][1] if same else [*_comments(kept[key][1]), *_below(key, values[key], "")]
    for place, key in enumerate(order):
        if key not in lines:
            earlier = next((each for each in reversed(order[:place]) if each in lines), "")
            lines = _inserted(lines, earlier, key, list(_below(key, values[key], "")))
    return [line for own in lines.values() for line in own]


def _inserted(lines: dict[str, list[str]], behind: str, key: str, own: list[str]) -> dict[str, list[str]]:
    found = dict[str, list[str]]()
    if behind not in lines:
        found[key] = own
    for each, given in lines.items():
        found[each] = given
        if each == behind:
            found[key] = own
    return found


def _comments(lines: list[str]) -> list[str]:
    """Those above a field, which stay when its value changes."""
    found = []
    for line in lines:
        if line.strip() and not line.lstrip().startswith("#"):
            break
        found.append(line)
    return found


def _kept_lines(raw: bytes) -> dict[str, tuple[Any, list[str]]]:
    """Field -> its value and its lines, with the comments above it; under no name what stands behind the last one."""
    try:
        parts = split(raw)
        document = read_yaml(parts.text)
    except Unreadable:
        return {}
    data: Any = document.data
    if not isinstance(data, dict):
        return {}
    lines = parts.text.removesuffix("\n").split("\n")
    starts = sorted((line, key) for (key, *rest), line in _top(document.lines) if not rest)
    if any(lines[line - 1][:1] in " \t{" for line, _ in starts) or len({line for line, _ in starts}) < len(data):
        return {}
    found: dict[str, tuple[Any, list[str]]] = {}
    begin = 0
    for place, (_, key) in enumerate(starts):
        end = starts[place + 1][0] - 1 if place + 1 < len(starts) else len(lines)
        while place + 1 < len(starts) and end > begin + 1 and _is_above(lines[end - 1]):
            end -= 1
        found[str(key)] = (data[key], lines[begin:end])
        begin = end
    return found


def _is_above(line: str) -> bool:
    """Whether it belongs to the field that follows: a comment, or a line that sets it apart."""
    return not line.strip() or line.startswith("#")


def _top(lines: Mapping[Pointer, int]) -> Iterator[tuple[Pointer, int]]:
    return ((pointer, line) for pointer, line in lines.items() if len(pointer) == 1)


def _reads_back(raw: bytes, values: Mapping[str, Any], body: str) -> bool:
    try:
        parts = split(raw)
        return bool(read_yaml(parts.text).data == dict(values)) and parts.body.strip("\n") == body.strip("\n")
    except Unreadable:
        return False


def _in_order(values: Mapping[str, Any]) -> list[str]:
    """That of the schema; what it does not know comes last."""
    known = schema.named("item").content["properties"]
    return [*(each for each in known if each in values), *(each for each in values if each not in known)]


def _below(key: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        yield f"{indent}{key}:"
        for name, inner in value.items():
            yield from _below(str(name), inner, f"{indent}  ")
    elif isinstance(value, list) and value:
        yield f"{indent}{key}:"
        for entry in value:
            yield from _entry(entry, f"{indent}  ")
    else:
        yield f"{indent}{key}: {_plain(value)}"


def _entry(entry: Any, indent: str) -> Iterator[str]:
    if isinstance(entry, Mapping) and entry:
        own = [line for name, inner in entry.items() for line in _below(str(name), inner, f"{indent}  ")]
        yield f"{indent}- {own[0].lstrip()}"
        yield from own[1:]
    else:
        yield f"{indent}- {_plain(entry)}"


def _plain(value: Any) -> str:
    """A value on one line: without quotes where every reader takes it for the same text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, int):
        return "null" if value is None else str(value)
    if isinstance(value, list | Mapping):
        return "[]" if isinstance(value, list) else "{}"
    text = str(value)
    if _DATE.fullmatch(text):
        return text
    plain = _dumped(text, None)
    is_plain = plain == text and not _TAKEN_OTHERWISE.fullmatch(text) and not DIRECTIONS.search(text)
    return text if is_plain else DIRECTIONS.sub(_escaped, _dumped(text, '"'))


def _escaped(marks: re.Match[str]) -> str:
    """What no file may have, as a value that its check then tells of at its field."""
    return "".join(f"\\u{ord(mark):04x}" for mark in marks[0])


def _dumped(text: str, style: str | None) -> str:
    found: str = yaml.safe_dump(text, allow_unicode=True, width=sys.maxsize, default_style=style)
    return found.removesuffix("\n").removesuffix("\n...")

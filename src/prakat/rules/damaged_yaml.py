"""YAML text x its schema -> findings about damaged values and those that a # cuts; and the text with both mended"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from prakat.rules.damaged_text import FLAWS, damaged_text, flaws, mended
from prakat.rules.finding import Finding
from prakat.rules.schema import Schema
from prakat.rules.strict_yaml import Pointer, read_yaml
from prakat.rules.yaml_scalar import YamlScalar, yaml_scalars
from prakat.thai.text_flaw import TextFlaw

_HASH = re.compile("[ \t]#")
_CUT = re.compile(r"[ \t]+#.*")
_COMMENT = re.compile(r"[ \t]{2,}#+([ \t].*)?")
"""Two spaces, #, a space: so comments are written, and so yamllint wants them. What is cut never looks like it."""
_NOT_IN_CODES = FLAWS - {"text.hidden-in-number", "text.lost", "text.old-font", "text.mojibake"}
"""What is no damage in ids, dates and addresses."""


def damaged_yaml(path: str, text: str, schemas: Collection[Schema], first_line: int = 1) -> Iterator[Finding]:
    """Of a text that strict_yaml reads."""
    if not (_HASH.search(text) or "\\" in text or flaws(text)):
        return
    found: list[TextFlaw] = []
    line, begun = first_line, 0
    for each in yaml_scalars(text):
        line += text.count("\n", begun, each.start)
        begun = each.start
        is_words = is_text(schemas, each)
        own = [flaw for flaw in flaws(_written(text, each)) if is_words or flaw.rule not in _NOT_IN_CODES]
        if _is_plain(text, each):
            found += [replace(flaw, start=flaw.start + each.start, end=flaw.end + each.start) for flaw in own]
        else:
            yield from damaged_text(path, each.value, own, line)
        if cut := _cut(text, each, is_words):
            values = {"found": cut.strip(), "left": each.value, "mend": quoted(each.value + cut)}
            yield Finding(path, line, "yaml.cut", values)
    yield from damaged_text(path, text, found, first_line)


def _is_plain(text: str, scalar: YamlScalar) -> bool:
    """Whether the value is written as it is read, without escapes."""
    return scalar.value in text[scalar.start : scalar.end]


def _written(text: str, scalar: YamlScalar) -> str:
    return text[scalar.start : scalar.end] if _is_plain(text, scalar) else scalar.value


def is_text(schemas: Collection[Schema], scalar: YamlScalar) -> bool:
    """Whether the value is words for people, and no id, date or address."""
    return any(_part(each.content, each.content, scalar.pointer).get("format") == "plain-text" for each in schemas)


def _part(root: Mapping[str, Any], part: Mapping[str, Any], pointer: Pointer) -> Mapping[str, Any]:
    """What a schema says of the value at a pointer; nothing where it says nothing."""
    for key in pointer:
        if "$ref" in part:
            part = root.get("$defs", {}).get(str(part["$ref"]).rpartition("/")[2], {})
        part = part.get("items", {}) if isinstance(key, int) else part.get("properties", {}).get(key, {})
    return part


def _cut(text: str, scalar: YamlScalar, is_words: bool) -> str:
    """What YAML takes for a comment behind a value without quotes, and its writer for a part of it."""
    if scalar.quote or not is_words or not scalar.value:
        return ""
    match = _CUT.match(text, scalar.end)
    return match.group() if match and not _COMMENT.fullmatch(match.group()) else ""


def quoted(value: str) -> str:
    """As YAML reads it whole, whatever it holds."""
    return "'" + value.replace("'", "''") + "'"


def mended_yaml(text: str, schemas: Collection[Schema], excepted: Collection[str] = ()) -> str:
    """A text that strict_yaml reads, with its certain flaws and dates mended and all else as it was; unchanged where
    YAML would then read something else."""
    before = list(yaml_scalars(text))
    document = read_yaml(text)
    meant = dict(date for each in schemas for date in each.certain_dates(document))
    edits: list[tuple[int, int, str]] = []
    changed: set[Pointer] = set()
    for each in before:
        end, new = _edited(text, each, is_text(schemas, each), excepted, meant.get(each.pointer))
        if new != text[each.start : end]:
            edits.append((each.start, end, new))
            changed.add(each.pointer)
    parts, done = [], 0
    for start, end, new in edits:
        parts += [text[done:start], new]
        done = end
    found = "".join([*parts, text[done:]])
    after = list(yaml_scalars(found))
    is_same = [each.pointer for each in after] == [each.pointer for each in before] and all(
        new.value == old.value or old.pointer in changed for old, new in zip(before, after, strict=True)
    )
    return found if is_same else text


def _edited(
    text: str, scalar: YamlScalar, is_words: bool, excepted: Collection[str], meant: str | None
) -> tuple[int, str]:
    """Where the value ends, with what a # has cut of it, and how it must be written."""
    written = text[scalar.start : scalar.end]
    if meant is not None:
        return scalar.end, scalar.quote + meant + scalar.quote
    if not _is_plain(text, scalar):
        return scalar.end, written
    rules = excepted if is_words else {*excepted, *_NOT_IN_CODES}
    cut = "" if "yaml.cut" in excepted else _cut(text, scalar, is_words)
    new = mended(written, rules)
    if cut and "\n" not in written:
        return scalar.end + len(cut), quoted(mended(scalar.value + cut.rstrip(), rules))
    return scalar.end, new

"""error of jsonschema -> finding in the words of rules.yml, at the line of its key"""

import difflib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from prakat.rules import data, file_name
from prakat.rules.finding import Finding
from prakat.rules.message import message
from prakat.rules.strict_yaml import Pointer, YamlDocument
from prakat.rules.wording import Explained, Label, Listed
from prakat.thai import buddhist_era
from prakat.thai.clock import clock_meant
from prakat.thai.duration import EXAMPLE
from prakat.thai.hidden_mark import code_and_name
from prakat.thai.visible_text import control_character, visible_length

Broken = tuple[str, dict[str, object]]
"""A rule and the values of its message."""


def translate(path: str, document: YamlDocument, error: Any) -> Iterator[Finding]:
    """The findings of one validator error: each missing and each unknown key, and what is wrong within a choice."""
    pointer = tuple(error.absolute_path)
    name = ".".join(str(part + 1) if isinstance(part, int) else part for part in pointer)
    if error.validator in ("required", "dependentRequired"):
        for key in _missing(error):
            values = {"field": _join(name, key), **_titles(error.schema, key)}
            yield Finding(path, document.line(*pointer), "field.required", values)
    elif error.validator == "additionalProperties":
        known = sorted(error.schema.get("properties", {}))
        for key in sorted(set(error.instance) - set(known)):
            near = _near(key, error.schema.get("properties", {})) or known
            values = {"field": _join(name, key), "near": ", ".join(near)}
            yield Finding(path, document.line(*pointer, key), "field.unknown", values)
    elif inner := _nearest_branch(error):
        for each in inner:
            yield from translate(path, document, each)
    else:
        rule, told = _BY_KEYWORD.get(error.validator, _pattern)(error)
        yield Finding(path, document.line(*pointer), rule, {"field": name or "—", **told})


def _nearest_branch(error: Any) -> list[Any]:
    """What is wrong within a choice: with the parts of a value, or with one that is at least of a type that may be."""
    within = [each for each in error.context if each.relative_path]
    return within or [each for each in error.context if each.validator not in _OF_A_BRANCH]


def unexplained(path: str, document: YamlDocument, errors: Iterable[Any]) -> Iterator[Finding]:
    """Findings, in the validator's own words, for what only the quick validator refuses; none is dropped."""
    for error in errors:
        pointer = tuple(error.instance_path)
        must = message("rules.as-the-schema-says", said=error.message)
        values = {"field": ".".join(map(str, pointer)) or "—", "found": _shown(error.instance), "must": must}
        yield Finding(path, document.line(*pointer), "field.pattern", values)


_OF_A_BRANCH = ("type", "const", "required", "additionalProperties")
"""What makes a branch of a choice another one than was meant."""


def _near(key: str, properties: Mapping[str, Any]) -> list[str]:
    """The keys that the writer may have meant: those spelled alike, or the one with that Thai name."""
    written = key.strip()
    by_title = {entry.get("title", name): name for name, entry in properties.items()}
    spelled = difflib.get_close_matches(written, properties, n=1)
    return spelled or [by_title[title] for title in difflib.get_close_matches(written, by_title, n=1, cutoff=0.8)]


def _missing(error: Any) -> list[str]:
    """jsonschema reports each missing key by an error of its own, named at the head of its message."""
    wanted = error.validator_value
    if error.validator == "dependentRequired":
        wanted = sorted({key for there, keys in wanted.items() if there in error.instance for key in keys})
    return [key for key in wanted if key not in error.instance and error.message.startswith(f"{key!r} ")]


def _titles(schema: Any, key: str) -> dict[str, object]:
    entry = schema.get("properties", {}).get(key) or data.load("item.schema.json")["properties"].get(key, {})
    described = _choices(entry, key) if "enum" in entry else entry.get("description", "")
    return {"title": entry.get("title", key), "description": described}


def _choices(entry: Mapping[str, Any], key: str) -> Listed:
    """The words of a choice, as they are typed, each with what it means."""
    group = entry.get("labels") or key
    words = data.load("labels.yml").get(group, {})
    return Listed.of(Explained(each, Label(group, each)) if each in words else each for each in entry["enum"])


def _join(name: str, key: str) -> str:
    return f"{name}.{key}" if name else key


def _shown(value: object) -> object:
    """A value as its writer could have typed it."""
    if value is None:
        return message("rules.nothing")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _type(error: Any) -> Broken:
    if error.instance is None:
        return "field.empty", {}
    must = Listed((Label("type", error.validator_value), _example(error.schema)), "")
    return "field.type", {"must": must, "found": _shown(error.instance)}


def _example(part: Mapping[str, Any]) -> str:
    """How a mapping or a list is written: ` {unit: ..., provider: ...}`."""
    if names := part.get("required") or list(part.get("properties", {}))[:2]:
        return " {" + ", ".join(f"{name}: ..." for name in names) + "}"
    if part.get("type") == "array":
        inner = _example(part.get("items", {})).strip() or "..."
        return f" [{inner}]"
    return ""


def _value(error: Any) -> Broken:
    allowed = error.validator_value if error.validator == "enum" else [error.validator_value]
    group = error.schema.get("labels") or str(next(reversed(error.absolute_path), ""))
    words = data.load("labels.yml").get(group, {})
    shown = (Explained(each, Label(group, each)) if each in words else each for each in allowed)
    return "field.value", {"must": Listed.of(shown), "found": _shown(error.instance)}


def _range(error: Any) -> Broken:
    must = f"{error.schema.get('minimum')}–{error.schema.get('maximum')}"
    return "field.value", {"must": must, "found": _shown(error.instance)}


def _length(error: Any) -> Broken:
    if error.validator == "visibleLength":
        least, most = error.validator_value
    else:
        kind = error.validator[3:]
        least, most = error.schema.get(f"min{kind}", 0), error.schema.get(f"max{kind}", "∞")
    found = visible_length(error.instance) if isinstance(error.instance, str) else len(error.instance)
    unit = Label("counted", "characters" if isinstance(error.instance, str) else "entries")
    return "field.length", {"must": Listed((f"{least}–{most}", unit), " "), "found": found}


def _choice(error: Any) -> Broken:
    if error.validator == "contains":
        must: object = error.validator_value.get("const")
    else:
        must = Listed.of(map(_option, error.validator_value), " | ")
    return "field.choice", {"must": must, "found": _shown(error.instance)}


def _option(part: Mapping[str, Any]) -> object:
    if "type" in part:
        return Label("type", part["type"])
    return Listed.of(part.get("required", [part.get("const")]))


def _repeated(error: Any) -> Broken:
    return "field.repeated", {"found": _shown(error.instance)}


def _pattern(error: Any) -> Broken:
    pattern, found = str(error.validator_value), error.instance
    words = Label("pattern", pattern) if pattern in data.load("labels.yml")["pattern"] else pattern
    is_name = isinstance(found, str) and pattern == f"^{file_name.FILE_NAME.pattern}$"
    example = f": {file_name.proposed(found)}" if is_name else ""
    return "field.pattern", {"must": Listed((words, example), ""), "found": _shown(found)}


def _format(error: Any) -> Broken:
    name, found = error.validator_value, error.instance
    if name == "plain-text":
        control = control_character(found)
        if not control:
            return "field.lines", {}
        character = chr(int(control[2:], 16))
        told: dict[str, object] = {"found": code_and_name(character), "column": str(found.index(character) + 1)}
        return "text.control", told
    if name == "web-url":
        return "field.url", {"found": found}
    if name == "duration":
        return "field.duration", {"found": found, "must": EXAMPLE}
    if name == "clock":
        return "date.clock", {"found": found, "suggestion": clock_meant(found)}
    problem = _date_problem(name, found)
    never = " / never" if name == "iso-date-or-never" else ""
    return problem.rule, {"found": found, "suggestion": problem.suggestion + never}


def _date_problem(name: str, found: str) -> buddhist_era.DateProblem:
    if name in ("iso-date-or-time", "iso-time"):
        problem = buddhist_era.parse_with_time(found, time_required=name == "iso-time")
    else:
        problem = buddhist_era.parse_date(found)
    assert isinstance(problem, buddhist_era.DateProblem), "the validator has refused it"
    return problem


def certain_dates(error: Any) -> Iterator[tuple[Pointer, str]]:
    """Where a date is refused and what it must be, if that is certain."""
    for each in error.context or ():
        yield from certain_dates(each)
    if error.validator == "format" and error.validator_value in _DATES:
        problem = _date_problem(error.validator_value, error.instance)
        if problem.is_certain:
            yield tuple(error.absolute_path), problem.suggestion


_DATES = ("iso-date", "iso-date-or-never", "iso-date-or-time", "iso-time")
_BY_KEYWORD: dict[str, Callable[[Any], Broken]] = {
    "type": _type,
    "enum": _value,
    "const": _value,
    "minimum": _range,
    "maximum": _range,
    "visibleLength": _length,
    "minLength": _length,
    "maxLength": _length,
    "minItems": _length,
    "maxItems": _length,
    "oneOf": _choice,
    "anyOf": _choice,
    "contains": _choice,
    "uniqueItems": _repeated,
    "format": _format,
}

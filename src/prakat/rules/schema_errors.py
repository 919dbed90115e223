"""error of jsonschema -> finding in the words of rules.yml, at the line of its key"""

import difflib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from prakat.rules import data, file_name
from prakat.rules.finding import Finding
from prakat.rules.strict_yaml import Document
from prakat.thai import buddhist_era
from prakat.thai.visible_text import control_character, visible_length

_TYPES = {
    "string": "ข้อความ (text) ถ้าเป็นตัวเลขหรือ true ให้ใส่เครื่องหมายคำพูด",
    "object": "กลุ่มข้อมูล (mapping)",
    "array": "รายการ (list)",
    "integer": "จำนวนเต็ม (integer)",
    "boolean": "true หรือ false",
}

Said = tuple[str, dict[str, str]]
"""A rule and the values of its message."""


def translate(path: str, document: Document, error: Any) -> Iterator[Finding]:
    """One error of a validator as findings: each missing and each unknown key, and what is wrong inside a choice."""
    pointer = tuple(error.absolute_path)
    name = ".".join(str(part + 1) if isinstance(part, int) else part for part in pointer)
    if error.validator == "required":
        for key in _missing(error):
            values = {"field": _join(name, key), **_titles(error.schema, key)}
            yield Finding(path, document.line(*pointer), "field.required", values)
    elif error.validator == "additionalProperties":
        known = sorted(error.schema.get("properties", {}))
        for key in sorted(set(error.instance) - set(known)):
            near = _near(key, error.schema.get("properties", {})) or known
            values = {"field": _join(name, key), "near": ", ".join(near)}
            yield Finding(path, document.line(*pointer, key), "field.unknown", values)
    elif inner := [each for each in error.context if each.relative_path]:
        for each in inner:
            yield from translate(path, document, each)
    else:
        rule, values = _BY_KEYWORD.get(error.validator, _pattern)(error)
        yield Finding(path, document.line(*pointer), rule, {"field": name or "—", **values})


def unexplained(path: str, document: Document, errors: Iterable[Any]) -> Iterator[Finding]:
    """What only the quick validator refuses: never passed over, in its own words."""
    for error in errors:
        pointer = tuple(error.instance_path)
        values = {"field": ".".join(map(str, pointer)) or "—", "found": _shown(error.instance)}
        values |= {"must": error.message, "must_en": error.message}
        yield Finding(path, document.line(*pointer), "field.pattern", values)


def _near(key: str, properties: Mapping[str, Any]) -> list[str]:
    """What the writer meant: a name that is spelled alike, or the one that is called so in Thai."""
    written = key.strip()
    by_title = {entry.get("title", name): name for name, entry in properties.items()}
    spelled = difflib.get_close_matches(written, properties, n=1)
    return spelled or [by_title[title] for title in difflib.get_close_matches(written, by_title, n=1, cutoff=0.8)]


def _missing(error: Any) -> list[str]:
    """jsonschema reports each missing key by an error of its own, named at the head of its message."""
    return [key for key in error.validator_value if key not in error.instance and error.message.startswith(f"{key!r} ")]


def _titles(schema: Any, key: str) -> dict[str, str]:
    entry = schema.get("properties", {}).get(key, {})
    return {"title": entry.get("title", key), "description": entry.get("description", "")}


def _join(name: str, key: str) -> str:
    return f"{name}.{key}" if name else key


def _shown(value: object) -> str:
    """A value as its writer could have typed it."""
    if value is None:
        return "ค่าว่าง (nothing)"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _type(error: Any) -> Said:
    if error.instance is None:
        return "field.empty", {}
    must = _TYPES.get(error.validator_value, str(error.validator_value))
    return "field.type", {"must": must + _example(error.schema), "found": _shown(error.instance)}


def _example(part: Mapping[str, Any]) -> str:
    """How a mapping or a list is written: ` {unit: ..., provider: ...}`."""
    if names := part.get("required") or list(part.get("properties", {}))[:2]:
        return " {" + ", ".join(f"{name}: ..." for name in names) + "}"
    if part.get("type") == "array":
        inner = _example(part.get("items", {})).strip() or "..."
        return f" [{inner}]"
    return ""


def _value(error: Any) -> Said:
    allowed = error.validator_value if error.validator == "enum" else [error.validator_value]
    words = data.load("labels.yml").get(next(reversed(error.absolute_path), ""), {})
    shown = (f"{each} ({words[each]['th']})" if each in words else str(each) for each in allowed)
    return "field.value", {"must": ", ".join(shown), "found": _shown(error.instance)}


def _range(error: Any) -> Said:
    must = f"{error.schema.get('minimum')}–{error.schema.get('maximum')}"
    return "field.value", {"must": must, "found": _shown(error.instance)}


def _length(error: Any) -> Said:
    if error.validator == "visibleLength":
        least, most = error.validator_value
    else:
        kind = error.validator[3:]
        least, most = error.schema.get(f"min{kind}", 0), error.schema.get(f"max{kind}", "∞")
    found = visible_length(error.instance) if isinstance(error.instance, str) else len(error.instance)
    unit = "ตัวอักษร (characters)" if isinstance(error.instance, str) else "รายการ (entries)"
    return "field.length", {"must": f"{least}–{most} {unit}", "found": str(found)}


def _choice(error: Any) -> Said:
    if error.validator == "contains":
        must = str(error.validator_value.get("const"))
    else:
        options = (each.get("required", [each.get("const", each.get("type"))]) for each in error.validator_value)
        must = " | ".join(", ".join(map(str, option)) for option in options)
    return "field.choice", {"must": must, "found": _shown(error.instance)}


def _repeated(error: Any) -> Said:
    return "field.repeated", {"found": _shown(error.instance)}


def _pattern(error: Any) -> Said:
    pattern, found = str(error.validator_value), _shown(error.instance)
    words = data.load("labels.yml")["pattern"].get(pattern, {"th": pattern, "en": pattern})
    example = f": {file_name.proposed(found)}" if pattern == f"^{file_name.FILE_NAME.pattern}$" else ""
    return "field.pattern", {"must": words["th"] + example, "must_en": words["en"] + example, "found": found}


def _format(error: Any) -> Said:
    name, found = error.validator_value, error.instance
    if name == "plain-text":
        control = control_character(found)
        return ("text.control", {"found": control}) if control else ("field.lines", {})
    if name == "web-url":
        return "field.url", {"found": found}
    if name in ("iso-date-or-time", "iso-time"):
        problem = buddhist_era.parse_with_time(found, time_required=name == "iso-time")
    else:
        problem = buddhist_era.parse(found)
    assert isinstance(problem, buddhist_era.DateProblem), "the validator has refused it"
    never = " / never" if name == "iso-date-or-never" else ""
    return problem.rule, {"found": found, "suggestion": problem.suggestion + never}


_BY_KEYWORD: dict[str, Callable[[Any], Said]] = {
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

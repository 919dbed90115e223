"""JSON-shaped values x schemas/*.json -> findings, each at the line of its key"""

import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema
import jsonschema_rs

from prakat import buddhist_era, data, schema_errors
from prakat.finding import Finding
from prakat.strict_yaml import Document
from prakat.visible_text import control_character, visible_length
from prakat.web_url import is_web_url


def _is(kind: type, value: object) -> bool:
    return isinstance(value, kind)


FORMATS: Mapping[str, Any] = {
    "plain-text": lambda text: control_character(text) is None and "\n" not in text.strip(),
    "web-url": is_web_url,
    "iso-date": lambda text: not _is(buddhist_era.DateProblem, buddhist_era.parse(text)),
    "iso-date-or-never": lambda text: text == "never" or not _is(buddhist_era.DateProblem, buddhist_era.parse(text)),
    "iso-date-or-time": lambda text: not _is(buddhist_era.DateProblem, buddhist_era.parse_with_time(text)),
    "iso-time": lambda text: not _is(buddhist_era.DateProblem, buddhist_era.parse_with_time(text, time_required=True)),
}


class _VisibleLength:
    """The keyword `visibleLength: [least, most]` for jsonschema-rs."""

    def __init__(self, parent: Any, value: list[int], path: Any) -> None:
        self._least, self._most = value

    def validate(self, instance: Any) -> None:
        if isinstance(instance, str) and not self._least <= visible_length(instance) <= self._most:
            raise ValueError("visibleLength")


def _visible_length_errors(
    validator: Any, value: list[int], instance: Any, schema: Any
) -> Iterator[jsonschema.ValidationError]:
    if isinstance(instance, str) and not value[0] <= visible_length(instance) <= value[1]:
        yield jsonschema.ValidationError("visibleLength")


def _pattern_errors(validator: Any, value: str, instance: Any, schema: Any) -> Iterator[jsonschema.ValidationError]:
    if isinstance(instance, str) and not _pattern(value).search(instance):
        yield jsonschema.ValidationError("pattern")


@functools.cache
def _pattern(text: str) -> re.Pattern[str]:
    """JSON Schema's `$` is the end of the text; Python's also stands before a last newline."""
    return re.compile(text.removesuffix("$") + r"\Z" if text.endswith("$") else text)


def _repetition_errors(validator: Any, value: bool, instance: Any, schema: Any) -> Iterator[jsonschema.ValidationError]:
    """In linear time: jsonschema compares each with each where values cannot be sorted."""
    if value and isinstance(instance, list):
        written = {json.dumps(each, sort_keys=True) for each in instance}
        if len(written) < len(instance):
            yield jsonschema.ValidationError("uniqueItems")


_KEYWORDS = {
    "visibleLength": _visible_length_errors,
    "pattern": _pattern_errors,
    "uniqueItems": _repetition_errors,
}


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema twice: jsonschema-rs says quickly whether it fits, jsonschema what does not. A test compares them."""

    quick: Any
    thorough: Any

    def findings(self, path: str, document: Document) -> Iterator[Finding]:
        if self.quick.is_valid(document.data):
            return
        found = [
            finding
            for error in self.thorough.iter_errors(document.data)
            for finding in schema_errors.translate(path, document, error)
        ]
        yield from found or schema_errors.unexplained(path, document, self.quick.iter_errors(document.data))


@functools.cache
def named(name: str) -> Schema:
    """`item`, `office`, or `categories/<id>`, from schemas/<name>.schema.json. Raises FileNotFoundError."""
    content = data.load(f"{name}.schema.json")
    checker = jsonschema.FormatChecker(formats=())
    for format_name, check in FORMATS.items():
        checker.checks(format_name)(lambda value, check=check: not isinstance(value, str) or check(value))
    validator_class = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
        jsonschema.Draft202012Validator, _KEYWORDS
    )
    return Schema(
        quick=jsonschema_rs.Draft202012Validator(
            content, formats=dict(FORMATS), validate_formats=True, keywords={"visibleLength": _VisibleLength}
        ),
        thorough=validator_class(content, format_checker=checker),
    )


@functools.cache
def for_category(category: str) -> Schema | None:
    """What a category adds to the base schema: schemas/categories/<id>.schema.json, if there is one."""
    name = f"categories/{category}"
    return named(name) if (data.folder() / f"{name}.schema.json").is_file() else None

"""schema -> the validator that says which parts of a value do not fit: jsonschema, with our keywords and formats"""

import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jsonschema

from prakat.thai.visible_text import visible_length


def validator(content: Any, formats: Mapping[str, Callable[[str], bool]]) -> Any:
    checker = jsonschema.FormatChecker(formats=())
    for name, check in formats.items():
        checker.checks(name)(lambda value, check=check: not isinstance(value, str) or check(value))
    kind = jsonschema.validators.extend(jsonschema.Draft202012Validator, _KEYWORDS)  # type: ignore[no-untyped-call]
    return kind(content, format_checker=checker)


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
    """A JSON Schema pattern for Python: there `$` is only the end of the text, not also the place before a newline."""
    return re.compile(text.removesuffix("$") + r"\Z" if text.endswith("$") else text)


def _repetition_errors(validator: Any, value: bool, instance: Any, schema: Any) -> Iterator[jsonschema.ValidationError]:
    """Finds repetitions in linear time; jsonschema compares every pair where values cannot be sorted."""
    if value and isinstance(instance, list):
        written = {json.dumps(each, sort_keys=True) for each in instance}
        if len(written) < len(instance):
            yield jsonschema.ValidationError("uniqueItems")


_KEYWORDS = {
    "visibleLength": _visible_length_errors,
    "pattern": _pattern_errors,
    "uniqueItems": _repetition_errors,
}

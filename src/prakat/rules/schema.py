"""JSON-shaped values x schemas/*.json -> findings, each at the line of its key"""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from prakat.rules import data
from prakat.rules.finding import Finding
from prakat.rules.strict_yaml import Pointer, YamlDocument
from prakat.rules.web_url import is_web_url
from prakat.thai import buddhist_era
from prakat.thai.clock import is_clock
from prakat.thai.duration import parse_duration
from prakat.thai.visible_text import control_character, visible_length


def _is(kind: type, value: object) -> bool:
    return isinstance(value, kind)


FORMATS: Mapping[str, Any] = {
    "plain-text": lambda text: control_character(text) is None and "\n" not in text.strip(),
    "web-url": is_web_url,
    "clock": is_clock,
    "duration": lambda text: parse_duration(text) is not None,
    "iso-date": lambda text: not _is(buddhist_era.DateProblem, buddhist_era.parse_date(text)),
    "iso-date-or-never": lambda text: (
        text == "never" or not _is(buddhist_era.DateProblem, buddhist_era.parse_date(text))
    ),
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


@dataclass(frozen=True)
class Schema:
    """A schema in two validators: jsonschema-rs says quickly whether a value fits, jsonschema says what does not fit.

    A test compares the two. Has no slots, so that the slow jsonschema is loaded only if something is wrong."""

    content: Any
    quick: Any

    @functools.cached_property
    def thorough(self) -> Any:
        from prakat.rules import schema_validator

        return schema_validator.validator(self.content, FORMATS)

    def certain_dates(self, document: YamlDocument) -> Iterator[tuple[Pointer, str]]:
        """Of the dates that are refused, those that can have been meant as one day only."""
        if not self.quick.is_valid(document.data):
            from prakat.rules import schema_errors

            for error in self.thorough.iter_errors(document.data):
                yield from schema_errors.certain_dates(error)

    def findings(self, path: str, document: YamlDocument) -> Iterator[Finding]:
        if self.quick.is_valid(document.data):
            return
        from prakat.rules import schema_errors  # here: only where something is wrong

        found = [
            finding
            for error in self.thorough.iter_errors(document.data)
            for finding in schema_errors.translate(path, document, error)
        ]
        yield from found or schema_errors.unexplained(path, document, self.quick.iter_errors(document.data))


@functools.cache
def named(name: str) -> Schema:
    """`item`, `office`, or `categories/<id>`, from schemas/<name>.schema.json. Raises FileNotFoundError."""
    return compiled(data.load(f"{name}.schema.json"))


def compiled(content: Any) -> Schema:
    import jsonschema_rs  # here: many commands judge nothing that is not judged already

    keywords: dict[str, Any] = {"visibleLength": _VisibleLength}
    quick = jsonschema_rs.Draft202012Validator(content, formats=dict(FORMATS), validate_formats=True, keywords=keywords)
    return Schema(content, quick)


def accepted_earlier(name: str, value: object, category: str = "") -> bool:
    """Whether a released version of Prakat accepted the value, as people then approved it."""
    return any(all(each.quick.is_valid(value) for each in release) for release in _earlier(name, category))


@functools.cache
def _earlier(name: str, category: str) -> tuple[tuple[Schema, ...], ...]:
    """The schema of that name and what the category adds to it, in each folder of schemas/earlier/ that has it.

    A released version has a folder there if its schemas differ from those of the next."""
    found = []
    for folder in sorted((data.folder() / "earlier").glob("*/")):
        names = [f"earlier/{folder.name}/{each}" for each in (name, f"categories/{category}")]
        kept = [each for each in names if (data.folder() / f"{each}.schema.json").is_file()]
        if names[0] in kept:
            found.append(tuple(named(each) for each in kept))
    return tuple(found)


@functools.cache
def for_category(category: str) -> Schema | None:
    """What a category adds to the base schema: schemas/categories/<id>.schema.json; None if there is none."""
    name = f"categories/{category}"
    return named(name) if (data.folder() / f"{name}.schema.json").is_file() else None

"""a text of schemas/ with places for values -> the words that people read, in Thai or in English"""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, TypeGuard

from prakat.rules.data import label, load
from prakat.thai import buddhist_era

LANGUAGES = ("th", "en")
LANGUAGE = "PRAKAT_LANG"
"""Environment variable: what a command speaks without --lang, and programs that have no such option, as a hook."""
VOCABULARIES: Mapping[str, str] = {"step": "step", "before": "step", "role": "role", "mode": "file_mode"}
"""Place in a text -> the group of schemas/labels.yml that has the words for its values. A stranger's value that is not
in the group stays as it is."""
_SHOWN, _LISTED = 120, 400
_LONG = frozenset({"must", "near", "known", "place", "folder"})
"""Places whose values are lists of the rules or the office, or paths."""
_INVISIBLE = re.compile(r"[\u00a0\u00ad\u200b-\u200d\u2060]")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff\ud800-\udfff]")


class Said(Protocol):
    """A value that has words of its own in each language."""

    def text(self, language: str = "th") -> str: ...


def is_said(value: object) -> TypeGuard[Said]:
    """Asked of some hundred thousand values in a run, for which isinstance of a protocol is too slow."""
    kind: Any = type(value)
    return _has_words(kind)


@cache
def _has_words(kind: type) -> bool:
    return callable(getattr(kind, "text", None))


@dataclass(frozen=True, slots=True)
class Label:
    """A word of schemas/labels.yml."""

    group: str
    value: str

    def text(self, language: str = "th") -> str:
        return label(self.group, self.value, language)


@dataclass(frozen=True, slots=True)
class Listed:
    """Several values in a row."""

    values: tuple[object, ...]
    between: str = ", "

    @classmethod
    def of(cls, values: Iterable[object], between: str = ", ") -> "Listed":
        return cls(tuple(values), between)

    def text(self, language: str = "th") -> str:
        return self.between.join(in_words(each, language) for each in self.values)


@dataclass(frozen=True, slots=True)
class Explained:
    """A value as it is typed, and its name for people: board (บอร์ดประชาสัมพันธ์)."""

    value: str
    words: Said

    def text(self, language: str = "th") -> str:
        return f"{self.value} ({self.words.text(language)})"


@dataclass(frozen=True, slots=True)
class Day:
    """A date in Bangkok: of the Buddhist era for Thai readers, ISO 8601 for others."""

    day: datetime.date

    @classmethod
    def of(cls, text: str) -> "Day":
        """Of a day in ISO 8601."""
        return cls(datetime.date.fromisoformat(text))

    def text(self, language: str = "th") -> str:
        return buddhist_era.long_date(self.day) if language == "th" else self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in Bangkok, in the same two forms."""

    at: datetime.datetime

    def text(self, language: str = "th") -> str:
        local = self.at.astimezone(buddhist_era.BANGKOK)
        return buddhist_era.long_moment(local) if language == "th" else buddhist_era.moment_text(local)


@dataclass(frozen=True, slots=True)
class TypedDay:
    """A date that people type into a file, and which is therefore also shown as typed."""

    day: datetime.date

    def text(self, language: str = "th") -> str:
        typed = self.day.isoformat()
        return f"{typed} ({buddhist_era.long_date(self.day)})" if language == "th" else typed


class Harmless(str):
    """A text that is on one line and harmless already."""

    __slots__ = ()


class BriefMoment(Moment):
    """A time in its shortest form."""

    def text(self, language: str = "th") -> str:
        local = self.at.astimezone(buddhist_era.BANGKOK)
        return buddhist_era.short_moment(local) if language == "th" else f"{local:%Y-%m-%d %H:%M}"


class BriefDay(Day):
    """A date in its shortest form."""

    def text(self, language: str = "th") -> str:
        return buddhist_era.short_date(self.day) if language == "th" else self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Titled:
    """What programs know by its id, and people by its title."""

    id: str
    title: str | Said

    def text(self, language: str = "th") -> str:
        return in_words(self.title, language)


def chosen_language(environment: Mapping[str, str]) -> str:
    """PRAKAT_LANG, else Thai."""
    chosen = environment.get(LANGUAGE, "")
    return chosen if chosen in LANGUAGES else "th"


def in_words(value: object, language: str) -> str:
    """A value in words; text that people wrote is made harmless."""
    return value.text(language) if is_said(value) else harmless(str(value), _LISTED)


def render(template: str, values: Mapping[str, object], language: str) -> str:
    """The template with its places filled; text that people wrote is made harmless and shortened."""
    return template.format_map({name: _shown(name, value, language) for name, value in values.items()})


def _shown(name: str, value: object, language: str) -> str:
    if is_said(value):
        return value.text(language)
    text = str(value)
    if name in VOCABULARIES and text in load("labels.yml")[VOCABULARIES[name]]:
        return label(VOCABULARIES[name], text, language)
    return harmless(text, _LISTED if name in _LONG else _SHOWN)


def harmless(text: str, limit: int) -> str:
    """Like `visible`, with invisible characters escaped as well."""
    return _INVISIBLE.sub(_escaped, visible(text, limit))


def visible(text: str, limit: int = _SHOWN) -> str:
    """One harmless line of untrusted text: control and direction characters escaped, shortened to `limit`."""
    shown = _UNSAFE.sub(_escaped, text[: limit + 1])
    return shown if len(text) <= limit else shown[: limit - 1] + "…"


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"

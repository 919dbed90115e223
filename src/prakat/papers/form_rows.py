"""what is asked for x office -> the rows of the paper request form, in the announcements' order (R03, R04)"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from prakat.item.category import categories
from prakat.item.file_facts import size_text
from prakat.item.file_type import type_of
from prakat.item.item_facts import text_at
from prakat.office.office import Office
from prakat.rules.data import label
from prakat.rules.message import message
from prakat.rules.wording import Day, Moment
from prakat.thai.buddhist_era import DateProblem, parse_with_time

_DAYS = {
    "publish_on": "papers.form-publish-on",
    "expires_on": "papers.form-expires-on",
    "review_by": "papers.form-review-by",
}
BLANK = "................................"
"""What is left to be written by hand."""


@dataclass(frozen=True, slots=True)
class FormRows:
    office: Office
    values: Mapping[str, Any]
    """Of the front matter."""
    category: str
    files: Mapping[str, tuple[str, int]]
    """Name of each that is sent with it -> title and size."""
    day: datetime.date

    def rows(self, language: str = "th") -> list[tuple[str, str]]:
        """(title, what stands there): the six of the form, and what else the announcements want to be told."""
        return [(message(id_).text(language), value) for id_, value in (*self._six(language), *self._more(language))]

    def text(self) -> str:
        """For where a request is shown as text."""
        return "\n".join(f"{title}: {' '.join(value.split())}" for title, value in self.rows())

    def _six(self, language: str) -> Iterator[tuple[str, str]]:
        values = self.values
        yield "papers.form-office", self.office.name
        yield "papers.form-date", Day(self.day).text(language)
        yield "papers.form-topic", text_at(values, "title")
        details = (text_at(values, "summary"), self._enclosed(language))
        yield "papers.form-details", " ".join(filter(None, details))
        yield "papers.form-link", text_at(values, "external_link") or message("papers.none").text(language)
        yield "papers.form-remarks", text_at(values, "remarks") or BLANK

    def _enclosed(self, language: str) -> str:
        titles = [text_at(each, "title") for each in _entries(self.values.get("attachments"))]
        return message("papers.form-enclosed", titles=", ".join(titles)).text(language) if titles else ""

    def _more(self, language: str) -> Iterator[tuple[str, str]]:
        values, category = self.values, categories().get(self.category)
        if category:
            yield "papers.form-category", f"{category.no} {category.text(language)}"
        yield "papers.form-owner", self._owner()
        if told := self._received(language):
            yield "papers.form-received", told
        if timing := text_at(values, "timing"):
            yield "papers.form-timing", label("timing", timing, language)
        for name, id_ in _DAYS.items():
            if text := text_at(values, name):
                yield id_, day_text(text, language)
        period = values.get("period")
        days = [day_text(text_at(period, name), language) for name in ("start", "end") if text_at(period, name)]
        if days:
            yield "papers.form-period", " – ".join(days)
        if source := text_at(values.get("source"), "name"):
            yield "papers.form-source", source
        if channels := [label("channel", each, language) for each in _entries(values.get("channels"))]:
            yield "papers.form-channels", ", ".join(channels)
        if files := [_file(name, *each) for name, each in self.files.items()]:
            yield "papers.form-files", ", ".join(files)

    def _owner(self) -> str:
        owner = self.values.get("owner")
        units = owner.get("unit") if isinstance(owner, Mapping) else None
        named = [str(each) for each in (units if isinstance(units, list) else [units]) if each]
        provider = self.office.people.get(text_at(owner, "provider"))
        told = [self.office.unit_names(named)] if named else []
        return ", ".join([*told, *([provider.introduced, provider.phone] if provider else [])]).strip(", ")

    def _received(self, language: str) -> str:
        """How the request came, where it did not come by the form itself."""
        found = self.values.get("received")
        channel, day = text_at(found, "channel"), text_at(found, "date")
        return f"{label('received', channel, language)} {day_text(day, language)}" if channel and day else ""


def day_text(text: str, language: str) -> str:
    """A date of the front matter as people write it."""
    if text == "never":
        return message("sheet.never").text(language)
    found = parse_with_time(text)
    if isinstance(found, DateProblem):
        return text
    return (Moment(found) if isinstance(found, datetime.datetime) else Day(found)).text(language)


def _entries(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _file(name: str, title: str, size: int) -> str:
    kind = type_of(name)
    return f"{title or name} ({kind.label if kind else name.rpartition('.')[2].upper()}, {size_text(size)})"

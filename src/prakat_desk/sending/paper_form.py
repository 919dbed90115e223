"""what is asked for x office -> the paper request form, filled in, in the order of the announcements' own (R03)"""

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
from prakat_desk.manuscript import Manuscript

_DAYS = {
    "publish_on": "desk_sending.form-publish-on",
    "expires_on": "desk_sending.form-expires-on",
    "review_by": "desk_sending.form-review-by",
}
_BLANK = "................................"


@dataclass(frozen=True, slots=True)
class PaperForm:
    office: Office
    values: Mapping[str, Any]
    """Of the front matter."""
    category: str
    files: Mapping[str, tuple[str, int]]
    """Name of each that is sent with it -> title and size."""
    day: datetime.date

    @classmethod
    def of_draft(cls, office: Office, made: Manuscript, day: datetime.date) -> "PaperForm":
        files = {name: (each.title, each.size) for name, each in made.draft.files.items()}
        return cls(office, made.read.values, made.category, files, day)

    def rows(self, language: str = "th") -> list[tuple[str, str]]:
        """(title, what stands there): the six of the form, and what else the announcements want to be told."""
        return [(message(id_).text(language), value) for id_, value in (*self._six(language), *self._more(language))]

    def text(self) -> str:
        """For where a request is shown as text."""
        return "\n".join(f"{title}: {' '.join(value.split())}" for title, value in self.rows())

    def _six(self, language: str) -> Iterator[tuple[str, str]]:
        values = self.values
        yield "desk_sending.form-office", self.office.name
        yield "desk_sending.form-date", Day(self.day).text(language)
        yield "desk_sending.form-topic", text_at(values, "title")
        yield (
            "desk_sending.form-details",
            " ".join(filter(None, (text_at(values, "summary"), self._enclosed(language)))),
        )
        link = text_at(values, "external_link") or message("desk_sending.form-none").text(language)
        yield "desk_sending.form-link", link
        yield "desk_sending.form-remarks", text_at(values, "remarks") or _BLANK

    def _enclosed(self, language: str) -> str:
        titles = [text_at(each, "title") for each in _entries(self.values.get("attachments"))]
        return message("desk_sending.form-enclosed", titles=", ".join(titles)).text(language) if titles else ""

    def _more(self, language: str) -> Iterator[tuple[str, str]]:
        values, category = self.values, categories().get(self.category)
        if category:
            yield "desk_sending.form-category", category.text(language)
        yield "desk_sending.form-owner", self._owner()
        if timing := text_at(values, "timing"):
            yield "desk_sending.form-timing", label("timing", timing, language)
        for name, id_ in _DAYS.items():
            if text := text_at(values, name):
                yield id_, day_text(text, language)
        period = values.get("period")
        days = [day_text(text_at(period, name), language) for name in ("start", "end") if text_at(period, name)]
        if days:
            yield "desk_sending.form-period", " – ".join(days)
        if source := text_at(values.get("source"), "name"):
            yield "desk_sending.form-source", source
        if files := [_file(name, *each) for name, each in self.files.items()]:
            yield "desk_sending.form-files", ", ".join(files)

    def _owner(self) -> str:
        owner = self.values.get("owner")
        units = owner.get("unit") if isinstance(owner, Mapping) else None
        named = [str(each) for each in (units if isinstance(units, list) else [units]) if each]
        provider = self.office.people.get(text_at(owner, "provider"))
        told = [self.office.unit_names(named)] if named else []
        return ", ".join([*told, *([provider.introduced, provider.phone] if provider else [])]).strip(", ")


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

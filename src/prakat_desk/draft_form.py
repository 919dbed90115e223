"""a draft x desk x viewer -> its form as the page shows it: fields open and folded, files, what is wrong"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from prakat.item.file_facts import size_text
from prakat.item.file_type import type_of
from prakat.item.item_path import parse_path
from prakat.rules.data import label
from prakat_desk.desk import Desk
from prakat_desk.form.ask import OPEN, Ask, ask_of, asks
from prakat_desk.form.entries import group_indexes
from prakat_desk.form.form_field import FormField, Widget
from prakat_desk.form.office_names import office_names
from prakat_desk.form.page_action import PageAction, page_actions
from prakat_desk.form.problem import BODY, Problem, Problems
from prakat_desk.form.shown_field import Shower, ShownField
from prakat_desk.keeping.draft import Draft
from prakat_desk.manuscript import Manuscript
from prakat_desk.preview.draft_check import draft_findings
from prakat_desk.viewer import Viewer

BODY_ENTRY, FILES_FIELD = "body", "attachments"


@dataclass(frozen=True, slots=True)
class ShownFile:
    name: str
    """As it is stored."""
    entry: str
    """The group of the form that lists it, as `attachments.0`; empty for a picture of the text."""
    title: str
    size: str
    is_picture: bool


@dataclass(frozen=True)
class DraftForm:
    """Has no slots: the checks run once for each page."""

    desk: Desk
    draft: Draft
    language: str
    viewer: Viewer

    @cached_property
    def manuscript(self) -> Manuscript:
        return Manuscript(self.desk, self.draft)

    @property
    def ask(self) -> Ask | None:
        """What it was begun with; of an item that there is, what it would have been."""
        path = parse_path(self.draft.path)
        kind = (self.draft.typed.get("kind") or [""])[-1]
        return asks().get(self.draft.ask) or (ask_of(path.category, kind) if path else None)

    @property
    def action(self) -> PageAction | None:
        return page_actions().get(self.draft.action)

    @property
    def heading(self) -> str:
        words = self.action.words if self.action else self.ask.words if self.ask else {}
        return words.get(self.language, "")

    @property
    def is_whole(self) -> bool:
        """Whether all of the item is asked for, and not a few fields of one that there is."""
        return self.action is None or self.action.fields is None

    @property
    def _fields(self) -> list[FormField]:
        """A field of other categories only where something stands in it already, so that it can be taken away."""
        few, category = self.action.fields if self.action else None, self.manuscript.category
        typed = {each.partition(".")[0].partition("-")[0] for each, given in self.draft.typed.items() if any(given)}
        known = (each for each in self.manuscript.fields if each.is_of(category) or each.own in typed)
        return [each for each in known if few is None or each.own in few]

    @property
    def shown_names(self) -> list[str]:
        """Of the whole fields that the form has."""
        return [each.own for each in self._fields]

    @cached_property
    def _open(self) -> frozenset[str]:
        if not self.is_whole:
            return frozenset(self.shown_names)
        typed, first = self.manuscript.read.values, self.ask.first if self.ask else ()
        owner = () if "unit" in typed.get("owner", {}) else ("owner",)
        note = ("change_note",) if self.draft.base else ()
        filled = (each for each in ("credits", "nothing") if each in typed)
        return frozenset((*OPEN, *first, *owner, *note, *filled))

    @cached_property
    def findings(self) -> Sequence[Problem]:
        made = self.manuscript
        found = draft_findings(made.item, made.around, self.desk.day, self.draft.base)
        return Problems(made.fields, self.language).of(found, made.item.index, made.read)

    @property
    def errors(self) -> list[Problem]:
        return [each for each in self.findings if each.is_error]

    @property
    def warnings(self) -> list[Problem]:
        return [each for each in self.findings if not each.is_error]

    @property
    def body_errors(self) -> list[str]:
        return self.errors_at(BODY)

    def errors_at(self, name: str) -> list[str]:
        """Of the entry of that name."""
        return [each.told for each in self.errors if each.name == name]

    def open_fields(self, *, is_checked: bool) -> list[ShownField]:
        shown = (each for each in self._fields if each.own in self._open and each.own != FILES_FIELD)
        order = {
            name: place for place, name in enumerate((*OPEN[:2], *(self.ask.first if self.ask else ()), *OPEN[2:]))
        }
        return self._shown(sorted(shown, key=lambda each: order.get(each.own, len(order))), is_checked=is_checked)

    def folded(self, *, is_checked: bool) -> list[tuple[str, list[ShownField]]]:
        """Heading -> the fields below it."""
        groups: dict[str, list[FormField]] = {}
        for each in self._fields:
            if each.own not in self._open and each.own != FILES_FIELD:
                groups.setdefault(each.group, []).append(each)
        return [
            (label("form_group", name, self.language), self._shown(found, is_checked=is_checked))
            for name, found in groups.items()
        ]

    def _shown(self, fields: Iterable[FormField], *, is_checked: bool) -> list[ShownField]:
        errors: dict[str, list[str]] = {}
        for each in self.errors if is_checked else ():
            errors.setdefault(each.name, []).append(each.told)
        return Shower(self.language, self.draft.typed, self._names, errors).shown(fields)

    @property
    def _names(self) -> Mapping[str, Mapping[str, str]]:
        return office_names(self.desk.authority.office, self.desk.day, self.language)

    def list_of(self, name: str) -> tuple[str, str]:
        """A list of groups that the form has, and one of its parts; empty where there is none of that name."""
        found = next((each for each in self._fields if each.own == name and each.widget is Widget.GROUPS), None)
        return (found.own, found.parts[-1].own) if found else ("", "")

    @cached_property
    def files(self) -> list[ShownFile]:
        """Those that are listed, then the pictures of the text."""
        item, typed = self.manuscript.item, self.draft.typed
        listed = {}
        for index in group_indexes(typed, FILES_FIELD):
            listed[(typed.get(f"{FILES_FIELD}.{index}.file") or [""])[-1]] = f"{FILES_FIELD}.{index}"
        found = []
        for name in (*listed, *(each for each in item.files if each not in listed)):
            kind, place = type_of(name), item.files.get(name)
            size = size_text(place.stat().st_size) if place else ""
            title = (typed.get(f"{listed.get(name, '')}.title") or [""])[-1]
            found.append(ShownFile(name, listed.get(name, ""), title, size, bool(kind and kind.is_picture)))
        return found

    @property
    def has_files(self) -> bool:
        return FILES_FIELD in self.shown_names

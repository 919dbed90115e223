"""a draft x the desk -> the item as it would stand on main: its path, its index.md, its files"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from prakat.content.free_path import free_path
from prakat.item.item_path import ItemPath, parse_path
from prakat.item.written_item import written_item
from prakat.thai.buddhist_era import DateProblem, fiscal_year, parse_date
from prakat_desk.blob_files import blob_files
from prakat_desk.desk import Desk
from prakat_desk.form.ask import asks
from prakat_desk.form.entries import YES, Read, values_of
from prakat_desk.form.form_field import FormField, form_fields
from prakat_desk.keeping.draft import Draft
from prakat_desk.preview.item_draft import ItemDraft
from prakat_desk.preview.surroundings import Surroundings


@dataclass(frozen=True)
class Manuscript:
    """Has no slots, so that what is read for it is read once."""

    desk: Desk
    draft: Draft

    @property
    def category(self) -> str:
        """Of the item that it is about, else of what was asked for."""
        known = parse_path(self.draft.path)
        ask = asks().get(self.draft.ask)
        return known.category if known else ask.category if ask else ""

    @property
    def fields(self) -> tuple[FormField, ...]:
        typed = self.draft.typed
        kind, nothing = ((typed.get(name) or [""])[-1] for name in ("kind", "nothing"))
        return form_fields(self.category, kind, says_nothing=nothing == YES)

    @cached_property
    def read(self) -> Read:
        return values_of(self.draft.typed, self.fields)

    @cached_property
    def around(self) -> Surroundings:
        return self.desk.main_now.surroundings()

    @cached_property
    def base(self) -> Surroundings | None:
        """The item's version that was taken up; None for a new one."""
        if not self.draft.base:
            return None
        now = self.around
        return now if self.draft.base == now.main else Surroundings(self.desk.repository, self.draft.base)

    @cached_property
    def origin(self) -> ItemPath | None:
        """Where the version that was taken up stands."""
        return parse_path(self.draft.origin) if self.draft.base else None

    @cached_property
    def path(self) -> ItemPath:
        """Its place; of a new item the one that is proposed for its title, which nobody has."""
        if (known := parse_path(self.draft.path)) is not None:
            return known
        ask = asks().get(self.draft.ask)
        first = parse_date(str(self.read.values.get("publish_on", "")))
        day = self.desk.day if isinstance(first, DateProblem) else first
        year = fiscal_year(day) if ask and ask.is_by_year else None
        return free_path(self.category, str(self.read.values.get("title", "")), year, self.around.taken)

    @cached_property
    def kept_files(self) -> Mapping[str, str]:
        """Name -> id, of the files of the version taken up that stay."""
        if self.base is None or self.origin is None:
            return {}
        own = self.base.files(self.origin.folder)
        gone = {*self.draft.removed, *self.draft.files}
        return {name: oid for name, oid in own.items() if name not in gone}

    @cached_property
    def item(self) -> ItemDraft:
        before = self.base.index(self.origin.folder) if self.base and self.origin else None
        index = written_item(self.read.values, self.draft.body, before)
        own = {name: self.desk.drafts.place(self.draft, name) for name in self.draft.files}
        left = self.origin.folder if self.origin else ""
        kept = blob_files(self.desk.repository, self.desk.state, self.kept_files)
        return ItemDraft(self.path, index, {**kept, **own}, left)

"""an open request x the desk -> what is shown to whoever decides on it, and whether what was shown is still so (R01)"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple

from prakat.content.logbook import REGISTERS
from prakat.hosting.signable import OF_MAIN, Signable
from prakat.item.file_type import type_of
from prakat.item.item import Item
from prakat.item.item_path import INDEX, index_of
from prakat.office import office
from prakat.office.person import Person
from prakat.papers.form_rows import FormRows
from prakat.repository.file_tree import entries_of
from prakat.repository.refs import MAIN
from prakat.request.decision_sheet import SheetPart
from prakat.request.field import schema_of
from prakat.request.manuscript import is_manuscript
from prakat.request.policy.sign_off import CHECKED
from prakat.request.policy.step import REQUESTER
from prakat.request.shown_digest import digest_shown
from prakat.request.spoken_words import CHECKED_TH
from prakat.rules.message import Message, message
from prakat.rules.wording import Said
from prakat_desk.deciding.asked import Asked
from prakat_desk.deciding.changed_request import ChangedItem, ChangedRequest, changed_by
from prakat_desk.deciding.request_side import RequestSide
from prakat_desk.deciding.stance import Stance, stance
from prakat_desk.desk import Desk
from prakat_desk.sending.outlet import Outlet
from prakat_desk.sending.sign_off_text import requester_words

_MOST_FILES = 100
CHECKS = tuple(CHECKED.split(", "))
"""What the last signer states, word by word."""


class ChangedFile(NamedTuple):
    """A file of an item, or beside the items."""

    name: str
    done: str
    """What happens to it, in one word."""
    before: str
    """Where in the repository it is before; empty where there is none."""
    after: str
    old_facts: str
    old_digest: str
    facts: str
    digest: str

    @property
    def is_picture(self) -> bool:
        kind = type_of(self.name)
        return bool(kind and kind.is_picture)


@dataclass(frozen=True)
class Case:
    """Has no slots, so that what one page asks for twice is read once."""

    desk: Desk
    outlet: Outlet
    number: int
    signable: Signable

    @property
    def head(self) -> str:
        return self.signable.found.request.head

    @property
    def base(self) -> str:
        """Where the request left main."""
        return self.signable.found.base

    @property
    def digest(self) -> str:
        return digest_shown(self.head, self.base, self.number)

    @property
    def day(self) -> datetime.date:
        return self.signable.day

    @cached_property
    def changed(self) -> ChangedRequest:
        return _changed(self.desk, self.base, self.head)

    @cached_property
    def against(self) -> list[Said]:
        """What the request would be refused for, whoever signs it."""
        own = (each for each in self.signable.against if each.id != OF_MAIN)
        return [*own, *self.changed.errors]

    @property
    def sentences(self) -> list[Message]:
        return Asked(self.signable, self.changed, self.day).sentences()

    def stance(self, person: Person) -> Stance:
        asks_requester = not self.outlet.takes_accounts_word
        return stance(self.signable, person, is_sound=not self.against, asks_requester=asks_requester)

    def note_shown(self) -> None:
        """So that its frames are drawn of just that."""
        self.desk.shown_requests.note(self.number, self.head, self.base)

    def item_of(self, part: SheetPart) -> ChangedItem | None:
        """None for a file beside the items, and for what was changed before and is regularised."""
        return None if part.regularises else self._items.get(part.path)

    def title_of(self, part: SheetPart) -> Message | str:
        """Of a file beside the items, for people, and as it is stored."""
        if part.path == office.FILE:
            return message("desk_decision.file-of-office", title=schema_of("office")["title"], path=part.path)
        if part.path.startswith(f"{REGISTERS}/") and is_manuscript(part.path):
            title = schema_of(part.path.removesuffix(".yml"))["title"]
            return message("desk_decision.file-of-office", title=title, path=part.path)
        return part.path

    @cached_property
    def _items(self) -> Mapping[str, ChangedItem]:
        return {each.folder: each for each in self.changed.items}

    def files(self, part: SheetPart) -> Iterator[ChangedFile]:
        """Those of one part; the text of an item is told by its words."""
        for name, done, old_facts, old_digest, facts, digest in part.files:
            whole = name == part.path
            before, after = (place if whole else f"{place}/{name}" for place in (part.origin or part.path, part.path))
            if name != INDEX:
                is_here = not part.regularises
                kept = (before if old_facts and is_here else "", after if facts and is_here else "")
                yield ChangedFile(PurePosixPath(name).name, done, *kept, old_facts, old_digest, facts, digest)

    def unchanged(self, part: SheetPart) -> list[str]:
        """Paths of the files beside an item that stay as they are."""
        if self.item_of(part) is None:
            return []
        there = entries_of(self.desk.repository, self.head, part.path)
        return [each for each in there if each not in self.changed.paths and each != index_of(part.path)][:_MOST_FILES]

    def forms(
        self, parts: Sequence[SheetPart], sent: datetime.date, language: str
    ) -> list[tuple[str, list[tuple[str, str]]]]:
        """Title of each page of those parts that is new or changes, and its paper form, filled in."""
        items = [item.after for item in map(self.item_of, parts) if item and item.after]
        signed = message("papers.form-requester").text(language), self._requester
        return [(each.title, [*self._form(each, sent).rows(language), signed]) for each in items]

    def _form(self, item: Item, sent: datetime.date) -> FormRows:
        known = self.signable.known.office
        return FormRows(known, item.source_lines.data, item.path.category, self._sizes(item), sent)

    @property
    def _requester(self) -> str:
        person = self.signable.known.office.people.get(self.signable.found.requester)
        return person.introduced if person else "—"

    def _sizes(self, item: Item) -> dict[str, tuple[str, int]]:
        """Of the files that it lists: title and size."""
        side = side_of(self.desk, self.base, self.head, is_before=False)
        found = {each: side.file(f"{item.path.folder}/{each.file}") for each in item.attachments}
        return {each.file: (each.title, place.stat().st_size) for each, place in found.items() if place}

    def voided(self, shown: Mapping[str, str], person: Person) -> Message | None:
        """Why what somebody has looked at is no longer what would be signed; None where it is just that."""
        if shown["head"] != self.head:
            return message("desk_decision.head-moved")
        if shown["base"] != self.base:
            return message("desk_decision.base-moved")
        if shown["how"] != self.signable.found.how:
            return message("desk_decision.state-moved")
        now = self.stance(person)
        if shown["step"] != now.step or not now.may_sign:
            return now.why or message("desk_decision.state-moved")
        return None

    def said(self, now: Stance) -> str:
        """What whoever signs that step states with it."""
        if now.step == REQUESTER:
            return requester_words(self.number)
        if now.is_last:
            return CHECKED_TH if self.outlet.takes_accounts_word else f"Checked: {CHECKED}"
        return f"Signed: #{self.number}"


def side_of(desk: Desk, base: str, head: str, *, is_before: bool) -> RequestSide:
    return RequestSide(desk, _changed(desk, base, head), base if is_before else head, is_before)


def _changed(desk: Desk, base: str, head: str) -> ChangedRequest:
    return changed_by(desk.repository, desk.repository.ref(MAIN) or "", base, head, desk.day)

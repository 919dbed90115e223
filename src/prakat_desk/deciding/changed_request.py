"""an open request x main, both in git -> each item, file and field that it changes, and what the checks find (R06)"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from prakat.cannot_work import CannotWork
from prakat.content.item_action import ItemAction, item_actions, touches
from prakat.content.logbook import REGISTERS
from prakat.content.register import Register
from prakat.content.windows_name import unfit_names
from prakat.item.item import Item, parse_approved
from prakat.item.item_path import index_of, item_folder, parse_path, url_of
from prakat.office import office
from prakat.office.office import Office, approved_office
from prakat.repository.commit import Commit, PathChange
from prakat.repository.file_tree import entries_of
from prakat.repository.mainline import differences
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import Repository
from prakat.request import decision_sheet
from prakat.request.decision_sheet import SheetPart
from prakat.request.fact_reader import FactReader
from prakat.request.submission import regularised
from prakat.request.touched_items import touched_items
from prakat.request.vanished_page import vanished_pages
from prakat.rules.finding import Finding, in_order
from prakat.rules.message import Message
from prakat.rules.violation import Violation, violation
from prakat_desk.deciding.office_acts import office_acts
from prakat_desk.deciding.register_entries import register_entries


@dataclass(frozen=True, slots=True)
class ChangedItem:
    folder: str
    done: ItemAction
    before: Item | None
    """None for a new one, and for one that no release can read."""
    after: Item | None

    def first_day(self, day: datetime.date) -> datetime.date:
        """On which readers see what is asked for, if all have signed on that day."""
        if self.after is None:
            return day
        gone = self.after.withdrawn
        is_going = gone is not None and (self.before is None or self.before.withdrawn is None)
        return max(day, gone.on if gone and is_going else self.after.publish_on)


@dataclass(frozen=True, slots=True)
class ChangedRequest:
    parts: tuple[SheetPart, ...]
    items: tuple[ChangedItem, ...]
    registers: tuple[Message, ...]
    """What is entered in registers, and taken out."""
    office: tuple[Message, ...]
    others: tuple[str, ...]
    """Paths of files that make the site, and are none of the office's own."""
    errors: tuple[Finding | Violation, ...]
    """What the checks would refuse."""
    warnings: tuple[Finding, ...]
    regularised: tuple[Commit | str, ...]
    """What it approves afterwards; the id alone of what is nowhere."""
    paths: frozenset[str]
    """Everything that it changes."""


@lru_cache(maxsize=32)
def changed_by(repository: Repository, main: str, base: str, head: str, day: datetime.date) -> ChangedRequest:
    """Costs what the request's own files cost. Kept, since a page of it asks for its parts one after another."""
    net = tuple(differences(repository, base, head))
    known = _office_at(repository, head)
    register = Register(repository.folder, day, known, {}, (), ())
    checked = _checked(repository, main, base, head, net, day)
    own = next(repository.log(f"{head}^!"))
    return ChangedRequest(
        parts=decision_sheet.sheet(repository, base, head, register).parts,
        items=tuple(_items(repository, base, head, net)),
        registers=tuple(_registers(repository, net, known)),
        office=tuple(_acts(repository, net, known)),
        others=tuple(each.path for each in net if not _is_told(each.path)),
        errors=tuple(each for each in checked if not isinstance(each, Finding) or each.is_error),
        warnings=tuple(each for each in checked if isinstance(each, Finding) and not each.is_error),
        regularised=tuple(_commit(repository, each) for each in regularised([own])),
        paths=frozenset(each.path for each in net),
    )


def _is_told(path: str) -> bool:
    return bool(item_folder(path)) or path == office.FILE or path.startswith(f"{REGISTERS}/")


def _office_at(repository: Repository, commit: str) -> Office | None:
    oid = repository.ref(f"{commit}:{office.FILE}")
    return approved_office(repository.object(oid)[1])[0] if oid else None


def _checked(
    repository: Repository, main: str, base: str, head: str, net: Sequence[PathChange], day: datetime.date
) -> list[Finding | Violation]:
    """As the publisher would find it, were it merged now, and what people would do well to mend besides."""
    found = touched_items(repository, entries_of(repository, main), head, net, day, base)
    read = [each for each in (*found.errors, *found.doubts, *found.warnings) if isinstance(each, Finding)]
    vanished = () if regularised([*repository.log(f"{head}^!")]) else vanished_pages(repository, main, net, day)
    unread = [violation("request.check", found=each) for each in found.errors if isinstance(each, CannotWork)]
    return [*unread, *in_order([*read, *vanished, *unfit_names(net)])]


def _items(repository: Repository, base: str, head: str, net: Sequence[PathChange]) -> Iterator[ChangedItem]:
    """By folder; of a moved one where it goes to."""
    done = item_actions(touches(net), FactReader(repository).item)
    origins = {each.origin for each in done.values()}
    kept = {folder: act for folder, act in done.items() if folder not in origins}
    before = _read_items(repository, base, [act.origin or folder for folder, act in kept.items()])
    after = _read_items(repository, head, [*kept])
    for folder, act in kept.items():
        yield ChangedItem(folder, act, before.get(act.origin or folder), after.get(folder))


def _read_items(repository: Repository, commit: str, folders: Sequence[str]) -> dict[str, Item]:
    """Those that there are, and that can be read."""
    known = {index_of(folder): folder for folder in folders}
    there = entries_of(repository, commit, *known) if known else {}
    found = {}
    for (path, _), (_, _, raw) in zip(there.items(), repository.objects(oid for _, oid in there.values()), strict=True):
        place = parse_path(url_of(known[path])) if path in known else None
        item = parse_approved(place, raw)[0] if place else None
        if item:
            found[known[path]] = item
    return found


def _registers(repository: Repository, net: Sequence[PathChange], known: Office | None) -> Iterator[Message]:
    for each in net:
        if each.path.startswith(f"{REGISTERS}/"):
            sides = (_raw(repository, each.old), _raw(repository, each.new))
            yield from register_entries(each.path, *sides, known)


def _acts(repository: Repository, net: Sequence[PathChange], known: Office | None) -> list[Message]:
    """Nothing where the new office.yml cannot be read, which the checks say."""
    change = next((each for each in net if each.path == office.FILE), None)
    if change is None or known is None:
        return []
    return office_acts(approved_office(_raw(repository, change.old))[0], known)


def _raw(repository: Repository, oid: str) -> bytes:
    return b"" if oid == NOTHING else repository.object(oid)[1]


def _commit(repository: Repository, named: str) -> Commit | str:
    return next(repository.log(f"{named}^!")) if repository.ref(f"{named}^{{commit}}") else named

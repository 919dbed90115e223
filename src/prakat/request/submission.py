"""commits of a request on git -> the request as the policy judges it: kinds, units, authors, permissions (R01, R09)"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from prakat.content.action import Action
from prakat.content.item_action import ItemAction, item_actions, touches
from prakat.content.logbook import REGISTERS
from prakat.item.item_facts import ItemFacts
from prakat.item.item_path import folder_of, index_of, item_folder
from prakat.office import office
from prakat.office.authority import ALL_UNITS, Authority, Units
from prakat.repository.commit import Commit, PathChange
from prakat.repository.file_tree import FileTree
from prakat.repository.object_id import NOTHING
from prakat.request.authorship import authorship
from prakat.request.fact_reader import FactReader
from prakat.request.main_before import MainBefore
from prakat.request.office_difference import opening_of
from prakat.request.policy.broken_glass import BrokenGlass
from prakat.request.policy.request import Move, Request, Verbal
from prakat.request.policy.request_kind import RequestKind, kind_of
from prakat.request.spoken_word import spoken_words

Pair = tuple[ItemFacts | None, ItemFacts | None]
"""An item on main and in the request."""
_REGULARISES = re.compile(r"Regularises: (?P<commit>[0-9a-f]{40})")


class Submission(NamedTuple):
    """A request's branch: its commits, and what they change together. A tuple: ten thousand are made in one run."""

    number: int
    head: str
    commits: tuple[Commit, ...]
    """Its commits that are not on main yet, the head first."""
    net: tuple[PathChange, ...]
    """The changes from the merge base to the head."""
    before: Mapping[str, str]
    """office.yml and the index.md of every item touched -> blob on main."""
    after: Mapping[str, str]
    """Every path that changed -> blob in the request, or NOTHING."""
    folders: tuple[str, ...]
    """The item folders touched, sorted."""
    things: tuple[str, ...]
    """Everything touched, sorted: item folders, and files outside of any."""
    pushers: tuple[str, ...] = ()
    """Mails or ids of the people who pushed, where the server or forge tells."""

    @classmethod
    def of(
        cls,
        number: int,
        head: str,
        commits: tuple[Commit, ...],
        net: tuple[PathChange, ...],
        main: FileTree,
        pushers: tuple[str, ...],
    ) -> "Submission":
        """The submission, with main's versions of the files that it touches."""
        folders, things = set(), set()
        for change in net:
            if folder := item_folder(change.path):
                folders.add(folder)
            things.add(folder or change.path)
        before = main.blobs([office.FILE, *map(index_of, folders)])
        after = {change.path: change.new for change in net}
        return cls(number, head, commits, net, before, after, tuple(sorted(folders)), tuple(sorted(things)), pushers)

    def pair(self, folder: str, reader: FactReader) -> Pair:
        """The item in a folder, on main and in the request."""
        path = index_of(folder)
        old = self.before.get(path, NOTHING)
        new = self.after.get(path, old)
        return (
            reader.item(old) if old != NOTHING else None,
            reader.item(new) if new != NOTHING else None,
        )


def request_of(submission: Submission, known: Authority, reader: FactReader, before: MainBefore) -> Request:
    """The request as the policy judges it, by the office.yml that gives authority; `before` is main before it."""
    kinds = frozenset(kind_of(change.path) for change in submission.net)
    pairs = [submission.pair(folder, reader) for folder in submission.folders]
    spoken = [(old, new) for old, new in pairs if (old and old.verbal) or (new and new.verbal)]
    named = zip(submission.folders, pairs, strict=True)
    verbal = tuple(_verbal(pair, folder) for folder, pair in named if pair[1] and pair[1].verbal)
    made = authorship(submission.commits, submission.pushers, known, before.accounts)
    office_after = _office_after(submission, reader)
    return Request(
        number=submission.number,
        head=submission.head,
        kinds=kinds,
        units=_units(submission, pairs, reader),
        authors=made.people,
        strangers=made.strangers,
        parts=made.parts,
        is_pusher_known=bool(submission.pushers),
        verbal=verbal,
        is_partly_verbal=bool(verbal) and len(verbal) < len(submission.things),
        ratifies=frozenset(who for who, new in _put_in_writing(spoken) if not new.is_withdrawn),
        takes_down=frozenset((who, new.withdrawal[0]) for who, new in _put_in_writing(spoken) if new.is_withdrawn),
        unratified=tuple(_verbal((old, old)) for old, new in spoken if old and new and _replaces(old, new)),
        spoken=tuple(spoken_words(before, reader, {each.approver for each in verbal})) if verbal else (),
        regularises=(closing := regularised(submission.commits)),
        glasses=_glasses(closing, reader, before),
        opening=opening_of(_office_before(submission, reader), office_after),
        moves=tuple(_moves(dict(zip(submission.folders, pairs, strict=True)))),
        office_after=office_after,
    )


def requester_of(submission: Submission, known: Authority) -> str:
    """Who asked: the author of the request's first commit; empty for a stranger."""
    if not submission.commits:
        return ""
    return min(known.people_of_mail(submission.commits[-1].author[1]), default="")


def regularised(commits: Sequence[Commit]) -> tuple[str, ...]:
    """The commits that the head's message says it regularises, in its last paragraph, which signers have read."""
    last = commits[0].message.strip().split("\n\n")[-1] if commits else ""
    found = [_REGULARISES.fullmatch(line) for line in last.split("\n")]
    return tuple(match["commit"] for match in found if match)


def _replaces(old: ItemFacts, new: ItemFacts) -> bool:
    """Whether an unwritten permission is replaced by a later one or by another person's."""
    if old.verbal is None or new.verbal is None:
        return False
    return new.verbal[0] != old.verbal[0] or new.verbal[1] > old.verbal[1]


def _put_in_writing(pairs: Iterable[Pair]) -> Iterator[tuple[str, ItemFacts]]:
    """Who gave each verbal permission that the request takes out, and the item without it."""
    for old, new in pairs:
        if old and old.verbal and new and new.verbal is None:
            yield old.verbal[0], new


def _moves(pairs: Mapping[str, Pair]) -> Iterator[Move]:
    gone = {folder: old for folder, (old, new) in pairs.items() if old and new is None and not old.is_withdrawn}
    for folder, (old, new) in pairs.items() if gone else ():
        if old is None and new:
            formers = map(folder_of, new.former_paths)
            whole = ((former, gone[former].whole) for former in formers if former in gone)
            yield from (Move(former, folder, each.first_day, new.whole.first_day) for former, each in whole)


def _verbal(pair: Pair, folder: str = "") -> Verbal:
    old, new = pair
    assert new and new.verbal, "asked only of an item that rests on a verbal permission"
    return Verbal(*new.verbal, frozenset(_units_of(each for each in (old, new) if each)), folder)


def _units(submission: Submission, pairs: Iterable[Pair], reader: FactReader) -> Units:
    """The units of every changed item, before and after, and register entry; all units where one cannot be read."""
    found = _units_of(each for pair in pairs for each in pair if each)
    for change in submission.net:
        parts = change.path.split("/")
        if parts[0] == REGISTERS:
            old, new = (reader.register(oid) if oid != NOTHING else frozenset() for oid in (change.old, change.new))
            found |= {unit for unit, _ in old ^ new}
        elif not item_folder(change.path):
            return ALL_UNITS
    return ALL_UNITS if "" in found or not found else frozenset(found)


def _units_of(items: Iterable[ItemFacts]) -> set[str]:
    """The units of each; an empty name among them stands for those of an item that cannot be read."""
    return {unit for each in items for unit in (each.units or ("",))}


def _office_after(submission: Submission, reader: FactReader) -> Authority | None:
    changed = next((change for change in submission.net if change.path == office.FILE), None)
    return reader.office(changed.new) if changed and changed.new != NOTHING else None


def _office_before(submission: Submission, reader: FactReader) -> Authority | None:
    """main's own office.yml, whether or not it gives authority."""
    blob = submission.before.get(office.FILE, NOTHING)
    return reader.office(blob) if blob != NOTHING else None


def _glasses(closing: Iterable[str], reader: FactReader, before: MainBefore) -> tuple[BrokenGlass, ...]:
    """The break-glasses that it would close, each beside the office before the oldest that is open."""
    still_open = before.open_glasses
    oldest = next(iter(still_open.values()), None)
    then = reader.office(oldest.office) if oldest else None
    named = [still_open[commit] for commit in closing if commit in still_open]
    return tuple(BrokenGlass(each.involved, then, oldest.since) for each in named) if oldest and then else ()


def action_of(submission: Submission, reader: FactReader) -> Action:
    """What the request does, in one word (DESIGN: Actions)."""
    kinds = {kind_of(change.path) for change in submission.net}
    if kinds == {RequestKind.OFFICE}:
        return Action.OFFICE
    if kinds != {RequestKind.CONTENT}:
        return Action.TOOLING
    found = {each.action for each in _item_actions(submission, reader).values()}
    return next(iter(found)) if len(found) == 1 else Action.AMENDED


def _item_actions(submission: Submission, reader: FactReader) -> Mapping[str, ItemAction]:
    """What the request does to each item, compared with main as it is now, not with where the request began."""
    ours = submission.before
    return item_actions(
        touches(each._replace(old=ours.get(each.path, each.old)) for each in submission.net), reader.item
    )

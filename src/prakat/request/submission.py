"""commits of a request on git -> the request as the policy judges it: kinds, units, authors, permissions (R01, R09)"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from prakat.content.action import Action
from prakat.content.item_action import ItemAction, item_actions, touches
from prakat.content.logbook import REGISTERS
from prakat.item.item_facts import ItemFacts
from prakat.item.item_path import index_of, item_folder
from prakat.office import office
from prakat.office.account_pins import AccountPins
from prakat.office.authority import ALL_UNITS, Authority, Units, account_of
from prakat.repository.commit import Commit, PathChange
from prakat.repository.file_tree import FileTree
from prakat.repository.object_id import NOTHING
from prakat.request.fact_reader import FactReader
from prakat.request.policy.request import Request, Verbal
from prakat.request.policy.request_kind import RequestKind, kind_of
from prakat.rules.message import Message, message

Pair = tuple[ItemFacts | None, ItemFacts | None]
"""An item on main and in the request."""
_CO_AUTHORED = "co-authored-by"
_CO_AUTHOR = re.compile(rf"^[ \t]*{_CO_AUTHORED}[ \t]*:(?P<who>.*)$", re.IGNORECASE | re.MULTILINE)
_MAIL = re.compile(r"<([^<>]*)>")
_GITHUB = "@users.noreply.github.com"
_WEB_FLOW = ("GitHub", "noreply@github.com")
"""The committer of changes made on GitHub's web pages is GitHub itself; the pusher is then the person who made them."""
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


def request_of(
    submission: Submission, known: Authority, reader: FactReader, pins: AccountPins | None = None
) -> Request:
    """The request as the policy judges it, by office.yml as it is on main. `pins`: whose accounts the pushers' are."""
    kinds = frozenset(kind_of(change.path) for change in submission.net)
    pairs = [submission.pair(folder, reader) for folder in submission.folders]
    spoken = [(old, new) for old, new in pairs if (old and old.verbal) or (new and new.verbal)]
    verbal = tuple(_verbal(pair) for pair in spoken if pair[1] and pair[1].verbal)
    authors, strangers = _authors(submission, known, pins or AccountPins())
    office_after = _office_after(submission, reader)
    return Request(
        number=submission.number,
        head=submission.head,
        kinds=kinds,
        units=_units(submission, pairs, reader),
        authors=frozenset(authors),
        took_part=authors,
        strangers=strangers,
        verbal=verbal,
        is_partly_verbal=bool(verbal) and len(verbal) < len(submission.things),
        ratifies=frozenset(old.verbal[0] for old, new in spoken if old and old.verbal and new and new.verbal is None),
        unratified=tuple(_verbal((old, old)) for old, new in spoken if old and new and _replaces(old, new)),
        regularises=regularised(submission.commits),
        ordered=_newly_appointed(known, office_after),
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


def _verbal(pair: Pair) -> Verbal:
    old, new = pair
    assert new and new.verbal, "asked only of an item that rests on a verbal permission"
    return Verbal(*new.verbal, frozenset(each.unit for each in (old, new) if each))


def _units(submission: Submission, pairs: Iterable[Pair], reader: FactReader) -> Units:
    """The units of every changed item, before and after, and register entry; all units where one cannot be read."""
    found = {each.unit for pair in pairs for each in pair if each}
    for change in submission.net:
        parts = change.path.split("/")
        if parts[0] == REGISTERS:
            old, new = (reader.register(oid) if oid != NOTHING else frozenset() for oid in (change.old, change.new))
            found |= {unit for unit, _ in old ^ new}
        elif not item_folder(change.path):
            return ALL_UNITS
    return ALL_UNITS if "" in found or not found else frozenset(found)


def _authors(submission: Submission, known: Authority, pins: AccountPins) -> tuple[dict[str, Message], tuple[str, ...]]:
    """Commit authors, committers, co-authors and pushers: ids of people with how they took part, and those unknown to
    office.yml. Whoever has the name of an account that was another's is both: unknown, and the one who had it."""
    people: dict[str, Message] = {}
    strangers: dict[str, None] = {}
    for mail, how in _named(submission):
        for person in sorted(known.people_of_mail(mail)):
            people.setdefault(person, how)
        if not known.people_of_mail(mail):
            strangers[mail or "—"] = None
    for pusher in submission.pushers:
        if pusher in known.office.people:
            people.setdefault(pusher, message("request.by-push"))
            continue
        account = account_of(pusher)
        owner = pins.owner(account, known).person if account and account.number else None
        owners = {owner.id} if owner else known.people_of_mail(pusher)
        for person in sorted(owners):
            people.setdefault(person, message("request.by-push"))
        if not owners or (account and account.number and owner is None):
            strangers[pusher or "—"] = None
    return people, tuple(strangers)


def _named(submission: Submission) -> Iterator[tuple[str, Message]]:
    """The mails that the commits name, oldest commit first, and by what."""
    is_told = any(mail.endswith(_GITHUB) for mail in submission.pushers)
    for commit in reversed(submission.commits):
        is_merge = len(commit.parents) > 1
        how = message("request.by-update" if is_merge else "request.by-commit", commit=commit.id[:12])
        yield commit.author[1], how
        if not (is_told and commit.committer == _WEB_FLOW):
            yield commit.committer[1], how
        for mail in _co_authors(commit.message):
            yield mail, message("request.by-co-author", commit=commit.id[:12])


def _co_authors(text: str) -> Iterator[str]:
    """Found anywhere in the message and in any spelling of the trailer, since whoever is named took part."""
    if _CO_AUTHORED not in text.lower():
        return
    for match in _CO_AUTHOR.finditer(text):
        yield from _MAIL.findall(match["who"]) or [match["who"].strip()]


def _office_after(submission: Submission, reader: FactReader) -> Authority | None:
    changed = next((change for change in submission.net if change.path == office.FILE), None)
    return reader.office(changed.new) if changed and changed.new != NOTHING else None


def _newly_appointed(known: Authority, after: Authority | None) -> frozenset[str]:
    """Roles with a new appointment in office.yml that has an order's number and date."""
    if after is None:
        return frozenset()
    old, new = (
        {(person.id, each) for person in office.people.values() for each in person.appointments}
        for office in (known.office, after.office)
    )
    return frozenset(each.role for _, each in new - old if each.order_no and each.order_date)


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

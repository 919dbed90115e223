"""items that a day holds back x their versions -> what stands in the place of each, what takes over when (R09, R19)"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from prakat.content.item_folder import ItemFolder
from prakat.content.register import Register
from prakat.content.registered_item import RegisteredItem
from prakat.content.version import UNPROVEN, Proof, Version, versions_before
from prakat.item.item import Item
from prakat.item.item_path import INDEX, item_folder, parse_path, url_of
from prakat.item.link_target import target_of
from prakat.item.state import is_held_back, is_overdue, state_on
from prakat.office.settings import Settings
from prakat.repository.file_mode import PLAIN
from prakat.repository.file_tree import entries_of
from prakat.repository.refs import MAIN
from prakat.repository.repository import GitFailed, Repository, find_repository
from prakat.rules.finding import Finding
from prakat.rules.message import Message, message


@dataclass(frozen=True, slots=True)
class Succession:
    """Whose turn it is on that day, of an item whose newest version must wait (DESIGN: States)."""

    newest: RegisteredItem
    shown: Version | None
    """The version before it that stands meanwhile; None where there is none."""
    is_up: bool
    """Whether readers can read that version; else it has come down by its own dates."""
    coming: tuple[Item, ...]
    """Versions that take over, each on its publish_on, the soonest first; not those that wait for an approval."""

    @property
    def told(self) -> Iterator[Message]:
        """What waits to take over, for webmasters; nothing where no version is shown meanwhile."""
        if self.shown is None:
            return
        newest = self.newest.item
        for each, _, replaced in self.in_turn:
            if each in self.coming:
                folder, title, day, before = newest.path.folder, each.title, each.publish_on, _meanwhile(replaced)
                yield message("content.takes-over", folder=folder, title=title, day=day, before=before)
        if newest not in self.coming:
            before = _meanwhile(self.shown.item.title if self.is_up else "")
            yield message("content.stands-again", folder=newest.path.folder, title=newest.title, before=before)

    @property
    def in_turn(self) -> Iterator[tuple[Item, datetime.date | None, str]]:
        """Each version that is shown today or later, its last day before the next one's, and the title of the one that
        it replaces; empty where readers see none until then."""
        shown = [*([self.shown.item] if self.shown and self.is_up else ()), *self.coming]
        replaced = ""
        for each, after in zip_longest(shown, shown[1:]):
            until = after.publish_on - datetime.timedelta(days=1) if after else None
            yield each, until, replaced
            replaced = "" if until and each.expires_on and each.expires_on < until else each.title


def _meanwhile(title: str) -> Message:
    return message("content.meanwhile-shown", title=title) if title else message("content.meanwhile-down")


def successions(found: Register, repository: Repository, commit: str, proof: Proof) -> Mapping[str, Succession]:
    """By folder, for each item that the register's day holds back. Reads nothing where there is none."""
    if found.office is None:
        return {}
    settings = found.office.settings
    items = {entry.item.path.folder: entry for entry in found.entries.values()}
    held = {folder: each for folder, each in items.items() if is_held_back(each.item, found.day, settings)}
    if not held:
        return {}
    newest = {folder: each.item for folder, each in held.items()}
    before = versions_before(newest, items, repository, commit, proof)
    return {folder: _succession(each, before[folder], found.day, settings, items) for folder, each in held.items()}


def in_work_tree(found: Register, repo: Path, commit: str = "HEAD") -> Mapping[str, Succession]:
    """Those of a tree of which nothing is proven, by the history that it has; of a bare repository, by that of main.

    None where that history cannot be read: what is wrong with it is not said here."""
    repository = find_repository(repo)
    if repository is None or repository.is_shallow:
        return {}
    start = repository.ref(MAIN if repository.is_bare and commit == "HEAD" else f"{commit}^{{commit}}")
    try:
        return successions(found, repository, start, UNPROVEN) if start else {}
    except GitFailed:
        return {}


def without_false_alarms(findings: Iterable[Finding], known: Mapping[str, Succession]) -> tuple[Finding, ...]:
    """Without those that say of a link that readers cannot follow it yet, where an earlier version stands."""
    standing = {url_of(newest) for newest, each in known.items() if each.is_up}
    return tuple(each for each in findings if each.rule != "link.scheduled" or _page(each) not in standing)


def _page(finding: Finding) -> str:
    """The URL that the link of a finding leads to."""
    path = parse_path(url_of(item_folder(finding.path) or ""))
    target = target_of(path, str(finding.values["found"])) if path else None
    return target.page if target else ""


def _succession(
    newest: RegisteredItem, before: Iterable[Version], day: datetime.date, settings: Settings, here: Collection[str]
) -> Succession:
    coming: list[Item] = []
    _join(coming, newest.item, day, settings)
    after: Version | None = None
    for each in before:
        if not (after and each.is_put_off_by(after)):
            if not is_held_back(each.item, day, settings):
                is_free = each.folder == newest.item.path.folder or each.folder not in here
                is_up = is_free and state_on(each.item, day, settings).is_public
                return Succession(newest, each if is_free else None, is_up, tuple(reversed(coming)))
            _join(coming, each.item, day, settings)
        after = each
    return Succession(newest, None, False, tuple(reversed(coming)))


def _join(coming: list[Item], item: Item, day: datetime.date, settings: Settings) -> None:
    """If its turn comes before that of every newer one, the soonest of which is the last."""
    has_turn = day < item.publish_on and not is_overdue(item, item.publish_on, settings)
    if has_turn and not (coming and item.publish_on >= coming[-1].publish_on):
        coming.append(item)


@dataclass(frozen=True, slots=True)
class StandIn:
    """A version that stands in place of a newer one, written out."""

    commit: str
    folder: ItemFolder


def written_out(found: Mapping[str, Succession], repository: Repository, to: Path) -> Mapping[str, StandIn]:
    """Newest folder -> the version shown, written below the empty folder `to`.

    Only those of which every file is there; a damaged one does not stand in for anything, and stops nothing else."""
    placed = {}
    for newest, each in found.items():
        if each.shown and (files := _files(repository, each.shown.commit, each.shown.folder)):
            place = to / each.shown.folder
            place.mkdir(parents=True, exist_ok=True)
            for name, data in files.items():
                (place / name).write_bytes(data)
            folder = ItemFolder(each.shown.item.path, place, tuple(sorted(files.keys() - {INDEX})))
            placed[newest] = StandIn(each.shown.commit, folder)
    return placed


def _files(repository: Repository, commit: str, folder: str) -> dict[str, bytes]:
    """What lay in the folder by name; plain files alone, since no other was ever served. Nothing if one is missing."""
    paths = {path.removeprefix(f"{folder}/"): entry for path, entry in entries_of(repository, commit, folder).items()}
    wanted = {name: oid for name, (mode, oid) in paths.items() if mode == PLAIN and _is_safe(name)}
    try:
        read = [(kind, data) for _, kind, data in repository.objects(wanted.values())]
    except GitFailed:
        return {}
    if any(kind != "blob" for kind, _ in read):
        return {}
    return {name: data for name, (_, data) in zip(wanted, read, strict=True)}


def _is_safe(name: str) -> bool:
    """Whether it can lie nowhere but in the folder itself."""
    return not {"/", "\\"} & set(name) and name not in ("", ".", "..")

"""kept release x what is to be released -> the item folders to read anew, or why the whole site is made from nothing"""

import datetime
import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from prakat.item.item_path import ROOT, folder_of, item_folder, parse_path, url_of
from prakat.office import office
from prakat.release.basis import Basis
from prakat.release.kept_site import KeptAbout
from prakat.repository.file_mode import ABSENT, PLAIN
from prakat.repository.mainline import differences
from prakat.repository.repository import GitFailed, open_repository
from prakat.rules.message import Message, message
from prakat.site.card import Card

MOST_FOLDERS = 1000
"""If more item folders are to be read anew, it takes no longer to make the whole site from nothing."""


class Doubtful(Exception):
    """The site is to be made from nothing, for this reason."""

    def __init__(self, why: Message) -> None:
        super().__init__(why.id)
        self.why = why


class Altered(Doubtful):
    """The current release is not what it was when it was verified."""

    def __init__(self) -> None:
        super().__init__(message("release.anew-altered"))


class Ground(NamedTuple):
    """What must be as it was, or every page may be another."""

    program: str
    release: str | None
    """The current one."""
    kind: str
    """Of the basis."""


def check_ground(kept: KeptAbout, ground: Ground, day: datetime.date) -> None:
    """Raises Doubtful where more has changed than items and the day."""
    if kept.program != ground.program:
        raise Doubtful(message("release.anew-program"))
    if kept.release != ground.release:
        raise Doubtful(message("release.anew-other-release"))
    if kept.kind != ground.kind:
        raise Doubtful(message("release.anew-kind"))
    if kept.day > day.isoformat():
        raise Doubtful(message("release.anew-earlier-day"))


def changed_folders(kept: KeptAbout, basis: Basis) -> set[str]:
    """Those that main's commits since the kept one touched. Raises Doubtful."""
    if basis.commit is None or basis.commit == kept.commit:
        return set()
    try:
        net = differences(open_repository(basis.git), kept.commit, basis.commit)
    except GitFailed:  # the commit of then is no more
        raise Doubtful(message("release.anew-history")) from None
    found = set()
    for each in net:
        if each.path == office.FILE:
            raise Doubtful(message("release.anew-office"))
        if each.path.startswith(f"{ROOT}/"):
            found.add(_folder(each.path, {each.old_mode, each.mode}))
    return found


def _folder(path: str, modes: Iterable[str]) -> str:
    """The item folder of a plain file in its place. Raises Doubtful for anything else, of which much may follow."""
    folder = item_folder(path)
    name = path.rpartition("/")[2]
    is_plain = folder is not None and path == f"{folder}/{name}" and parse_path(url_of(folder)) is not None
    is_file = all(each in (PLAIN, ABSENT) for each in modes) and path.isascii() and path == path.lower()
    if folder is None or not is_plain or not is_file:
        raise Doubtful(message("release.anew-odd-path", path=path))
    return folder


def also_due(cards: Mapping[str, Card], day: datetime.date, changed: Collection[str]) -> set[str]:
    """Those of which the day alone makes something else, and those whose items have a former path in one of the changed
    folders: what happened there is told as theirs."""
    today = day.isoformat()
    found = {folder for folder, card in cards.items() if card.next and card.next <= today}
    moved = ((folder, map(folder_of, card.former_paths)) for folder, card in cards.items() if card.former_paths)
    return found | {folder for folder, former in moved if not {*former}.isdisjoint(changed)}


def clean_before(clean: Iterable[str], new: Iterable[str]) -> str:
    """A digest of the merges that are proven, without these."""
    return hashlib.sha256("".join(sorted({*clean} - {*new})).encode()).hexdigest()


def office_digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()

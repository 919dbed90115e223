"""items x the commit that they were changed from -> those of the live ones whose readers are not told what changed"""

from collections.abc import Iterator
from pathlib import Path

from prakat.content.register import Register
from prakat.content.registered_item import without_exceptions
from prakat.item.item import Item, parse_approved
from prakat.item.item_path import ROOT
from prakat.item.state import state_on
from prakat.repository.file_tree import entries_of
from prakat.repository.object_id import id_of_bytes
from prakat.repository.refs import MAIN, MAIN_BRANCH, REMOTES
from prakat.repository.repository import GitFailed, Repository, find_repository
from prakat.rules.finding import Finding

_FEW = 100
"""Folders that git is asked for by name; it compares each name with each path."""


def missing_notes(repository: Repository, base: str, after: Register) -> list[Finding]:
    """A warning for each item whose text differs from `base`, where it could be read on the register's day, and whose
    note is absent or that of an earlier change (R17, R18)."""
    if after.office is None:
        return []
    folders = [entry.item.path.folder for entry in after.entries.values()]
    before = entries_of(repository, base, *(folders if len(folders) <= _FEW else [ROOT]))
    found = []
    for entry in after.entries.values():
        item = entry.item
        oid = before.get(item.path.file, ("", ""))[1]
        if oid and oid != id_of_bytes("blob", (after.repo / item.path.file).read_bytes()):
            old, _ = parse_approved(item.path, repository.object(oid)[1])
            if old and state_on(old, after.day, after.office.settings).is_public:
                found += without_exceptions(item, list(_unnoted(old, item)))
    return found


def notes_missing_in(repo: Path, after: Register) -> list[Finding]:
    """The same for a folder that people work in: since it left main, or since main's newest commit while that is
    checked out. Nothing where there is no main, or where git cannot tell."""
    repository = find_repository(repo)
    if repository is None or repository.is_shallow or repository.is_bare or not repository.ref("HEAD^{commit}"):
        return []
    try:
        remotes = (commit for name, commit in repository.refs(REMOTES).items() if name.endswith(f"/{MAIN_BRANCH}"))
        newest = repository.ref(MAIN) or next(remotes, None)
        return missing_notes(repository, repository.line("merge-base", "HEAD", newest), after) if newest else []
    except GitFailed:
        return []


def _unnoted(old: Item, new: Item) -> Iterator[Finding]:
    if _text(old) != _text(new) and new.withdrawn is None and new.change_note in ("", old.change_note):
        line = new.line("change_note") if new.change_note else new.line("title")
        yield Finding(new.path.file, line, "change-note.missing", {})


def _text(item: Item) -> object:
    """What readers read of it and nobody computes; dates alone, which a renewal moves, are no text."""
    shown = (item.title, item.summary, item.title_en, item.summary_en, item.remarks, item.external_link)
    return (*shown, item.attachments, item.closes, item.document, item.relates, item.body.strip())

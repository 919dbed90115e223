"""changes of a request x main's files -> what no request may do: links, pointers, twins, overwriting (R01, R34)"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from prakat.blob import Blobs
from prakat.commit import Change, Commit
from prakat.file_tree import FileTree, TreeEntry
from prakat.item_path import item_folder
from prakat.refs import NOTHING
from prakat.request_kind import Kind, kind_of
from prakat.violation import Violation, violation

_PLAIN, _PROGRAM, _GONE = "100644", "100755", "000000"
_POINTER = b"version https://git-lfs.github.com/spec/"
_POINTER_SIZE = 1024


def check_changes(net: Iterable[Change], files: FileTree, pointers: Collection[str]) -> Iterator[Violation]:
    """Rules on each path, `files` being main's before the merge."""
    for change in net:
        if change.mode not in _allowed(change.path):
            yield violation("request.link", path=change.path, found=change.mode)
        if change.new in pointers:
            yield violation("request.lfs", path=change.path)
        if files.entries.get(change.path, (_GONE, NOTHING)) != (change.old_mode, change.old):
            yield violation("request.outdated", path=change.path)


def check_trees(commits: Iterable[Commit]) -> Iterator[Violation]:
    """No folder of a commit names anything twice: what such a tree holds depends on who reads it."""
    for commit in commits:
        paths = [change.path for change in commit.changes]
        if len(set(paths)) != len(paths):
            twice = next(path for path in paths if paths.count(path) > 1)
            yield violation("request.tree", commit=commit.id[:12], path=twice)


def check_twins(net: Iterable[Change], after: FileTree) -> Iterator[Violation]:
    """No new name is like another, `after` being main's files with the merge."""
    for change in net:
        if change.old == NOTHING and (other := after.twin(change.path)):
            yield violation("request.case-twin", path=change.path, other=other)


def _allowed(path: str) -> tuple[str, ...]:
    return (_PLAIN, _PROGRAM, _GONE) if kind_of(path) is Kind.TOOLING else (_PLAIN, _GONE)


def check_folders(folders: Iterable[str], base: Mapping[str, TreeEntry], files: FileTree) -> Iterator[Violation]:
    """Nothing in an item's folder has changed on main since the request began: the merge is what was signed."""
    for folder in folders:
        began = {path: entry for path, entry in base.items() if path.startswith(f"{folder}/")}
        if began != files.below(folder):
            yield violation("request.outdated", path=folder)


def pointers(blobs: Blobs, changes: Iterable[Change]) -> set[str]:
    """Of the files that items show, the blobs that only point to a file kept elsewhere (Git LFS)."""
    ids = {each.new for each in changes if each.new != NOTHING and item_folder(each.path)}
    read = ids & blobs.items.keys()
    small = [oid for oid, size in blobs.repository.sizes(ids - read) if size <= _POINTER_SIZE]
    found = {oid for oid, _, data in blobs.repository.objects(small) if data.startswith(_POINTER)}
    return found | {oid for oid in read if blobs.items[oid].raw.startswith(_POINTER)}

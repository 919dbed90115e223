"""a commit -> its tree on disk, every byte proven by its id; the repository's own settings are ignored (R34)"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.repository.evidence import surviving
from prakat.repository.file_mode import SUBMODULE, SUBTREE, SYMLINK
from prakat.repository.program import IS_WINDOWS
from prakat.repository.repository import GitFailed, Repository, open_repository
from prakat.rules.file_name import fits_windows

NOWHERE = ".prakat-follows-no-link"
_DEEPEST = 100
"""Folders within folders: beyond it, programs that walk through them end in different ways."""
_UNSAFE = {"", ".", "..", ".git"}
PlacedEntry = tuple[str, str, str]
"""Mode, object and path."""


def export(folder: Path, commit: str, to: Path) -> None:
    """As `export_whole_files`. Raises CannotWork for a file that is missing or does not match its id, too."""
    for path, oid in export_whole_files(folder, commit, to).items():
        raise CannotWork("repository.lost-file", path=path, object=oid)


def export_whole_files(folder: Path, commit: str, to: Path) -> Mapping[str, str]:
    """Writes the tree of a commit below the empty folder `to`: bytes as they are in git, no filter or checkout.

    A symbolic link becomes one that leads nowhere, so that nobody follows it but its kind can be seen; a submodule
    becomes an empty folder. What is left out, since it is missing or does not match its id: its path -> its id. Raises
    CannotWork for a commit or tree that is so, and for a path that leads out of `to` or that this disk cannot store."""
    repository = open_repository(folder)
    try:
        entries = _proven(repository, commit)
    except GitFailed as problem:
        raise CannotWork("repository.unreadable", place=folder, problem=problem) from None
    return write_out(repository, commit, entries, to)


def export_some(repository: Repository, commit: str, paths: Sequence[str], to: Path) -> Mapping[str, str]:
    """As `export_whole_files`, of some files or folders alone; the trees on the way to them are read whole."""
    try:
        entries = _proven(repository, commit, paths)
    except GitFailed as problem:
        raise CannotWork("repository.unreadable", place=repository.folder, problem=problem) from None
    return write_out(repository, commit, entries, to)


def write_out(repository: Repository, commit: str, entries: Sequence[PlacedEntry], to: Path) -> Mapping[str, str]:
    """The same for some files of a commit, or of one that is yet to be made."""
    _check_paths(commit, [path for _, _, path in entries])
    try:
        return _write(repository, commit, entries, to)
    except OSError as problem:
        raise CannotWork("repository.unwritable", commit=commit, path=problem.filename, problem=problem) from None


def _proven(repository: Repository, commit: str, paths: Sequence[str] = ()) -> list[PlacedEntry]:
    """Every file of the tree, or those below some paths. The commit and each of its trees are read whole, so that their
    ids are proven."""
    asked = repository.run("ls-tree", "-r", "-t", "-z", "--full-tree", commit, "--", *paths)
    listing = asked.decode("utf-8", "surrogateescape")
    entries = [_entry(each) for each in listing.split("\0") if each]
    _check_paths(commit, [path for _, _, path in entries])
    roots = [commit, f"{commit}^{{tree}}"]
    for _ in repository.objects([*roots, *(oid for mode, oid, _ in entries if mode == SUBTREE)]):
        pass
    return [each for each in entries if each[0] != SUBTREE]


def _check_paths(commit: str, paths: Sequence[str]) -> None:
    for path in paths:
        parts = path.lower().split("/")
        is_storable = not IS_WINDOWS or all(map(fits_windows, parts))
        if not _UNSAFE.isdisjoint(parts) or len(parts) > _DEEPEST or "\\" in path or not is_storable:
            raise CannotWork("repository.unsafe-path", commit=commit, path=path)
    if len(set(paths)) != len(paths):
        raise CannotWork("repository.path-twice", commit=commit)


def _entry(text: str) -> PlacedEntry:
    meta, _, path = text.partition("\t")
    mode, _, oid = meta.split(" ")
    return mode, oid, path


def _write(repository: Repository, commit: str, entries: Iterable[PlacedEntry], to: Path) -> Mapping[str, str]:
    lost = {}
    plain = [(oid, path) for mode, oid, path in entries if mode not in (SYMLINK, SUBMODULE)]
    for _, _, path in entries:
        (to / path).parent.mkdir(parents=True, exist_ok=True)
    read = surviving(repository, (oid for oid, _ in plain))
    for (oid, path), (_, kind, data) in zip(plain, read, strict=True):
        if kind != "blob":
            lost[path] = oid
            continue
        with (to / path).open("xb") as stream:  # for some disks, names that differ by case alone are one name
            stream.write(data)
    for mode, _, path in entries:
        if mode == SUBMODULE:
            (to / path).mkdir()
        elif mode == SYMLINK:
            _link(to / path, commit, path)
    return lost


def _link(place: Path, commit: str, path: str) -> None:
    """Windows lets only few people make one: then nothing is made of a commit that has one, and it is said."""
    try:
        place.symlink_to(NOWHERE)
    except FileExistsError:
        raise
    except OSError:
        raise CannotWork("repository.link-unwritable", commit=commit, path=path) from None

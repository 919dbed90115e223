"""content/ -> item folders and their files, or findings about paths (R10, R46); follows no symbolic link"""

import difflib
import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from prakat.content.litter import is_litter
from prakat.item.category import categories
from prakat.item.file_type import limits
from prakat.item.item_path import INDEX, MAX_SLUG, ROOT, ItemPath, is_year, slug_problem
from prakat.rules import file_name
from prakat.rules.finding import Finding
from prakat.rules.message import message
from prakat.rules.system_problem import system_problem
from prakat.thai.buddhist_era import FIRST_BE, LAST_BE, OFFSET

MAX_PATH = 180
"""Characters. Windows ends at 260, and a clone begins with some 60 of its own; so does the site in a folder of ours."""


@dataclass(frozen=True, slots=True)
class ItemFolder:
    path: ItemPath
    on_disk: Path
    files: tuple[str, ...]
    """Names of the regular files beside index.md, sorted."""


Found = Finding | ItemFolder


def walk(repo: Path) -> Iterator[Found]:
    """Every item folder under content/, and every finding about what else lies there."""
    yield from _readable(ROOT, _root(repo / ROOT))


def walk_some(repo: Path, paths: Iterable[ItemPath]) -> Iterator[Found]:
    """The same of those item folders that are there; nothing is said of what lies around them."""
    for path in sorted(paths, key=lambda each: each.folder.split("/")):
        place = repo / path.folder
        if place.is_dir() and not place.is_symlink():
            yield from _readable(path.folder, _item_folder(place, path))


def _readable(place: str, found: Iterator[Found]) -> Iterator[Found]:
    """What `found` yields; a folder that cannot be listed becomes a finding and does not stop the rest."""
    try:
        yield from found
    except OSError as error:
        yield Finding(place, 1, "file.unreadable", {"problem": system_problem(error)})


def _root(root: Path) -> Iterator[Found]:
    if root.is_symlink() or not root.is_dir():
        yield Finding(ROOT, 1, "content.missing")
        return
    for entry in _entries(root):
        place = f"{ROOT}/{entry.name}"
        if problem := _not_plain(entry, place):
            yield problem
        elif is_litter(entry.name):
            yield Finding(place, 1, "file.litter", {"found": entry.name})
        elif not entry.is_dir(follow_symlinks=False):
            yield Finding(place, 1, "content.stray")
        elif entry.name not in categories():
            yield Finding(place, 1, "path.category", {"found": entry.name, "near": _near(entry.name)})
        else:
            yield from _readable(place, _category(entry, entry.name))


def _near(name: str) -> str:
    """The category with a similar id, or with that Thai name; all categories if there is none."""
    names = {each.th: each.id for each in categories().values()} | {each: each for each in categories()}
    found = [each for each in names if name in each] or difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    return names[found[0]] if found else ", ".join(categories())


def _entries(place: Path | os.DirEntry[str]) -> Sequence[os.DirEntry[str]]:
    with os.scandir(place) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _not_plain(entry: os.DirEntry[str], place: str) -> Finding | None:
    """A finding about anything but a plain file or folder: links and devices are never followed or read."""
    if entry.is_symlink():
        return Finding(place, 1, "file.symlink")
    if entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False):
        return None
    return Finding(place, 1, "file.not-regular", {"found": message("content.special-file")})


def _twins(entries: Sequence[os.DirEntry[str]], place: str) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for entry in entries:
        if is_litter(entry.name):
            continue
        folded = unicodedata.normalize("NFC", entry.name).casefold()
        if folded in seen:
            yield Finding(f"{place}/{entry.name}", 1, "path.case-twin", {"found": entry.name, "other": seen[folded]})
        seen.setdefault(folded, entry.name)


def _category(folder: os.DirEntry[str], category: str, year: str = "") -> Iterator[Found]:
    entries = _entries(folder)
    place = "/".join(part for part in (ROOT, category, year) if part)
    yield from _twins(entries, place)
    for entry in entries:
        here = f"{place}/{entry.name}"
        if problem := _not_plain(entry, here):
            yield problem
        elif is_litter(entry.name):
            yield Finding(here, 1, "file.litter", {"found": entry.name})
        elif not entry.is_dir(follow_symlinks=False):
            yield Finding(here, 1, "content.stray")
        elif not year and is_year(entry.name):
            yield from _readable(here, _category(entry, category, entry.name))
        elif rule := slug_problem(entry.name):
            yield Finding(here, 1, rule, {"found": entry.name, "suggestion": _better_name(entry.name, rule)})
        else:
            yield from _readable(here, _item_folder(entry, ItemPath(category, year, entry.name)))


def _better_name(name: str, rule: str) -> str:
    if rule == "path.year" and len(name) == 2:
        return f"25{name}"
    if rule == "path.year" and name.isdecimal() and FIRST_BE <= int(name[:9]) + OFFSET <= LAST_BE:
        return str(int(name) + OFFSET)
    proposed = file_name.proposed(name.replace(".", "-"))[:MAX_SLUG]
    return "document" if slug_problem(proposed) else proposed


def _item_folder(folder: os.DirEntry[str] | Path, path: ItemPath) -> Iterator[Found]:
    entries = _entries(folder)
    yield from _twins(entries, path.folder)
    if sum(not is_litter(entry.name) for entry in entries) > limits().files:
        yield Finding(
            path.file,
            1,
            "content.too-many-files",
            {"found": str(len(entries)), "limit": str(limits().files)},
        )
        return
    files = []
    for entry in entries:
        here = f"{path.folder}/{entry.name}"
        if problem := _not_plain(entry, here):
            yield problem
        elif entry.is_dir(follow_symlinks=False):
            if entry.name == INDEX:
                yield Finding(here, 1, "file.not-regular", {"found": message("content.directory")})
            elif is_litter(entry.name):
                yield Finding(here, 1, "file.litter", {"found": entry.name})
            else:
                yield Finding(here, 1, "content.nested")
        else:
            files.append(entry.name)
    if INDEX in files:
        files.remove(INDEX)
        yield from _unfit_for_windows(path, files)
        yield ItemFolder(path, Path(folder), tuple(files))
    elif files and all(map(is_litter, files)):
        for name in files:
            yield Finding(f"{path.folder}/{name}", 1, "file.litter", {"found": name})
    elif not any(entry.name == INDEX for entry in entries):
        yield Finding(path.folder, 1, "content.no-index", {"found": ", ".join(files) or "—"})


def _unfit_for_windows(path: ItemPath, files: Sequence[str]) -> Iterator[Finding]:
    """One such name, and nobody can clone the repository on Windows any more. What is live stays live."""
    if not file_name.fits_windows(path.slug):
        suggestion = file_name.for_windows(path.slug)
        yield Finding(path.file, 1, "path.windows", {"found": path.slug, "suggestion": suggestion})
    for name in files:
        if file_name.FILE_NAME.fullmatch(name) and not file_name.fits_windows(name):
            suggestion = file_name.for_windows(name)
            yield Finding(f"{path.folder}/{name}", 1, "path.windows", {"found": name, "suggestion": suggestion})
    for place in (path.file, *(f"{path.folder}/{name}" for name in files if not is_litter(name))):
        if len(place) > MAX_PATH:
            values = {"found": str(len(place)), "limit": str(MAX_PATH)}
            yield Finding(place, 1, "path.length", values)

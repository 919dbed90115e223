"""content/ and office.yml -> every item and every finding: unique, linked, owned (R10, R11, R18)"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from prakat.cannot_work import CannotWork
from prakat.content import address, item_folder, logbook, ownership
from prakat.content.item_folder import ItemFolder
from prakat.content.reader_deadline import check_deadline
from prakat.content.registered_item import (
    FolderReader,
    FolderReading,
    RegisteredItem,
    read_folder,
    without_exceptions,
)
from prakat.content.site_link import SiteLink
from prakat.item import item_path
from prakat.item.item_path import ItemPath, parse_path
from prakat.item.item_text import ItemText
from prakat.office import office, office_rules
from prakat.office.office import Office
from prakat.rules.finding import Finding, in_order
from prakat.rules.nearest import nearest
from prakat.rules.wording import Listed

_Progress = Callable[[Iterable[ItemFolder]], Iterable[ItemFolder]]


@dataclass(frozen=True, slots=True)
class Register:
    repo: Path
    day: datetime.date
    office: Office | None
    entries: Mapping[str, RegisteredItem]
    """By URL: every item whose folder can be published, in path order."""
    left_out: tuple[str, ...]
    """Folders that are not published: they cannot be parsed, fail their schema or lack a file."""
    findings: tuple[Finding, ...]
    kept: tuple[str, ...] = ()
    """Folders that are published although a rule or a limit that is newer than their approval finds fault with them."""
    places: Mapping[str, Path] = field(default_factory=dict)
    """Item folder -> where it lies on disk, if that is not in the tree."""

    def place(self, folder: str) -> Path:
        """Where the files of an item folder lie on disk."""
        return self.places.get(folder, self.repo / folder)

    @property
    def errors(self) -> list[Finding]:
        return [each for each in self.findings if each.is_error]


def read(
    repo: Path,
    day: datetime.date,
    progress: _Progress = iter,
    *,
    is_approved: bool = False,
    instead: Mapping[str, ItemFolder] = MappingProxyType({}),
    reader: FolderReader = read_folder,
    ahead: Callable[[Sequence[ItemFolder]], object] = len,
) -> Register:
    """The whole tree as it is on that day in Bangkok; `progress` may wrap the folders to show how far reading is.

    Of a tree that `is_approved`, what an earlier release of Prakat accepted stays, whatever has become a rule since;
    what lies in `instead`, by item folder, takes the place of what the tree has. `reader` may know a folder already, or
    ask less of it; `ahead` hears of all folders before `reader` is asked of any.
    Raises CannotWork if there is no such folder; everything else that is missing or wrong is a finding."""
    if not repo.is_dir():
        raise CannotWork("content.no-folder", place=repo)
    folders, findings = _walked(repo, instead)
    blocked = _blocked(findings, is_approved=is_approved)
    ahead(folders)
    readings = map(reader, progress(folders))
    entries, texts = _sorted_out(zip(folders, readings, strict=True), findings, blocked, is_approved=is_approved)
    known, refusals = office.load_approved_office(repo)
    known = known if is_approved or not refusals else None
    findings += [*refusals, *(office.office_damage(repo) if known else ())]
    findings.extend([] if folders else [Finding(item_path.ROOT, 1, "content.empty")])
    findings += _across(Register(repo, day, known, entries, (), ()), texts)
    findings += _owners_of((each for each in folders if each.path.url not in entries), known, findings) if known else []
    places = {each.path.folder: each.on_disk for each in instead.values()}
    return _register(Register(repo, day, known, entries, (), tuple(in_order(findings)), places=places), blocked)


def read_some(
    repo: Path, day: datetime.date, known: Office, paths: Iterable[ItemPath], *, is_approved: bool
) -> Register:
    """Some of an office's item folders, as far as they are there: nothing is said of what concerns several."""
    walked = list(item_folder.walk_some(repo, paths))
    folders = [each for each in walked if isinstance(each, ItemFolder)]
    findings = [each for each in walked if isinstance(each, Finding)]
    blocked = _blocked(findings, is_approved=is_approved)
    entries, _ = _sorted_out(
        zip(folders, map(read_folder, folders), strict=True), findings, blocked, is_approved=is_approved
    )
    return _register(Register(repo, day, known, entries, (), tuple(in_order(findings))), blocked)


def _blocked(findings: Iterable[Finding], *, is_approved: bool) -> dict[str, bool]:
    found: dict[str, bool] = defaultdict(bool)
    for each in findings:
        found[_owner_folder(each.path)] |= each.leaves_out(is_approved=is_approved)
    return found


def _register(found: Register, blocked: Mapping[str, bool]) -> Register:
    """Without what is blocked."""
    left_out = tuple(sorted(folder for folder, is_out in blocked.items() if is_out))
    published = {url: each for url, each in found.entries.items() if not blocked[each.item.path.folder]}
    faulty = {_owner_folder(each.path) for each in found.findings if each.leaves_out()}
    kept = tuple(place for each in published.values() if (place := each.item.path.folder) in faulty)
    return replace(found, entries=published, left_out=left_out, kept=kept)


def _sorted_out(
    found: Iterable[tuple[ItemFolder, FolderReading]],
    findings: list[Finding],
    blocked: dict[str, bool],
    *,
    is_approved: bool,
) -> tuple[dict[str, RegisteredItem], dict[str, ItemText]]:
    """By URL, every item that can be read, and the texts that have links; notes what is wrong, and what that blocks."""
    entries: dict[str, RegisteredItem] = {}
    texts: dict[str, ItemText] = {}
    for folder, (entry, own, text) in found:
        findings += own
        blocked[folder.path.folder] |= entry is None or any(each.leaves_out(is_approved=is_approved) for each in own)
        if entry:
            entries[folder.path.url] = entry
        if text:
            texts[folder.path.url] = text
    return entries, texts


def _walked(repo: Path, instead: Mapping[str, ItemFolder]) -> tuple[list[ItemFolder], list[Finding]]:
    """The item folders, in path order where others take their place, and what is wrong with what else lies there."""
    walked = list(item_folder.walk(repo))
    findings = [each for each in walked if isinstance(each, Finding) and _owner_folder(each.path) not in instead]
    folders = [each for each in walked if isinstance(each, ItemFolder) and each.path.folder not in instead]
    if instead:
        folders = sorted([*folders, *instead.values()], key=lambda each: each.path.folder.split("/"))
    return folders, findings


def _owners_of(refused: Iterable[ItemFolder], known: Office, found: Iterable[Finding]) -> list[Finding]:
    """Findings about the owners of refused items, except on lines that have a finding already."""
    said = {(each.path, each.line) for each in found}
    told = (each for folder in refused for each in ownership.check_refused(folder, known))
    return [each for each in told if (each.path, each.line) not in said]


def _owner_folder(path: str) -> str:
    """The item folder that a finding about a path below it blocks."""
    parts = path.split("/")
    depth = 4 if len(parts) > 2 and item_path.is_year(parts[2]) else 3
    return "/".join(parts[:depth])


def _across(register: Register, texts: Mapping[str, ItemText]) -> Iterator[Finding]:
    """Findings that need all items and the office; items that are left out for another reason are included."""
    if register.office:
        yield from office_rules.check_office(register.office, register.day)
        yield from logbook.check_registers(register.repo, register.office)
        for entry in register.entries.values():
            people = ownership.check_people(entry.item, register.office, register.day)
            deadline = check_deadline(entry.item, register.office.settings, register.day)
            yield from without_exceptions(entry.item, [*people, *deadline])
    yield from _check_former_paths(register)
    moved = redirects(register)
    yield from _check_relations(register, moved)
    items = [entry.item for entry in register.entries.values()]
    linkable = {*register.entries, *moved, *address.pages(), *address.around(items)}
    links = SiteLink(register.entries, linkable, register.office, register.day)
    for item in items:
        text = texts.get(item.path.url)
        found = [*links.of_fields(item), *(links.of_text(text) if text else ())]
        yield from without_exceptions(item, found)


def _check_former_paths(register: Register) -> Iterator[Finding]:
    """One URL leads to one item (R46)."""
    claimed: dict[str, str] = {}
    for entry in register.entries.values():
        item = entry.item
        for index, text in enumerate(item.former_paths):
            line = item.line("former_paths", index)
            former = parse_path(text)
            if former is None:
                yield Finding(item.path.file, line, "former-path.form", {"found": text})
            elif former.url in register.entries or former.url in claimed:
                other = claimed.get(former.url, former.folder)
                yield Finding(item.path.file, line, "url.taken", {"found": text, "other": other})
            else:
                claimed[former.url] = item.path.folder


def _check_relations(register: Register, moved: Container[str]) -> Iterator[Finding]:
    """What an item relates to exists, or existed at that path (R46)."""
    for entry in register.entries.values():
        item = entry.item
        for index, each in enumerate(item.relates):
            other = parse_path(each.to)
            if other is None or (other.url not in register.entries and other.url not in moved):
                near = nearest(each.to, (url.rstrip("/") for url in register.entries)) or ["—"]
                values = {"found": each.to, "near": Listed.of(near)}
                yield Finding(item.path.file, item.line("relates", index, "to"), "relates.missing", values)


def redirects(register: Register) -> dict[str, ItemPath]:
    """Former URL -> the item that has moved; a URL that two items claim leads to the first (R46)."""
    found: dict[str, ItemPath] = {}
    for entry in register.entries.values():
        for text in entry.item.former_paths:
            former = parse_path(text)
            if former and former.url not in register.entries:
                found.setdefault(former.url, entry.item.path)
    return found

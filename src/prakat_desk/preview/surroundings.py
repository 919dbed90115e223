"""a commit of main -> what an item is judged among: office.yml, registers, the names of all files; read once"""

import datetime
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from prakat.content.logbook import REGISTERS
from prakat.content.site_link import SiteLink
from prakat.item.body import render_markdown
from prakat.item.item import parse_approved
from prakat.item.item_path import ROOT, folder_of, index_of, is_index, item_folder, parse_path, url_of
from prakat.item.link_target import target_of
from prakat.office.office import FILE, Office, approved_office
from prakat.repository.file_tree import TreeEntry, entries_of
from prakat.repository.refs import MAIN
from prakat.repository.repository import GitFailed, Repository
from prakat_desk.preview.item_draft import ItemDraft

_MOST_OTHERS = 50
_RELATES = "to: *[\"']?[a-z][a-z0-9-]*/[a-z0-9/-]+"


@dataclass(frozen=True)
class Surroundings:
    """Has no slots, so that what is asked for twice is read once. Bytes are those of git, which nobody has to trust:
    whatever is read from them is judged like any other."""

    repository: Repository
    main: str

    @cached_property
    def entries(self) -> Mapping[str, TreeEntry]:
        """Path -> mode and id, of every file of main."""
        return entries_of(self.repository, self.main)

    @cached_property
    def common(self) -> Mapping[str, bytes]:
        """office.yml and the registers."""
        wanted = {
            path: entry[1] for path, entry in self.entries.items() if path == FILE or path.startswith(f"{REGISTERS}/")
        }
        return {path: raw for path, (_, _, raw) in zip(wanted, self.repository.objects(wanted.values()), strict=True)}

    @cached_property
    def office(self) -> Office | None:
        return approved_office(self.common.get(FILE, b""))[0]

    @cached_property
    def relating(self) -> Mapping[str, list[str]]:
        """URL of an item -> those of the items that seem to relate to it: whoever reads them sees whether they do."""
        try:
            told = self.repository.run("grep", "-I", "-o", "-E", _RELATES, self.main, "--", ROOT).decode(
                "utf-8", "replace"
            )
        except GitFailed:  # also where there is none
            return {}
        found: dict[str, list[str]] = {}
        for line in told.splitlines():
            path, _, match = line.removeprefix(f"{self.main}:").partition(":")
            found.setdefault(match.rpartition(" ")[2].strip("\"'") + "/", []).append(url_of(path.rpartition("/")[0]))
        return found

    @cached_property
    def urls(self) -> frozenset[str]:
        """Of every item of main."""
        return frozenset(url_of(path.rpartition("/")[0]) for path in self.entries if is_index(path))

    @cached_property
    def _folders(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.entries:
            if folder := item_folder(path):
                found.setdefault(folder, []).append(path)
        return found

    def index(self, folder: str) -> bytes | None:
        """An item's index.md; None where main has no such item."""
        entry = self.entries.get(index_of(folder))
        return self.repository.object(entry[1])[1] if entry else None

    def files(self, folder: str) -> Mapping[str, str]:
        """Name -> id, of the files beside an item's index.md."""
        index = index_of(folder)
        paths = (path for path in self._folders.get(folder, ()) if path != index)
        return {path.removeprefix(f"{folder}/"): self.entries[path][1] for path in paths}

    def write_common(self, tree: Path) -> None:
        for path, raw in self.common.items():
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            (tree / path).write_bytes(raw)

    def write_items(self, folders: Iterable[str], tree: Path) -> None:
        """Writes whole items of main below `tree`."""
        paths = [path for folder in folders for path in self._folders.get(folder, ())]
        read = self.repository.objects([self.entries[path][1] for path in paths])
        for path, (_, _, raw) in zip(paths, read, strict=True):
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            (tree / path).write_bytes(raw)


def others_named(draft: ItemDraft, around: Surroundings) -> list[str]:
    """Folders of the items of main that a draft relates to or links to, as far as anybody follows so many."""
    item, _ = parse_approved(draft.path, draft.index)
    if item is None:
        return []
    named = (parse_path(each.to) for each in item.relates)
    written = [link.target for link in render_markdown(item.body).links]
    written += [item.external_link, *([item.source.url] if item.source else [])]
    site = SiteLink({}, (), around.office, datetime.date.min)
    linked = (target_of(item.path, site.own_path(each) or each) for each in written if each)
    pages = [*(each.url for each in named if each), *(each.page for each in linked if each)]
    pages += around.relating.get(draft.path.url, ())
    found = dict.fromkeys(url for url in pages if url in around.urls and url != draft.path.url)
    return [folder_of(url) for url in [*found][:_MOST_OTHERS]]


@dataclass(slots=True)
class MainNow:
    """The surroundings of main as it stands, kept until it moves on."""

    repository: Repository
    _kept: Surroundings | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def surroundings(self) -> Surroundings:
        main = self.repository.ref(MAIN) or ""
        with self._lock:
            if self._kept is None or self._kept.main != main:
                self._kept = Surroundings(self.repository, main)
            return self._kept

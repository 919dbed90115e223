"""the texts of an index -> any page of it by its number; and the files that differ when some pages do"""

from collections.abc import Mapping, Sequence
from itertools import islice, repeat
from pathlib import Path
from typing import NamedTuple

from prakat.search.findable_page import FindablePage, pages_in, text_file
from prakat.search.index_file import (
    LISTS,
    TEXTS,
    DamagedIndex,
    IndexFiles,
    file_path,
    packed,
    packed_json,
    read_file,
    unpacked,
    unpacked_json,
)
from prakat.search.index_manifest import FILES_PER_LIST, PAGES_PER_BATCH, PAGES_PER_FILE


class NumberedChange(NamedTuple):
    """What stands under a number, as it is shown; None where nothing does."""

    before: FindablePage | None
    after: FindablePage | None


class TextTree:
    """Of an index that was written before; reads what is asked for, once."""

    def __init__(self, index: Path, lists: Sequence[str]) -> None:
        self._index, self._lists = index, lists
        self._names: dict[int, list[str]] = {}
        self._pages: dict[int, list[FindablePage | None]] = {}

    def page(self, number: int) -> FindablePage | None:
        """None also beyond the last. Raises DamagedIndex."""
        file, place = divmod(number, PAGES_PER_FILE)
        return next(islice(self._file(file), place, None), None)

    def _file(self, file: int) -> list[FindablePage | None]:
        if file not in self._pages:
            which, place = divmod(file, FILES_PER_LIST)
            name = next(islice(self._list(which), place, None), "")
            try:
                self._pages[file] = pages_in(unpacked(read_file(self._index, TEXTS, name))) if name else []
            except (KeyError, TypeError, ValueError) as problem:
                raise DamagedIndex from problem
        return self._pages[file]

    def _list(self, which: int) -> list[str]:
        if which not in self._names:
            is_there = which < len(self._lists)
            self._names[which] = unpacked_json(read_file(self._index, LISTS, self._lists[which])) if is_there else []
        return self._names[which]

    def patched(
        self, changed: Mapping[int, NumberedChange], count: int, files: IndexFiles
    ) -> tuple[list[str], frozenset[str]]:
        """The lists from now on, of `count` pages, and the paths of what is not used any more. Raises DamagedIndex."""
        changed_files = sorted({number // PAGES_PER_FILE for number in changed})
        lists = {which: list(self._list(which)) for which in {file // FILES_PER_LIST for file in changed_files}}
        before = {name for names in lists.values() for name in names if name}
        files.know(TEXTS, before)
        files.know(LISTS, self._lists)
        for file in changed_files:
            which, place = divmod(file, FILES_PER_LIST)
            lists[which][place : place + 1] = [self._written(file, changed, count, files)]
        after = [*self._lists, *repeat("", count)][: -(-count // PAGES_PER_BATCH)]
        used = set()
        for which in sorted(lists.keys() & range(len(after))):
            names = lists[which][: -(-(count - which * PAGES_PER_BATCH) // PAGES_PER_FILE)]
            after[which] = files.write(LISTS, packed_json(names))
            used.update(names)
        unused = {TEXTS: before - used, LISTS: set(self._lists) - set(after)}
        return after, frozenset(file_path(folder, name) for folder, names in unused.items() for name in names)

    def _written(self, file: int, changed: Mapping[int, NumberedChange], count: int, files: IndexFiles) -> str:
        """The name of a text file that changes; empty where no page is left in it."""
        numbers = range(file * PAGES_PER_FILE, min(count, (file + 1) * PAGES_PER_FILE))
        content = text_file([changed[each].after if each in changed else self.page(each) for each in numbers])
        return files.write(TEXTS, packed(content)) if content else ""

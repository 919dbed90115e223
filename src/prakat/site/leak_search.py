"""files of a site x sentences that are hidden now -> which files say them: needles first, exculpation only for hits"""

import os
import sys
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.content import address
from prakat.repository.second_process import shared
from prakat.search import folding
from prakat.search.index import strings_in
from prakat.search.index_file import GRAMS, SUFFIX
from prakat.site.built_file import GZIP, TEXT_SUFFIXES, BuiltFile
from prakat.site.edition import Edition
from prakat.site.findable import SEARCH_INDEX
from prakat.site.leak import proven_leaks, without_excuse
from prakat.site.needles import Needles
from prakat.site.public_texts import public_texts, texts_at
from prakat.site.raw_traces import Gram, RawTraces, letter_grams

_SAMPLED = 24
"""Pages that tell which words are common."""
_INDEX, _SHARDS = f"{SEARCH_INDEX}/", f"{SEARCH_INDEX}/{GRAMS}/"
_READ = (*sorted(TEXT_SUFFIXES), SUFFIX)
_PER_UNIT, _FEW = 256, 400
"""Files that a process takes at a time, and that one searches sooner than two."""
_LARGE = 1 << 22
"""Bytes; a larger file takes a buffer of its own."""


@dataclass(frozen=True)
class LeakSearch:
    """Every text of a site is gone through, the compressed ones of the search index included, changed or not: what an
    item said may stand in any file that should have been made anew and was not. Only two kinds are passed over. Shards
    of the index hold grams of three letters and numbers of pages: no sentence, title or address. Pictures and documents
    are known by their digests (`SiteChange.hidden_files`).

    What is said in public too is no leak, as in `leak`. Of a sentence that many say, that is found out before anything
    is searched: a few pages, far apart, are read in full, and what they say with right is sought no more. They also
    tell which parts of the other sentences are telling."""

    root: Path
    edition: Edition
    theme: Path
    """The templates that drew the site; their words are no item's text."""
    pages: Sequence[str]
    """The names of all pages of the site."""

    def leaks(self, pieces: Collection[str], names: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Each of these files that says any of the sentences with no right to, with that sentence."""
        if not pieces:
            return
        sampled = self._said_in_sample(pieces)
        left = frozenset(pieces) - self._excused(sampled)
        search = _Search(self.root, left, self._grams)
        units = [names[start : start + _PER_UNIT] for start in range(0, len(names), _PER_UNIT)]
        found = shared(search.said, units) if len(names) > _FEW else map(search.said, units)
        said = {name: each for unit in found for name, each in unit}
        said |= {name: tuple(left.intersection(each)) for name, each in sampled.items() if name in {*names}}
        yield from proven_leaks({}, {}, said, chain(self._texts_of(said), public_texts(self.edition, self.theme)))

    @cached_property
    def _sample(self) -> Sequence[BuiltFile]:
        names = self.pages[:: max(1, len(self.pages) // _SAMPLED)]
        return [BuiltFile(self.root, name) for name in names]

    @cached_property
    def _grams(self) -> frozenset[Gram]:
        return frozenset(letter_grams("\n".join(each.raw.decode("utf-8", errors="replace") for each in self._sample)))

    def _said_in_sample(self, pieces: Collection[str]) -> Mapping[str, Sequence[str]]:
        needles = Needles(pieces)
        said = {each.name: needles.said_in(each.readings()) for each in self._sample}
        return {name: found for name, found in said.items() if found}

    def _excused(self, sampled: Mapping[str, Sequence[str]]) -> frozenset[str]:
        """What the items of those pages say too."""
        found = {piece for each in sampled.values() for piece in each}
        return frozenset(found) - without_excuse(found, self._texts_of(sampled))

    def _texts_of(self, said: Mapping[str, Sequence[str]]) -> Iterator[str]:
        """What the items say in whose pages something was found; of each sentence's first pages first."""
        for name in said:
            if name.endswith("index.html"):
                yield from texts_at(name.removesuffix("index.html").removeprefix(address.ENGLISH), self.edition)


class _Search:
    """Of one set of sentences, by either process."""

    def __init__(self, root: Path, pieces: Collection[str], common: Set[Gram]) -> None:
        self._root = root
        self._traces = RawTraces(pieces, common)
        self._spelled: dict[str, list[str]] = {}
        """An index spells alike what looks alike."""
        for each in sorted(pieces):
            self._spelled.setdefault(folding.shown(each), []).append(each)
        self._index_traces = RawTraces(self._spelled.keys() - {""}, common, is_plain=True)
        self._buffer = bytearray(_LARGE)

    def said(self, names: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
        if sys.platform == "win32":
            raise CannotWork("release.not-on-windows")
        folder = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            found = ((name, self._said(name, partial(os.open, flags=os.O_RDONLY, dir_fd=folder))) for name in names)
            return [(name, pieces) for name, pieces in found if pieces]
        finally:
            os.close(folder)

    def _said(self, name: str, opened: "partial[int]") -> tuple[str, ...]:
        if name.startswith(_SHARDS):
            return ()
        file = opened(name)
        try:
            raw = self._raw(name, file)
        finally:
            os.close(file)
        if name.startswith(_INDEX) and name.endswith(SUFFIX):
            return self._said_in_index(raw)
        traces = self._traces.of(raw)
        if not traces:
            return ()
        texts = list(BuiltFile(self._root, name).readings())
        return tuple(piece for piece in traces if any(piece in text for text in texts))

    def _raw(self, name: str, file: int) -> memoryview:
        """All of a text or of what is compressed; of anything else the first bytes. Into one buffer: a new one for each
        file takes four times as long as its reading."""
        if sys.platform == "win32":
            raise CannotWork("release.not-on-windows")
        view = memoryview(self._buffer)
        if not name.endswith(_READ):
            head = view[: os.readv(file, [view[: len(GZIP)]])]
            return head if head == GZIP else head[:0]
        if (size := os.fstat(file).st_size) > len(self._buffer):
            view = memoryview(bytearray(size))
        return view[: os.readv(file, [view])]

    def _said_in_index(self, raw: memoryview) -> tuple[str, ...]:
        content = zlib.decompress(raw)
        traces = self._index_traces.of(content)
        text = strings_in(content) if traces else ""
        return tuple(piece for each in traces if each in text for piece in self._spelled[each])

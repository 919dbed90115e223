"""pages that readers may find -> an index in small files, which a browser searches without a server (R46)"""

import hashlib
import json
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from prakat.search.findable_page import FindablePage
from prakat.search.gathering import GatheredPages, gather, gatherer
from prakat.search.gram_tree import write_tree
from prakat.search.index_file import GRAMS, LISTS, SUFFIX, TEXTS, IndexFiles, packed_json
from prakat.search.index_manifest import (
    INDEX_MANIFEST,
    PAGES_PER_BATCH,
    IndexManifest,
    PageMark,
    blocks_of,
    order_digest,
)
from prakat.search.postings import grams_in

T = TypeVar("T")
Labels = Mapping[str, Mapping[str, str]]
"""Fact's name -> language -> what is called so."""
_NONE: Labels = MappingProxyType({})


def write_index(
    pages: Iterable[FindablePage], to: Path, labels: Labels = _NONE, order: Sequence[str] | None = None
) -> str:
    """Makes `to` the folder of these pages' index, replacing whatever it held; returns the digest of its manifest, from
    which all else follows.

    Pages are numbered as they come: they should come in the order of their first publication, so that a new one is the
    last. `order`: the addresses of all that ever were, those that came down included, in which those of `pages` come in
    the same order; each of them keeps its number, and no address of what came down is written. The same pages in the
    same order give the same bytes. Pages are read one by one and not kept in memory. Raises ValueError for a
    `published` that is not a date, and for a page that stands not in the order."""
    urls: list[str] = []
    numbered = _noted(pages, urls) if order is None else _numbered(pages, order)
    return write_gathered(map(gather, in_batches(numbered)), urls if order is None else order, to, labels)


def write_gathered(batches: Iterable[GatheredPages], order: Sequence[str], to: Path, labels: Labels) -> str:
    """The same from what `gathering.gather` made of each of the batches, in other processes perhaps. `order` is asked
    after all of them."""
    shutil.rmtree(to, ignore_errors=True)
    files = IndexFiles(to)
    texts: list[str] = []
    marks: list[PageMark | None] = []
    kept: list[GatheredPages] = []
    for batch in batches:
        names = [files.write(TEXTS, raw) if raw else "" for raw in batch.texts]
        texts.append(files.write(LISTS, packed_json(names)))
        marks += batch.marks
        kept.append(replace(batch, texts=(), marks=()))
    parts = (
        (start, kept[start // PAGES_PER_BATCH : -(-end // PAGES_PER_BATCH)]) for start, end in blocks_of(len(marks))
    )
    made = gatherer()
    blocks = [write_tree(made.segments([each.grams for each in part], start), files) for start, part in parts]
    return write_manifest(IndexManifest(order_digest(order), labels, marks, texts, blocks), to)


def write_manifest(manifest: IndexManifest, to: Path) -> str:
    """Returns its digest."""
    raw = manifest.packed()
    (to / INDEX_MANIFEST).write_bytes(raw)
    return hashlib.sha256(raw).hexdigest()


def in_batches(pages: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(pages)
    while batch := list(islice(rest, PAGES_PER_BATCH)):
        yield batch


def _noted(pages: Iterable[FindablePage], urls: list[str]) -> Iterator[FindablePage]:
    for page in pages:
        urls.append(page.url)
        yield page


def _numbered(pages: Iterable[FindablePage], order: Sequence[str]) -> Iterator[FindablePage | None]:
    """Each at its place, None where a page came down."""
    rest = iter(pages)
    page = next(rest, None)
    for url in order:
        if page and page.url == url:
            yield page
            page = next(rest, None)
        else:
            yield None
    if page:
        raise ValueError(f"{page.url} stands not in the order")


def texts_in(index: Path) -> Iterator[str]:
    """All the text in an index, file by file, also in files that its lists do not name: what a result shows of each
    page, and each shard's grams, one a line. It is for checking that a text is in no index (R19)."""
    for path in sorted(index.rglob(f"*{SUFFIX}")):
        content = zlib.decompress(path.read_bytes())
        yield "\n".join(grams_in(content)) if path.parent.name == GRAMS else strings_in(content)


def strings_in(content: bytes) -> str:
    """All that a file of the index says, but of a shard; one string a line. `content` is unpacked."""
    return "\n".join(_strings(json.loads(content)))


def _strings(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for each in content.values() if isinstance(content, dict) else content:
            yield from _strings(each)

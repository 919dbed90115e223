"""a folder x the one before it -> what differs below, counted without unfolding what stands in many places (R34)"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from graphlib import TopologicalSorter
from typing import NamedTuple

from prakat.repository.object_id import EMPTY_TREE
from prakat.repository.repository import Repository

_ENTRY = re.compile(rb"([0-7]+) ([^\0]+)\0(.{20})", re.DOTALL)
_KIND, _FOLDER = 0o170000, 0o040000
_SHOWN = 300
"""Bytes of a path that are kept for people to read."""
Entries = frozenset[tuple[bytes, bytes, bytes]]
"""Mode, name and object, as a tree holds them."""


class FolderPair(NamedTuple):
    """Two trees at one place; the empty tree where there was none."""

    new: str
    old: str


class Below(NamedTuple):
    """What the new one has otherwise than the old one, right below it."""

    files: tuple[tuple[bytes, str], ...]
    """Name and object of each file."""
    folders: tuple[tuple[bytes, FolderPair], ...]


class Unfolded(NamedTuple):
    """All that differs below a pair."""

    files: int
    depth: int
    length: int
    """Bytes of the longest path."""
    longest: bytes
    """The beginning of that path."""
    name: int
    """Bytes of the longest name."""


def read_pairs(repository: Repository, tops: Iterable[FolderPair]) -> Iterator[dict[FolderPair, Below]]:
    """Level by level, each pair once. The caller stops where there are more levels or pairs than there may be."""
    known: set[FolderPair] = set()
    waiting = {pair for pair in tops if pair.new != pair.old}
    while waiting:
        known |= waiting
        found = dict(_read(repository, waiting))
        yield found
        waiting = {pair for each in found.values() for _, pair in each.folders} - known


def _read(repository: Repository, pairs: Iterable[FolderPair]) -> Iterator[tuple[FolderPair, Below]]:
    """The new trees are read one at a time, since they are a stranger's."""
    wanted: dict[str, list[FolderPair]] = defaultdict(list)
    for pair in pairs:
        wanted[pair.new].append(pair)
    olds = {pair.old for mates in wanted.values() for pair in mates} - {EMPTY_TREE}
    before = {oid: _entries(data) for oid, _, data in repository.objects(olds)}
    for oid, _, data in repository.objects(wanted):
        entries = _entries(data)
        for pair in wanted[oid]:
            yield pair, _below(entries, before.get(pair.old, frozenset()))


def _entries(tree: bytes) -> Entries:
    return frozenset(_ENTRY.findall(tree))


def _below(new: Entries, old: Entries) -> Below:
    folders_before = {name: oid.hex() for mode, name, oid in old - new if _is_folder(mode)}
    files, folders = [], []
    for mode, name, oid in new - old:
        if _is_folder(mode):
            folders.append((name, FolderPair(oid.hex(), folders_before.get(name, EMPTY_TREE))))
        else:
            files.append((name, oid.hex()))
    return Below(tuple(files), tuple(folders))


def _is_folder(mode: bytes) -> bool:
    return int(mode, 8) & _KIND == _FOLDER


def unfolded(below: Mapping[FolderPair, Below]) -> dict[FolderPair, Unfolded]:
    """What differs below each pair: the sum of what differs below its own, however often one of them stands there."""
    order = TopologicalSorter({pair: {inner for _, inner in each.folders} for pair, each in below.items()})
    found: dict[FolderPair, Unfolded] = {}
    for pair in order.static_order():
        found[pair] = _unfolded(below[pair], found) if pair in below else Unfolded(0, 0, 0, b"", 0)
    return found


def _unfolded(one: Below, found: Mapping[FolderPair, Unfolded]) -> Unfolded:
    files, depth, name = len(one.files), 0, 0
    length, longest = 0, b""
    for own, inner in [*((own, None) for own, _ in one.files), *one.folders]:
        below = found[inner] if inner else None
        here = len(own) + (1 + below.length if below and below.length else 0)
        if here > length:
            length, longest = here, own[:_SHOWN] + (b"/" + below.longest if below and below.length else b"")
        if below:
            files, depth = files + below.files, max(depth, below.depth + 1)
        name = max(name, len(own), below.name if below else 0)
    return Unfolded(files, depth, length, longest[:_SHOWN], name)

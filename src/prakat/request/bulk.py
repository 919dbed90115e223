"""tip of a request x main -> the first measure in which it is too much, found before anything of it is read (R34)"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from prakat.item.file_facts import size_text
from prakat.repository.folder_pair import Below, FolderPair, read_pairs, unfolded
from prakat.repository.object_id import EMPTY_TREE
from prakat.repository.refs import REQUEST
from prakat.repository.repository import GitFailed, Repository
from prakat.rules import data
from prakat.rules.violation import Violation, violation
from prakat.rules.wording import Label

_REQUEST, _PUSH = "request", "push"
_IN_BYTES = frozenset({"commit", "history", "folder", "folders", "text", "texts", "file", "files"})
_TEXT = re.compile(rb".*\.(md|ya?ml|txt|csv|json|html)", re.IGNORECASE | re.DOTALL)
_MEASURED_AS: Mapping[str, tuple[str, str]] = {
    "commit": ("commit", "history"),
    "tag": ("commit", "history"),
    "tree": ("folder", "folders"),
    "blob": ("file", "files"),
}
"""Type of an object -> the measure of one, and that of all of them together."""
_PIECE = 1 << 16


def excess(repository: Repository, tip: str, main: str | None) -> Violation | None:
    """The first measure of schemas/limits.yml that a commit or tag exceeds; None if it can be read without harm.

    Looks at what it has and `main` has not; each step reads only what the one before has found to be small."""
    try:
        return next(_excesses(repository, tip, main or EMPTY_TREE), None)
    except GitFailed as problem:
        return violation("request.unreadable", problem=problem)


def excess_of_push(refs: Sequence[str]) -> Violation | None:
    """The first measure that the names in one push exceed."""
    longest = max(refs, key=len, default="")
    found = [
        _over("refs", len(refs), longest, _PUSH),
        _over("requests", sum(ref.startswith(REQUEST) for ref in refs), longest, _PUSH),
        _over("ref", len(longest.encode("utf-8", "replace")), longest, _PUSH),
    ]
    return next(filter(None, found), None)


def _limits(of: str) -> Mapping[str, int]:
    return data.load("limits.yml")[of]  # type: ignore[no-any-return]


def _over(measure: str, found: int, place: str, of: str = _REQUEST) -> Violation | None:
    limit = _limits(of)[measure]
    if found <= limit:
        return None
    told = [size_text(each) if measure in _IN_BYTES else f"{each:,}" for each in (found, limit)]
    if told[0] == told[1]:
        told = [f"{each:,} B" for each in (found, limit)]
    what, mend = Label("bulk", measure), Label("bulk_mend", measure)
    return violation("request.oversized", what=what, found=told[0], limit=told[1], place=place or "—", mend=mend)


def _said(*found: Violation | None) -> Iterator[Violation]:
    return filter(None, found)


def _excesses(repository: Repository, tip: str, main: str) -> Iterator[Violation]:
    """Each step is begun only if the one before found nothing."""
    for _, size in repository.sizes([tip]):
        yield from _said(_over("commit", size, tip))
    trees = []
    for commit, tree, parents in _commits(repository, tip, main):
        trees.append(tree)
        yield from _said(_over("parents", parents, commit), _over("commits", len(trees), tip))
    sizes: dict[str, int] = {}
    yield from _check_objects(repository, tip, main, sizes)
    base = _base(repository, tip, main)
    yield from _check_trees(repository, {FolderPair(tree, base) for tree in trees}, sizes)
    yield from _check_changes(repository, tip, main)


def _commits(repository: Repository, tip: str, main: str) -> Iterator[tuple[str, str, int]]:
    """Each commit that main has not, with its tree and the number of its parents; no more than it takes to judge."""
    most = f"--max-count={_limits(_REQUEST)['commits'] + 1}"
    out = repository.run("rev-list", most, "--format=%T %P", f"{tip}^{{commit}}", f"^{main}")
    lines = iter(out.decode("ascii", "replace").splitlines())
    for line, told in zip(lines, lines, strict=True):
        tree, *parents = told.split()
        yield line.removeprefix("commit "), tree, len(parents)


def _check_objects(repository: Repository, tip: str, main: str, sizes: dict[str, int]) -> Iterator[Violation]:
    """How many there are and how large each is, which git tells without unpacking it; fills `sizes`."""
    most = _limits(_REQUEST)["objects"]
    with repository.output("rev-list", "--objects", tip, f"^{main}") as stream:
        lines = [line.decode("utf-8", "surrogateescape").rstrip("\n") for line in islice(stream, most + 1)]
    yield from _said(_over("objects", len(lines), tip))
    paths = {oid: path for oid, _, path in (line.partition(" ") for line in lines)}
    total = dict.fromkeys((together for _, together in _MEASURED_AS.values()), 0)
    for oid, (kind, size) in repository.headers(paths).items():
        one, together = _MEASURED_AS[kind]
        sizes[oid] = size
        total[together] += size
        yield from _said(_over(one, size, paths[oid] or oid), _over(together, total[together], paths[oid] or oid))


def _base(repository: Repository, tip: str, main: str) -> str:
    """The tree from which the request began; the empty one where it shares no history with main."""
    try:
        return repository.line("rev-parse", repository.line("merge-base", f"{tip}^{{commit}}", main) + "^{tree}")
    except GitFailed:
        return EMPTY_TREE


def _check_trees(repository: Repository, tops: Iterable[FolderPair], sizes: Mapping[str, int]) -> Iterator[Violation]:
    """What unfolds from its trees, counted without unfolding them: a small tree can hold one folder a million times."""
    tops = [*tops]
    below: dict[FolderPair, Below] = {}
    for level, pairs in enumerate(read_pairs(repository, tops)):
        below |= pairs
        place = _text(next((name for each in pairs.values() for name, _ in each.folders), b""))
        yield from _said(_over("depth", level, place), _over("paths", len(below), place))
    every = unfolded(below)
    for top in tops:
        if top in every:
            whole = every[top]
            place = _text(whole.longest)
            yield from _said(
                _over("depth", whole.depth, place),
                _over("path", whole.length, place),
                _over("name", whole.name, place),
                _over("paths", whole.files, place),
            )
    yield from _check_texts(repository, below.values(), sizes)


def _text(path: bytes) -> str:
    return path.decode("utf-8", "replace")


def _check_texts(repository: Repository, below: Iterable[Below], sizes: Mapping[str, int]) -> Iterator[Violation]:
    """Whatever is called like a text is read as one, a large file of main under another name, too."""
    names = {oid: name for each in below for name, oid in each.files if _TEXT.fullmatch(name)}
    known = {oid: sizes[oid] for oid in names.keys() & sizes.keys()}
    known |= dict(repository.sizes(names.keys() - known.keys()))
    for oid, size in known.items():
        yield from _said(_over("text", size, _text(names[oid])))
    yield from _said(_over("texts", sum(known.values()), "—"))


def _check_changes(repository: Repository, tip: str, main: str) -> Iterator[Violation]:
    """A request that changes much, again and again, has few objects for what its history says."""
    found, command = 0, ("log", "--raw", "-z", "--format=", "--diff-merges=first-parent", "--no-renames", "--root")
    with repository.output(*command, "--no-abbrev", f"{tip}^{{commit}}", f"^{main}", "--") as stream:
        while piece := stream.read(_PIECE):
            found += piece.count(b"\0:") + piece.startswith(b":")
            if over := _over("changes", found, tip):
                yield over
                return

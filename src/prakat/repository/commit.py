"""the output of one `git log --raw -z` -> commits, each with what it changed against its first parent"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from prakat.repository.git_failed import GitFailed
from prakat.thai.buddhist_era import moment_of

_LAST = 253_402_275_599
"""The last second that a date in Bangkok can name; a commit that claims a later one is dated there."""
FIELDS = ("%H", "%T", "%P", "%ct", "%an", "%ae", "%cn", "%ce", "%B")


class PathChange(NamedTuple):
    """A tuple, like `Commit`: tens of thousands are made in one run."""

    path: str
    old_mode: str
    mode: str
    old: str
    """Blob before, or NOTHING."""
    new: str


class Commit(NamedTuple):
    id: str
    tree: str
    parents: tuple[str, ...]
    time: int
    """The committer's, in seconds since 1970 UTC."""
    author: tuple[str, str]
    """Name and mail, as written."""
    committer: tuple[str, str]
    message: str
    changes: tuple[PathChange, ...]
    """Its changes against its first parent; for a root commit, all its files."""

    @property
    def day(self) -> datetime.date:
        """In Bangkok."""
        return self.moment.date()

    @property
    def moment(self) -> datetime.datetime:
        return moment_of(self.time)


def parse_log(pieces: Iterable[bytes], longest: int) -> Iterator[Commit]:
    """Commits in git's order. Every field of FIELDS ends in NUL, so that no message can imitate another field.

    Raises GitFailed for a field of more than `longest` bytes.

    An incomplete last commit is left out, since git has then failed and reports that itself."""
    tokens = _tokens(pieces, longest)
    token = next(tokens, "")
    while token:
        head = [token, *islice(tokens, len(FIELDS) - 1)]
        if len(head) < len(FIELDS):
            return
        changes = []
        token = next(tokens, "")
        while token[:1] in (":", "\n"):
            changes.append(_change(token, next(tokens, "")))
            token = next(tokens, "")
        yield _commit(head, tuple(changes))


def _tokens(pieces: Iterable[bytes], longest: int) -> Iterator[str]:
    """The texts between NULs, decoded piece by piece, since decoding all at once takes many times the memory."""
    rest = bytearray()
    for piece in pieces:
        whole, mark, tail = piece.rpartition(b"\0")
        rest += whole if mark else piece
        if mark:
            yield from rest.decode("utf-8", "surrogateescape").split("\0")
            rest = bytearray(tail)
        if len(rest) > longest:
            raise GitFailed("repository.long-message", limit=longest)
    if rest:
        yield rest.decode("utf-8", "surrogateescape")


def _commit(head: Sequence[str], changes: tuple[PathChange, ...]) -> Commit:
    oid, tree, parents, time, author, author_mail, committer, committer_mail, message = head
    return Commit(
        id=oid,
        tree=tree,
        parents=tuple(parents.split()),
        time=min(int(time or 0), _LAST),
        author=(author, author_mail),
        committer=(committer, committer_mail),
        message=message,
        changes=changes,
    )


def _change(raw: str, path: str) -> PathChange:
    old_mode, mode, old, new, _ = raw.lstrip("\n:").split(" ")
    return PathChange(path, old_mode, mode, old, new)

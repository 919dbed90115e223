"""an audit x the lines that an earlier run told -> its story, a line of JSON for each row; told anew is what changed"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import orjson

from prakat.audit.account import Accounts
from prakat.audit.audit_row import Audit, AuditRow
from prakat.audit.audit_table import spelt_row
from prakat.audit.auditor_memory import AuditorMemory
from prakat.audit.earlier_rows import EarlierRows
from prakat.audit.epoch import Trust
from prakat.audit.kept_checkpoint import line_of
from prakat.repository.repository import Repository

_MOST_NAMES = 200
"""Where the new rows lead to more names than that, all of the story is told anew: it is as quick."""


@dataclass(frozen=True, slots=True)
class ToldRows:
    """The lines of rows and of acts, each in their own order. What a row's line tells besides its own facts is what
    later rows of the same items did, or those that name its commit."""

    rows: list[bytes] = field(default_factory=list)
    acts: list[bytes] = field(default_factory=list)

    def written(self, audited: Audit) -> bytes:
        """With the digest of the rows that they tell of. Raises orjson.JSONEncodeError as `line_of` does."""
        rows, acts = (
            [*kept.raw, *map(line_of, fresh)]
            for kept, fresh in ((audited.kept, audited.fresh), (audited.kept_acts, audited.fresh_acts))
        )
        head = orjson.dumps([len(self.rows), len(self.acts), _digest(rows, acts)])
        body = b"\n".join([head, *self.rows, *self.acts])
        return b"\n".join((_digest([body], ()).encode("ascii"), body))

    @classmethod
    def read(cls, raw: bytes, audited: Audit) -> "ToldRows":
        """The lines of the first of the audit's kept rows and acts; none where they tell of others."""
        digest, _, body = raw.partition(b"\n")
        if not raw or digest.decode("ascii", "replace") != _digest([body], ()):
            return cls()
        head, *lines = body.split(b"\n")
        rows, acts, of_rows = orjson.loads(head)
        if _digest(audited.kept.raw[:rows], audited.kept_acts.raw[:acts]) != of_rows:
            return cls()
        return cls(lines[:rows], lines[rows : rows + acts])

    def grown(self, repository: Repository, audited: Audit) -> "ToldRows":
        """The lines of every row and act of this audit."""
        rows, acts = [*self.rows], [*self.acts]
        order = audited.order
        anew = _anew(audited, len(rows), len(acts))
        told = order if anew is None else [each for each in order if each in anew]
        known = _Rows(audited)
        story = [known[each] for each in told]
        accounts = Accounts(repository, audited, story)
        rows += [b""] * (known.count(is_act=False) - len(rows))
        acts += [b""] * (known.count(is_act=True) - len(acts))
        for (is_act, place), row in zip(told, story, strict=True):
            (acts if is_act else rows)[place] = spelt_row(accounts.as_json(row))
        return ToldRows(rows, acts)

    def story(self, audited: Audit) -> Iterator[bytes]:
        return ((self.acts if is_act else self.rows)[place] for is_act, place in audited.order)


def told_rows(repository: Repository, trust: Trust, audited: Audit, memory: AuditorMemory | None) -> ToldRows:
    """The lines of every row and act of this audit. `memory` has those of the run before, and keeps these."""
    if memory is None:
        return ToldRows().grown(repository, audited)
    before = ToldRows.read(memory.told(repository, trust), audited)
    told = before.grown(repository, audited)
    if told != before and not audited.open_rows:
        with suppress(orjson.JSONEncodeError):
            memory.keep_told(repository, trust, told.written(audited))
    return told


class _Rows:
    """The audit's rows and acts by their places, each read only when it is asked for."""

    def __init__(self, audited: Audit) -> None:
        self._found = {False: (audited.kept, audited.fresh), True: (audited.kept_acts, audited.fresh_acts)}

    def __getitem__(self, asked: tuple[bool, int]) -> AuditRow:
        is_act, place = asked
        kept, fresh = self._found[is_act]
        return kept[place] if place < len(kept) else fresh[place - len(kept)]

    def count(self, *, is_act: bool) -> int:
        kept, fresh = self._found[is_act]
        return len(kept) + len(fresh)


def _anew(audited: Audit, rows: int, acts: int) -> set[tuple[bool, int]] | None:
    """The rows after the first so many, and all that share an item with them or name the same commit, and so on; whole
    as a story, since nothing outside of it bears on it. None where that is too much."""
    known = _Rows(audited)
    found = {(False, place) for place in range(rows, known.count(is_act=False))}
    found |= {(True, place) for place in range(acts, known.count(is_act=True))}
    waiting, named = [*found], set[bytes]()
    while waiting:
        names = {name for each in waiting for name in _names(known[each])} - named
        named |= names
        if len(named) > _MOST_NAMES or rows == 0:
            return None
        waiting = [each for each in _naming(audited, names) if each not in found]
        found.update(waiting)
    return found


def _naming(audited: Audit, names: Iterable[bytes]) -> Iterator[tuple[bool, int]]:
    both: tuple[tuple[bool, EarlierRows[AuditRow]], ...] = ((False, audited.kept), (True, audited.kept_acts))
    names = [*names]
    return ((is_act, place) for is_act, kept in both for place in kept.naming(names))


def _names(row: AuditRow) -> set[bytes]:
    """As they stand in JSON: its items, itself, and what it regularises."""
    items = (*row.things, *(each.item for each in row.deed.versions))
    return {orjson.dumps(each) for each in (*items, *row.deed.regularises, *filter(None, [row.commit]))}


def _digest(rows: Sequence[bytes], acts: Sequence[bytes]) -> str:
    return hashlib.sha256(b"\n".join((*rows, b"", *acts))).hexdigest()

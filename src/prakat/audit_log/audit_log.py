"""the branch audit-log -> its records in order and what is wrong with it; a record -> the branch one commit longer"""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from prakat.audit_log.merge_record import MergeRecord, merge_record
from prakat.audit_log.record import FIRST, Malformed, Record, RecordKind, decode, digest, file_name
from prakat.cannot_work import CannotWork
from prakat.repository import objects
from prakat.repository.file_mode import PLAIN, SUBTREE
from prakat.repository.mainline import differences, newest_tip
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import AUDIT_LOG
from prakat.repository.repository import GitFailed, Repository, most
from prakat.repository.signature import Signature, signed_commit
from prakat.rules.message import message
from prakat.rules.violation import Violation, violation

PUBLISHER_IDENTITY = ("Prakat publisher", "publisher@prakat.invalid")
_HEADER = re.compile(
    rb"tree [0-9a-f]{40}\n(?P<parents>(?:parent [0-9a-f]{40}\n)*)author [^\n]*\n"
    rb"committer [^\n]* (?P<time>[0-9]{1,12}) [+-][0-9]{4}(?:\n|$)"
)
_MESSAGE = re.compile(r"Record (?P<sequence>[0-9]{8}): [a-z]+\n\nSHA-256: (?P<digest>[0-9a-f]{64})\n")


@dataclass(frozen=True)
class LogEntry:
    """A commit of the branch. Has no slots, so that its merge record is parsed once and cached."""

    sequence: int
    commit: str
    time: int
    """The committer's, seconds since 1970."""
    signed: Signature | None
    record: Record | None
    """None where the bytes are not a record, or not the bytes that were signed."""

    @cached_property
    def merge(self) -> MergeRecord | Malformed | None:
        """The record of a merge, or what is wrong with it; None if the record is of another kind."""
        if self.record is None or self.record.kind is not RecordKind.MERGE:
            return None
        try:
            return merge_record(self.record.facts)
        except Malformed as problem:
            return problem


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the branch was read."""

    tip: str | None = None
    count: int = 0
    digest: str = FIRST
    """SHA-256 of the last record."""


@dataclass(frozen=True, slots=True)
class AuditLog:
    mark: Mark
    """The end of the branch."""
    entries: tuple[LogEntry, ...]
    """All entries, or those after an earlier mark."""
    problems: tuple[Violation, ...]
    after: Mark = field(default_factory=Mark)
    """That earlier mark."""

    @property
    def tip(self) -> str | None:
        return self.mark.tip

    def of(self, *kinds: RecordKind) -> Iterator[Record]:
        return (each.record for each in self.entries if each.record and each.record.kind in kinds)


def tip_of(repository: Repository) -> str | None:
    return newest_tip(repository, AUDIT_LOG)


def read(repository: Repository, after: Mark | None = None) -> AuditLog:
    """Every record, oldest first. The branch's history and its files must agree.

    With `after`, only the records since then; all of them where the branch has not simply grown since."""
    tip = tip_of(repository)
    if tip is None:
        return AuditLog(Mark(), (), ())
    problems: list[Violation] = []
    added = _added(repository, after, tip) if after else None
    if added is None:
        ids = repository.line("rev-list", "--first-parent", "--reverse", tip).split()
        listed = list(_listing(repository, tip))
        problems += [violation("record.shape", problem=f"{mode} {name}") for mode, name, _ in listed if mode != PLAIN]
        after, added = Mark(), (ids, {name: oid for mode, name, oid in listed if mode == PLAIN})
    assert after, "read from somewhere"
    ids, files = added
    if (size := sum(size for _, size in repository.sizes(files.values()))) > most("records"):
        raise GitFailed("repository.too-large", object=AUDIT_LOG, found=size, limit=most("records"))
    texts = {name: data for name, (_, _, data) in zip(files, repository.objects(files.values()), strict=True)}
    entries: list[LogEntry] = []
    expected = after.digest
    for sequence, (oid, _, raw) in enumerate(repository.objects(ids), start=after.count + 1):
        text = texts.pop(file_name(sequence), None)
        header = _HEADER.match(raw)
        found = _record(sequence, oid, header, raw, text, expected)
        problems += [found] if isinstance(found, Violation) else []
        record = found if isinstance(found, Record) else None
        entries.append(LogEntry(sequence, oid, int(header["time"]) if header else 0, signed_commit(raw), record))
        expected = digest(text) if text is not None else ""
    problems += [violation("record.shape", problem=name) for name in sorted(texts)]
    return AuditLog(Mark(tip, after.count + len(entries), expected), tuple(entries), tuple(problems), after)


def _added(repository: Repository, after: Mark, tip: str) -> tuple[list[str], dict[str, str]] | None:
    """The commits and files that the branch gained since the mark; None where anything was lost, changed or
    rewritten."""
    if after.tip is None:
        return None
    try:
        line = repository.line("rev-list", "--first-parent", "--parents", tip, f"^{after.tip}").splitlines()
        changes = differences(repository, after.tip, tip) if tip != after.tip else ()
    except GitFailed:
        return None
    oldest = line[-1].split()[1:2] if line else [tip]
    if oldest != [after.tip] or any(change.old != NOTHING or change.mode != PLAIN for change in changes):
        return None
    return [each.split()[0] for each in reversed(line)], {change.path: change.new for change in changes}


def _listing(repository: Repository, tip: str) -> Iterator[tuple[str, str, str]]:
    """Mode, name and object of every file of the branch."""
    listing = repository.run("ls-tree", "-r", "-z", "--full-tree", tip).decode("utf-8", "replace")
    for entry in filter(None, listing.split("\0")):
        meta, _, name = entry.partition("\t")
        mode, _, oid = meta.split(" ")
        yield mode, name, oid


def _record(
    sequence: int, oid: str, header: re.Match[bytes] | None, raw: bytes, text: bytes | None, expected: str
) -> Record | Violation:
    """The record that the signed message of a commit names, or what is wrong with the commit or the record."""
    name = file_name(sequence)
    named = _MESSAGE.fullmatch(raw.partition(b"\n\n")[2].decode("utf-8", "replace"))
    parents = header["parents"].count(b"\n") if header else 0
    if header is None or named is None or int(named["sequence"]) != sequence or parents != (sequence > 1):
        return violation("record.shape", problem=oid[:12])
    if text is None:
        return violation("record.chain", record=name, problem=message("audit_log.no-file"))
    if digest(text) != named["digest"]:
        return violation("record.changed", record=name)
    try:
        record = decode(text)
    except Malformed as problem:
        return violation("record.form", record=name, problem=problem.why)
    if record.sequence != sequence or record.previous != expected:
        other = message("audit_log.other-previous", found=record.previous[:12])
        return violation("record.chain", record=name, problem=other)
    return record


Fact = tuple[RecordKind, Mapping[str, Any]]


def append(
    repository: Repository, log: AuditLog, facts: Sequence[Fact], moment: datetime.datetime, main: str, key: Path
) -> AuditLog:
    """The log with one more record, and signed commit, for each fact; no ref moves. Raises CannotWork."""
    if log.problems:
        raise CannotWork("audit_log.broken", violation=log.problems[0])
    tip, previous, sequence = log.tip, log.mark.digest, log.mark.count
    entries = list(log.entries)
    listing = repository.run("ls-tree", "-z", f"{tip}:records") if tip else b""
    for kind, about in facts:
        sequence += 1
        record = Record(kind, sequence, previous, moment, main, about)
        text = record.encode()
        previous = digest(text)
        blob = objects.write(repository, "blob", text)
        listing += f"{PLAIN} blob {blob}\t{sequence:08}.json".encode() + b"\0"
        records = repository.run("mktree", "-z", given=listing).decode().strip()
        tree = repository.run("mktree", "-z", given=f"{SUBTREE} tree {records}\trecords\0".encode()).decode().strip()
        words = f"Record {sequence:08}: {kind}\n\nSHA-256: {previous}\n"
        tip = objects.commit(repository, tree, [tip] if tip else [], words, PUBLISHER_IDENTITY, moment, key=key)
        entries.append(LogEntry(sequence, tip, int(moment.timestamp()), None, record))
    return AuditLog(Mark(tip, sequence, previous), tuple(entries), ())

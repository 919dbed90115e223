"""the branch audit-log -> its records in order and what is wrong with it; a record -> the branch one commit longer"""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from prakat.audit_log.merge_record import MergeRecord, merge_record
from prakat.audit_log.record import FIRST, Malformed, Record, RecordKind, decode, digest, file_name, flat_file_name
from prakat.repository import objects
from prakat.repository.branch_copies import newest_tip
from prakat.repository.evidence import surviving
from prakat.repository.file_mode import PLAIN
from prakat.repository.mainline import differences
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
    name: str
    """The file that its record is, or would be."""
    commit: str
    time: int
    """The committer's, seconds since 1970."""
    signed: Signature | None
    record: Record | None
    """None where the bytes are not a record, or not the bytes that were signed."""
    digest: str = ""
    """SHA-256 of the record's file, which the next one must name."""
    is_lost: bool = False
    """Whether nobody can read those bytes, or that commit, any more; the audit says which object is lost."""

    @cached_property
    def merge(self) -> MergeRecord | Malformed | None:
        """The record of a merge, or what is wrong with it; None if the record is of another kind."""
        if self.record is None or self.record.kind is not RecordKind.MERGE:
            return None
        try:
            return merge_record(self.record.facts)
        except Malformed as problem:
            return problem


class LogFault(NamedTuple):
    """What is wrong with the branch, and with which of its commits."""

    commit: str
    violation: Violation


@dataclass(frozen=True, slots=True)
class LogCommits:
    """The branch's own commits; read only when one is asked for, which happens where somebody regularises."""

    repository: Repository
    tip: str | None

    def __contains__(self, commit: object) -> bool:
        return commit in self.ids()

    def ids(self) -> list[str]:
        return self.repository.line("rev-list", "--first-parent", self.tip).split() if self.tip else []


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
    problems: tuple[LogFault, ...]
    after: Mark = field(default_factory=Mark)
    """That earlier mark."""

    @property
    def tip(self) -> str | None:
        return self.mark.tip

    def of(self, *kinds: RecordKind) -> Iterator[Record]:
        return (each.record for each in self.entries if each.record and each.record.kind in kinds)


def read(repository: Repository, after: Mark | None = None) -> AuditLog:
    """Every record, oldest first. The branch's history and its files must agree.

    With `after`, only the records since then; all of them where the branch has not simply grown since."""
    return read_up_to(repository, newest_tip(repository, AUDIT_LOG), after)


def read_up_to(repository: Repository, tip: str | None, after: Mark | None = None) -> AuditLog:
    """Like `read`, as if that commit were the end of the branch."""
    if tip is None:
        return AuditLog(Mark(), (), ())
    problems: list[LogFault] = []
    added = _added(repository, after, tip) if after else None
    if added is None:
        ids = repository.line("rev-list", "--first-parent", "--reverse", tip).split()
        listed = list(_listing(repository, tip))
        odd = {f"{mode} {name}": name for mode, name, _ in listed if mode != PLAIN}
        problems += (_out_of_shape(repository, tip, told, name) for told, name in odd.items())
        after, added = Mark(), (ids, {name: oid for mode, name, oid in listed if mode == PLAIN})
    assert after, "read from somewhere"
    ids, files = added
    if (size := sum(size for _, size in repository.sizes(files.values()))) > most("records"):
        raise GitFailed("repository.too-large", object=AUDIT_LOG, found=size, limit=most("records"))
    entries, faults, rest = _entries(repository, ids, files, after)
    problems += [*faults, *(_out_of_shape(repository, tip, name, name) for name in rest)]
    last = entries[-1].digest if entries else after.digest
    return AuditLog(Mark(tip, after.count + len(entries), last), tuple(entries), tuple(problems), after)


def _entries(
    repository: Repository, ids: Sequence[str], files: Mapping[str, str], after: Mark
) -> tuple[list[LogEntry], list[LogFault], list[str]]:
    """The entry of each commit after the mark, what is wrong with them, and the files that are none of theirs."""
    kinds = {name: each[1:] for name, each in zip(files, surviving(repository, files.values()), strict=True)}
    texts = {name: data for name, (_, data) in kinds.items()}
    entries: list[LogEntry] = []
    faults = []
    expected, is_nested = after.digest, after.count > 0
    for sequence, (oid, kind, raw) in enumerate(surviving(repository, ids), start=after.count + 1):
        name = flat_file_name(sequence)
        if is_nested or name not in texts:
            name = file_name(sequence)
            is_nested |= name in texts
        text = texts.pop(name, None)
        if kind != "commit" or kinds.get(name, ("blob", b""))[0] != "blob":
            time, expected = entries[-1].time if entries else 0, _named_digest(raw) or digest(text or b"")
            entries.append(LogEntry(sequence, name, oid, time, None, None, expected, is_lost=True))
            continue
        header = _HEADER.match(raw)
        found = _record(sequence, name, oid, header, raw, text, expected)
        faults += [LogFault(oid, found)] if isinstance(found, Violation) else []
        time, expected = int(header["time"]) if header else 0, digest(text or b"")
        record = found if isinstance(found, Record) else None
        entries.append(LogEntry(sequence, name, oid, time, signed_commit(raw), record, expected))
    return entries, faults, sorted(texts)


def _added(repository: Repository, after: Mark, tip: str) -> tuple[list[str], dict[str, str]] | None:
    """The commits and files that the branch gained since the mark; None where anything was lost, changed or
    rewritten, and where a file was added in the folder of old: only the whole branch tells whether it may."""
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
    if any(change.path.count("/") < 2 for change in changes):
        return None
    return [each.split()[0] for each in reversed(line)], {change.path: change.new for change in changes}


def _out_of_shape(repository: Repository, tip: str, told: str, name: str) -> LogFault:
    """A file that is no record where one may stand; the fault is that of the commit that put it there."""
    put = repository.line("rev-list", "--first-parent", "--max-count=1", tip, "--", f":(top,literal){name}")
    return LogFault(put or tip, violation("record.shape", problem=told))


def _listing(repository: Repository, tip: str) -> Iterator[tuple[str, str, str]]:
    """Mode, name and object of every file of the branch."""
    listing = repository.run("ls-tree", "-r", "-z", "--full-tree", tip).decode("utf-8", "replace")
    for entry in filter(None, listing.split("\0")):
        meta, _, name = entry.partition("\t")
        mode, _, oid = meta.split(" ")
        yield mode, name, oid


def _record(
    sequence: int, name: str, oid: str, header: re.Match[bytes] | None, raw: bytes, text: bytes | None, expected: str
) -> Record | Violation:
    """The record that the signed message of a commit names, or what is wrong with the commit or the record."""
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


def _named_digest(raw: bytes) -> str:
    """The digest that a commit's message names; empty for anything but such a commit."""
    named = _MESSAGE.fullmatch(raw.partition(b"\n\n")[2].decode("utf-8", "replace"))
    return named["digest"] if named else ""


Fact = tuple[RecordKind, Mapping[str, Any]]


def append(
    repository: Repository, log: AuditLog, facts: Sequence[Fact], moment: datetime.datetime, main: str, key: Path
) -> AuditLog:
    """The log with one more record, and signed commit, for each fact; no ref moves. Raises CannotWork.

    A record follows whatever stands at the end of the branch: it names the bytes of the file before it, or of none."""
    tip, previous, sequence = log.tip, log.mark.digest, log.mark.count
    entries = list(log.entries)
    for kind, about in facts:
        sequence += 1
        record, name = Record(kind, sequence, previous, moment, main, about), file_name(sequence)
        text = record.encode()
        previous = digest(text)
        file = f"{PLAIN} blob {objects.write(repository, 'blob', text)}"
        tree = objects.tree_grown(repository, f"{tip}^{{tree}}" if tip else None, name, file)
        words = f"Record {sequence:08}: {kind}\n\nSHA-256: {previous}\n"
        tip = objects.commit(repository, tree, [tip] if tip else [], words, PUBLISHER_IDENTITY, moment, key=key)
        entries.append(LogEntry(sequence, name, tip, int(moment.timestamp()), None, record))
    return AuditLog(Mark(tip, sequence, previous), tuple(entries), log.problems)

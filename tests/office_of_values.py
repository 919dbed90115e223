"""An office of values alone, for the judge: its main, requests and audit-log, without git, files or processes."""

import base64
import datetime
import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from prakat.audit.audit_row import Audit
from prakat.audit.auditor import Auditor
from prakat.audit.checkpoint import Checkpoint
from prakat.audit.epoch import Epoch, Trust
from prakat.audit.verdict import Judge, Verdict
from prakat.audit_log.audit_log import AuditLog, LogEntry, Mark
from prakat.audit_log.merge_record import MergeRecord, ReceivedSignOff
from prakat.audit_log.record import FIRST, Record, RecordKind, digest, file_name
from prakat.repository.commit import Commit, PathChange
from prakat.repository.file_tree import FileTree, TreeEntry
from prakat.repository.mainline import Landing, Mainline, landings
from prakat.repository.object_id import NOTHING
from prakat.repository.public_key import key_of_data
from prakat.repository.signature import BEGIN, END, Signature, Verified
from prakat.request.fact_reader import FactReader
from prakat.request.landing_rules import pointers
from prakat.request.main_before import MainBefore
from prakat.thai.buddhist_era import BANGKOK, moment_text
from sign_off_office import law

SINCE = "5" * 40
"""The epoch: the only commit of main that is not judged."""
START = datetime.datetime(2026, 7, 1, 9, tzinfo=BANGKOK)
NEWS = "content/public-relations/2569/news/index.md"
ACT = "content/law/act/index.md"
PEOPLE = {
    "nok": "provider [health]",
    "fah": "provider [finance]",
    "rak": "reviewer [health]",
    "ton": "reviewer all",
    "dao": "approver all",
    "wit": "webmaster all",
    "won": "webmaster all",
}
CHAIN = ("reviewer=ton", "approver=dao", "webmaster=wit")
OFFICE_CHAIN = ("approver=dao", "webmaster=wit")
TWO = ("webmaster=wit", "second-webmaster=won")
CHECKED = "Checked: correct, complete, current, lawful"
_DONE = {
    "witness": "Witnessed",
    "reviewer": "Reviewed",
    "approver": "Approved",
    "webmaster": "Published",
    "second-webmaster": "Published",
}
_PLAIN = "100644"

Content = bytes | tuple[str, bytes] | None
"""What a path is to hold; with a mode, if it is no plain file; None takes it away."""


@dataclass
class Shelf:
    """Blobs by id, as git would hand them out. It is no repository: whoever asks for more is told by an error."""

    blobs: dict[str, bytes] = field(default_factory=dict)

    def put(self, data: bytes) -> str:
        oid = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
        self.blobs[oid] = data
        return oid

    def objects(self, ids: Iterable[str]) -> Iterator[tuple[str, str, bytes]]:
        for oid in ids:
            yield (oid, "blob", self.blobs[oid]) if oid in self.blobs else (oid, "missing", b"")

    def object(self, oid: str) -> tuple[str, bytes]:
        return next((kind, data) for _, kind, data in self.objects([oid]))

    def sizes(self, ids: Iterable[str]) -> Iterator[tuple[str, int]]:
        return ((oid, len(self.blobs[oid])) for oid in ids if oid in self.blobs)


SHELF = Shelf()
READER = FactReader(SHELF)  # type: ignore[arg-type]
"""Shared: what a blob says is the same for every test."""
VERIFIED = Verified()
"""Of every signature that is made here, whether it is right: nobody asks ssh-keygen."""


def key(name: str) -> str:
    """A public key that nobody holds, of that name."""
    return key_of_data(_packed(b"ssh-ed25519") + _packed(hashlib.sha256(name.encode()).digest()))


def _packed(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def armour(name: str, is_right: bool = True) -> bytes:
    """What looks like that name's signature; a wrong one differs, so that one payload may have both."""
    inside = b"SSHSIG" + bytes(4) + _packed(base64.b64decode(key(name).split(" ")[1])) + bytes([is_right])
    return BEGIN + base64.b64encode(inside) + b"\n" + END


def signed(name: str, payload: bytes, is_right: bool = True) -> Signature:
    made = Signature.of(payload, armour(name, is_right))
    VERIFIED.verdicts[made.digest] = is_right
    return made


def appointment(text: str) -> str:
    """From `role units [from [until]]`; `role! units` rests on no order."""
    role, units, *days = text.split()
    start, until = (*days, "", "")[:2]
    order = "" if role.endswith("!") else ', order: {no: "1/2569", date: 2026-01-01}'
    end = f", until: {until}" if until else ""
    return f"{{role: {role.rstrip('!')}, units: {units}, from: {start or '2026-01-01'}{end}{order}}}"


def office(
    since: str = SINCE,
    chain: str = "[reviewer, approver, webmaster]",
    publisher: str = "publisher",
    accounts: str = "",
    account_ids: Mapping[str, int] | None = None,
    **people: str,
) -> bytes:
    """office.yml; `people` names who holds what besides, or other than, PEOPLE; appointments are set off by `;`."""
    numbers = account_ids or {}
    listed = [_person(name, held, numbers.get(name, 0)) for name, held in {**PEOPLE, **people}.items()]
    epoch = f"audit: {{since: {since}}}\n" if since else ""
    known = f", accounts: {accounts}" if accounts else ""
    return (
        "name: สำนักงานทดสอบ\ncontact: {address: ที่อยู่ทดสอบ, phone: '0000', email: a@b.example}\n"
        "site_url: https://office.example/\nunits: [{id: health, name: สุขภาพ}, {id: finance, name: การเงิน}]\n"
        f"sign_off: {chain}\npublisher: {{keys: ['{key(publisher)}']{known}}}\n{epoch}people:\n" + "\n".join(listed)
    ).encode()


def _person(name: str, held: str, number: int) -> str:
    orders = ", ".join(appointment(each) for each in held.split(";") if each.strip())
    return (
        f"- {{id: {name}, name: {name}, position: ตำแหน่ง, emails: [{name}@office.example], keys: ['{key(name)}'], "
        f"accounts: {{github: {name}}}{f', account_ids: {{github: {number}}}' if number else ''}, "
        f"appointments: [{orders}]}}"
    )


def who(name: str) -> tuple[str, str]:
    return (name, f"{name}@office.example")


@dataclass(frozen=True)
class Asked:
    """A request as its branch holds it."""

    number: int
    commits: tuple[Commit, ...]
    """Oldest first."""
    base: str
    author: str

    @property
    def head(self) -> str:
        return self.commits[-1].id if self.commits else self.base


@dataclass
class Main:
    """main of an office of values: what is done to it is judged after."""

    commits: list[Commit]
    own: list[Commit]
    files: dict[str, TreeEntry]
    first: dict[str, TreeEntry]
    entries: list[LogEntry] = field(default_factory=list)
    now: datetime.datetime = START
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    ordinal: int = 0

    @classmethod
    def begun(cls, files: Mapping[str, Content] | None = None) -> "Main":
        given = {"office.yml": office(), ACT: law("พระราชบัญญัติ"), **(files or {})}
        entries = {path: _entry(content) for path, content in given.items() if content is not None}
        root = Commit(SINCE, "", (), int(START.timestamp()), who("wit"), who("wit"), "Office: begin", ())
        return cls([root], [root], dict(entries), entries)

    @property
    def tip(self) -> str:
        return self.own[-1].id

    def later(self, minutes: int = 1) -> datetime.datetime:
        self.now += datetime.timedelta(minutes=minutes)
        return self.now

    def commit(
        self,
        parents: Sequence[str],
        changes: Sequence[PathChange],
        author: tuple[str, str] = who("nok"),
        committer: tuple[str, str] | None = None,
        message: str = "a commit",
        time: datetime.datetime | None = None,
    ) -> Commit:
        oid = f"c{next(self.ids):039x}"
        seconds = int((time or self.later()).timestamp())
        made = Commit(oid, "", tuple(parents), seconds, author, committer or author, message, tuple(changes))
        self.commits.append(made)
        return made

    def push(self, files: Mapping[str, Content] | None = None, parents: Sequence[str] = (), **how: Any) -> Commit:
        """Puts a commit on main as nobody may."""
        made = self.commit(parents or (self.tip,), changed(self.files, files or {}), **how)
        return self.land(made)

    def land(self, made: Commit) -> Commit:
        self.own.append(made)
        tree = FileTree(self.files)
        tree.apply(made.changes)
        return made

    def ask(
        self,
        number: int,
        *commits: Mapping[str, Content],
        author: str = "nok",
        base: str = "",
        before: Mapping[str, TreeEntry] | None = None,
        **how: Any,
    ) -> Asked:
        """A request of one commit for each mapping; `base` and `before` are where main was when it began."""
        files, parent = dict(self.files if before is None else before), base or self.tip
        made: list[Commit] = []
        for content in commits:
            given = {"author": who(author), "message": "Content: a request", **how}
            made.append(self.commit((made[-1].id if made else parent,), changed(files, content), **given))
            tree = FileTree(files)
            tree.apply(made[-1].changes)
            files = tree.entries
        return Asked(number, tuple(made), parent, author)

    def sign(self, asked: Asked, *names: str, **odd: Mapping[str, Any]) -> list[ReceivedSignOff]:
        """`step=person` each, as tags received a minute apart; `odd` by step, with _ for -, what is unlike others."""
        found = []
        for pair in names:
            step, _, name = pair.partition("=")
            given = {"head": asked.head, "name": f"sign-off/{asked.number}/{step}", "said": CHECKED, "is_right": True}
            given |= odd.get(step.replace("-", "_"), {})
            head = f"object {given['head']}\ntype commit\ntag {given['name']}\ntagger x <x@y.example> 1 +0700\n\n"
            payload = f"{head}{given['said']}\n".encode()
            text = (payload + armour(name, given["is_right"])).decode()
            self.ordinal += 1
            at = given.get("at") or self.later()
            made = ReceivedSignOff.of(step, at, given.get("ordinal", self.ordinal), given.get("object", text))
            if made.tag:
                VERIFIED.verdicts[made.tag.signed.digest] = given["is_right"]
            found.append(made)
        return found

    def merge(
        self,
        asked: Asked,
        signs: Sequence[ReceivedSignOff],
        files: Mapping[str, Content] | None = None,
        message: str = "",
        time: datetime.datetime | None = None,
        parents: Sequence[str] = (),
        changes: Sequence[PathChange] | None = None,
        mode: str = "written",
        requester: str = "",
        title: str = "x",
    ) -> Commit:
        """Of the request as it was signed, and of other `files` if somebody is dishonest."""
        net = changed(self.files, self._net(asked) | dict(files or {})) if changes is None else changes
        text = message or message_of(asked, signs, mode, requester or asked.author, title)
        made = self.commit(parents or (self.tip, asked.head), net, who("publisher"), None, text, time)
        return self.land(made)

    def _net(self, asked: Asked) -> dict[str, Content]:
        """What the request's commits end with."""
        found: dict[str, Content] = {}
        for commit in asked.commits:
            for change in commit.changes:
                found[change.path] = None if change.new == NOTHING else (change.mode, SHELF.blobs[change.new])
        return found

    def record(
        self,
        merge: Commit,
        asked: Asked,
        signs: Sequence[ReceivedSignOff],
        mode: str = "written",
        pushers: Sequence[str] = (),
        by: str = "publisher",
        is_right: bool = True,
        time: datetime.datetime | None = None,
        main: str = "",
        **odd: object,
    ) -> LogEntry:
        """The publisher's record of a merge; `odd` are facts that are unlike what happened."""
        parents = merge.parents or ("",)
        told = MergeRecord(
            merge.id, parents[0], asked.number, asked.head, mode, asked.author, tuple(pushers), tuple(signs)
        )
        facts = {**told.facts(), **odd}
        return self.log(RecordKind.MERGE, facts, main or parents[0], by=by, is_right=is_right, time=time)

    def log(
        self,
        kind: RecordKind,
        facts: Mapping[str, object],
        main: str = "",
        by: str = "publisher",
        is_right: bool = True,
        time: datetime.datetime | None = None,
    ) -> LogEntry:
        at = time or self.now
        sequence = len(self.entries) + 1
        record = Record(kind, sequence, FIRST, at, main or self.tip, facts)
        proof = signed(by, record.encode(), is_right) if by else None
        made = LogEntry(sequence, file_name(sequence), f"e{sequence:039x}", int(at.timestamp()), proof, record)
        self.entries.append(made)
        return made

    def publish(
        self, number: int, files: Mapping[str, Content], *names: str, mode: str = "written", **how: Any
    ) -> Commit:
        """An honest request, from its first commit to its record."""
        asked = self.ask(number, files, **how)
        signs = self.sign(asked, *(names or CHAIN))
        made = self.merge(asked, signs, mode=mode)
        self.record(made, asked, signs, mode)
        return made

    @property
    def line(self) -> Mainline:
        return Mainline({each.id: each for each in reversed(self.commits)}, tuple(self.own), "")

    @property
    def landings(self) -> list[Landing]:
        return list(landings(self.line, SINCE))

    @property
    def before(self) -> MainBefore:
        """main as it was at the epoch."""
        blob = self.first.get("office.yml", ("", NOTHING))[1]
        return MainBefore(FileTree(dict(self.first)), blob, self.own[0].time, positions={SINCE: 0}, epoch=SINCE)

    def judge(self, trusted: frozenset[str] = frozenset()) -> Judge:
        told: dict[str, list[LogEntry]] = {}
        for entry in self.entries:
            if entry.record and entry.record.kind is RecordKind.MERGE:
                told.setdefault(str(entry.record.facts["commit"]), []).append(entry)
        changes = [change for commit in self.own for change in commit.changes]
        return Judge(SHELF, READER, VERIFIED, told, pointers(READER, changes), trusted=trusted)  # type: ignore[arg-type]

    def verdicts(self, trusted: frozenset[str] = frozenset()) -> list[Verdict]:
        """On each commit of main; whatever office.yml it brings is in force after it."""
        judge, before, found = self.judge(trusted), self.before, []
        for landing in self.landings:
            found.append(judge.verdict(landing, before))
            before.office = before.files.entries.get("office.yml", ("", NOTHING))[1]
        return found

    @property
    def audit_log(self) -> AuditLog:
        last = self.entries[-1].record if self.entries else None
        mark = Mark("e" * 40, len(self.entries), digest(last.encode()) if last else FIRST)
        return AuditLog(mark, tuple(self.entries), ())

    def checkpoint(self) -> Checkpoint:
        before = self.before
        return Checkpoint(SINCE, SINCE, [SINCE], SINCE, before, offices={SINCE: before.office})

    def audit(
        self, trust: Trust | None = None, checkpoint: Checkpoint | None = None, epoch: Epoch | None = None
    ) -> Audit:
        """Every commit after the epoch, and the audit-log, as the auditor judges them."""
        auditor = Auditor(SHELF, trust or Trust(), epoch or Epoch(SINCE), VERIFIED)  # type: ignore[arg-type]
        return auditor.audit(checkpoint or self.checkpoint(), self.line, self.audit_log, self.tip, iter)


def changed(before: Mapping[str, TreeEntry], files: Mapping[str, Content]) -> tuple[PathChange, ...]:
    """What git would say of it: nothing of what stays as it is."""
    found = []
    for path, content in sorted(files.items()):
        old_mode, old = before.get(path, ("000000", NOTHING))
        mode, new = _entry(content) if content is not None else ("000000", NOTHING)
        if (old_mode, old) != (mode, new):
            found.append(PathChange(path, old_mode, mode, old, new))
    return tuple(found)


def _entry(content: bytes | tuple[str, bytes]) -> TreeEntry:
    mode, data = content if isinstance(content, tuple) else (_PLAIN, content)
    return mode, SHELF.put(data)


def message_of(asked: Asked, signs: Sequence[ReceivedSignOff], mode: str, requester: str, title: str) -> str:
    """As the publisher writes it (DESIGN: Requests)."""
    lines = [f"Request: #{asked.number}", f"Requested-by: {requester} <{requester}@office.example>"]
    lines.append(f"Reviewed-head: {asked.head}")
    for each in signs:
        name = signer_of(each)
        lines += [f"{_DONE[each.step]}-by: {name} <{name}@office.example>", f"{_DONE[each.step]}-at: {_moment(each)}"]
    last = asked.commits[-1].message.strip().split("\n\n")[-1] if asked.commits else ""
    lines += [line for line in last.split("\n") if line.startswith("Regularises: ")]
    lines += [CHECKED, f"Mode: {'verbal' if mode == 'verbal' else 'written'}"]
    return f"Publish: {title} (#{asked.number})\n\n" + "\n".join(lines) + "\n"


def _moment(each: ReceivedSignOff) -> str:
    return moment_text(each.at)


def signer_of(each: ReceivedSignOff) -> str:
    """Whose key the armour shows."""
    known = {key(each): name for name in (*PEOPLE, "dee", "new") for each in (name, f"{name}-2")}
    return known.get(each.tag.signed.key, "") if each.tag else ""

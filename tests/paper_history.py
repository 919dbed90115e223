"""A seed -> three fiscal years of a signed office with every kind of event, and what its writer knows it did."""

import datetime
import hashlib
import heapq
import itertools
import json
import pickle
import random
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from benchmark.agent import Agent, agent_with

from category_fields import completed
from prakat.audit.audit_row import Audit
from prakat.audit.auditor import audit
from prakat.audit.epoch import Trust
from prakat.audit_log.audit_log import PUBLISHER_IDENTITY
from prakat.audit_log.merge_record import MergeRecord, ReceivedSignOff
from prakat.audit_log.record import FIRST, Record, RecordKind, digest, file_name
from prakat.founding.staff import make_key
from prakat.repository.public_key import plain_key
from prakat.repository.repository import Repository, open_repository
from prakat.repository.signature import Signature, Verified, with_signature
from prakat.request.policy.sign_off import CHECKED
from prakat.thai import buddhist_era
from prakat.thai.buddhist_era import BANGKOK
from prakat.thai.working_day import working_days_after

DAY, HOUR, MINUTE, SECOND = (datetime.timedelta(**{each: 1}) for each in ("days", "hours", "minutes", "seconds"))
BEGUN, ENDED = datetime.date(2023, 10, 1), datetime.date(2026, 9, 30)
"""Fiscal years 2567 to 2569, with the leap day of 2567."""
BOUNDARIES = [datetime.date(year, month, 1) for year in range(2023, 2027) for month in (1, 4, 7, 10)]
CATEGORIES = ("law", "knowledge", "statistics", "public-relations")
UNITS = {"health": "สุขภาพ", "finance": "การเงิน", "service": "บริการ", "former": "กลุ่มงานเดิม"}
CLOSED = datetime.date(2025, 1, 31)
"""From then on there is no unit `former` any more, and nothing new is of it."""
APPROVERS = ("dao", "dee", "dom")
REASONS = ("off-mission", "wrong-file-format", "incorrect", "incomplete", "unlawful", "other")
PDF, PNG = b"%%PDF-1.4\n%d\n%%%%EOF\n", b"\x89PNG\r\n\x1a\n%d"
DONE = {"reviewer": "Reviewed", "approver": "Approved", "webmaster": "Published", "second-webmaster": "Published"}
PUBLISHED = {"publish": 30, "schedule": 5, "amend": 22, "renew": 8, "move": 4, "urgent": 5, "urgent_change": 2}
ENDED_BY = {"withdraw": 4, "withdraw_later": 3, "delete": 2, "refuse": 7}
WEIGHTS = PUBLISHED | ENDED_BY | {"problem": 4, "training": 2, "hand_over": 1, "remark": 1}


@dataclass
class Version:
    at: datetime.datetime
    act: str
    """published, amended, renewed, moved, withdrawn, ratified; deleted."""
    item: str
    request: int
    asked: datetime.datetime
    fields: dict[str, Any] | None
    """None where it left nothing."""
    files: tuple[str, ...] = ()
    is_put_off: bool = False
    """Whether the next one only gave it a later day."""
    due: datetime.date | None = None
    """The last day for the approval in writing of what it rests on."""

    @cached_property
    def first(self) -> datetime.date:
        """Before it, nobody sees it; a withdrawal waits for no day."""
        is_early = self.fields is not None and "withdrawn" not in self.fields
        return datetime.date.fromisoformat(self.fields["publish_on"]) if self.fields and is_early else self.at.date()

    @cached_property
    def end(self) -> datetime.date | None:
        """The last day on which it is shown."""
        assert self.fields
        days = [self.fields["expires_on"]] if self.fields["expires_on"] != "never" else []
        ends = [datetime.date.fromisoformat(each) for each in days]
        if away := self.fields.get("withdrawn"):
            ends.append(datetime.date.fromisoformat(away["on"]) - DAY)
        return min(ends, default=None)

    @cached_property
    def day(self) -> datetime.date:
        return self.at.date()


@dataclass
class Kept:
    """An item as its writer remembers it."""

    unit: str
    versions: list[Version] = field(default_factory=list)
    free: datetime.datetime = field(default_factory=lambda: datetime.datetime(2000, 1, 1, tzinfo=BANGKOK))
    """Nothing else is done to it before."""
    owes: str = ""
    """Whose word it rests on."""

    @property
    def last(self) -> Version:
        return self.versions[-1]

    def shown(self, day: datetime.date) -> Version | None:
        """What readers saw of it at the end of that day: the newest whose day had come, unless that is over."""
        for each in reversed(self.versions):
            if each.day > day or each.is_put_off or each.first > day or (each.due and each.due < day):
                continue
            if each.fields is None or (each.end and each.end < day):
                return None
            return each
        return None


@dataclass
class Known:
    """All that the writer knows it did."""

    items: list[Kept] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    told: list[tuple[datetime.datetime, str]] = field(default_factory=list)
    confirmed: list[tuple[datetime.datetime, str]] = field(default_factory=list)
    signs: list[datetime.date] = field(default_factory=list)
    """Days on which the machine recorded anything."""
    taken_down: list[tuple[str, datetime.date, datetime.datetime]] = field(default_factory=list)
    """Item, the first day without it, and when that was recorded."""
    releases: list[datetime.datetime] = field(default_factory=list)
    registers: dict[str, list[tuple[datetime.datetime, list[dict[str, Any]]]]] = field(default_factory=dict)
    """Name -> its entries since each of its changes."""
    direct: list[datetime.datetime] = field(default_factory=list)
    """When somebody put something on main as nobody may."""
    closed: list[datetime.datetime] = field(default_factory=list)
    """When those were regularised, in the same order; what is not named there still is not."""
    requests: int = 0
    heads: list[tuple[datetime.datetime, str]] = field(default_factory=list)


@dataclass
class PaperHistory:
    place: Path
    known: Known
    verdicts: dict[str, bool]

    @property
    def repository(self) -> Repository:
        return open_repository(self.place / "office.git")

    def audit(self) -> Audit:
        return audit(self.repository, Trust(), verified=Verified(dict(self.verdicts)))


def read_back(place: Path) -> PaperHistory:
    """What `write_history` wrote there."""
    return PaperHistory(place, *pickle.loads((place / "known").read_bytes()))


def write_history(place: Path, count: int = 2000, seed: int = 1) -> None:
    """`place`/office.git with that many requests, merged or refused, besides the one that sets its epoch."""
    names = ("ton", *APPROVERS, "wit", "won", "publisher")
    keys = {name: plain_key(make_key(place / "keys" / name, name)) for name in names}
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(place / "office.git")], check=True)
    with agent_with(*(place / "keys" / name for name in names)) as agent, _Stream(place / "office.git") as stream:
        writer = _Writer(random.Random(seed), _Signer(agent, keys), stream)
        writer.live(count)
        stream.close()
        writer.signer.write_log(open_repository(place / "office.git"), writer.records)
    (place / "known").write_bytes(pickle.dumps((writer.known, writer.signer.verdicts)))


Files = dict[str, bytes | None]


class _Stream:
    """git fast-import, where marks number the objects."""

    def __init__(self, folder: Path) -> None:
        command = ["git", "fast-import", "--quiet", "--force", "--date-format=raw"]
        self.process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.marks: dict[str, int] = {}

    def __enter__(self) -> "_Stream":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        assert self.process.stdin and self.process.stdout
        return self.process.stdin, self.process.stdout

    def close(self) -> None:
        for each in self.pipes:
            each.close()
        assert self.process.wait() == 0

    def commit(
        self, ref: str, who: str, at: datetime.datetime, message: str, parents: Sequence[str], files: Files
    ) -> str:
        mark = len(self.marks) + 1
        stamp = f"{who} <{who}@office.example> {int(at.timestamp())} +0700"
        text = message.encode()
        lines = [f"commit {ref}\nmark :{mark}\nauthor {stamp}\ncommitter {stamp}\ndata {len(text)}\n".encode()]
        lines += [
            text,
            b"\n",
            *(f"{word} :{self.marks[oid]}\n".encode() for word, oid in zip(("from", "merge"), parents, strict=False)),
        ]
        for path, content in files.items():
            if content is None:
                lines.append(f"D {path}\n".encode())
            else:
                lines += [f"M 100644 inline {path}\ndata {len(content)}\n".encode(), content, b"\n"]
        into, out = self.pipes
        into.write(b"".join([*lines, b"\n", f"get-mark :{mark}\n".encode()]))
        into.flush()
        made = out.readline().decode().strip()
        self.marks[made] = mark
        return made


@dataclass
class _Signer:
    agent: Agent
    keys: dict[str, str]
    verdicts: dict[str, bool] = field(default_factory=dict)
    ordinal: int = 0

    def sign(self, payload: bytes, name: str) -> bytes:
        armour = self.agent.sign(payload, self.keys[name])
        self.verdicts[Signature.of(payload, armour).digest] = True
        return armour

    def sign_off(self, number: int, step: str, name: str, head: str, at: datetime.datetime) -> ReceivedSignOff:
        self.ordinal += 1
        stamp = f"{name} <{name}@office.example> {int(at.timestamp())} +0700"
        tag = f"sign-off/{number}/{step}"
        payload = f"object {head}\ntype commit\ntag {tag}\ntagger {stamp}\n\nChecked: {CHECKED}\n".encode()
        return ReceivedSignOff.of(step, at, self.ordinal, (payload + self.sign(payload, name)).decode())

    def write_log(self, repository: Repository, records: Sequence[tuple[Record, bytes]]) -> None:
        stream = b"".join(
            b"commit refs/heads/drafted\nauthor x <x@x.invalid> 0 +0000\ncommitter x <x@x.invalid> 0 +0000\ndata 0\n"
            b"M 100644 inline %b\ndata %d\n%b\n" % (file_name(record.sequence).encode(), len(text), text)
            for record, text in records
        )
        command = ["git", "fast-import", "--quiet", "--force", "--date-format=raw"]
        subprocess.run(command, cwd=repository.folder, input=stream, check=True)
        trees = repository.line(
            "rev-list", "--reverse", "--no-commit-header", "--format=%T", "refs/heads/drafted"
        ).split()
        made: list[bytes] = []
        tip = ""
        for tree, (record, text) in zip(trees, records, strict=True):
            stamp = f"{PUBLISHER_IDENTITY[0]} <{PUBLISHER_IDENTITY[1]}> {int(record.at.timestamp())} +0700"
            lines = [f"tree {tree}", *([f"parent {tip}"] if tip else []), f"author {stamp}", f"committer {stamp}"]
            words = f"Record {record.sequence:08}: {record.kind}\n\nSHA-256: {digest(text)}\n"
            payload = ("\n".join(lines) + f"\n\n{words}").encode()
            made.append(with_signature(payload, self.sign(payload, "publisher")))
            tip = hashlib.sha1(b"commit %d\0" % len(made[-1]) + made[-1], usedforsecurity=False).hexdigest()
        with TemporaryDirectory(prefix="prakat-") as folder:
            paths = [Path(folder) / str(number) for number in range(len(made))]
            for path, commit in zip(paths, made, strict=True):
                path.write_bytes(commit)
            given = "".join(f"{path}\n" for path in paths).encode()
            repository.run("hash-object", "-t", "commit", "-w", "--no-filters", "--stdin-paths", given=given)
        repository.run("update-ref", "refs/heads/audit-log", tip)
        repository.run("update-ref", "-d", "refs/heads/drafted")
        repository.run("repack", "-q", "-d")


@dataclass
class _Writer:
    """Does one thing after another, each at its moment; `coming` holds what is still to be done."""

    chance: random.Random
    signer: _Signer
    stream: _Stream
    known: Known = field(default_factory=Known)
    records: list[tuple[Record, bytes]] = field(default_factory=list)
    coming: list[tuple[datetime.datetime, int, Callable[[datetime.datetime], object]]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=itertools.count)
    mains: list[tuple[datetime.datetime, str]] = field(default_factory=list)
    number: int = 0
    new: int = 0
    owes: dict[str, Kept] = field(default_factory=dict)
    """Approver -> the item whose permission they have not put in writing."""
    ends: dict[datetime.date, list[Kept]] = field(default_factory=dict)
    """Day -> items that may come down on it."""
    waiting: list[tuple[Kept, datetime.date]] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=lambda: dict(UNITS))
    silent: set[datetime.date] = field(default_factory=set)

    def at(self, moment: datetime.datetime, act: Callable[[datetime.datetime], object]) -> None:
        heapq.heappush(self.coming, (moment, next(self.order), act))

    def live(self, count: int) -> None:
        start = datetime.datetime.combine(BEGUN, datetime.time(8), BANGKOK)
        texts: Files = {
            "office.yml": self.office(),
            "content/law/founding/index.md": _text(_fields("law", "health", start.date(), "ก่อนเริ่ม")),
        }
        founding = Kept(
            "health",
            [
                Version(
                    start, "founded", "content/law/founding", 0, start, _fields("law", "health", start.date(), "ก่อนเริ่ม")
                )
            ],
        )
        founding.free = datetime.datetime.max.replace(tzinfo=BANGKOK)
        self.root = self.stream.commit("refs/heads/main", "wit", start, "Office: begin", (), texts)
        self.mains.append((start, self.root))
        self.known.items.append(founding)
        self.merge(start + HOUR, {"office.yml": self.office()}, asked=start + MINUTE, by="won", signs=self.two())
        days = (ENDED - BEGUN).days
        self.silent = {
            BEGUN + DAY * (first + more)
            for first in self.chance.sample(range(270, days - 9), 8)
            for more in range(self.chance.randint(1, 4))
        }
        for day in (BEGUN + DAY * each for each in range(250, days + 1)):
            if day not in self.silent:
                self.at(_moment(day, 0, 5), self.night)
        for moment in self.moments(count):
            self.at(moment, self.act)
        self.at(_moment(datetime.date(2024, 5, 7), 11), self.direct)
        self.at(_moment(datetime.date(2025, 2, 11), 11), self.direct)
        self.at(_moment(datetime.date(2024, 8, 6), 11), self.regularise)
        self.at(_moment(CLOSED, 12), self.close_unit)
        while self.coming:
            moment, _, act = heapq.heappop(self.coming)
            if moment.date() <= ENDED:
                act(moment)
        self.known.requests, self.known.heads = self.number, self.mains

    def moments(self, count: int) -> list[datetime.datetime]:
        """In office hours, and on the last second before each quarter and the first of it."""
        found = {
            datetime.datetime.combine(each, datetime.time(), BANGKOK) + shift
            for each in BOUNDARIES[1:-1]
            for shift in (-SECOND, 0 * SECOND)
            if each > BEGUN
        }
        found = {each for each in found if BEGUN < each.date() <= ENDED} | {_moment(datetime.date(2024, 2, 29), 23, 59)}
        days = (ENDED - BEGUN).days
        while len(found) < count - 70:  # what is done later by itself comes to that
            day = BEGUN + DAY * self.chance.randrange(2, days)
            found.add(
                _moment(day, self.chance.randint(8, 17), self.chance.randrange(60)) + SECOND * self.chance.randrange(60)
            )
        return sorted(found)

    def act(self, moment: datetime.datetime) -> None:
        is_boundary = (moment + SECOND).time().replace(second=0) == datetime.time() or moment.hour >= 23
        names = ("publish",) if is_boundary else self.chance.choices([*WEIGHTS], [*WEIGHTS.values()], k=6)
        for name in (*names, "publish"):
            if getattr(self, name)(moment):
                return

    # requests

    def two(self, approver: str = "dao") -> tuple[tuple[str, str], ...]:
        return (("approver", approver), ("webmaster", "wit"))

    def chain(self, approver: str = "") -> tuple[tuple[str, str], ...]:
        return (("reviewer", "ton"), *self.two(approver or self.chance.choice(APPROVERS)))

    def merge(
        self,
        moment: datetime.datetime,
        files: Files,
        asked: datetime.datetime,
        by: str = "nok",
        signs: Sequence[tuple[str, str]] = (),
        mode: str = "written",
        title: str = "เรื่อง",
        message: str = "Content: a request",
    ) -> int:
        """A request from its first commit to the record of its merge; its number."""
        self.number += 1
        signs = signs or self.chain()
        base = next(oid for at, oid in reversed(self.mains) if at <= asked or oid == self.root)
        head = self.stream.commit("refs/heads/drafted", by, asked, message, (base,), files)
        part = (moment - asked) / (len(signs) + 1)
        times = [(asked + part * place).replace(microsecond=0) for place in range(1, len(signs) + 1)]
        received = tuple(
            self.signer.sign_off(self.number, step, name, head, at)
            for (step, name), at in zip(signs, times, strict=True)
        )
        trailers = [f"Request: #{self.number}", f"Requested-by: {_who(by)}", f"Reviewed-head: {head}"]
        for (step, name), at in zip(signs, times, strict=True):
            trailers += [f"{DONE[step]}-by: {_who(name)}", f"{DONE[step]}-at: {at.isoformat()}"]
        trailers += [line for line in message.splitlines() if line.startswith("Regularises: ")]
        trailers += [f"Checked: {CHECKED}", f"Mode: {'verbal' if mode == 'verbal' else 'written'}"]
        words = f"Publish: {title} (#{self.number})\n\n" + "\n".join(trailers) + "\n"
        first = self.mains[-1][1]
        made = self.stream.commit("refs/heads/main", "publisher", moment, words, (first, head), files)
        self.mains.append((moment, made))
        facts = MergeRecord(made, first, self.number, head, mode, by, (), received).facts()
        self.record(moment, RecordKind.MERGE, facts, main=first)
        return self.number

    def record(self, moment: datetime.datetime, kind: RecordKind, facts: dict[str, Any], main: str = "") -> None:
        previous = digest(self.records[-1][1]) if self.records else FIRST
        made = Record(kind, len(self.records) + 1, previous, moment, main or self.mains[-1][1], facts)
        self.records.append((made, made.encode()))

    def land(
        self,
        moment: datetime.datetime,
        kept: Kept,
        act: str,
        folder: str,
        fields: dict[str, Any] | None,
        names: Sequence[str] = (),
        signs: Sequence[tuple[str, str]] = (),
        mode: str = "written",
        wait: datetime.timedelta | None = None,
    ) -> Version:
        """A version of an item, as a request of its own."""
        asked = moment - (wait or HOUR * self.chance.randint(1, 60))
        last = kept.versions[-1] if kept.versions else None
        asked = max(
            asked,
            last.at + SECOND if last else asked,
            self.mains[0][0] + 2 * HOUR if moment > self.mains[0][0] + 3 * HOUR else asked,
        )
        files: Files = {}
        if last and last.fields is not None and (last.item != folder or fields is None):
            files = {f"{last.item}/{name}": None for name in ("index.md", *last.files)}
        if fields is not None:
            files[f"{folder}/index.md"] = _text(fields)
            given = names if last is None or last.item != folder else [each for each in names if each not in last.files]
            files |= {f"{folder}/{name}": (PDF if name.endswith("pdf") else PNG) % self.number for name in given}
        number = self.merge(
            moment,
            files,
            asked,
            "nok" if kept.unit != "finance" else "fah",
            signs,
            mode,
            title=(fields or last.fields)["title"],
        )  # type: ignore[index,union-attr]
        made = Version(moment, act, folder, number, asked, fields, tuple(names) if fields else ())
        kept.versions.append(made)
        kept.free = moment + DAY * 4
        if fields is not None and (end := made.end):
            self.ends.setdefault(end + DAY, []).append(kept)
        if act != "founded" and self.chance.random() < 0.2:
            self.tell(moment, kept, made, last)
        return made

    def tell(self, moment: datetime.datetime, kept: Kept, made: Version, last: Version | None) -> None:
        """The owner is told of the page and, mostly, looks at it."""
        things = sorted({made.item, *([last.item] if last else [])})
        things = things if made.act == "moved" else [made.item]
        urls = [f"https://office.example/{each.removeprefix('content/')}/" for each in things]
        self.record(
            moment,
            RecordKind.NOTICE,
            {"request": made.request, "commit": self.mains[-1][1], "to": ["nok", "wit"], "urls": urls},
        )
        self.known.told += [(moment, each) for each in things]
        if self.chance.random() < 0.7:
            self.at(moment + DAY * self.chance.randint(1, 5) + HOUR, lambda then: self.confirm(then, made.item))

    def confirm(self, moment: datetime.datetime, folder: str) -> None:
        self.record(moment, RecordKind.CONFIRMATION, {"item": folder, "blob": "0" * 40, "by": "nok"})
        self.known.confirmed.append((moment, folder))

    # what happens to items

    def some(self, moment: datetime.datetime, *, is_up: bool = True) -> Kept | None:
        """An item in writing that nothing else is being done to, and that no day will change too soon."""
        day = moment.date()
        for kept in (self.chance.choice(self.known.items) for _ in range(30)):
            if kept.free > moment or kept.owes or kept.last.fields is None or "withdrawn" in kept.last.fields:
                continue
            end = kept.last.end
            if (kept.shown(day) is kept.last) == is_up and (not is_up or end is None or end > day + DAY):
                return kept
        return None

    def publish(self, moment: datetime.datetime, publish_on: datetime.date | None = None) -> bool:
        self.new += 1
        category, unit = self.chance.choice(CATEGORIES), self.chance.choice([*self.units])
        day = publish_on or moment.date() - DAY * self.chance.choice((0, 0, 1, 5))
        fields = _fields(category, unit, day, f"ประกาศเรื่องที่ {self.new}")
        if self.chance.random() < 0.6:
            fields["expires_on"] = (moment.date() + DAY * self.chance.randint(25, 400)).isoformat()
        elif not publish_on and self.chance.random() < 0.5:
            fields["review_by"] = (moment.date() + DAY * self.chance.randint(30, 400)).isoformat()
        names = [*(["notice.pdf"] * self.chance.randint(0, 1)), *(["scene.png"] * (self.chance.random() < 0.3))]
        fields |= {"remarks": f"หมายเหตุที่ {self.new}"} if self.chance.random() < 0.2 else {}
        kept = Kept(unit)
        self.known.items.append(kept)
        self.land(
            moment,
            kept,
            "published",
            f"content/{category}/{buddhist_era.fiscal_year(moment)}/item-{self.new}",
            fields,
            names,
        )
        if publish_on:
            kept.free = _moment(publish_on + DAY, 0)
        return True

    def schedule(self, moment: datetime.datetime) -> bool:
        """For a later day; some are put off once more, and some are called off."""
        day = moment.date() + DAY * self.chance.randint(8, 20)
        self.publish(moment, day)
        kept = self.known.items[-1]
        how = self.chance.random()
        if how < 0.25:
            self.at(moment + DAY * 3, lambda then: self.put_off(then, kept))
        elif how < 0.4:
            self.at(moment + DAY * 3, lambda then: self.land(then, kept, "deleted", kept.last.item, None))
        return True

    def put_off(self, moment: datetime.datetime, kept: Kept) -> None:
        before = kept.last
        assert before.fields
        day = datetime.date.fromisoformat(before.fields["publish_on"]) + DAY * 15
        before.is_put_off = True
        self.land(moment, kept, "amended", before.item, {**before.fields, "publish_on": day.isoformat()}, before.files)
        kept.free = _moment(day + DAY, 0)

    def changed(self, moment: datetime.datetime, act: str, kept: Kept | None, **fields: Any) -> bool:
        if kept is None or kept.last.fields is None:
            return False
        names = kept.last.files
        self.land(moment, kept, act, kept.last.item, {**kept.last.fields, **fields}, names)
        return True

    def amend(self, moment: datetime.datetime) -> bool:
        return self.changed(
            moment, "amended", self.some(moment), body=f"เนื้อหาครั้งที่ {self.number}", title=f"ประกาศแก้ไขที่ {self.number}"
        )

    def renew(self, moment: datetime.datetime) -> bool:
        """Also of what has expired: it is up again."""
        kept = self.some(moment, is_up=self.chance.random() < 0.6)
        if kept is None or kept.last.end is None:
            return False
        end = (moment.date() + DAY * self.chance.randint(401, 600)).isoformat()
        return self.changed(moment, "renewed", kept, expires_on=end)

    def move(self, moment: datetime.datetime) -> bool:
        kept = self.some(moment)
        if kept is None or kept.last.fields is None:
            return False
        old = kept.last
        former = [*old.fields.get("former_paths", []), old.item.removeprefix("content/")]  # type: ignore[union-attr]
        folder = f"{old.item.rsplit('/', 1)[0]}/moved-{self.number + 1}"
        self.land(moment, kept, "moved", folder, {**kept.last.fields, "former_paths": former}, old.files)
        return True

    def withdraw(self, moment: datetime.datetime, later: int = 0) -> bool:
        on = (moment.date() + DAY * later).isoformat()
        hides = {"hide_title": True} if self.chance.random() < 0.3 else {}
        return self.changed(
            moment, "withdrawn", self.some(moment), withdrawn={"on": on, "reason": "ยกเลิกประกาศเดิม", **hides}
        )

    def withdraw_later(self, moment: datetime.datetime) -> bool:
        return self.withdraw(moment, self.chance.randint(1, 12))

    def delete(self, moment: datetime.datetime) -> bool:
        kept = self.some(moment)
        if kept is None:
            return False
        self.land(moment, kept, "deleted", kept.last.item, None)
        return True

    def urgent(self, moment: datetime.datetime, kept: Kept | None = None) -> bool:
        """By word of mouth; in writing in time, late or never, and then it is cleared away some day."""
        free = [each for each in APPROVERS if each not in self.owes]
        if not free:
            return False
        approver = self.chance.choice(free)
        given = (moment - MINUTE * 20).replace(second=0)
        word = {"approver": approver, "at": f"{given:%Y-%m-%dT%H:%M}", "channel": "โทรศัพท์", "recorded_by": "wit"}
        signs = (("webmaster", "wit"), ("second-webmaster", "won"))
        if kept is None:
            self.new += 1
            kept = Kept("health")
            self.known.items.append(kept)
            fields = _fields("law", "health", moment.date(), f"เรื่องด่วนที่ {self.new}")
            folder, names, act = f"content/law/{buddhist_era.fiscal_year(moment)}/item-{self.new}", (), "published"
        else:
            assert kept.last.fields
            fields, folder, names, act = (
                {**kept.last.fields, "title": f"แก้ด่วนที่ {self.number}"},
                kept.last.item,
                kept.last.files,
                "amended",
            )
        made = self.land(
            moment, kept, act, folder, {**fields, "verbal": word}, names, signs, "verbal", wait=MINUTE * 10
        )
        made.due = working_days_after(given.date(), 1)
        self.ends.setdefault(made.due + DAY, []).append(kept)
        self.owes[approver], kept.owes = kept, approver
        how = self.chance.random()
        after = _moment(made.due + DAY * self.chance.randint(1, 6), 10, 30)
        then = moment + HOUR * 2 if how < 0.25 else _moment(made.due, 23, 50) if how < 0.5 else after
        self.at(then, lambda at: self.settle(at, kept, approver, is_written=how < 0.75))
        return True

    def urgent_change(self, moment: datetime.datetime) -> bool:
        kept = self.some(moment)
        return kept is not None and kept.unit == "health" and self.urgent(moment, kept)

    def settle(self, moment: datetime.datetime, kept: Kept, approver: str, *, is_written: bool) -> None:
        del self.owes[approver]
        kept.owes = ""
        before = kept.last
        if not is_written:
            self.land(moment, kept, "deleted", before.item, None)
            return
        fields = {key: value for key, value in (before.fields or {}).items() if key != "verbal"}
        self.land(moment, kept, "ratified", before.item, fields, before.files, self.chain(approver), wait=HOUR)

    # what else an office does

    def refuse(self, moment: datetime.datetime) -> bool:
        self.number += 1
        kept = self.some(moment)
        folder = kept.last.item if kept else "content/law/never"
        reason = self.chance.choice(REASONS)
        facts = {
            "request": self.number,
            "head": "1" * 40,
            "by": "ton",
            "reason": reason,
            "text": f"เหตุผลของคำขอที่ {self.number}",
            "to": ["nok"],
            "items": [folder],
        }
        self.record(moment, RecordKind.REJECTION, facts)
        title = kept.last.fields["title"] if kept and kept.last.fields else ""
        self.known.refused.append({**facts, "at": moment, "title": title})
        return True

    def enter(self, moment: datetime.datetime, name: str, entries: list[dict[str, Any]]) -> bool:
        """A register with other entries than before."""
        self.known.registers.setdefault(name, []).append((moment, entries))
        text = "".join(f"- {json.dumps(each, ensure_ascii=False)}\n" for each in entries)
        self.merge(moment, {f"registers/{name}.yml": text.encode()}, moment - MINUTE * 10)
        return True

    def entries(self, name: str) -> list[dict[str, Any]]:
        return [dict(each) for each in self.known.registers.get(name, [(None, [])])[-1][1]]

    def is_free(self, moment: datetime.datetime) -> bool:
        """Whether nothing else was merged in the last minutes, lest a register be changed by two at once."""
        return self.mains[-1][0] < moment - MINUTE * 11

    def problem(self, moment: datetime.datetime) -> bool:
        """A new one; or one that was found is solved."""
        entries, day = self.entries("problems"), moment.date()
        if not self.is_free(moment):
            return False
        waiting = [each for each in entries if "solved_on" not in each]
        if waiting and self.chance.random() < 0.5:
            self.chance.choice(waiting)["solved_on"] = day.isoformat()
        else:
            found = day - DAY * self.chance.randint(0, 9)
            entries.append({"date": found.isoformat(), "unit": "health", "problem": f"ปัญหาที่ {self.number}"})
        return self.enter(moment, "problems", entries)

    def training(self, moment: datetime.datetime) -> bool:
        entry = {
            "date": moment.date().isoformat(),
            "unit": "finance",
            "course": f"หลักสูตรที่ {self.number}",
            "people": ["nok"],
        }
        return self.is_free(moment) and self.enter(moment, "training", [*self.entries("training"), entry])

    def hand_over(self, moment: datetime.datetime) -> bool:
        order = {"no": "1/2568", "date": moment.date().isoformat()}
        entry = {"date": moment.date().isoformat(), "unit": "health", "from": "nok", "to": "fah", "order": order}
        return self.is_free(moment) and self.enter(moment, "hand-overs", [*self.entries("hand-overs"), entry])

    def remark(self, moment: datetime.datetime) -> bool:
        """In office.yml, which says the same otherwise."""
        text = self.office() + f"# {self.number}\n".encode()
        if self.is_free(moment):
            self.merge(moment, {"office.yml": text}, moment - MINUTE * 10, "won", self.two())
        return self.mains[-1][0] == moment

    def office(self) -> bytes:
        since = f"audit: {{since: {self.root}}}\n" if self.mains else ""
        units = ", ".join(f"{{id: {unit}, name: {name}}}" for unit, name in self.units.items())
        roles = {"nok": "provider", "fah": "provider", "ton": "reviewer", **dict.fromkeys(APPROVERS, "approver")}
        people = [self.person(name, role) for name, role in {**roles, "wit": "webmaster", "won": "webmaster"}.items()]
        return (
            "name: สำนักงานทดสอบ\ncontact: {address: ที่อยู่ทดสอบ, phone: '0000', email: a@b.example}\n"
            f"document_prefix: ตย 0000/\nsite_url: https://office.example/\nunits: [{units}]\n"
            f"publisher: {{keys: ['{self.signer.keys['publisher']}']}}\n{since}people:\n" + "\n".join(people) + "\n"
        ).encode()

    def person(self, name: str, role: str) -> str:
        order = f'{{role: {role}, units: all, from: 2023-01-01, order: {{no: "1/2566", date: 2023-01-01}}}}'
        key = f"keys: ['{self.signer.keys[name]}'], " if name in self.signer.keys else ""
        told = f"id: {name}, name: {name}, position: ตำแหน่ง, emails: [{name}@office.example]"
        return f"- {{{told}, {key}appointments: [{order}]}}"

    def close_unit(self, moment: datetime.datetime) -> None:
        del self.units["former"]
        self.remark(moment)

    def direct(self, moment: datetime.datetime) -> None:
        """As nobody may: past everybody, by whoever holds the disk."""
        files: Files = {"README.md": f"{moment}\n".encode()}
        made = self.stream.commit("refs/heads/main", "wit", moment, "push", (self.mains[-1][1],), files)
        self.mains.append((moment, made))
        self.known.direct.append(moment)

    def regularise(self, moment: datetime.datetime) -> None:
        commit = next(oid for at, oid in self.mains if at == self.known.direct[0])
        message = f"Office: seen\n\nRegularises: {commit}\n"
        self.merge(
            moment, {}, moment - MINUTE * 10, "won", (("reviewer", "ton"), *self.two()), "regularising", message=message
        )
        self.known.closed.append(moment)

    def night(self, moment: datetime.datetime) -> None:
        """The machine publishes what that day shows, and records what it took down."""
        day = moment.date()
        self.known.signs.append(day)
        self.known.releases.append(moment)
        release = f"{day}.{self.mains[-1][1][:12]}"
        facts = {
            "release": release,
            "manifest": "",
            "commit": self.mains[-1][1],
            "day": day.isoformat(),
            "source": "approved",
        }
        self.record(moment, RecordKind.DEPLOYMENT, {**facts, "shown": 0, "left_out": []})
        since = self.known.signs[-2] if len(self.known.signs) > 1 else BEGUN
        days = [since + DAY * each for each in range(1, (day - since).days + 1)]
        for kept, due in ((kept, each) for each in days for kept in dict.fromkeys(map(_Same, self.ends.pop(each, ())))):
            item = kept.kept
            if item.last.fields is not None and item.shown(due - DAY) and not item.shown(due) and not item.shown(day):
                state = "withdrawn" if "withdrawn" in item.last.fields else "suspended" if item.last.due else "expired"
                about = {"path": item.last.item, "state": state, "since": due.isoformat(), "day": day.isoformat()}
                self.record(moment, RecordKind.TAKEDOWN, {**about, "release": release})
                self.known.taken_down.append((item.last.item, due, moment))
        if day.weekday() == 6:
            self.record(moment + MINUTE, RecordKind.HEARTBEAT, {"release": release})


@dataclass(frozen=True)
class _Same:
    kept: Kept

    def __hash__(self) -> int:
        return id(self.kept)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.kept is self.kept


def _moment(day: datetime.date, hour: int, minute: int = 0) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour, minute), BANGKOK)


def _who(name: str) -> str:
    return f"{name} <{name}@office.example>"


def _fields(category: str, unit: str, day: datetime.date, title: str) -> dict[str, Any]:
    return completed(
        category,
        {
            "title": title,
            "summary": "รายละเอียดโดยย่อของประกาศเรื่องทดสอบ",
            "owner": {"unit": unit, "provider": "nok" if unit != "finance" else "fah"},
            "source": {"name": "งานทดสอบ"},
            "timing": "on_change",
            "publish_on": day.isoformat(),
            "expires_on": "never",
            "body": "เนื้อหา",
        },
    )


def _text(fields: dict[str, Any]) -> bytes:
    """With plain words as people write them, which an audit reads at once."""
    lines = [f"{key}: {_spelt(key, value)}" for key, value in fields.items() if key != "body"]
    return ("---\n" + "\n".join(lines) + f"\n---\n\n{fields['body']}\n").encode()


def _spelt(key: str, value: Any) -> str:
    if key == "owner":
        return f"{{unit: {value['unit']}, provider: {value['provider']}}}"
    plain = key in ("title", "summary", "timing", "publish_on", "expires_on", "review_by")
    return str(value) if plain else json.dumps(value, ensure_ascii=False)

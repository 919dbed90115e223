"""A bare repository with an office that signs off, for tests of merge, audit and attacks; everything in it is real."""

import datetime
import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from category_fields import completed
from prakat.audit import auditor
from prakat.audit.audit_row import Audit
from prakat.audit.epoch import Trust
from prakat.audit.seen import Seen
from prakat.audit_log import audit_log
from prakat.audit_log.audit_log import AuditLog, Mark
from prakat.audit_log.record import Record, RecordKind
from prakat.founding.staff import Staff
from prakat.merging import bare_counter, plan
from prakat.merging.merging import Merging
from prakat.repository import objects
from prakat.repository.commit import PathChange
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import Repository, open_repository
from prakat.repository.signature import Verified
from prakat.thai.buddhist_era import BANGKOK

PEOPLE = {
    "nok": ("provider", "[health]"),
    "fah": ("provider", "[finance]"),
    "rak": ("reviewer", "[health]"),
    "ton": ("reviewer", "all"),
    "dao": ("approver", "all"),
    "wit": ("webmaster", "all"),
    "won": ("webmaster", "all"),
}
CHAIN = ("reviewer=ton", "approver=dao", "webmaster=wit")
OFFICE_CHAIN = ("approver=dao", "webmaster=wit")
TWO = ("webmaster=wit", "second-webmaster=won")
START = datetime.datetime(2026, 7, 1, 9, tzinfo=BANGKOK)
_CLOCK = "now"
UNASKED = "prakat.merging.work.held_against"
"""To be replaced for a publisher that does not ask the audit before it records a merge."""
VERIFIED = Verified()
"""Shared: a signature that one test has checked need not be asked about by the next."""


def who(name: str) -> tuple[str, str]:
    return (name, f"{name}@office.example")


def document(
    title: str = "ประกาศเรื่องทดสอบ",
    unit: str = "health",
    body: str = "เนื้อหา",
    path: str = "public-relations/notice",
    **changed: object,
) -> bytes:
    """A valid index.md for an item there; None takes a key away."""
    fields: dict[str, object] = {
        "title": title,
        "summary": "รายละเอียดโดยย่อของประกาศเรื่องทดสอบ",
        "owner": {"unit": unit, "provider": "nok"},
        "period": {"start": "2026-07-01", "end": "2026-12-31"},
        "source": {"name": "งานทดสอบ"},
        "timing": "fixed_period",
        "publish_on": "2026-07-01",
        "expires_on": "2026-12-31",
    }
    merged = completed(path, {**fields, **changed})
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in merged.items()]
    return ("---\n" + "\n".join(lines) + f"\n---\n\n{body}\n").encode()


def law(title: str = "ประกาศเรื่องทดสอบ", unit: str = "health", body: str = "เนื้อหา", **changed: object) -> bytes:
    return document(title, unit, body, "law/act", **changed)


@dataclass
class World:
    place: Path
    staff: Staff
    now: datetime.datetime = START

    @property
    def repository(self) -> Repository:
        return self.staff.repository

    @cached_property
    def key(self) -> Path:
        return self.staff.keys / "publisher"

    def later(self, minutes: int = 1) -> datetime.datetime:
        self.now += datetime.timedelta(minutes=minutes)
        return self.now

    def office(self, since: str = "", people: str = "", chain: str = "[reviewer, approver, webmaster]") -> bytes:
        listed = [self.person(name, role, units) for name, (role, units) in PEOPLE.items()]
        epoch = f"audit: {{since: {since}}}\n" if since else ""
        return (
            "name: สำนักงานทดสอบ\ncontact: {address: ที่อยู่ทดสอบ, phone: '0000', email: a@b.example}\n"
            "site_url: https://office.example/\nunits: [{id: health, name: สุขภาพ}, {id: finance, name: การเงิน}]\n"
            f"sign_off: {chain}\npublisher: {{keys: ['{self.staff.public_key('publisher')}']}}\n{epoch}"
            "people:\n" + "\n".join(listed) + f"\n{people}"
        ).encode()

    def person(self, name: str, role: str, units: str = "all", start: str = "2026-01-01", until: str = "") -> str:
        end = f", until: {until}" if until else ""
        order = f'{{role: {role}, units: {units}, from: {start}{end}, order: {{no: "1/2569", date: 2026-01-01}}}}'
        key = self.staff.public_key(name)
        return (
            f"- {{id: {name}, name: {name}, position: ตำแหน่ง, emails: [{name}@office.example], "
            f"keys: ['{key}'], appointments: [{order}]}}"
        )

    def sign(self, number: int, *names: str) -> None:
        for pair in names:
            step, _, name = pair.partition("=")
            self.staff.sign(number, step, name, self.later())

    def ask(self, number: int, files: dict[str, bytes | None], author: str = "nok", **more: str) -> str:
        return self.staff.request(number, who(author), files, self.later(), **more)

    def merging(self) -> Merging:
        return bare_counter.open_merging(self.repository, self.key, self.later(), verified=VERIFIED)

    def merge(self, number: int) -> plan.Merged | list[str]:
        done = plan.merge(self.merging(), number)
        return done if isinstance(done, plan.Merged) else [each.id for each in done]

    def publish(
        self, number: int, files: dict[str, bytes | None], *names: str, author: str = "nok", **more: str
    ) -> str:
        """A request from its first commit to its merge; the merge."""
        self.ask(number, files, author, **more)
        self.sign(number, *(names or CHAIN))
        done = self.merge(number)
        assert isinstance(done, plan.Merged), done
        return done.commit

    def audit(self, seen: str = "", trust: Trust | None = None) -> Audit:
        return auditor.audit(self.repository, trust or Trust(), Seen.of(seen) if seen else None, VERIFIED)

    def problems(self, **more: str) -> list[str]:
        """Ids of every open violation, each once."""
        return sorted({each.id for row in self.audit(**more).open_rows for each in row.violations})

    def main(self) -> str:
        found = self.repository.ref("refs/heads/main")
        assert found
        return found

    def git(self, *arguments: str, given: bytes = b"") -> str:
        return self.repository.run(*arguments, given=given).decode().strip()

    def force(
        self,
        files: dict[str, bytes | None],
        parents: tuple[str, ...] = (),
        message: str = "push",
        author: str = "nok",
        mode: str = "100644",
        moment: datetime.datetime | None = None,
        base: str = "",
    ) -> str:
        """Puts a commit on main as nobody may: past the policy, the hook and the record."""
        parents = parents or (self.main(),)
        changes = []
        for path, content in files.items():
            oid = objects.write(self.repository, "blob", content) if content is not None else NOTHING
            changes.append(PathChange(path, "", mode if content is not None else "0", "", oid))
        tree = objects.tree_with(self.repository, base or parents[0], changes)
        made = objects.commit(self.repository, tree, parents, message, who(author), moment or self.later())
        self.git("update-ref", "refs/heads/main", made)
        return made


After = Callable[[Callable[[World], object]], World]
"""What is done with a founded office -> a copy of it after that."""


def found(place: Path) -> World:
    """A founded office at the moment after its epoch was set by its first request."""
    bare = place / "office.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(bare)], check=True)
    world = World(place, Staff(open_repository(bare), place / "keys"))
    repository = world.repository
    blobs = {"office.yml": world.office(), "content/law/act/index.md": law("พระราชบัญญัติ")}
    changes = [
        PathChange(path, "", "100644", "", objects.write(repository, "blob", data)) for path, data in blobs.items()
    ]
    tree = objects.tree_with(repository, "4b825dc642cb6eb9a060e54bf8d69288fbee4904", changes)
    root = objects.commit(repository, tree, [], "Office: begin", who("wit"), world.now)
    world.git("update-ref", "refs/heads/main", root)
    world.publish(1, {"office.yml": world.office(root)}, *OFFICE_CHAIN, author="won")
    return world


def copy(template: Path, to: Path) -> World:
    """A founded office of one's own, quickly."""
    shutil.copytree(template, to, dirs_exist_ok=True)
    world = World(to, Staff(open_repository(to / "office.git"), to / "keys"))
    world.now = _clock(template)
    return world


def keep(world: World) -> None:
    """As a template for copies, which go on from its moment."""
    (world.place / _CLOCK).write_text(world.now.isoformat(), encoding="utf-8")


def _clock(template: Path) -> datetime.datetime:
    kept = template / _CLOCK
    if kept.is_file():
        return datetime.datetime.fromisoformat(kept.read_text(encoding="utf-8"))
    return START + datetime.timedelta(hours=1)


def records(world: World) -> list[Record]:
    return list(audit_log.read(world.repository).of(*RecordKind))


def relog(world: World, wanted: Sequence[Record], key: Path | None = None) -> None:
    """The audit-log written anew with those records, as only a dishonest holder of a key could."""
    log = AuditLog(Mark(), (), ())
    for each in wanted:
        fact = [(each.kind, each.facts)]
        log = audit_log.append(world.repository, log, fact, each.at, each.main, key or world.key)
    assert log.tip
    world.git("update-ref", "refs/heads/audit-log", log.tip)


def remade(world: World, **changed: object) -> str:
    """main's last merge made anew by a dishonest publisher, record and all, in ways that `changed` names.

    files: more paths; message: another; moment: another; facts: changes of its record."""
    old = next(world.repository.log(world.main(), first_parent=True))
    made = world.force(
        changed.get("files", {}),  # type: ignore[arg-type]
        old.parents,
        str(changed.get("message", old.message)),
        moment=changed.get("moment", old.moment),  # type: ignore[arg-type]
        base=old.id,
    )
    wanted = []
    for each in records(world):
        facts = dict(each.facts)
        if each.kind is RecordKind.MERGE and facts["commit"] == old.id:
            facts |= {"commit": made, **changed.get("facts", {})}  # type: ignore[dict-item]
        wanted.append(replace(each, facts=facts))
    relog(world, wanted)
    return made

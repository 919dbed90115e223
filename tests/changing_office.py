"""seed -> an office whose tree, history and day change at random, published by what changed and from nothing

The same seed gives the same changes, so that a fault that was found once is found again."""

import contextlib
import datetime
import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import office_builder
from pictures import drawn, exif
from prakat.content.version import Proof
from prakat.release import assembly
from prakat.release.assembly import Assembly
from prakat.release.basis import APPROVED, Basis, work_tree
from prakat.release.release_folder import ReleaseFolder, only_publisher

BEGIN = datetime.date(2026, 9, 20), datetime.date(2026, 10, 5), datetime.date(2026, 12, 20)
MOST_ITEMS = 9
CATEGORIES = ("public-relations", "law", "e-services", "statistics", "knowledge", "web-links", "citizen-manuals")
TOPICS = ("oia-9-8-procurement-result", "oia-9-4", "oia-9-3", "procurement-progress", "gift-report", "website-policy")
LISTS = ("law/2569/", "law/2570/", "history/", "register.json")
WORDS = ("", "รับสมัครบุคคล", "งบประมาณ")
_DAY = datetime.timedelta(days=1)
_MAIL = f"{tuple(office_builder.PEOPLE)[2]}@office.example"
_SECRET = {"exif": exif(6)}
Fields = dict[str, Any]
Files = dict[str, bytes]


@dataclass
class ChangingOffice:
    """A work tree under git, of which `publish` releases the newest commit."""

    place: Path
    random: random.Random
    day: datetime.date
    items: dict[str, tuple[Fields, Files]] = field(default_factory=dict)
    """By path below content/, what was written there last; broken ones included."""
    gone: list[str] = field(default_factory=list)
    """Paths that had an item once."""
    clean: set[str] = field(default_factory=set)
    number: int = 0
    remarks: Counter[str] = field(default_factory=Counter)
    """Of what was published so far: why from nothing."""
    stale: bytes = b""
    """What was kept of an earlier release."""

    @classmethod
    def founded(cls, place: Path, seed: int, count: int | None = None) -> "ChangingOffice":
        made = cls(place, random.Random(seed), BEGIN[seed % len(BEGIN)])
        office_builder.office(made.tree)
        made.git("init", "-q", "-b", "main")
        for _ in range(made.random.randint(2, 7) if count is None else count):
            made.add()
        made.commit()
        return made

    @property
    def tree(self) -> Path:
        return self.place / "tree"

    @property
    def released(self) -> Path:
        """Where it is published by what changed."""
        return self.place / "released"

    @property
    def kept(self) -> Path:
        return ReleaseFolder(self.released).kept

    def git(self, *arguments: str) -> str:
        moment = f"{self.day}T09:00:00+0700"
        names = {f"GIT_{who}_{what}": "x@x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment, "GIT_CONFIG_GLOBAL": os.devnull}
        command = ["git", "-C", str(self.tree), *arguments]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **names, **dates})
        return done.stdout.strip()

    def commit(self) -> None:
        """As the publisher merges: with the approval in its message; now and then one that is not proven clean."""
        self.number += 1
        trailers = f"Approved-by: ผู้ทดสอบ <{_MAIL}>\nApproved-at: {self.day}T08:30:00+07:00"
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", f"Publish: เรื่อง (#{self.number})\n\n{trailers}")
        if self.random.random() < 0.9:
            self.clean.add(self.git("rev-parse", "HEAD"))

    def publish(self, to: Path) -> Assembly:
        with only_publisher(to) as folder:
            return assembly.publish(self.basis(folder), self.day, folder, 3, lambda _: nullcontext())

    def publish_work_tree(self, to: Path) -> Assembly:
        with only_publisher(to) as folder:
            return assembly.publish(work_tree(self.tree), self.day, folder, 3, lambda _: nullcontext())

    def basis(self, folder: ReleaseFolder) -> Basis:
        clean = frozenset(self.clean)
        commit = self.git("rev-parse", "HEAD")
        return Basis(folder.staging / "tree", self.tree, commit, APPROVED, clean=clean, proof=Proof(clean))

    # What one item may say

    def drawn(self, path: str) -> Fields:
        chance, category = self.random.random, path.partition("/")[0]
        start = self.day + self.random.randint(-6, 0 if path in self.items else 3) * _DAY
        end = start + self.random.randint(2, 40) * _DAY
        found: Fields = {
            "title": f"ประกาศเรื่องทดสอบระบบ{self.random.choice(WORDS)} {self.random.randint(1, 99)}",
            "publish_on": str(start),
            "expires_on": str(end),
            "period": {"start": str(start), "end": str(end)},
        }
        if chance() < 0.15:
            found |= {"timing": "on_change", "expires_on": "never", "review_by": str(end)}
        if chance() < 0.3:
            closes = self.day + self.random.randint(0, 16) * _DAY
            found["closes"] = {"on": str(closes), "what": self.random.choice(("applications", "bids"))}
        if chance() < 0.25:
            found |= {"title_en": f"Notice {self.random.randint(1, 9)}", "summary_en": "A notice for all of them"}
        if chance() < 0.3 and self.items:
            how = self.random.choice(("amends", "replaces", "cancels", "result_of"))
            found["relates"] = [{"to": self.random.choice(sorted({*self.items, *self.gone} - {path})), "how": how}]
        if chance() < 0.15:
            found["fulfils"] = self.random.sample(TOPICS, self.random.randint(1, 2))
        if chance() < 0.15:
            found |= self.withdrawal()
        if chance() < 0.05:
            at = f"{self.day - self.random.randint(0, 2) * _DAY}T09:00"
            found["verbal"] = {"approver": "head", "at": at, "channel": "โทรศัพท์", "recorded_by": "web1"}
        if chance() < 0.1 and self.gone:
            found["former_paths"] = [self.random.choice(self.gone)]
        if category in ("public-relations", "general-information") and chance() < 0.3:
            found["kind"] = "alert"
        if chance() < 0.03:
            found["kind"] = "policy"
        if chance() < 0.2:
            found["change_note"] = f"แก้ไขครั้งที่ {self.random.randint(1, 9)}"
        return found

    def withdrawal(self) -> Fields:
        on = self.day + self.random.randint(0, 5) * _DAY
        hidden = {"hide_title": True} if self.random.random() < 0.5 else {}
        return {"withdrawn": {"on": str(on), "reason": "มีข้อมูลใหม่แทนที่แล้วในเรื่องนี้", **hidden}}

    def files(self, path: str) -> Files:
        found: Files = {}
        if self.random.random() < 0.3:
            found["doc.pdf"] = office_builder.PDF + b"%d" % self.random.randint(1, 99)
        if self.random.random() < 0.15:
            found["map.jpg"] = drawn("JPEG", quality=self.random.randint(40, 60), **_SECRET)
        if path.startswith("statistics/") and self.random.random() < 0.7:
            months = [{"month": "2026-10", "visits": self.random.randint(1, 999), "downloads": 14}]
            found["visits.json"] = json.dumps({"months": months}).encode()
        return found

    def body(self) -> str:
        told = f"เนื้อหาของประกาศเรื่องทดสอบ ครั้งที่ {self.random.randint(1, 999)}\n"
        for _ in range(self.random.randint(0, 2)):
            known = [f"{each}/{name}" for each in sorted({*self.items, *self.gone}) for name in ("", "doc.pdf")]
            told += f"\nดู[เรื่องนี้](/{self.random.choice((*known, *LISTS))}) ต่อ\n"
        return told

    def write(self, path: str, fields: Fields, files: Files, body: str = "") -> None:
        shutil.rmtree(self.tree / "content" / path, ignore_errors=True)
        fields = {**fields, "kind": fields.get("kind")}
        if "visits.json" in files:
            fields |= {"table": "visits", "kind": "statistics"}
        if "map.jpg" in files:
            fields["credits"] = [{"file": "map.jpg", "holder": "กอง", "licence": "CC BY"}]
        if fields.get("relates"):
            fields["relates"] = [each for each in fields["relates"] if each["to"] != path] or None
        office_builder.item(self.tree, path, body or self.body(), files, **fields)
        self.items[path] = fields, files

    # What happens to it

    def add(self) -> None:
        if len(self.items) >= MOST_ITEMS:
            self.remove()
        self.number += 1
        year = self.random.choice(("", "2569/", "2570/"))
        path = f"{self.random.choice(CATEGORIES)}/{year}item-{self.number}"
        self.write(path, self.drawn(path), self.files(path))

    def _any(self) -> str:
        if not self.items:
            self.add()
        return self.random.choice(sorted(self.items))

    def amend(self) -> None:
        path = self._any()
        self.write(path, self.drawn(path), self.items[path][1])

    def amend_text(self) -> None:
        path = self._any()
        self.write(path, *self.items[path])

    def retitle(self) -> None:
        path = self._any()
        fields, files = self.items[path]
        self.write(path, {**fields, "title": f"ประกาศเรื่องทดสอบที่เปลี่ยนชื่อ {self.random.randint(1, 99)}"}, files)

    def expire(self) -> None:
        path = self._any()
        fields, files = self.items[path]
        self.write(path, {**fields, "expires_on": str(self.day - self.random.randint(0, 1) * _DAY)}, files)

    def withdraw(self) -> None:
        path = self._any()
        fields, files = self.items[path]
        self.write(path, {**fields, **self.withdrawal()}, files)

    def schedule(self) -> None:
        """A new version of what can be read now."""
        path = self._any()
        _, files = self.items[path]
        later = self.day + self.random.randint(1, 4) * _DAY
        self.write(path, {**self.drawn(path), "publish_on": str(later), "expires_on": str(later + 9 * _DAY)}, files)

    def ratify(self) -> None:
        path = self._any()
        fields, files = self.items[path]
        self.write(path, {key: value for key, value in fields.items() if key != "verbal"}, files)

    def move(self) -> None:
        """Its text as it was, or another one."""
        path = self._any()
        fields, files = self.items.pop(path)
        before = (self.tree / "content" / path / "index.md").read_text(encoding="utf-8")
        body = before.rpartition("\n---\n\n")[2].rstrip("\n") if self.random.random() < 0.7 else ""
        self.number += 1
        category = self.random.choice((path.partition("/")[0], "public-relations"))
        fields = {**fields, "former_paths": [*(fields.get("former_paths") or ()), path]}
        shutil.rmtree(self.tree / "content" / path)
        self.gone.append(path)
        if "visits.json" in files and category != "statistics":
            category = "statistics"
        self.write(f"{category}/item-{self.number}", fields, files, body)

    def remove(self) -> None:
        path = self._any()
        shutil.rmtree(self.tree / "content" / path)
        del self.items[path]
        self.gone.append(path)

    def add_again(self) -> None:
        """At a path that had an item once, perhaps one that has moved."""
        path = self.random.choice(self.gone) if self.gone else self._any()
        self.write(path, self.drawn(path), self.files(path))

    def spoil(self) -> None:
        """Until it is written again."""
        broken = self.random.choice(("---\ntitle: [\n---\n", "", "---\ntitle: ก\n---\n\nข\n"))
        (self.tree / "content" / self._any() / "index.md").write_text(broken, encoding="utf-8")

    def change_files(self) -> None:
        path = self._any()
        self.write(path, self.items[path][0], self.files(path))

    def litter(self) -> None:
        """What is no item, where items lie; or it is cleared away."""
        place = self.tree / "content" / "law" / "2569" / self.random.choice(("notes.txt", "item-1", "Upper"))
        if place.exists():
            shutil.rmtree(place) if place.is_dir() else place.unlink()
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text("what lies here is no item", encoding="utf-8")

    def change_registers(self) -> None:
        (self.tree / "registers").mkdir(exist_ok=True)
        (self.tree / "registers" / "problems.yml").write_text(f"[]\n# {self.random.random()}\n", encoding="utf-8")

    def change_office(self) -> None:
        file = self.tree / "office.yml"
        text = file.read_text(encoding="utf-8")
        address = f"{self.random.randint(1, 99)} ถนนทดสอบ"
        file.write_text(text.replace(text.partition('address: "')[2].partition(" ตำบล")[0], address), encoding="utf-8")

    def wait_a_day(self) -> None:
        self.day += _DAY

    def wait(self) -> None:
        self.day += self.random.randint(2, 16) * _DAY

    def wait_for_a_quarter(self) -> None:
        """The last day of one, or the first of the next."""
        month = (self.day.month - 1) // 3 * 3 + 4
        first = datetime.date(self.day.year + month // 12, month % 12, 1)
        self.day = max(self.day, first - self.random.randint(0, 1) * _DAY)

    def turn_clock_back(self) -> None:
        self.day -= self.random.randint(1, 3) * _DAY

    def judge_anew(self) -> None:
        """A merge that was proven is not any more, or the other way round."""
        commit = self.random.choice(self.git("rev-list", "HEAD").split())
        self.clean ^= {commit}

    def damage_what_is_kept(self) -> None:
        if not self.kept.is_file():
            return
        raw = self.kept.read_bytes()
        how = self.random.randrange(6)
        if how == 0:
            self.kept.unlink()
        elif how == 1:
            self.kept.write_bytes(self.random.randbytes(500))
        elif how == 2:
            self.kept.write_bytes(raw[: self.random.randrange(len(raw))])
        elif how == 3 and self.stale:
            self.kept.write_bytes(self.stale)
        else:
            queries = (
                "UPDATE about SET value = '0' WHERE name = 'format'",
                "UPDATE cards SET json = CAST(replace(CAST(json AS TEXT), '\"public\"', '\"gone\"') AS BLOB)",
                "UPDATE item SET whole = (SELECT other.whole FROM item other ORDER BY other.folder LIMIT 1)",
                "UPDATE item SET history = x'00'",
            )
            with contextlib.closing(sqlite3.connect(self.kept)) as opened, opened:
                opened.execute(self.random.choice(queries))

    def change(self) -> str:
        """One or two changes that come together; returns their names."""
        acts: list[Callable[[], None]] = [
            *(self.add, self.add, self.amend, self.amend, self.amend_text, self.retitle, self.expire, self.withdraw),
            *(self.schedule, self.ratify, self.move, self.move, self.remove, self.add_again, self.add_again),
            *(self.spoil, self.change_files, self.change_registers, self.change_office, self.wait_a_day),
            *(self.wait_a_day, self.wait_a_day, self.wait, self.wait_for_a_quarter, self.turn_clock_back),
            *(self.judge_anew, self.damage_what_is_kept, self.litter),
        ]
        done = self.random.choices(acts, k=2 if self.random.random() < 0.4 else 1)
        for act in done:
            if act == self.damage_what_is_kept and self.random.random() < 0.5:
                self.stale = self.kept.read_bytes() if self.kept.is_file() else b""
            act()
        self.commit()
        return " ".join(act.__name__ for act in done)


def contents(root: Path) -> Mapping[str, str]:
    """File below the folder that it is or leads to -> digest; of a release also its manifest."""
    return dict(_contents(root.resolve()))


def _contents(root: Path) -> Iterator[tuple[str, str]]:
    for place, _, names in os.walk(root):
        for name in names:
            file = Path(place, name)
            yield file.relative_to(root).as_posix(), hashlib.sha256(file.read_bytes()).hexdigest()
    manifest = root.with_name(f"{root.name}.json")
    yield "manifest", manifest.read_text(encoding="utf-8") if manifest.is_file() else ""

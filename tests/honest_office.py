"""A seed -> an office at honest work: requests of every kind, one after another, by the real publisher."""

import datetime
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from prakat.audit.run_memory import RunMemory
from prakat.audit_log.record import Reason, RecordKind
from prakat.merging import bare_counter, plan, refusal
from prakat.merging.merging import Merging
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import MAIN, request_ref, sign_off_ref
from prakat.repository.refs import move as move_ref
from sign_off_office import CHAIN, VERIFIED, World, document, law

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
CATEGORIES = ("law", "knowledge", "statistics")
Fields = dict[str, object]


@dataclass
class HonestOffice:
    """Each act is a whole story: it leaves no violation open but `office.break-glass`, and that only while it says."""

    world: World
    chance: random.Random
    number: int = 1
    items: dict[str, Fields] = field(default_factory=dict)
    """Folder -> the fields of its item, `body` among them."""
    entries: list[str] = field(default_factory=list)
    remarks: int = 0
    approver: str = "dao"
    more: str = ""
    """People whom office.yml got besides those who founded it."""
    memory: RunMemory = field(default_factory=RunMemory)
    done: dict[str, int] = field(default_factory=dict)
    is_glass_broken: bool = False

    @property
    def chain(self) -> tuple[str, ...]:
        return tuple(each.replace("=dao", f"={self.approver}") for each in CHAIN)

    @property
    def office_chain(self) -> tuple[str, ...]:
        return self.chain[1:]

    def acts(self, count: int) -> Iterator[str]:
        """Does one act after another until so many requests were made; the name of each, once it is done."""
        every = [self.publish, self.amend, self.renew, self.withdraw, self.move, self.urgent, self.office, self.tooling]
        every += [self.register, self.refuse, self.sign_anew, self.two_at_once, self.note, self.half_merge]
        once = [self.break_glass, self.regularise_glass] if count > len(every) else []
        begun = list(every)
        self.chance.shuffle(begun)
        waiting: list[Callable[[], str | None]] = [self.publish, self.publish, *begun, *once]
        while waiting or self.number < count:
            act = waiting.pop(0) if waiting else self.chance.choice(every)
            if name := act():
                self.done[name] = self.done.get(name, 0) + 1
                yield name

    def merging(self) -> Merging:
        world = self.world
        return bare_counter.open_merging(world.repository, world.key, world.later(), VERIFIED, self.memory)

    def ask(self, files: dict[str, bytes | None], *signs: str, **more: str) -> int:
        self.number += 1
        self.world.ask(self.number, files, **more)
        self.world.sign(self.number, *signs)
        return self.number

    def merge(self, number: int) -> None:
        found = plan.merge(self.merging(), number)
        assert isinstance(found, plan.Merged), (number, found)

    def land(self, files: dict[str, bytes | None], *signs: str, **more: str) -> None:
        self.merge(self.ask(files, *(signs or self.chain), **more))

    def text(self, folder: str) -> bytes:
        fields = dict(self.items[folder])
        return document(path=folder, **fields)  # type: ignore[arg-type]

    def any_live(self) -> str | None:
        live = [folder for folder, fields in self.items.items() if "withdrawn" not in fields]
        return self.chance.choice(sorted(live)) if live else None

    def new(self) -> str:
        folder = f"content/{self.chance.choice(CATEGORIES)}/item-{self.number + 1}"
        self.items[folder] = {"title": f"ประกาศเรื่องที่ {self.number + 1}", "body": "เนื้อหา"}
        return folder

    def publish(self) -> str:
        folder = self.new()
        files: dict[str, bytes | None] = {}
        if self.chance.random() < 0.5:
            self.items[folder]["attachments"] = [{"file": "notice.pdf", "title": "เอกสารประกาศ"}]
            files[f"{folder}/notice.pdf"] = PDF + b"%d\n" % self.number
        self.land({**files, f"{folder}/index.md": self.text(folder)})
        return "published"

    def _changed(self, name: str, **fields: object) -> str | None:
        folder = self.any_live()
        if folder is None:
            return None
        self.items[folder] |= fields
        self.land({f"{folder}/index.md": self.text(folder)})
        return name

    def amend(self) -> str | None:
        return self._changed("amended", body=f"เนื้อหาครั้งที่ {self.number}")

    def renew(self) -> str | None:
        end = (datetime.date(2026, 12, 31) + datetime.timedelta(days=self.number)).isoformat()
        return self._changed("renewed", period={"start": "2026-07-01", "end": end}, expires_on=end)

    def withdraw(self) -> str | None:
        on = self.world.now.date().isoformat()
        return self._changed("withdrawn", withdrawn={"on": on, "reason": "ยกเลิกประกาศเดิม"})

    def move(self) -> str | None:
        folder = self.any_live()
        if folder is None:
            return None
        to = f"{folder.rsplit('/', 1)[0]}/moved-{self.number + 1}"
        fields = self.items.pop(folder)
        former = [*fields.get("former_paths", []), folder.removeprefix("content/")]  # type: ignore[misc]
        self.items[to] = {**fields, "former_paths": former}
        held = self.world.git("ls-tree", "--name-only", f"main:{folder}").split()
        files: dict[str, bytes | None] = {f"{folder}/{name}": None for name in held}
        for name in held:
            files[f"{to}/{name}"] = self.world.repository.run("cat-file", "blob", f"main:{folder}/{name}")
        self.land({**files, f"{to}/index.md": self.text(to)})
        return "moved"

    def urgent(self) -> str:
        """By telephone, and in writing right afterwards."""
        folder = self.new()
        at = self.world.now.strftime("%Y-%m-%dT%H:%M")
        verbal = {"approver": self.approver, "at": at, "channel": "โทรศัพท์", "recorded_by": "wit"}
        self.items[folder]["verbal"] = verbal
        self.land({f"{folder}/index.md": self.text(folder)}, "webmaster=wit", "second-webmaster=won")
        del self.items[folder]["verbal"]
        self.land({f"{folder}/index.md": self.text(folder)})
        return "ratified"

    def office_text(self, more: str = "") -> bytes:
        since = self.world.git("rev-list", "--max-parents=0", "main")
        text = self.world.office(since, self.more + more).decode()
        if self.approver != "dao":
            old, ended = (f"{{role: approver, units: all, from: 2026-01-01{end}" for end in ("", ", until: 2026-07-01"))
            text = text.replace(old, ended, 1)
        return (text + f"# {self.remarks}\n").encode()

    def office(self) -> str:
        self.remarks += 1
        self.land({"office.yml": self.office_text()}, *self.office_chain, author="won" if self.remarks % 2 else "fah")
        return "office"

    def tooling(self) -> str:
        self.land({"README.md": f"คู่มือของสำนักงาน {self.number}\n".encode()}, *self.office_chain)
        return "tooling"

    def register(self) -> str:
        day = self.world.now.date().isoformat()
        self.entries.append(f"- {{date: {day}, unit: health, problem: ปัญหาที่ {self.number}, solution: แก้ไขแล้ว}}\n")
        self.land({"registers/problems.yml": "".join(self.entries).encode()})
        return "register"

    def refuse(self) -> str:
        number = self.ask({"content/law/refused/index.md": law("เรื่องที่ไม่อนุญาต")}, self.chain[0])
        refusal.refuse(self.merging(), number, self.approver, Reason.INCORRECT, "ข้อความไม่ตรงกับต้นเรื่อง")
        return "refused"

    def sign_anew(self) -> str:
        """The text changes after two have signed; whoever had fetched their tags keeps them."""
        folder = self.new()
        number = self.ask({f"{folder}/index.md": self.text(folder)}, *self.chain[:2])
        self.signed = number
        for step in ("reviewer", "approver"):
            ref = sign_off_ref(number, step)
            move_ref(self.world.repository, ref, NOTHING, str(self.world.repository.ref(ref)))
        self.items[folder]["body"] = "เนื้อหาที่แก้แล้ว"
        self.world.ask(number, {f"{folder}/index.md": self.text(folder)})
        self.world.sign(number, *self.chain)
        self.merge(number)
        return "signed anew"

    def two_at_once(self) -> str:
        """The later one lands first."""
        pair = []
        for _ in range(2):
            folder = self.new()
            pair.append(self.ask({f"{folder}/index.md": self.text(folder)}, *self.chain))
        for number in reversed(pair):
            self.merge(number)
        return "two at once"

    def note(self) -> str:
        self.merging().record([(RecordKind.HEARTBEAT, {})])
        return "heartbeat"

    def half_merge(self) -> str:
        """What anybody sees between the record and the merge; the publisher's next run goes on."""
        self.merging()  # so that an earlier one is over
        folder, before = self.new(), self.world.main()
        number = self.ask({f"{folder}/index.md": self.text(folder)}, *self.chain)
        head = self.world.repository.ref(request_ref(number))
        self.merge(number)
        move_ref(self.world.repository, MAIN, before, self.world.main())
        move_ref(self.world.repository, request_ref(number), str(head), NOTHING)
        self.memory = RunMemory()
        return "half merged"

    def break_glass(self) -> str:
        """The approver's appointment ends, the stand-in's as well: nobody can approve until two webmasters appoint."""
        self.approver = "dee"
        until = (self.world.now.date() + datetime.timedelta(days=2)).isoformat()
        self.more += self.world.person("dee", "approver", until=until) + "\n"
        self.land({"office.yml": self.office_text()}, "approver=dao", "webmaster=wit", author="fah")
        self.world.now += datetime.timedelta(days=5)
        self.more += self.world.person("eve", "approver", start=self.world.now.date().isoformat()) + "\n"
        self.land({"office.yml": self.office_text()}, "webmaster=wit", "second-webmaster=won", author="fah")
        self.approver, self.broken, self.is_glass_broken = "eve", self.world.main(), True
        return "break-glass"

    def regularise_glass(self) -> str:
        """Together with a third person, who neither signed it nor was appointed by it."""
        self.land({}, "witness=fah", *self.chain, message=f"Office: as it was\n\nRegularises: {self.broken}\n")
        self.is_glass_broken = False
        return "regularised"

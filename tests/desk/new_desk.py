"""A new office whose people make passkeys at its desk, and each of them with a phone of their own before it."""

import re
from dataclasses import dataclass
from pathlib import Path

from authenticator import Authenticator
from phone import Phone

import merge
from new_office import FLAGS
from prakat.repository.receipt import set_clock
from prakat.repository.repository import open_repository
from prakat_desk.desk import Desk

import init_office

ORIGIN = "http://localhost:8010"
DAY = "2026-11-20T09:00:00+07:00"
LATER = "2026-11-20T10:00:00+07:00"
PEOPLE = (
    "provider:nok:นกน้อย ตัวอย่าง:เจ้าหน้าที่:nok@new.example",
    "approver:dao:ดาว ตัวอย่าง:หัวหน้าสำนักงาน:dao@new.example",
    "webmaster:wit:วิทย์ ตัวอย่าง:นักวิชาการ:wit@new.example",
    "webmaster:won:วัน ตัวอย่าง:เจ้าพนักงาน:won@new.example",
)


@dataclass(frozen=True)
class NewDesk:
    desk: Desk
    printed: str
    """What the command said when it began the office."""

    def link(self, person: str) -> str:
        """As printed: below the person's name."""
        name = self.desk.authority.office.people[person].introduced
        return re.findall(rf"^{re.escape(name)}\n(\S+)$", self.printed, re.MULTILINE)[0]

    def publishes(self, *numbers: str) -> int:
        """One run of the publisher's merging."""
        return merge.main(["--repo", str(self.desk.repository.git_dir), "merge", *numbers])


def begun(place: Path, told: object, *more: str, people: tuple[str, ...] = PEOPLE) -> NewDesk:
    """`told` is pytest's capsys."""
    facts = [part for flag in FLAGS.items() for part in flag]
    named = [part for person in people for part in ("--person", person)]
    arguments = ["--to", str(place), "--date", DAY, *facts, *named, "--desk-url", ORIGIN, *more]
    assert init_office.main(arguments) == 0
    repository = open_repository(place / "office.git")
    set_clock(repository.git_dir, LATER)
    printed = told.readouterr().out  # type: ignore[attr-defined]
    return NewDesk(Desk(repository, ORIGIN, place / "desk"), printed)


class Founder(Phone):
    """Somebody with a phone, who opens a link."""

    def __init__(self, new: NewDesk, person: str) -> None:
        super().__init__(new.desk)
        self.person, self.device = person, Authenticator(ORIGIN)

    def opens(self, link: str) -> str:
        path = link.removeprefix(ORIGIN)
        options = self.post(f"{path}/options", data={}).json()
        return self.post(path, data={"answer": self.device.make(options), "name": "โทรศัพท์"}).text

    def begins(self) -> str:
        """Presses the button of the founding page."""
        shown = self.get("/founding").text
        hidden = dict(re.findall(r'name="(base|moment)" value="([^"]+)"', shown))
        options = self.post("/founding/options", data=hidden).json()
        return str(self.post("/founding", data={**hidden, "answer": self.device.answer(options)}).url)

"""A new office whose people make passkeys at its desk, and each of them with a phone of their own before it."""

import io
import re
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from authenticator import Authenticator
from phone import Phone
from webauthn.helpers import bytes_to_base64url

import init_office
import merge
from new_office import FLAGS
from prakat.hosting.desk_push import OfficeDoor
from prakat.hosting.reception import RefUpdate
from prakat.repository import objects
from prakat.repository.object_id import NOTHING
from prakat.repository.passkey import challenge_of
from prakat.repository.receipt import set_clock
from prakat.repository.refs import request_ref, sign_off_ref
from prakat.repository.repository import open_repository
from prakat_desk.desk import Desk
from prakat_desk.sending.passkey_signer import PasskeySigner
from prakat_desk.sending.sign_off_text import sign_off_text
from prakat_desk.sending.workshop import workshop

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
        return re.findall(rf"^ลิงก์ของ {re.escape(name)}\n(\S+)$", self.printed, re.MULTILINE)[0]

    def publishes(self, *numbers: str) -> int:
        """One run of the publisher's merging."""
        return merge.main(["--repo", str(self.desk.repository.git_dir), "merge", *numbers])


def begun(place: Path, *more: str, people: tuple[str, ...] = PEOPLE) -> NewDesk:
    facts = [part for flag in FLAGS.items() for part in flag]
    named = [part for person in people for part in ("--person", person)]
    arguments = ["--to", str(place), "--date", DAY, *facts, *named, "--desk-url", ORIGIN, *more]
    with redirect_stdout(io.StringIO()) as said:
        assert init_office.main(arguments) == 0
    set_clock(open_repository(place / "office.git").git_dir, LATER)
    return desk_in(place, said.getvalue())


def desk_in(place: Path, printed: str) -> NewDesk:
    return NewDesk(Desk(open_repository(place / "office.git"), ORIGIN, place / "desk"), printed)


class Founder(Phone):
    """Somebody with a phone, who opens a link."""

    def __init__(self, new: NewDesk, person: str) -> None:
        super().__init__(new.desk)
        self.new, self.person, self.device = new, person, Authenticator(ORIGIN)

    def opens(self, link: str) -> str:
        path = link.removeprefix(ORIGIN)
        options = self.post(f"{path}/options", data={}).json()
        return self.post(path, data={"answer": self.device.make(options), "name": "โทรศัพท์"}).text

    def signs(self, number: int, step: str, said: str = "Approved") -> bool:
        """As a decision page would: the text signed by the device, pushed through the door in the person's name."""
        desk, person = self.new.desk, self.new.desk.authority.office.people[self.person]
        head = desk.repository.ref(request_ref(number)) or ""
        text = sign_off_text(number, step, head, said, person, desk.moment)
        answer = self.device.answer({"challenge": bytes_to_base64url(challenge_of(text))})
        signed = PasskeySigner(person, answer, ORIGIN).of(text)
        assert signed
        with workshop(desk.repository) as shop:
            pushed = RefUpdate(NOTHING, objects.write(shop, "tag", signed), sign_off_ref(number, step))
            door = OfficeDoor(str(desk.repository.git_dir.resolve()))
            return door.push_as(shop, self.person, [pushed]).is_accepted

    def begins(self) -> str:
        """Presses the button of the founding page."""
        shown = self.get("/founding").text
        hidden = dict(re.findall(r'name="(base|moment)" value="([^"]+)"', shown))
        options = self.post("/founding/options", data=hidden).json()
        return str(self.post("/founding", data={**hidden, "answer": self.device.answer(options)}).url)

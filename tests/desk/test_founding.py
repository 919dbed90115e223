"""A new office from invitations to its first request: passkeys alone, taken on trust only until there is an epoch."""

import os
import re
import shlex
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from authenticator import Authenticator
from new_desk import ORIGIN, Founder, NewDesk, begun, desk_in

import door as command
from once import once, shared_root
from prakat.audit import auditor
from prakat.audit.epoch import Trust
from prakat.cannot_work import CannotWork
from prakat.founding.staff import make_key
from prakat.hosting.desk_push import OfficeDoor
from prakat.merging import bare_counter
from prakat.merging.enrolment import HandedKey, take_keys
from prakat.merging.in_tray import HANDED_KEYS, HandedPaper, InTray
from prakat.merging.publisher import publisher_key
from prakat.office.office import FILE
from prakat.repository.receipt import moment_of_receipt
from prakat.repository.refs import MAIN, request_ref, sign_off_ref
from prakat.request.policy.sign_off import CHECKED
from prakat.rules.message import Message
from prakat_desk.desk import Desk
from prakat_desk.entry.invitation_link import invite
from software_passkey import SoftwarePasskey

THREE = (
    "approver:dao:ดาว ตัวอย่าง:หัวหน้าสำนักงาน:dao@new.example",
    "webmaster:wit:วิทย์ ตัวอย่าง:นักวิชาการ:wit@new.example",
    "webmaster:won:วัน ตัวอย่าง:เจ้าพนักงาน:won@new.example",
)
FOUR = ("nok", "dao", "wit", "won")


@pytest.fixture
def new(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> NewDesk:
    """A copy of one that is begun once."""

    def make(place: Path) -> None:
        (place / "printed").write_text(begun(place / "new").printed, encoding="utf-8")

    made = once(shared_root(tmp_path_factory) / "new-desk", make)
    shutil.copytree(made / "new", tmp_path / "new", symlinks=True)
    return desk_in(tmp_path / "new", (made / "printed").read_text(encoding="utf-8"))


def all_in(new: NewDesk, *people: str) -> dict[str, Founder]:
    found = {each: Founder(new, each) for each in people}
    for each, founder in found.items():
        assert "กำลังบันทึกกุญแจ" in founder.opens(new.link(each))
    new.publishes()
    return found


def founded(new: NewDesk, people: dict[str, Founder]) -> None:
    assert people["wit"].begins().endswith("/requests/1")
    assert people["dao"].signs(1, "approver")
    assert people["won"].signs(1, "webmaster", f"Checked: {CHECKED}")
    assert new.publishes("1") == 0


def office_yml(new: NewDesk) -> str:
    return new.desk.repository.object(f"{MAIN}:{FILE}")[1].decode()


def passkey(name: str) -> str:
    return SoftwarePasskey.named(name, "localhost").line


def taken(new: NewDesk) -> list[Message]:
    repository = new.desk.repository
    moment = moment_of_receipt(repository.git_dir)
    return take_keys(bare_counter.open_merging(repository, publisher_key(repository.git_dir), moment))


def refusals(new: NewDesk) -> list[str]:
    """Why each key that waits is not written; main stays as it is."""
    before = new.desk.repository.ref(MAIN)
    told = taken(new)
    assert {each.id for each in told} <= {"merging.key-refused"}
    assert new.desk.repository.ref(MAIN) == before
    assert not [*InTray(new.desk.repository.git_dir, HANDED_KEYS).waiting()]
    return [each.values["problem"].id for each in told]  # type: ignore[attr-defined]


def test_from_links_to_an_office_that_is_judged(new: NewDesk) -> None:
    repository = new.desk.repository
    assert not repository.refs("refs/heads/request/"), "nobody asked for anything yet"
    people = all_in(new, *FOUR)
    assert people["dao"].get("/").url.path == "/founding", "who is in is led there, signed in"
    shown = people["nok"].get("/founding").text
    assert shown.count("เลขกุญแจ <strong") == len(FOUR)
    assert "เริ่มใช้งานและลงชื่อผู้ขอ" not in shown, "webmasters begin, if there are any"
    assert people["nok"].post("/founding/options", data={"base": repository.ref(MAIN)}).status_code == 409
    assert people["wit"].begins().endswith("/requests/1")
    assert repository.ref(request_ref(1)) and repository.ref(sign_off_ref(1, "requester"))
    assert [each.id for each in auditor.audit(repository, Trust()).rows[0].violations] == ["audit.no-epoch"]
    assert people["dao"].signs(1, "approver")
    assert people["won"].signs(1, "webmaster", f"Checked: {CHECKED}")
    assert new.publishes("1") == 0
    audited = auditor.audit(repository, Trust())
    assert audited.open_rows == [] and audited.before and audited.before.epoch == repository.ref(f"{MAIN}^1")
    assert people["nok"].get("/founding").url.path != "/founding"


def test_three_people_are_enough(tmp_path: Path) -> None:
    """An approver and two webmasters: one of these asks, the other signs."""
    new = begun(tmp_path / "new", people=THREE)
    people = all_in(new, "dao", "wit")
    shown = people["wit"].get("/founding").text
    assert "อย่างน้อย 2 คน แต่พบ 1 คน" in shown and "data-passkey" not in shown
    people |= all_in(new, "won")
    assert "data-passkey" not in people["dao"].get("/founding").text, "nobody else could approve"
    founded(new, people)
    assert auditor.audit(new.desk.repository, Trust()).open_rows == []


def test_keys_given_at_once_and_links_go_together(tmp_path: Path) -> None:
    make_key(tmp_path / "dao", "dao")
    new = begun(tmp_path / "new", "--key", f"dao:{tmp_path / 'dao'}.pub", people=THREE)
    assert "ลิงก์ของ ดาว" not in new.printed and new.printed.count("restrict,command=") == 1
    people = all_in(new, "wit", "won")
    shown = people["wit"].get("/founding").text
    assert shown.count("เลขกุญแจ <strong") == 3
    assert people["wit"].begins().endswith("/requests/1")


def test_a_step_of_the_chain_that_nobody_could_sign_is_told_before(tmp_path: Path) -> None:
    people = (*THREE, "reviewer:rak:รักดี ตัวอย่าง:หัวหน้ากลุ่มงาน:rak@new.example")
    new = begun(tmp_path / "new", people=people)
    wit = all_in(new, "dao", "wit", "won")["wit"]
    assert "ยังไม่มีผู้ตรวจสอบที่ลงทะเบียนแล้ว" in wit.get("/founding").text
    all_in(new, "rak")
    assert "ยังไม่มีผู้ตรวจสอบ" not in wit.get("/founding").text


def test_with_everybodys_key_there_is_no_link_and_the_first_request_waits(tmp_path: Path) -> None:
    keys = [part for each in ("dao", "wit", "won") for part in ("--make-key", each)]
    new = begun(tmp_path / "new", *keys, people=THREE)
    assert "ลิงก์ของ" not in new.printed and not (tmp_path / "new" / "desk").exists()
    assert f"url: {ORIGIN}" in office_yml(new) and "since:" in office_yml(new)


def test_a_link_opens_once_and_a_new_one_voids_it(new: NewDesk) -> None:
    old, fresh = new.link("nok"), invite(new.desk, "nok")
    stranger = Founder(new, "nok")
    assert stranger.get(old.removeprefix(ORIGIN)).status_code == 404
    people = {"nok": stranger}
    people["nok"].opens(fresh)
    assert Founder(new, "nok").get(fresh.removeprefix(ORIGIN)).status_code == 404
    new.publishes()
    assert people["nok"].post("/founding/invite", data={"person": "dao"}).status_code == 403, "no webmaster"
    people |= all_in(new, "wit")
    link = re.findall(
        r'value="(\S+/invitation/[^"]+)"', people["wit"].post("/founding/invite", data={"person": "dao"}).text
    )
    assert Founder(new, "dao").get(link[0].removeprefix(ORIGIN)).status_code == 200
    assert people["wit"].post("/founding/invite", data={"person": "nok"}).status_code == 404, "who is in needs none"


def test_without_a_publisher_nothing_is_lost_and_it_is_said(new: NewDesk) -> None:
    nok = Founder(new, "nok")
    assert "กำลังบันทึกกุญแจ" in nok.opens(new.link("nok"))
    assert nok.get("/requests").url.path == "/sign-in", "nobody is in before the key is written"
    place = InTray(new.desk.repository.git_dir, HANDED_KEYS).place("nok")
    os.utime(place, (place.stat().st_mtime - 60,) * 2)
    assert "ไม่มีอะไรหาย แต่ระบบเผยแพร่ยังไม่ได้บันทึก" in nok.get("/founding").text
    with Founder(NewDesk(replace(new.desk), new.printed), "nok") as again:
        again.cookies.update(nok.cookies)
        assert "ไม่มีอะไรหาย" in again.get("/founding").text, "nor when the desk is started anew"
    new.publishes()
    assert nok.get("/founding").text.count("เลขกุญแจ <strong") == 1


def test_nobody_is_added_once_the_office_is_founded(new: NewDesk) -> None:
    """A desk that is taken over has the hand-in folder, and nothing else."""
    people = all_in(new, "dao", "wit", "won")
    late = Founder(new, "nok")
    founded(new, people)
    new.desk.hand_in(HandedKey("nok", passkey("nok")).paper)
    assert refusals(new) == ["merging.key-after-founding"]
    assert "ส่งคำขอที่" in late.opens(new.link("nok")), "the link now ends in a request, which is signed"
    assert auditor.audit(new.desk.repository, Trust()).open_rows == []


SSH = """\
#!/bin/sh
# What sshd does with the desk's line of authorized_keys.
for last; do :; done
export SSH_ORIGINAL_COMMAND="$last"
exec {command}
"""


@pytest.fixture
def by_ssh(new: NewDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Which may only read the repository."""
    folder = new.desk.repository.git_dir.resolve()
    door = [sys.executable, str(Path(command.__file__)), "--repo", str(folder), "--desk"]
    place = tmp_path / "bin" / "ssh"
    place.parent.mkdir()
    place.write_text(SSH.format(command=shlex.join(door)), encoding="utf-8")
    place.chmod(0o755)
    monkeypatch.setenv("PATH", f"{place.parent}{os.pathsep}{os.environ['PATH']}")
    return replace(new.desk, door=OfficeDoor(f"git@localhost:{folder}", tmp_path / "key"))


def test_a_desk_that_may_only_read_hands_in_through_the_door(new: NewDesk, by_ssh: Desk) -> None:
    with Founder(NewDesk(by_ssh, new.printed), "nok") as nok:
        assert "กำลังบันทึกกุญแจ" in nok.opens(new.link("nok"))
        new.publishes()
        assert nok.get("/founding").text.count("เลขกุญแจ <strong") == 1


@pytest.mark.parametrize(
    ("tray", "subject", "facts"),
    [("../hooks", "x", {}), ("keys", 1, {}), ("keys", "nok", {"person": []}), ("keys", "nok", {"key": "x" * 9000})],
)
def test_the_door_lays_down_only_what_fits_a_tray(
    new: NewDesk, by_ssh: Desk, tray: str, subject: str, facts: dict[str, str]
) -> None:
    with pytest.raises(CannotWork):
        by_ssh.hand_in(HandedPaper(tray, subject, facts))
    assert not [*InTray(new.desk.repository.git_dir, HANDED_KEYS).waiting()]


@pytest.mark.parametrize(
    ("person", "key", "told"),
    [
        ("wit", passkey("other"), "merging.key-second"),
        ("nobody", passkey("nok"), "merging.key-of-nobody"),
        ("nok", SoftwarePasskey.named("nok", "evil.example").line, "merging.key-elsewhere"),
        ("nok", "ssh-ed25519 AAAA", "merging.key-elsewhere"),
        ("nok", f"{passkey('nok')} ก\nข", "office.keys-refused"),
        ("nok", passkey("nok")[:-8], "merging.key-elsewhere"),
    ],
)
def test_what_is_no_key_of_somebody_without_one_is_refused(new: NewDesk, person: str, key: str, told: str) -> None:
    all_in(new, "wit")
    new.desk.hand_in(HandedKey(person, key).paper)
    assert refusals(new) == [told]


def test_a_key_is_one_persons(new: NewDesk) -> None:
    wit = all_in(new, "wit")["wit"]
    own = new.desk.authority.office.people["wit"].keys[0]
    new.desk.hand_in(HandedKey("nok", own).paper)
    assert refusals(new) == ["office.keys-refused"]
    assert wit.get("/founding").text.count("เลขกุญแจ <strong") == 1


def test_what_nobody_handed_in_is_swept_away(new: NewDesk) -> None:
    folder = InTray(new.desk.repository.git_dir, HANDED_KEYS).folder
    folder.mkdir()
    (folder / "a.json").write_bytes(b"\xff{")
    (folder / "b.json").write_bytes(b'{"person": "nok", "key": 1}')
    (folder / "c.json").write_bytes(b'{"person": "nok", "key": "x", "more": ""}')
    (folder / "d.json").symlink_to("/etc/passwd")
    assert refusals(new) == []


def test_while_the_first_request_is_open_nobody_is_added(new: NewDesk) -> None:
    """It names main as it is. Taken back, it makes room for whoever was forgotten."""
    people = all_in(new, "dao", "wit", "won")
    people["wit"].begins()
    nok = Founder(new, "nok")
    assert "คำขอแรก (1) ส่งแล้ว" in nok.opens(new.link("nok"))
    assert not [*InTray(new.desk.repository.git_dir, HANDED_KEYS).waiting()]
    new.desk.hand_in(HandedKey("nok", passkey("nok")).paper)
    assert refusals(new) == ["merging.key-during-first"]
    people["wit"].post("/requests/1/withdraw", data={"sure": "yes"})
    nok.device = Authenticator(ORIGIN)
    assert "กำลังบันทึกกุญแจ" in nok.opens(new.link("nok")), "the link was given back"
    new.publishes()
    assert people["wit"].begins().endswith("/requests/2")


def test_who_came_in_meanwhile_is_looked_at_first(new: NewDesk) -> None:
    people = all_in(new, "dao", "wit", "won")
    shown = people["wit"].get("/founding").text
    hidden = dict(re.findall(r'name="(base|moment)" value="([^"]+)"', shown))
    options = people["wit"].post("/founding/options", data=hidden).json()
    all_in(new, "nok")
    answer = people["wit"].post("/founding", data={**hidden, "answer": people["wit"].device.answer(options)})
    assert answer.status_code == 409 and "มีคนลงทะเบียนเพิ่มหลังเปิดหน้านี้" in answer.text
    assert not new.desk.repository.refs("refs/heads/request/")


def test_no_request_is_sent_that_its_asker_did_not_sign(new: NewDesk) -> None:
    people = all_in(new, *FOUR)
    shown = people["wit"].get("/founding").text
    hidden = dict(re.findall(r'name="(base|moment)" value="([^"]+)"', shown))
    options = people["wit"].post("/founding/options", data=hidden).json()
    for answer in ("", "x", people["won"].device.answer(options)):
        assert people["wit"].post("/founding", data={**hidden, "answer": answer}).status_code == 409
    assert not new.desk.repository.refs("refs/heads/request/")


def test_a_desk_of_another_address_makes_no_founders(new: NewDesk) -> None:
    other = Desk(new.desk.repository, "http://localhost:9999", new.desk.state)
    path = new.link("nok").removeprefix(ORIGIN)
    with Founder(NewDesk(other, new.printed), "nok") as phone:
        assert phone.post(f"{path}/options", data={}).status_code == 409

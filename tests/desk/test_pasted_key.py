"""An SSH key that somebody pastes: the public half alone, whole, their own."""

import re
from pathlib import Path

import pytest
from phone import Phone

from prakat.founding.staff import make_key
from prakat.repository.public_key import fingerprint
from prakat.repository.refs import request_ref
from prakat_desk.desk import Desk
from software_passkey import SoftwarePasskey

SECRET = "PRIVATE" + " KEY"
"""In two, since no file of this repository may look like one."""


def pasted(phone: Phone, text: str) -> tuple[int, str]:
    answer = phone.post("/devices/key", data={"pasted": text})
    return answer.status_code, answer.text


def test_a_pasted_key_is_asked_for_as_a_further_device(desk: Desk, phone: Phone, tmp_path: Path) -> None:
    line = make_key(tmp_path / "laptop", "โน้ตบุ๊กของพิณทอง")
    phone.come_in("pinthong")
    assert "/devices/key" in phone.get("/devices").text
    status, told = pasted(phone, f"  {line}\r\n")
    assert status == 200, told
    number = int(re.findall(r"คำขอที่ ([0-9]+)", told)[0])
    own = desk.authority.office.people["pinthong"].keys
    content = desk.repository.object(f"{request_ref(number)}:office.yml")[1].decode()
    assert line in content
    assert own[0] in content, "the one before stays"
    assert fingerprint(own[0]) in phone.get("/devices").text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"-----BEGIN OPENSSH {SECRET}-----\nb3BlbnNza", "กุญแจลับ"),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI", "อ่านกุญแจสาธารณะไม่ได้"),
        ("", "อ่านกุญแจสาธารณะไม่ได้"),
        ("\0\ud800<script>", "อ่านกุญแจสาธารณะไม่ได้"),
        ("ssh-ed25519 " + "A" * 3000, "อ่านกุญแจสาธารณะไม่ได้"),
        (SoftwarePasskey.named("other").line, "ของเว็บอื่น"),
    ],
)
def test_what_is_no_key_of_ones_own_is_told_and_stays(phone: Phone, text: str, words: str) -> None:
    phone.come_in("pinthong")
    status, told = pasted(phone, text.encode("utf-8", "replace").decode())
    assert status == 400
    assert words in told
    assert SECRET not in told, "what is secret is not shown again"


def test_a_key_has_one_owner(desk: Desk, phone: Phone) -> None:
    phone.come_in("pinthong")
    people = desk.authority.office.people
    for owner, words in (("pinthong", "อยู่ในรายชื่อของท่านแล้ว"), ("tawan", "เป็นของผู้อื่น")):
        status, told = pasted(phone, people[owner].keys[0])
        assert (status, words in told) == (400, True)
    publisher = desk.authority.office.publisher["keys"][0]
    assert "เป็นของผู้อื่น" in pasted(phone, publisher)[1]

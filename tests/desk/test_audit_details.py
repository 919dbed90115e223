"""An item's life, a person's acts, and what proves a change: told as it was, and verified by stock tools as told."""

import html
import re
import subprocess
from pathlib import Path

import pytest
from chain import merge, send_back
from phone import Phone
from test_audit_page import desk_over, months  # noqa: F401
from test_mine import begun, typed

from prakat.merging import plan, refusal
from prakat.repository.repository import Repository
from prakat_desk.desk import Desk
from sent_back_office import WHY, sends_back
from sign_off_office import World
from test_signing_with_passkeys import FILES, asked, office, own, push, signature  # noqa: F401

OWN = "general-information/contact"
GOOD = 'Good "git" signature'


def send(desk: Desk, phone: Phone, action: str, **entries: str) -> int:
    draft = typed(desk, begun(desk, phone, action), **entries)
    answer = phone.post(f"/drafts/{draft.id}/send", follow_redirects=False)
    return int(answer.headers["location"].rpartition("/")[2])


def commands(page: str) -> list[str]:
    found = re.findall(r"<pre tabindex=\"0\"><code>(.*?)</code>", page, re.DOTALL)
    return [html.unescape(each).strip() for each in found]


def typed_in(folder: Path, line: str) -> str:
    done = subprocess.run(["bash", "-euc", line], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (line, done.stderr)
    return done.stdout + done.stderr


@pytest.fixture
def signed_by_passkeys(office: World, own: Repository) -> tuple[World, str]:  # noqa: F811
    """An office and the merge of a request that everybody signed with a passkey."""
    request = asked(office)
    assert push(office, own, "nok", request, signature(office, "requester", "nok", request[1])).is_accepted
    for step, name in (("reviewer", "ton"), ("approver", "dao"), ("webmaster", "wit")):
        assert push(office, own, name, signature(office, step, name, request[1])).is_accepted
    done = plan.merge(office.merging(), 3)
    assert isinstance(done, plan.Merged)
    return office, done.commit


def test_each_signature_is_verified_by_stock_git_as_the_page_says(
    signed_by_passkeys: tuple[World, str], tmp_path: Path
) -> None:
    world, commit = signed_by_passkeys
    desk = desk_over(world.place, "dao")
    with Phone(desk) as phone:
        phone.come_in("dao")
        page = phone.get(f"/audit/commits/{commit}").text
        clone, *told, of_record = commands(page)
        assert clone.startswith("git clone repository.bundle") and len(told) == 8
        typed_in(tmp_path, f"git clone -q {world.repository.folder} office")
        for line in [*told[::2], of_record]:
            assert GOOD in typed_in(tmp_path / "office", line)
        files = re.findall(rf'href="(/audit/commits/{commit}/[a-z-]+\.txt)">([^<]+)</a>', page)
        assert len(files) == 4
        for (address, name), line in zip(files, told[1::2], strict=True):
            (tmp_path / name).write_bytes(phone.get(address).content)
            assert GOOD in typed_in(tmp_path, line)
            (tmp_path / name).write_bytes(phone.get(address).content.replace(b"commit", b"commjt", 1))
            with pytest.raises(AssertionError):
                typed_in(tmp_path, line)
        for odd in ("publisher", "second-webmaster", "%2e%2e", "-"):
            assert phone.get(f"/audit/commits/{commit}/{odd}.txt").status_code == 404
    for words in ("มีผู้แตะเครื่องจริง", "เครื่องยืนยันตัวผู้ลงนามแล้ว", "https://desk.office.example", "SHA256:"):
        assert words in page
    assert "ไม่ใช่โต๊ะงานของหน่วยงาน" not in page and "ลายมือชื่อไม่ตรง" not in page
    assert "ไม่มีคำสั่งแต่งตั้ง" not in page, "the requester is a provider of that day"


def test_a_refusal_is_proven_as_a_sign_off_is(world: World, tmp_path: Path) -> None:
    world.ask(2, FILES)
    assert not sends_back(world, "ton").refused
    assert refusal.take_in_refusals(world.merging())
    with Phone(desk_over(world.place, "dao")) as phone:
        phone.come_in("dao")
        listed = phone.get("/audit?action=refused").text
        page = phone.get(re.findall(r'href="(/audit/commits/[0-9a-f]{40})"', listed)[0]).text
    assert "ไม่อนุญาต: ton (ตำแหน่ง)" in page and WHY in page
    _, in_clone, _, of_record = commands(page)
    typed_in(tmp_path, f"git clone -q {world.repository.folder} office")
    for line in (in_clone, of_record):
        assert GOOD in typed_in(tmp_path / "office", line)


def test_an_items_life_goes_from_the_first_request_to_today(desk: Desk, phone: Phone) -> None:
    phone.come_in("pinthong")
    told = {"summary": "ที่อยู่ใหม่ของสำนักงาน", "change_note": "ปรับคำอธิบาย"}
    merge(desk, send(desk, phone, "edit", **told))
    send_back(desk, send(desk, phone, "withdraw", withdrawn__reason="ย้ายสำนักงานแล้ว ใช้ข้อมูลใหม่แทน"))
    waiting = send(desk, phone, "still-right")
    pages = {}
    for person in ("dueanchai", "tawan"):
        phone.come_in(person)
        pages[person] = page = phone.get(f"/audit/items/{OWN}").text
        assert page.index(f"/requests/{waiting}") < page.index("ไม่อนุญาต") < page.index("แก้ไข ·")
        assert "มีอยู่แล้วเมื่อเริ่มตรวจสอบ" in page
        assert "คำสั่ง 1/2568" in page and "ขั้นผู้อนุมัติ: นายภูวเมธ" in page
    shown = "<ins>" in pages["dueanchai"], "<ins>" in pages["tawan"]
    assert shown == (True, False), "words are for auditors alone"
    assert told["summary"] in re.sub("<[^>]*>", "", pages["dueanchai"])
    assert "ช่องที่เปลี่ยน: " in pages["tawan"] and told["summary"] not in pages["tawan"]
    assert len(re.findall("<code>[0-9a-f]{64}</code>", pages["tawan"])) == 2
    assert phone.get("/audit/items/general-information/no-such-page").status_code == 404
    assert phone.get("/audit/items/../../etc/passwd").status_code == 404


def test_a_moved_item_is_followed_back_to_where_it_lay(world: World) -> None:
    old, new = "content/law/act", "content/law/act-of-2569"
    text = world.repository.object(f"main:{old}/index.md")[1] + "เพิ่ม\n".encode()
    world.publish(2, {f"{old}/index.md": text})
    again = text.replace(b"---\n\n", b'former_paths: ["law/act"]\n---\n\n', 1)
    world.publish(3, {f"{old}/index.md": None, f"{new}/index.md": again})
    with Phone(desk_over(world.place, "dao")) as phone:
        phone.come_in("dao")
        page = phone.get("/audit/items/law/act-of-2569").text
    assert page.count('class="audit-row"') == 3  # the move, the change before it, and that it is older
    assert "ย้ายมาจาก content/law/act " in page


def test_a_persons_acts_appointments_and_keys_are_told_with_their_days(months: Desk) -> None:  # noqa: F811
    with Phone(months) as phone:
        phone.come_in("wichai")
        pages = {each: phone.get(f"/audit/people/{each}").text for each in ("prasit", "anong", "boonmee", "chai")}
        assert phone.get("/audit/people/nobody").status_code == 404
    assert "<b>ไม่อนุญาต</b>" in pages["prasit"] and "<b>ลงนาม ผู้ตรวจสอบ</b>" in pages["prasit"]
    assert "<b>ส่งมอบงาน</b>" in pages["anong"] and "<b>รับมอบงาน</b>" in pages["chai"]
    assert "<b>ขอเผยแพร่</b>" in pages["anong"] and "<b>ยืนยันหน้าเว็บไซต์</b>" in pages["boonmee"]
    assert "ถึง 30 กันยายน 2569" in pages["anong"] and "คำสั่ง 12/2569" in pages["anong"]
    assert "เอาออกเมื่อ 28 กันยายน 2569" in pages["anong"], "the appointment without an end is no more"
    assert "เข้าระบบเมื่อ 28 กันยายน 2569" in pages["chai"] and "มีอยู่แล้วเมื่อเริ่มตรวจสอบ" in pages["anong"]
    assert all(len(re.findall(r"<code>SHA256:[\w+/]{43}</code>", page)) == 1 for page in pages.values())
    assert "รักษาการแทน" in pages["boonmee"]

"""What is asked stands in one sentence of plain Thai, of every kind of request; of the office's own file, each act."""

import gzip
from collections.abc import Callable

from phone import Phone

from asking import OFFICER, PM25, amendment, appointment, ask, main_text, move, register_entries, withdrawal
from prakat.hosting.signable import Signable
from prakat.item.item_path import index_of
from prakat.office.office import Office, approved_office
from prakat_desk.deciding.case import Case
from prakat_desk.deciding.office_acts import office_acts
from prakat_desk.deciding.register_entries import register_entries as entries
from prakat_desk.desk import Desk
from prakat_desk.sending.bare_outlet import BareOutlet
from sign_off_office import World
from software_passkey import SoftwarePasskey


def case(desk: Desk, number: int) -> Case:
    outlet = BareOutlet(desk.repository)
    found = outlet.signable(number)
    assert isinstance(found, Signable), [each.text() for each in found]
    return Case(desk, outlet, number, found)


def removal(desk: Desk, number: int) -> str:
    folder = "content/knowledge/first-aid-basics"
    listed = desk.repository.line("ls-tree", "--name-only", f"refs/heads/main:{folder}").splitlines()
    return ask(desk, number, {f"{folder}/{name}": None for name in listed})


def tooling(desk: Desk, number: int) -> str:
    return ask(desk, number, {"theme/main.html": b"<p>\n", "notes.txt": b"x\n"})


def nonsense(desk: Desk, number: int) -> str:
    return ask(desk, number, {index_of("content/knowledge/broken"): b"\xff\xfe no item"})


def many(desk: Desk, number: int) -> str:
    text = main_text(desk, index_of(OFFICER)).partition("attachments:")[0] + "---\nข้อความ\n"
    return ask(
        desk, number, {index_of(f"content/public-relations/2570/one-of-{each}"): text.encode() for each in range(12)}
    )


KINDS: dict[Callable[[Desk, int], str], list[str]] = {
    amendment: ["ขอแก้ไขหน้า “รับสมัครลูกจ้างชั่วคราว ตำแหน่งนักวิชาการสาธารณสุข 1 อัตรา” แสดงทันทีที่ลงนามครบ ถึง 27 พฤศจิกายน 2569"],
    withdrawal: ["ลงจากเว็บไซต์ตั้งแต่ 25 พฤศจิกายน 2569 เหตุผล: ข้อมูลเก่า"],
    move: [
        "จาก knowledge/pm25-self-protection/ ไป knowledge/pm25/ แสดงทันทีที่ลงนามครบ ไม่มีวันสิ้นสุด ทบทวนภายใน 30 กันยายน 2570"
    ],
    removal: ["ขอลบหน้า “", "พร้อมไฟล์ทั้งหมดของหน้านี้"],
    nonsense: ["ขอเปลี่ยน content/knowledge/broken ซึ่งระบบยังอ่านไม่ได้"],
    many: ["และอีก 2 หน้า"],
    tooling: ["ขอแก้ไขไฟล์ของระบบเว็บไซต์ 2 ไฟล์: notes.txt, theme/main.html"],
    appointment: [
        "ให้ นางสาวน้ำฝน ธารรุ้ง (นักวิชาการสาธารณสุขปฏิบัติการ) เป็นผู้รับผิดชอบการให้ข้อมูล ของ กลุ่มงานบริหารทั่วไป, "
        "กลุ่มงานส่งเสริมสุขภาพและโรคไม่ติดต่อ ตั้งแต่ 1 ธันวาคม 2569 ไม่กำหนดวันสิ้นสุด ตามคำสั่งที่ 40/2569 ลงวันที่ 18 พฤศจิกายน 2569",
        "จะลงนามได้ด้วยกุญแจใหม่ในเครื่อง “namfon” ลายนิ้วมือกุญแจ SHA256:",
        "พ้นจากการเป็นผู้ดูแลเว็บไซต์ ของ ทุกหน่วยงาน โดยทำหน้าที่วันสุดท้าย 30 พฤศจิกายน 2569 ตามคำสั่งที่ 41/2569",
    ],
    register_entries: [
        "บันทึกการส่งมอบงานของ กลุ่มงานบริหารทั่วไป จาก นางสาวพิณทอง เมฆธารา",
        "บันทึกการอบรม การใช้ระบบเผยแพร่ข้อมูล ของ กลุ่มงานส่งเสริมสุขภาพและโรคไม่ติดต่อ วันที่ 19 พฤศจิกายน 2569 ผู้เข้าร่วม 2 คน",
    ],
}


def test_every_kind_is_asked_in_words_and_shown(desk: Desk, phone: Phone) -> None:
    phone.come_in("phuwamet")
    for number, (kind, told) in enumerate(KINDS.items(), 2):
        kind(desk, number)
        said = " ".join(each.text() for each in case(desk, number).sentences)
        for each in told:
            assert each in said, kind
        page = phone.get(f"/requests/{number}")
        assert page.status_code == 200
        assert len(gzip.compress(page.content)) < 20 * 1024, "beside looks, letters and script"
        assert not [each for each in ("None", "desk_decision.", "Traceback") if each in page.text]
    gone = case(desk, 5)
    assert any("[path.gone]" in each.text() for each in gone.against), "and is refused as the checks say it"
    frame = f"/requests/3/page/{case(desk, 3).head}/{PM25}/"
    taken_down = phone.get(frame).text
    assert "ข้อมูลเก่า" in taken_down, "as it is from that day on"
    assert "กลุ่มเสี่ยงคือเด็กเล็ก" not in taken_down
    assert "กลุ่มเสี่ยงคือเด็กเล็ก" in phone.get(frame.replace("/page/", "/before/")).text
    assert "หน้าที่ผู้อ่านจะเห็นตั้งแต่ 25 พฤศจิกายน 2569" in phone.get("/requests/3").text
    [moved] = case(desk, 4).changed.parts
    assert {(each.before, each.after) for each in case(desk, 4).files(moved)} == {
        (f"{PM25}/pm25-skyline.jpg", "content/knowledge/pm25/pm25-skyline.jpg")
    }
    assert 'href="/requests/7?part=6"' in phone.get("/requests/7/sign").text
    assert phone.get("/requests/7?part=6&all=yes").text.count('<section class="part">') == 6


def office_of(text: str) -> Office:
    found, problems = approved_office(text.encode())
    assert found, problems
    return found


def acts(world: World, *swaps: tuple[str, str], more: str = "") -> list[str]:
    text = world.office().decode()
    changed = text + more
    for old, new in swaps:
        assert old in changed, old
        changed = changed.replace(old, new, 1)
    return [each.text() for each in office_acts(office_of(text), office_of(changed))]


def test_nothing_of_the_office_changes_without_a_word(world: World) -> None:
    assert acts(world) == []
    passkey = SoftwarePasskey.named("nok").line
    key, other = world.staff.public_key("nok"), world.staff.public_key("else")
    told = {
        ("name: nok,", "name: นก,"): "เปลี่ยนชื่อหรือตำแหน่ง จาก nok (ตำแหน่ง) เป็น นก (ตำแหน่ง)",
        ("emails: [nok@", "emails: [nokky@"): "แก้ข้อมูลของ nok (ตำแหน่ง): อีเมล",
        (
            "units: [health], from: 2026-01-01",
            "units: all, from: 2026-01-01",
        ): "ให้ nok (ตำแหน่ง) เป็นผู้รับผิดชอบการให้ข้อมูล ของ ทุกหน่วยงาน",
        ("[health], from: 2026-01-01", "[health], from: 2026-01-01, until: 2026-12-31"): "nok (ตำแหน่ง) พ้นจากการเป็น",
        (
            f"'{key}'",
            f"'{key}', '{passkey} มือถือ'",
        ): "nok (ตำแหน่ง) จะลงนามได้ด้วยกุญแจใหม่ในเครื่อง “มือถือ” ลายนิ้วมือกุญแจ SHA256:",
        (f"'{key}'", f"'{other}'"): "ใช้ลงนามไม่ได้อีก ลายนิ้วมือกุญแจ SHA256:",
        ("{id: nok,", "{id: nok, accounts: {github: nok-nok},"): "บัญชี github ที่ nok (ตำแหน่ง) ใช้ลงนาม จาก — เป็น nok-nok",
        ("name: สุขภาพ", "name: สาธารณสุข"): "หน่วยงานภายใน จาก สุขภาพ เป็น สาธารณสุข",
        ("[reviewer, approver, webmaster]", "[approver]"): "จาก ผู้ตรวจสอบ → ผู้อนุมัติ → ผู้ดูแลเว็บไซต์ เป็น ผู้อนุมัติ",
        (
            f"publisher: {{keys: ['{world.staff.public_key('publisher')}",
            f"publisher: {{keys: ['{other}",
        ): "กุญแจหรือบัญชีของระบบเผยแพร่เปลี่ยน",
        ("https://office.example/", "https://other.example/"): "แก้ข้อมูลหน่วยงาน: ที่อยู่เว็บไซต์",
        (
            "name: สำนักงานทดสอบ",
            "urgent: {ratify_within_working_days: 3}\nname: สำนักงานทดสอบ",
        ): "แก้ข้อมูลหน่วยงาน: กรณีเร่งด่วน",
    }
    for swap, words in told.items():
        assert words in " ".join(acts(world, swap)), swap


def test_entries_of_a_register_are_told_one_by_one(world: World) -> None:
    known = office_of(world.office().decode())
    problem = "- {date: 2026-07-01, unit: health, problem: ไฟล์ใหญ่เกินไป, solution: ย่อไฟล์แล้ว, solved_on: 2026-07-02}\n"
    [told] = entries("registers/problems.yml", b"[]\n", problem.encode(), known)
    assert (
        told.text()
        == "บันทึกปัญหาของ สุขภาพ ที่พบเมื่อ 1 กรกฎาคม 2569: ไฟล์ใหญ่เกินไป การแก้ไข: ย่อไฟล์แล้ว แก้ไขแล้วเสร็จ 2 กรกฎาคม 2569"
    )
    solved = problem.replace("ย่อไฟล์แล้ว", "ย่อทุกไฟล์แล้ว")
    both = [each.text() for each in entries("registers/problems.yml", problem.encode(), solved.encode(), known)]
    assert len(both) == 2
    assert "ลบหรือแทนที่รายการใน “ปัญหาอุปสรรค”" in both[1]
    many = "".join(problem.replace("2026-07-01", f"2026-06-{each:02}") for each in range(1, 25))
    assert "และอีก 4 รายการ" in [*entries("registers/problems.yml", b"", many.encode(), known)][-1].text()
    for odd in (b"\xff", b"- 3\n", b"- {date: x}\n", b"- {date: 2026-07-01, unit: [], problem: {}}\n", b"{}\n"):
        assert all(each.text() for each in entries("registers/problems.yml", b"", odd, known))
    assert [*entries("registers/other.yml", b"", problem.encode(), known)] == []

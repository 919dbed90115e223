"""Requests of every kind on a sample office's repository, as pushes of its people would make them."""

from prakat.founding.foundation import PRIVATE_KEYS
from prakat.founding.staff import Staff
from prakat.item.item_path import index_of
from prakat.office import office
from prakat.repository.refs import MAIN
from prakat_desk.desk import Desk

OFFICER = "content/public-relations/2570/recruit-health-officer"
PM25 = "content/knowledge/pm25-self-protection"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


def main_text(desk: Desk, path: str) -> str:
    return desk.repository.object(f"{MAIN}:{path}")[1].decode()


def changed(desk: Desk, path: str, *swaps: tuple[str, str]) -> bytes:
    """A file of main with other words in it."""
    text = main_text(desk, path)
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def ask(
    desk: Desk, number: int, files: dict[str, bytes | None], author: str = "pinthong", said: str = "Content: a request"
) -> str:
    """Pushed as that request; its head."""
    staff = Staff(desk.repository, desk.state.parent / PRIVATE_KEYS)
    return staff.request(number, (author, f"{author}@tharnthong.example"), files, desk.moment, said)


def amendment(desk: Desk, number: int) -> str:
    """Other words of a page, and another file in place of one that it has."""
    swaps = ("kind:", "change_note: แก้อัตราค่าจ้าง\nkind:"), ("เดือนละ 15,000 บาท", "เดือนละ 15,800 บาท")
    text = changed(desk, index_of(OFFICER), *swaps)
    return ask(desk, number, {index_of(OFFICER): text, f"{OFFICER}/announcement.pdf": PDF})


def _files(desk: Desk, folder: str) -> list[str]:
    listed = desk.repository.line("ls-tree", "--name-only", f"{MAIN}:{folder}")
    return listed.splitlines()


def withdrawal(desk: Desk, number: int) -> str:
    index = index_of(PM25)
    text = changed(desk, index, ("channels:", "withdrawn: {on: 2026-11-25, reason: ข้อมูลเก่า}\nchannels:"))
    return ask(desk, number, {index: text}, "mokfa")


def move(desk: Desk, number: int) -> str:
    """A page to another address, its pictures with it."""
    text = changed(desk, index_of(PM25), ("timing:", "former_paths: [knowledge/pm25-self-protection]\ntiming:"))
    picture = desk.repository.object(f"{MAIN}:{PM25}/pm25-skyline.jpg")[1]
    new = "content/knowledge/pm25"
    gone = {f"{PM25}/{name}": None for name in _files(desk, PM25)}
    return ask(desk, number, {**gone, index_of(new): text, f"{new}/pm25-skyline.jpg": picture}, "mokfa")


def urgent(desk: Desk, number: int) -> str:
    """Allowed by word of mouth."""
    verbal = "verbal: {approver: phuwamet, at: 2026-11-20T00:10, channel: โทรศัพท์, recorded_by: tawan}\n"
    text = changed(desk, index_of(PM25), ("channels:", f"{verbal}channels:"))
    return ask(desk, number, {index_of(PM25): text}, "mokfa")


def appointment(desk: Desk, number: int) -> str:
    """A new officer with a key, and the end of another's work."""
    staff = Staff(desk.repository, desk.state.parent / "other-keys")
    new = (
        "  - id: namfon\n    name: นางสาวน้ำฝน ธารรุ้ง\n    position: นักวิชาการสาธารณสุขปฏิบัติการ\n"
        f'    emails: [namfon@tharnthong.example]\n    keys: ["{staff.public_key("namfon")}"]\n    appointments:\n'
        '      - {role: provider, units: [admin, ncd], order: {no: "40/2569", date: 2026-11-18}, from: 2026-12-01}\n'
        "  - id: pinthong\n"
    )
    text = changed(desk, office.FILE, ("  - id: pinthong\n", new))
    start, _, end = text.decode().rpartition("from: 2026-10-01, until: 2027-09-30}")
    order = '{no: "41/2569", date: 2026-11-19}'
    ended = f"{start}from: 2026-10-01, until: 2026-11-30, end_order: {order}}}{end}"
    return ask(desk, number, {office.FILE: ended.encode()}, "saithan")


def register_entries(desk: Desk, number: int) -> str:
    training = main_text(desk, "registers/training.yml") + (
        "- date: 2026-11-19\n  unit: ncd\n  course: การใช้ระบบเผยแพร่ข้อมูล\n  people: [saithan, mokfa]\n"
    )
    hand_over = (
        "- date: 2026-12-01\n  unit: admin\n  from: pinthong\n  to: saithan\n"
        '  order: {no: "42/2569", date: 2026-11-19}\n  items: [content/knowledge/pm25-self-protection]\n'
    )
    files: dict[str, bytes | None] = {
        "registers/training.yml": training.encode(),
        "registers/hand-overs.yml": hand_over.encode(),
    }
    return ask(desk, number, files)

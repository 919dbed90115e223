"""a merge's or a refusal's record -> what its request is told: address, files, who is to look; or why not (R07, R08)"""

from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from typing import Any

from prakat import attachment, confirmation, network
from prakat.authority import mail_of
from prakat.buddhist_era import bangkok_day, short_date
from prakat.confirmation import CONFIRM, OUTCOME
from prakat.data import label
from prakat.forge import ForgeFailed, one_comment
from prakat.forge_desk import ForgeDesk
from prakat.item_path import is_index, item_folder
from prakat.network import MailServer
from prakat.office import Office, Person
from prakat.publisher import Desk
from prakat.record import Record, RecordKind
from prakat.safe_text import plain

_NEWEST = 20
"""Records whose requests are looked at on each run: a run that was killed before it told is caught up with."""
_TOLD = (RecordKind.NOTICE, RecordKind.REJECTION)


def tell(desk: Desk, environment: Mapping[str, str]) -> list[str]:
    """On a forge, tells the newest requests what became of them, each once, and hears what owners say of their pages;
    a mail server that PRAKAT_SMTP names sends the same. What was confirmed, and what nobody has confirmed in time,
    wherever the requests stand."""
    return [*(_tell_on_forge(desk, environment) if isinstance(desk, ForgeDesk) else ()), *_late(desk)]


def _tell_on_forge(desk: ForgeDesk, environment: Mapping[str, str]) -> list[str]:
    server = network.mail_server(environment)
    problems = []
    for record in [*desk.log.of(*_TOLD)][-_NEWEST:]:
        number = int(record.facts["request"])
        try:
            is_new = one_comment(desk.forge, number, OUTCOME, text(desk, record))
        except ForgeFailed as problem:  # it was deleted (500 on Forgejo), or is too long to be read
            desk.forge.now()  # one that is down tells so
            problems.append(f"#{number}: {problem}")
            continue
        if is_new and server:
            network.send(server, list(_letters(desk, record, server)))
    return [*problems, *confirmation.collect(desk)]


def _late(desk: Desk) -> list[str]:
    return [f"เจ้าของเรื่องยังไม่ยืนยัน: {each.item} (#{each.request})" for each in confirmation.overdue(desk)]


def _office(desk: ForgeDesk) -> Office:
    assert desk.authority, "records are told by an office"
    return desk.authority.office


def text(desk: ForgeDesk, record: Record) -> str:
    """In Thai, as HTML that no text of the request can break out of."""
    if record.kind is RecordKind.REJECTION:
        reason = label("refusal", str(record.facts["reason"]))
        return f"**ไม่อนุญาตให้เผยแพร่**: {reason}\n\n<p>{plain(str(record.facts['text']))}</p>\n"
    day = short_date(bangkok_day(record.at))
    lines = [f"**รวมแล้วเมื่อ {day}** ระบบจะเผยแพร่ตามวันที่กำหนดในรายการ", ""]
    lines += [f"- <{url}>" for url in record.facts["urls"]]
    files = [*_files(desk, str(record.facts["commit"]))]
    if files:
        rows = "".join(f"<tr><td>{plain(name)}</td><td>{kind}</td><td>{size}</td></tr>" for name, kind, size in files)
        lines += ["", f"<table><tr><th>ไฟล์</th><th>ชนิด</th><th>ขนาด</th></tr>{rows}</table>"]
    lines += ["", f"เจ้าของเรื่องโปรดเปิดหน้าเว็บ แล้วตอบในคำขอนี้ว่า `{CONFIRM}` เมื่อถูกต้อง"]
    return "\n".join(lines) + "\n"


def _files(desk: ForgeDesk, commit: str) -> Iterator[tuple[str, str, str]]:
    """What the merge put beside items: name, type, size."""
    found = next(desk.repository.log(f"{commit}^!", first_parent=True))
    shown = [each for each in found.changes if item_folder(each.path) and each.mode != "000000"]
    shown = [each for each in shown if not is_index(each.path)]
    sizes = dict(desk.repository.sizes(each.new for each in shown))
    for each in shown:
        kind = attachment.type_of(each.path)
        yield each.path.rpartition("/")[2], kind.label if kind else "?", f"{sizes[each.new]:,} ไบต์"


def _letters(desk: ForgeDesk, record: Record, server: MailServer) -> Iterator[EmailMessage]:
    office = _office(desk)
    subject = f"[{office.name}] คำขอ #{record.facts['request']}"
    for person in _people(office, record.facts):
        if person.emails:
            yield network.letter(server.sender, mail_of(person), subject, _plain_text(record))


def _people(office: Office, facts: Mapping[str, Any]) -> Iterator[Person]:
    return (office.people[each] for each in facts["to"] if each in office.people)


def _plain_text(record: Record) -> str:
    if record.kind is RecordKind.REJECTION:
        return f"ไม่อนุญาตให้เผยแพร่: {label('refusal', str(record.facts['reason']))}\n\n{record.facts['text']}\n"
    return "รวมคำขอแล้ว หน้าเว็บ:\n" + "\n".join(record.facts["urls"]) + "\n\nโปรดตรวจหน้าเว็บแล้วยืนยันในคำขอ\n"

"""lines of a document -> its title, number, dates, signer and deadline, as far as it says them with certainty"""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from prakat.rules.message import Message, message
from prakat.thai.buddhist_era import to_arabic_digits
from prakat.thai.visible_text import visible_length
from prakat.thai.written_date import WrittenDate, written_dates

_HEAD, _TAIL = 15, 30
_SHORT = 90
_SUBJECT = re.compile(r"เรื่อง\s*[:：]?\s+(.+)")
_OPENERS = re.compile(
    r"(?:ด้วย|ตาม|โดยที่|เพื่อ|เรียน|อ้างถึง|สิ่งที่ส่งมาด้วย|อาศัย|เนื่องจาก|อนุสนธิ|ลงวันที่|วันที่|ระหว่าง|ที่\s|ข้อ\s|เมื่อ|ณ\s|ครั้งที่)"
)
_NAMED = re.compile(
    r"(?:รายงานการประชุม|บันทึกการประชุม|แผน|คู่มือ|บัญชี|ราคากลาง|ตารางแสดงวงเงิน|สรุปผล|ทะเบียน|รายชื่อ|ปฏิทิน|งบประมาณ|รายงาน|โครงการ|กำหนดการ"
    r"|แบบฟอร์ม|ประกาศ(?!\s*ณ)|คำสั่ง|ระเบียบ|ข้อมูล|สถิติ)"
)
_DIGIT = "[0-9๐-๙]"
_NUMBER = re.compile(
    rf"(?:^|\s)(?:ที่|เลขที่)\s*((?:[ก-ฮ]{{1,4}}\.?\s*)?{_DIGIT}{{1,6}}(?:\.{_DIGIT}{{1,4}})*\s?/\s?(?:ว\s*)?{_DIGIT}{{1,6}})"
    r"(?![0-9๐-๙])(?!\s*(?:หมู่|ม\.|ถนน|ถ\.|ซอย|ซ\.|ตำบล|ต\.|แขวง))"
)
_MADE = re.compile(r"(?:ประกาศ|สั่ง|ให้ไว้|จัดทำ)(?:มา)?\s*ณ\s*วันที่\s*(.+)")
_LETTER_DATE = re.compile(rf"(?:.*\s)?(?:วันที่\s*)?{_DIGIT}{{1,2}}\s+[ก-๙.]+\s+(?:พ\.ศ\.\s*)?{_DIGIT}{{4}}")
_LETTER = ("เรียน", "บันทึกข้อความ")
_SIGNER = re.compile(
    r"\(?\s*((?:นาย|นาง(?:สาว)?|น\.ส\.|ดร\.|นพ\.|พญ\.|ทพ\.|ทพญ\.|ภก\.|ภญ\.|ว่าที่|ร้อย|พัน|พล|จ่า|สิบ|ดาบ|หม่อม|ศ\.|ผศ\.|รศ\.)[^()]{2,100}?)\s*\)"
)
_NO_POSITION = re.compile(r"(?:โทร|วันที่|สำเนา|ประกาศ|สั่ง|กลุ่ม|งาน|ฝ่าย|ที่\s|หมายเหตุ|\(|[0-9๐-๙])")
_WITHIN = re.compile(r"(?:ภายใน|ไม่เกิน|จนถึง|อย่างช้า)\s*วันที่\s*(.{4,60})")
_UNTIL = re.compile(r"(?:ตั้งแต่|ระหว่าง)\s*(?:บัดนี้|วันที่\s*.{1,50}?)\s*(?:ถึง|จนถึง|[-–])\s*(?:วันที่\s*)?(.{4,60})")
_TIME = re.compile(rf"(?:เวลา|ก่อน)\s*({_DIGIT}{{1,2}})[.:]({_DIGIT}{{2}})\s*(?:น\.|นาฬิกา)")
_CLOSING = {
    "bids": re.compile("เสนอราคา|ยื่นซอง|ซองสอบราคา|ประกวดราคา"),
    "comments": re.compile("ความคิดเห็น|ข้อเสนอแนะ|วิจารณ์"),
    "registration": re.compile("ลงทะเบียน"),
    "applications": re.compile("สมัคร|คำขอ"),
}
_ASKED = re.compile("ยื่น|ส่ง|รับสมัคร|สมัคร|เสนอ|ลงทะเบียน|รับฟัง|แสดงความ|ตอบรับ|แจ้ง")
_EVENT = re.compile("จัด|กิจกรรม|โครงการ|อบรม|ประชุม|ณรงค์|ดำเนินการ")


@dataclass(slots=True)
class Recognised:
    values: dict[str, Any] = field(default_factory=dict)
    doubts: list[Message] = field(default_factory=list)

    def put(self, key: str, name: str, value: str) -> None:
        self.values.setdefault(key, {})[name] = value


def recognised(lines: Sequence[str]) -> Recognised:
    said = [" ".join(line.split()) for line in lines if line.strip()]
    found = Recognised()
    title = _title(said)
    if title and 5 <= visible_length(title) <= 200:
        found.values["title"] = title
    if number := next((match[1] for line in said[:_HEAD] if (match := _NUMBER.search(line))), ""):
        found.put("document", "no", " ".join(number.split()))
    _put_date(said, found)
    _put_signer(said, found)
    _put_deadline(said, found)
    return found


def _title(said: Sequence[str]) -> str:
    for index, line in enumerate(said[:_HEAD]):
        if match := _SUBJECT.match(line):
            return _with_what_follows(match[1], said[index + 1 : index + 3], said[index + 1 : index + 6])
    first = next((index for index, line in enumerate(said[:4]) if _NAMED.match(line)), None)
    if first is None or len(said[first]) > 160:
        return ""
    return said[first]


def _with_what_follows(title: str, next_lines: Sequence[str], beyond: Sequence[str]) -> str:
    """A subject may take two or three centred lines, before the words with which a notice begins."""
    end = next((index for index, line in enumerate(beyond) if _OPENERS.match(line) or len(line) > _SHORT), 0)
    kept = next_lines[:end] if end <= 2 else ()
    return " ".join([title, *(each for each in kept if not _NUMBER.search(each) and not each.startswith("*"))])


def _put_date(said: Sequence[str], found: Recognised) -> None:
    made = {day for line in said if (match := _MADE.search(line)) for day in _days(match[1])[:1]}
    if not made and any(line.startswith(_LETTER) for line in said[:_HEAD]):
        head = [line for line in said[:_HEAD] if len(line) < _SHORT and _LETTER_DATE.fullmatch(line)]
        made = {day for line in head for day in _days(line)}
    if len(made) == 1:
        found.put("document", "date", made.pop().isoformat())
    elif made:
        found.doubts.append(message("desk_intake.several-dates"))


def _put_signer(said: Sequence[str], found: Recognised) -> None:
    tail = said[-_TAIL:]
    signed = [(index, match[1]) for index, line in enumerate(tail) if (match := _SIGNER.fullmatch(line))]
    names = {" ".join(name.split()) for _, name in signed}
    if len(names) > 1:
        found.doubts.append(message("desk_intake.several-signers"))
    elif signed:
        found.put("document", "signed_by", names.pop())
        position = " ".join(_position(tail[signed[-1][0] + 1 :]))
        if 2 <= visible_length(position) <= 200:
            found.put("document", "position", position)


def _position(lines: Sequence[str]) -> Iterator[str]:
    for line in lines[:3]:
        if _NO_POSITION.match(line) or len(line) > _SHORT:
            return
        yield line


def _put_deadline(said: Sequence[str], found: Recognised) -> None:
    closing: dict[tuple[str, str], str] = {}
    periods: set[tuple[str, str]] = set()
    for line in said:
        for match in (*_WITHIN.finditer(line), *_UNTIL.finditer(line)):
            around = line[max(0, match.start() - 200) : match.end() + 60]
            last = _days(match[1])[:1]
            if last and _ASKED.search(around):
                what = next((each for each, words in _CLOSING.items() if words.search(around)), "")
                closing[last[0].isoformat(), _time(match[1])] = what
            elif len(whole := _days(match[0])) > 1 and _EVENT.search(around):
                periods.add((whole[0].isoformat(), whole[1].isoformat()))
    if len({day for day, _ in closing}) > 1:
        found.doubts.append(message("desk_intake.several-deadlines"))
    elif closing:
        day, time = max(closing)
        named = next((each for each in closing.values() if each), "")
        found.values["closes"] = {"on": day} | ({"time": time} if time else {}) | ({"what": named} if named else {})
    if len(periods) == 1:
        found.values["period"] = dict(zip(("start", "end"), periods.pop(), strict=True))


def _time(text: str) -> str:
    times = [to_arabic_digits(f"{int(match[1]):02}:{match[2]}") for match in _TIME.finditer(text)]
    return times[0] if len(times) == 1 else ""


def _days(text: str) -> list[datetime.date]:
    """Those of the calendar whose year is written."""
    return [day for each in written_dates(to_arabic_digits(text).lower()) if (day := _day(each))]


def _day(written: WrittenDate) -> datetime.date | None:
    try:
        return datetime.date(written.year, written.month, written.day) if written.year else None
    except ValueError:
        return None

"""The fields of a generated item -> the front matter that an item has (DESIGN: The item)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Attachment:
    file: str
    title: str


@dataclass(frozen=True, slots=True)
class Timing:
    """When the item is about, and when it is shown; `expires_on` None is never, `period_end` None is open."""

    name: str
    publish_on: date
    period_start: date
    period_end: date | None = None
    expires_on: date | None = None
    review_by: date | None = None
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    title: str
    summary: str
    unit: str
    provider: str
    source: str
    timing: Timing
    category: str
    attachments: tuple[Attachment, ...] = ()
    pictures: tuple[str, ...] = ()
    fulfils: tuple[str, ...] = ()


_STEPS = (
    "steps:",
    "  - {title: ยื่นคำขอ, detail: ยื่นคำขอพร้อมเอกสารที่สำนักงาน, duration: 15 นาที}",
    "  - {title: พิจารณา, detail: เจ้าหน้าที่ตรวจเอกสารและเสนอผู้มีอำนาจ, duration: 3 วันทำการ}",
)
_ASKED = {
    "law": ("law: {year: 2560, status: in_force}",),
    "web-links": ("links:", "  - {group: external, name: เว็บไซต์ของหน่วยงานอื่น, url: https://other.example/}"),
    "work-manuals": _STEPS,
    "citizen-manuals": (
        *_STEPS,
        "service:",
        "  conditions: ผู้มีภูมิลำเนาในเขตของสำนักงาน",
        "  place: ที่สำนักงาน ในวันและเวลาราชการ",
        "  documents: [บัตรประจำตัวประชาชน]",
        "  fee: ไม่มีค่าธรรมเนียม",
        "  complaints: ที่สำนักงาน",
    ),
    "e-services": ("external_link: https://service.example/",),
}
"""What the schema of a category asks for; the day of the source, which `knowledge` asks for, stands in every item."""


def front_matter(fields: Fields) -> str:
    """From the opening `---` to the empty line after the closing one."""
    return "\n".join(
        (
            "---",
            *_described(fields),
            *_timed(fields.timing),
            *_attached(fields),
            *_ASKED.get(fields.category, ()),
            "---",
            "",
            "",
        )
    )


def _described(fields: Fields) -> Iterator[str]:
    yield f"title: {quoted(fields.title)}"
    yield f"summary: {quoted(fields.summary)}"
    yield "owner:"
    yield f"  unit: {fields.unit}"
    yield f"  provider: {fields.provider}"
    yield "source:"
    yield f"  name: {quoted(fields.source)}"
    yield f"  date: {fields.timing.period_start}"


def _timed(timing: Timing) -> Iterator[str]:
    yield "period:"
    yield f"  start: {timing.period_start}"
    if timing.period_end:
        yield f"  end: {timing.period_end}"
    yield f"timing: {timing.name}"
    yield f"publish_on: {timing.publish_on}"
    yield f"expires_on: {timing.expires_on or 'never'}"
    if timing.review_by:
        yield f"review_by: {timing.review_by}"
    if timing.withdrawn_on:
        yield "withdrawn:"
        yield f"  on: {timing.withdrawn_on}"
        yield "  reason: ข้อมูลคลาดเคลื่อน อยู่ระหว่างปรับปรุง"


def _attached(fields: Fields) -> Iterator[str]:
    if fields.attachments:
        yield "attachments:"
    for attachment in fields.attachments:
        yield f"  - file: {attachment.file}"
        yield f"    title: {quoted(attachment.title)}"
    if fields.pictures:
        yield "credits:"
    for picture in fields.pictures:
        yield f"  - file: {picture}"
        yield f"    holder: {quoted(fields.source)}"
        yield "    licence: CC-BY-4.0"
    if fields.fulfils:
        yield f"fulfils: [{', '.join(fields.fulfils)}]"


def quoted(text: str) -> str:
    """A YAML scalar that no character can break."""
    return json.dumps(text, ensure_ascii=False)

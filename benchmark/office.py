"""The invented office that every generated repository belongs to: its units, people and what they write about."""

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    id: str
    name: str
    provider: str
    """Person id of who answers for what the unit publishes."""


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    email: str
    role: str


@dataclass(frozen=True, slots=True)
class Topic:
    slug: str
    thai: str


UNIT_NAMES = (
    ("administration", "กลุ่มงานอำนวยการ"),
    ("planning", "กลุ่มงานยุทธศาสตร์และแผนงาน"),
    ("finance", "กลุ่มงานการเงินและพัสดุ"),
    ("health", "กลุ่มงานส่งเสริมสุขภาพ"),
    ("law", "กลุ่มงานนิติการ"),
    ("service", "กลุ่มงานบริการประชาชน"),
    ("information", "กลุ่มงานเทคโนโลยีสารสนเทศ"),
    ("personnel", "กลุ่มงานบริหารทรัพยากรบุคคล"),
)
UNITS = tuple(Unit(unit, name, f"{unit}-provider") for unit, name in UNIT_NAMES)
PROVIDERS = tuple(
    Person(unit.provider, f"เจ้าหน้าที่สมมุติ {position}", f"{unit.id}@office.example", "provider")
    for position, unit in enumerate(UNITS, start=1)
)
SIGNERS = (
    Person("reviewer", "ผู้ตรวจสอบสมมุติ", "reviewer@office.example", "reviewer"),
    Person("approver", "ผู้อนุมัติสมมุติ", "approver@office.example", "approver"),
    Person("webmaster-1", "ผู้ดูแลเว็บสมมุติ หนึ่ง", "webmaster1@office.example", "webmaster"),
    Person("webmaster-2", "ผู้ดูแลเว็บสมมุติ สอง", "webmaster2@office.example", "webmaster"),
)
POSITIONS = {
    "provider": "นักวิเคราะห์นโยบายและแผน",
    "reviewer": "หัวหน้ากลุ่มงาน",
    "approver": "หัวหน้าสำนักงาน",
    "webmaster": "นักวิชาการคอมพิวเตอร์",
}
TOPICS = {
    "general-information": (Topic("structure", "โครงสร้างหน่วยงานด้าน"), Topic("action-plan", "แผนปฏิบัติราชการด้าน")),
    "law": (Topic("regulation", "ระเบียบว่าด้วย"), Topic("order", "คำสั่งเรื่อง")),
    "knowledge": (Topic("knowledge", "องค์ความรู้เรื่อง"), Topic("lesson", "บทเรียนจากการทำงานเรื่อง")),
    "web-links": (Topic("link", "เว็บไซต์ที่เกี่ยวข้องกับ"), Topic("directory", "รวมช่องทางติดต่อเรื่อง")),
    "official-information": (Topic("resolution", "ผลการพิจารณาเรื่อง"), Topic("budget", "แผนงานและงบประมาณด้าน")),
    "work-manuals": (Topic("work-manual", "คู่มือปฏิบัติงานเรื่อง"), Topic("standard", "มาตรฐานการทำงานด้าน")),
    "citizen-manuals": (Topic("citizen-manual", "คู่มือสำหรับประชาชนเรื่อง"), Topic("permit", "วิธีขออนุญาต")),
    "public-relations": (Topic("news", "ข่าวประชาสัมพันธ์เรื่อง"), Topic("procurement", "ประกาศจัดซื้อจัดจ้าง")),
    "e-services": (Topic("e-service", "บริการออนไลน์เรื่อง"), Topic("form", "แบบคำขอเรื่อง")),
    "statistics": (Topic("statistics", "สถิติการให้บริการด้าน"), Topic("report", "รายงานผลประจำปีด้าน")),
}
CATEGORIES = tuple(TOPICS)


def office_yaml() -> str:
    """office.yml. JSON is YAML: every string is quoted the same way, whatever it holds."""
    office = {
        "name": "สำนักงานตัวอย่างสำหรับวัดประสิทธิภาพ",
        "agency_type": "moph",
        "contact": {"address": "1 ถนนตัวอย่าง ตำบลตัวอย่าง", "phone": "0 2000 0000", "email": "contact@office.example"},
        "site_url": "https://office.example/",
        "document_prefix": "ตย 0000/",
        "units": [{"id": unit.id, "name": unit.name} for unit in UNITS],
        "people": [
            {
                "id": person.id,
                "name": person.name,
                "position": POSITIONS[person.role],
                "emails": [person.email],
                "appointments": [
                    {
                        "role": person.role,
                        "units": "all",
                        "order": {"no": "1/2561", "date": "2018-09-01"},
                        "from": "2018-09-01",
                    }
                ],
            }
            for person in PROVIDERS + SIGNERS
        ],
        "expiring_within_days": 14,
    }
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in office.items())

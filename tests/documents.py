"""A valid item and a valid office that use every field of their schemas, and walks over both."""

from collections.abc import Iterator
from typing import Any

import yaml

from prakat.rules import data

Pointer = tuple[str | int, ...]

ITEM: dict[str, Any] = {
    "title": "รับสมัครเจ้าพนักงานธุรการ",
    "summary": "รับสมัครหนึ่งอัตราตลอดเดือนตุลาคม",
    "title_en": "Recruitment of a clerk",
    "summary_en": "One clerk, applications during October 2026.",
    "owner": {"unit": "admin", "provider": "clerk"},
    "received": {"channel": "official_letter", "date": "2026-09-20"},
    "period": {"start": "2026-10-01", "end": "2026-10-31"},
    "source": {"name": "งานบริหารทั่วไป", "url": "https://office.example/", "date": "2026-09-20T08:30"},
    "timing": "fixed_period",
    "publish_on": "2026-10-01",
    "expires_on": "2026-12-31",
    "review_by": "2026-11-30",
    "attachments": [{"file": "notice.pdf", "title": "ประกาศรับสมัคร"}],
    "credits": [
        {"file": "office.png", "holder": "งานบริหารทั่วไป", "licence": "CC BY 4.0"},
        {"text": "คุณสมบัติของผู้สมัคร", "holder": "งานบริหารทั่วไป", "source": "คำสั่งที่ 12/2569"},
    ],
    "document": {"no": "15/2569", "date": "2026-09-18", "signed_by": "ผู้ทดสอบ", "position": "หัวหน้าสำนักงาน"},
    "closes": {"on": "2026-10-31", "time": "16:30", "what": "applications"},
    "relates": [{"to": "public-relations/2569/recruitment", "how": "replaces"}],
    "change_note": "เพิ่มเวลาปิดรับสมัคร",
    "external_link": "https://jobs.example/apply",
    "nothing": False,
    "law": {"year": 2540, "status": "in_force", "gazette": "เล่ม 114 ตอนที่ 46 ก"},
    "links": [{"group": "external", "name": "หน่วยงานอื่น", "url": "https://other.example/", "about": "ข้อมูลเพิ่มเติม"}],
    "steps": [{"title": "ยื่นคำขอ", "detail": "ยื่นที่สำนักงาน", "duration": "15 นาที"}],
    "service": {
        "conditions": "ผู้มีภูมิลำเนาในอำเภอ",
        "place": "สำนักงาน วันราชการ",
        "documents": ["บัตรประจำตัว"],
        "fee": "ไม่มีค่าธรรมเนียม",
        "complaints": "สำนักงาน",
    },
    "forms": ["notice.pdf"],
    "organisation": [{"name": "สำนักงาน", "head": "หัวหน้า"}, {"name": "งานบริหาร", "under": "สำนักงาน"}],
    "executives": [
        {"name": "ผู้ทดสอบ", "position": "หัวหน้า", "phone": "101", "email": "office@example.org", "picture": "head.png"}
    ],
    "table": "skr1",
    "satisfaction": {"percent": 87, "respondents": 214, "survey": "https://office.example/survey"},
    "remarks": "ปิดรับเมื่อครบจำนวน",
    "channels": ["website", "board"],
    "kind": "recruitment",
    "fulfils": ["oia-9-3"],
    "former_paths": ["public-relations/recruitment"],
    "withdrawn": {"on": "2026-11-01", "reason": "ข้อมูลคลาดเคลื่อน", "hide_title": True},
    "verbal": {"approver": "head", "at": "2026-11-19T16:30", "channel": "โทรศัพท์", "recorded_by": "web1"},
    "ignore": [{"rule": "attachment.size", "why": "แบบแปลนต้องคมชัดเมื่อพิมพ์"}],
}
_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHIzcmVhZHMgbGlrZSBhIHB1YmxpYyBrZXkhISEh office"
OFFICE: dict[str, Any] = {
    "name": "สำนักงานตัวอย่าง",
    "name_en": "Sample Office",
    "agency_type": "moph",
    "contact": {
        "address": "1 ถนนทดสอบ ตำบลทดสอบ",
        "address_en": "1 Test Road",
        "phone": "0 0000 0000",
        "fax": "0 0000 0001",
        "email": "office@example.org",
        "hours": "วันราชการ 08.30 ถึง 16.30 น.",
        "map_url": "https://maps.example/office",
        "line_id": "@office",
    },
    "site_url": "https://office.example/",
    "document_prefix": "กข 0101/",
    "desk": {"url": "https://desk.office.example"},
    "units": [{"id": "admin", "name": "งานบริหารทั่วไป", "name_en": "Administration"}],
    "people": [
        {
            "id": "clerk",
            "name": "ผู้ทดสอบ",
            "position": "เจ้าพนักงานธุรการ",
            "phone": "101",
            "emails": ["clerk@office.example"],
            "accounts": {"github": "clerk", "forgejo": "clerk"},
            "account_ids": {"github": 1001, "forgejo": 7},
            "keys": [_KEY],
            "made_keys": [f"SHA256:{43 * '0'}"],
            "key_order": {"no": "นภ 0332/15", "date": "2026-07-01"},
            "appointments": [
                {
                    "role": "provider",
                    "units": ["admin"],
                    "order": {"no": "12/2569", "date": "2026-01-01"},
                    "from": "2026-01-01",
                    "until": "2026-12-31",
                    "end_order": {"no": "นภ 0332/16", "date": "2026-12-31"},
                    "acting_for": "หัวหน้างานบริหารทั่วไป",
                }
            ],
        }
    ],
    "publisher": {
        "accounts": {"github": "prakat[bot]", "forgejo": "prakat"},
        "keys": [_KEY],
        "email": "p@office.example",
    },
    "forge": {
        "visibility": "private",
        "administrators": ["site-admin"],
        "machines": ["prakat-check"],
        "addresses": ["https://publisher.office.example/wake"],
    },
    "sign_off": ["reviewer", "approver", "webmaster"],
    "sign_off_valid_days": 30,
    "urgent": {"ratify_within_working_days": 1},
    "immediate_within_hours": 24,
    "expiring_within_days": 14,
    "confirm_within_working_days": 3,
    "extra_holidays": ["2026-12-11"],
    "not_applicable": [{"id": "oia-9-6", "why": "ไม่มีสัญญาสัมปทาน"}],
    "assessments": [{"list": "moit", "what": "ส่งหลักฐาน", "from": "2026-12-01", "until": "2026-12-31"}],
    "prakat": f"prakat==0.2.0 --hash=sha256:{64 * '0'}",
    "mail": {"quiet_hours": {"from": "20:00", "until": "06:00"}},
    "audit": {"since": "0123456789abcdef0123456789abcdef01234567"},
}
EVERY: dict[str, dict[str, Any]] = {"item": ITEM, "office": OFFICE}


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def written(found: dict[str, Any]) -> str:
    return yaml.dump(found, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)


def fields(name: str) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    """Each value in a document, with its part of the schema."""
    root = data.load(f"{name}.schema.json")
    yield from _below(root, root, EVERY[name], ())


def _below(root: dict[str, Any], part: dict[str, Any], value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, Any]]:
    if pointer:
        yield pointer, part
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _below(root, _resolved(root, part["properties"][key]), entry, (*pointer, key))
    elif isinstance(value, list):
        items = part.get("items") or part["anyOf"][-1]["items"]
        for index, entry in enumerate(value):
            yield from _below(root, _resolved(root, items), entry, (*pointer, index))


def _resolved(root: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in part:
        return part
    target = root
    for step in part["$ref"].removeprefix("#/").split("/"):
        target = target[step]
    return {**target, **part}


def at(found: Any, pointer: Pointer) -> Any:
    for step in pointer:
        found = found[step]
    return found


def line_of(text: str, pointer: Pointer) -> int:
    """The line of a key or list entry, from 1, as PyYAML's own composer sees it."""
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    line = node.start_mark.line
    for step in pointer:
        if isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line
        else:
            key, node = next(pair for pair in node.value if pair[0].value == step)
            line = key.start_mark.line
    return line + 1

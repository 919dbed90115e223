"""A small office in a folder, item by item, for tests that build and release real sites."""

import json
from collections.abc import Mapping
from pathlib import Path

from category_fields import completed

OFFICE = """\
name: สำนักงานตัวอย่าง
contact: {address: "1 ถนนทดสอบ ตำบลทดสอบ", phone: 0 0000 0000, email: office@example.org}
site_url: https://office.example/
units: [{id: admin, name: งานบริหารทั่วไป}]
people:
"""
_PERSON = """\
  - id: {id}
    name: ผู้ทดสอบ {id}
    position: นักวิชาการสาธารณสุข
    emails: [{id}@office.example]
    appointments: [{{role: {role}, units: all, order: {{no: "1/2569", date: 2025-10-01}}, from: 2025-10-01}}]
"""
PEOPLE = {"clerk": "provider", "checker": "reviewer", "head": "approver", "web1": "webmaster", "web2": "webmaster"}
OFFICE += "".join(_PERSON.format(id=person, role=role) for person, role in PEOPLE.items())
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

Fields = dict[str, object]


def office(repo: Path, text: str = OFFICE) -> Path:
    (repo / "content").mkdir(parents=True, exist_ok=True)
    (repo / "office.yml").write_text(text, encoding="utf-8")
    return repo


def fields(path: str = "public-relations/notice", **changed: object) -> Fields:
    """The front matter of a valid item there; a value of None takes a key away."""
    base: Fields = {
        "title": "ประกาศเรื่องทดสอบระบบ",
        "summary": "รายละเอียดโดยย่อของประกาศเรื่องทดสอบระบบ",
        "owner": {"unit": "admin", "provider": "clerk"},
        "period": {"start": "2026-10-01", "end": "2026-10-31"},
        "source": {"name": "งานบริหารทั่วไป"},
        "timing": "fixed_period",
        "publish_on": "2026-10-01",
        "expires_on": "2026-10-31",
    }
    return completed(path, {**base, **changed})


def item(
    repo: Path,
    path: str,
    body: str = "เนื้อหาของประกาศเรื่องทดสอบ",
    files: Mapping[str, bytes] | None = None,
    **changed: object,
) -> Path:
    """Writes content/<path>/index.md (front matter as JSON, which is YAML) and the files, which it lists."""
    folder = repo / "content" / path
    folder.mkdir(parents=True, exist_ok=True)
    if files:
        listed = [{"file": name, "title": f"เอกสาร {name}"} for name in files]
        changed = {"attachments": listed, **changed}
        for name, content in files.items():
            (folder / name).write_bytes(content)
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields(path, **changed).items()]
    (folder / "index.md").write_text("---\n" + "\n".join(lines) + f"\n---\n\n{body}\n", encoding="utf-8")
    return folder

"""What the schema of each category asks of an item, the least of it: for the tests' writers of items."""

from typing import Any

_SOURCE = {"name": "งานบริหารทั่วไป"}
_STEPS = [{"title": "ยื่นคำขอ", "detail": "ยื่นคำขอที่สำนักงาน", "duration": "15 นาที"}]
_SERVICE = {
    "conditions": "ผู้มีชื่อในทะเบียนบ้านของอำเภอนี้",
    "place": "ที่สำนักงาน ในวันและเวลาราชการ",
    "documents": ["ไม่ต้องใช้เอกสาร"],
    "fee": "ไม่มีค่าธรรมเนียม",
    "complaints": "ที่สำนักงาน",
}
_SITE = {"group": "external", "name": "เว็บไซต์ของหน่วยงานอื่น", "url": "https://other.example/"}
ASKED: dict[str, dict[str, Any]] = {
    "law": {"source": _SOURCE, "law": {"year": 2540, "status": "in_force"}},
    "knowledge": {"source": {**_SOURCE, "date": "2026-06-01"}},
    "web-links": {"links": [_SITE]},
    "work-manuals": {"steps": _STEPS},
    "citizen-manuals": {"steps": _STEPS, "service": _SERVICE},
    "e-services": {"external_link": "https://service.example/"},
}


def asked_of(path: str) -> dict[str, Any]:
    """Of an item there: `law/2569/act`, with or without `content/` before it."""
    return ASKED.get(path.removeprefix("content/").partition("/")[0], {})


def completed(path: str, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields, and at their end what else is asked of an item there; None takes a key away."""
    asked, given = asked_of(path), dict(fields)
    if "source" in asked and given.get("source"):
        given["source"] = {**asked["source"], **given["source"]}
    given |= {key: value for key, value in asked.items() if key not in given}
    return {key: value for key, value in given.items() if value is not None}

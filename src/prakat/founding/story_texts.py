"""the invented office of the story: its people, and the texts that it publishes"""

from collections.abc import Mapping
from typing import Any

Fields = Mapping[str, Any]
OFFICE: Fields = {
    "name": "สำนักงานสาธารณสุขอำเภอตัวอย่าง",
    "agency_type": "moph",
    "contact": {
        "address": "1 ถนนตัวอย่าง ตำบลตัวอย่าง อำเภอตัวอย่าง",
        "phone": "0 2000 0000",
        "email": "office@office.example",
    },
    "site_url": "https://office.example/",
    "document_prefix": "ตย 0000/",
    "units": [{"id": "admin", "name": "กลุ่มงานบริหารทั่วไป"}, {"id": "health", "name": "กลุ่มงานส่งเสริมสุขภาพ"}],
    "sign_off": ["reviewer", "approver", "webmaster"],
}
PEOPLE = (
    ("anong", "นางสาวอนงค์ ตัวอย่าง", "นักวิชาการสาธารณสุข", "provider", "health"),
    ("boonmee", "นายบุญมี ตัวอย่าง", "เจ้าพนักงานธุรการ", "provider", "admin"),
    ("prasit", "นายประสิทธิ์ ตัวอย่าง", "ผู้ช่วยหัวหน้าสำนักงาน", "reviewer", "all"),
    ("malee", "นางมาลี ตัวอย่าง", "หัวหน้าสำนักงาน", "approver", "all"),
    ("wichai", "นายวิชัย ตัวอย่าง", "นักวิชาการคอมพิวเตอร์", "webmaster", "all"),
    ("suda", "นางสุดา ตัวอย่าง", "เจ้าพนักงานประชาสัมพันธ์", "webmaster", "all"),
)
"""Id, name, position, role, unit; all of them invented."""
SUCCESSOR = ("chai", "นายชัย ตัวอย่าง", "นักวิชาการสาธารณสุข", "provider", "health")

STANDS_IN: Fields = {
    "role": "reviewer",
    "units": "all",
    "from": "2026-11-01",
    "until": "2026-11-30",
    "order": {"no": "21/2569", "date": "2026-09-25"},
    "acting_for": "prasit",
}
"""What the second of PEOPLE holds for a month."""


def _fields(title: str, summary: str, unit: str, provider: str, start: str, end: str, body: str) -> Fields:
    return {
        "title": title,
        "summary": summary,
        "owner": {"unit": unit, "provider": provider},
        "period": {"start": start, "end": end},
        "source": {"name": OFFICE["name"]},
        "timing": "fixed_period",
        "publish_on": start,
        "expires_on": end,
        "body": body,
    }


CONTACT = {
    **_fields(
        "ข้อมูลการติดต่อสำนักงาน",
        "ที่ตั้ง หมายเลขโทรศัพท์ และเวลาทำการของสำนักงาน",
        *("admin", "boonmee", "2026-07-01", "2026-12-31"),
        "เปิดทำการวันจันทร์ถึงวันศุกร์ เวลา 08.30 ถึง 16.30 น. เว้นวันหยุดราชการ",
    ),
    "timing": "on_change",
    "expires_on": "never",
    "review_by": "2027-06-30",
}
JOBS = _fields(
    "ประกาศรับสมัครอาสาสมัครสาธารณสุข",
    "รับสมัครอาสาสมัครสาธารณสุขประจำหมู่บ้าน จำนวน 10 คน",
    *("health", "anong", "2026-07-06", "2026-08-31"),
    "ผู้สนใจยื่นใบสมัครด้วยตนเองที่สำนักงานในเวลาราชการ",
)
PLAN = _fields(
    "แผนปฏิบัติการประจำปีของสำนักงาน",
    "แผนงานและกำหนดเวลาของกิจกรรมในปีงบประมาณ",
    *("admin", "boonmee", "2026-07-20", "2026-09-30"),
    "สำนักงานดำเนินงานตามแผนปฏิบัติการซึ่งปรับปรุงทุกไตรมาส",
)
RENEWED: Fields = {"period": {"start": "2026-07-20", "end": "2027-09-30"}, "expires_on": "2027-09-30"}
FLOOD = _fields(
    "แจ้งเตือนน้ำท่วมและโรคที่มากับน้ำ",
    "ข้อควรปฏิบัติและหมายเลขโทรศัพท์ขอความช่วยเหลือระหว่างน้ำท่วม",
    *("health", "anong", "2026-08-03", "2026-12-31"),
    "ต้มน้ำก่อนดื่ม หลีกเลี่ยงการลุยน้ำ และโทรแจ้งสำนักงานเมื่อมีผู้ป่วย",
)
WATER = _fields(
    "แจ้งงดให้บริการเนื่องจากน้ำประปาไม่ไหล",
    "สำนักงานงดให้บริการบางส่วนเนื่องจากน้ำประปาไม่ไหล",
    *("health", "anong", "2026-09-07", "2027-03-31"),
    "งดตรวจสุขภาพชั่วคราว บริการอื่นเปิดตามปกติ",
)
LEAFLET = {
    **_fields(
        "ความรู้เรื่องโรคไข้เลือดออก",
        "อาการของโรคไข้เลือดออกและวิธีป้องกันยุงลาย",
        *("health", "anong", "2026-09-14", "2027-09-13"),
        "ปิดภาชนะเก็บน้ำ เปลี่ยนน้ำทุกเจ็ดวัน และพบแพทย์เมื่อมีไข้สูง",
    ),
    "source": {"name": OFFICE["name"], "date": "2026-09-01"},
}
TO_SUCCESSOR: Fields = {"owner": {"unit": "health", "provider": "chai"}}
WITHDRAWN: Fields = {"withdrawn": {"on": "2026-11-09", "reason": "มีเอกสารฉบับใหม่ของกรมควบคุมโรคแทน"}}
SHOP = _fields(
    "ขอเชิญชวนซื้อสินค้าของร้านค้าเอกชน",
    "รายการส่งเสริมการขายของร้านค้าเอกชนในอำเภอ",
    *("health", "anong", "2026-07-15", "2026-08-15"),
    "ลดราคาสินค้าทุกชิ้นตลอดเดือน",
)
NOT_OURS = "เป็นการค้าของเอกชน ไม่ใช่ภารกิจของสำนักงาน"
"""Why SHOP is refused."""
TELEPHONE = "โทรศัพท์"
"""How permissions by word of mouth are given."""

"""the item's schema -> what staff see when they open a request on a forge: what to fill, what happens next (R03)"""

from collections.abc import Mapping
from typing import Any

from prakat.request.review import CHECKED_TH

_HEAD = """\
## คำขอเผยแพร่ข้อมูล

<!-- เขียนสั้น ๆ ว่าขอเผยแพร่เรื่องใด ข้อมูลตามแบบฟอร์มอยู่ในส่วนหัวของไฟล์ index.md
ระบบจะสรุปแบบฟอร์ม ผลการตรวจ และผู้ที่ยังต้องลงนาม เป็นความเห็นหนึ่งรายการในคำขอนี้ -->

### ตรวจก่อนส่ง

"""
_TAIL = f"""\
- [ ] ไม่มีข้อมูลส่วนบุคคลที่ไม่จำเป็น
- [ ] คำขอนี้มีเรื่องชนิดเดียว: เนื้อหา หรือ office.yml หรือระบบ

### ถึงผู้ลงนาม

ลงนามด้วยการอนุมัติ (Approve) ตามลำดับขั้น หลังการแก้ไขครั้งสุดท้าย ผู้จัดทำลงนามไม่ได้ คนหนึ่งลงนามได้ขั้นเดียว
ผู้ลงนามคนสุดท้ายเขียนบรรทัดนี้ในการอนุมัติ:

```
{CHECKED_TH}
```
"""


def template(schema: Mapping[str, Any]) -> str:
    """Markdown in Thai; one line for each field that every item must have."""
    fields = schema["properties"]
    lines = [f"- [ ] {fields[key]['title']} (`{key}`): {fields[key]['description']}" for key in schema["required"]]
    return _HEAD + "\n".join(lines) + "\n" + _TAIL

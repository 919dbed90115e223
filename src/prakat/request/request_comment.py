"""a request's report x what the policy says of it -> the one comment that its people read (R03, R06, R08)"""

from collections.abc import Iterable, Iterator, Sequence

from prakat.request.request_report import Change, Report, Row
from prakat.request.review import CHECKED_TH
from prakat.rules.safe_text import plain
from prakat.rules.violation import Violation

MARKER = "<!-- prakat:request -->"
MAX_ITEMS, MAX_FINDINGS = 20, 50
MAX_BYTES = 60_000
"""GitHub takes 65,536 characters."""


def comment(report: Report | None, standing: Sequence[Violation], head: str) -> str:
    """In Thai. Every value of the report is a stranger's, and stands as plain text inside HTML."""
    parts = [_standing(standing)]
    if report is None:
        parts.append("<p>ยังไม่มีผลการตรวจของรุ่นล่าสุด</p>")
    else:
        parts.append(_findings(report.findings))
        parts += [_item(each) for each in report.items[:MAX_ITEMS]]
        if len(report.items) > MAX_ITEMS:
            parts.append(f"<p>และอีก {len(report.items) - MAX_ITEMS} รายการ</p>")
    parts.append(f"<p>รุ่นที่ตรวจ <code>{plain(head[:12])}</code> ภาพก่อนและหลังอยู่ในไฟล์แนบของงานตรวจ (artifact)</p>")
    return _within("\n\n".join(parts))


def _within(text: str) -> str:
    """Whole parts only: a comment that is cut inside a table would show the rest as it likes."""
    if len(text) <= MAX_BYTES:
        return text + "\n"
    kept = ""
    for part in text.split("\n\n"):
        if len(kept) + len(part) > MAX_BYTES:
            break
        kept += part + "\n\n"
    return kept + "<p>ยาวเกินไป ดูส่วนที่เหลือในไฟล์แนบของงานตรวจ</p>\n"


def _standing(found: Sequence[Violation]) -> str:
    if not found:
        return "<h3>ครบทุกขั้นตอนแล้ว รอผู้รวมคำขอ</h3>"
    rows = "".join(f"<li>{plain(each.message('th'))}</li>" for each in found)
    return f"<h3>ยังรวมไม่ได้ เพราะ</h3><ul>{rows}</ul><p>ผู้ลงนามคนสุดท้ายเขียนในการอนุมัติว่า <code>{CHECKED_TH}</code></p>"


def _findings(found: Sequence[Row]) -> str:
    if not found:
        return "<p>ตรวจแล้วไม่พบข้อผิด</p>"
    rows = ((f"{path}:{line}", rule, message) for path, line, rule, _, message in found[:MAX_FINDINGS])
    more = f"<p>และอีก {len(found) - MAX_FINDINGS}</p>" if len(found) > MAX_FINDINGS else ""
    return "<h3>ผลการตรวจ</h3>" + _table(("ที่", "ข้อตรวจ", "ต้องแก้"), rows) + more


def _item(each: Change) -> str:
    parts = [f"<h3>{plain(each.path)}</h3>"]
    if each.form:
        form = _table(("ช่อง", "ข้อความ"), each.form)
        parts.append(f"<details><summary>แบบฟอร์มการขอเผยแพร่ข้อมูล</summary>{form}</details>")
    else:
        parts.append("<p>คำขอนี้นำรายการออก หรือรายการยังอ่านไม่ได้</p>")
    if each.changes:
        parts.append(_table(("สิ่งที่ผู้อ่านจะเห็นเปลี่ยน", "เดิม", "ใหม่"), each.changes))
    if each.files:
        parts.append(_table(("ไฟล์", "ชนิด", "ไบต์", "SHA-256"), each.files))
    return "".join(parts)


def _table(head: Iterable[str], rows: Iterable[Row]) -> str:
    return f"<table>{_row(head, 'th')}{''.join(_cells(rows))}</table>"


def _cells(rows: Iterable[Row]) -> Iterator[str]:
    return (_row((plain(each) for each in row), "td") for row in rows)


def _row(cells: Iterable[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{each}</{tag}>" for each in cells) + "</tr>"

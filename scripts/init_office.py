"""Begin a new office from this checkout: its bare repository, its office.yml and first item, its keys and its epoch."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import terminal
from prakat import buddhist_era, foundation
from prakat.finding import CannotWork
from prakat.foundation import Answers, Appointee

QUESTIONS = {
    "name": "ชื่อหน่วยงาน",
    "address": "ที่อยู่",
    "phone": "โทรศัพท์",
    "email": "อีเมลกลาง",
    "site_url": "ที่อยู่เว็บไซต์ (https://...)",
    "order_no": "เลขที่คำสั่งแต่งตั้ง เช่น 12/2569",
    "order_date": "วันที่ของคำสั่ง (ปี ค.ศ. เช่น 2026-10-01)",
}
PERSON = "ROLE:ID:NAME:POSITION:MAIL"
ROLES = ("provider", "reviewer", "approver", "webmaster")


def main(argv: Sequence[str] | None = None) -> int:
    options = parser().parse_args(argv)
    moment = buddhist_era.chosen_moment(options.date, os.environ)
    answers = answered(options)
    for line in foundation.found(answers, options.repo, options.to, moment):
        print(line)
    print(f"เริ่มงาน: git clone {options.to / 'office.git'}")
    return 0


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__doc__)
    made.add_argument("--to", type=Path, required=True, metavar="DIR", help="where office.git and keys are made")
    for name, question in QUESTIONS.items():
        made.add_argument(f"--{name.replace('_', '-')}", help=question)
    made.add_argument("--unit", action="append", default=[], metavar="ID:NAME", help="a unit; may be given again")
    made.add_argument("--person", action="append", default=[], metavar=PERSON, help=f"role: {', '.join(ROLES)}")
    made.add_argument("--key", action="append", default=[], metavar="ID:FILE", help="a person's own public key")
    return made


def answered(options: argparse.Namespace) -> Answers:
    """What the flags say; the rest is asked, where somebody is there to ask."""
    found = {name: getattr(options, name) or ask(question) for name, question in QUESTIONS.items()}
    units = options.unit or listed("หน่วยงานภายใน ID:ชื่อ (บรรทัดว่างเมื่อครบ)")
    people = options.person or listed(f"บุคคล {PERSON} (approver 1 และ webmaster 2 คนเป็นอย่างน้อย)")
    keys = dict(pair(each) for each in options.key)
    day = buddhist_era.parse(found.pop("order_date"))
    if isinstance(day, buddhist_era.DateProblem):
        raise CannotWork(f"--order-date: ต้องเป็นวันที่แบบ {day.suggestion} (must be an ISO date)")
    named = [appointee(each, keys) for each in people]
    return Answers(**found, units=dict(pair(each) for each in units), people=named, order_date=day)


def appointee(text: str, keys: dict[str, str]) -> Appointee:
    role, person, name, position, mail = parts(text, 5)
    if role not in ROLES:
        raise CannotWork(f"{text}: ROLE ต้องเป็น {', '.join(ROLES)}")
    try:
        key = Path(keys[person]).read_text(encoding="utf-8").strip() if person in keys else ""
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotWork(f"--key {person}: {problem}") from None
    return Appointee(role, person, name, position, mail, key)


def pair(text: str) -> tuple[str, str]:
    first, second = parts(text, 2)
    return first, second


def parts(text: str, count: int) -> list[str]:
    found = [part.strip() for part in text.split(":", count - 1)]
    if len(found) != count or not all(found):
        raise CannotWork(f"{text!r}: ต้องมี {count} ส่วนคั่นด้วย : (needs {count} parts)")
    return found


def listed(question: str) -> list[str]:
    found = [ask(question)]
    while line := ask(question, may_end=True):
        found.append(line)
    return found


def ask(question: str, *, may_end: bool = False) -> str:
    if not sys.stdin.isatty():
        raise CannotWork(f"ยังขาด: {question} (missing, and nobody to ask)")
    text = input(f"{question}: ").strip()
    return text if text or may_end else ask(question)


if __name__ == "__main__":
    sys.exit(terminal.run(main))

"""Begin a new office from this checkout: its bare repository, its office.yml and first item, its keys and its epoch."""

import argparse
import datetime
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
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
}
ORDER_DATE = "วันที่ของคำสั่ง (ปี ค.ศ. เช่น 2026-10-01)"
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
    made.add_argument("--order-date", help=ORDER_DATE)
    made.add_argument("--unit", action="append", default=[], metavar="ID:NAME", help="a unit; may be given again")
    made.add_argument("--person", action="append", default=[], metavar=PERSON, help=f"role: {', '.join(ROLES)}")
    made.add_argument("--key", action="append", default=[], metavar="ID:FILE", help="a person's own public key")
    return made


def answered(options: argparse.Namespace) -> Answers:
    """What the flags say; the rest is asked, where somebody is there to ask."""
    keys = dict(map(pair, options.key))
    found = {name: getattr(options, name) or terminal.ask(question, str) for name, question in QUESTIONS.items()}
    order_date = day(options.order_date) if options.order_date else terminal.ask(ORDER_DATE, day)
    units = list(map(pair, options.unit)) or terminal.ask_each("หน่วยงานภายใน ID:ชื่อ", pair)
    question = f"บุคคล {PERSON} (approver 1 และ webmaster 2 คนเป็นอย่างน้อย)"
    people = list(map(appointee, options.person)) or terminal.ask_each(question, appointee)
    if strangers := keys.keys() - {each.id for each in people}:
        raise CannotWork(f"--key {', '.join(sorted(strangers))}: ไม่มีบุคคลนี้ใน --person (no such person)")
    named = [replace(each, key=public_key(each.id, keys[each.id])) if each.id in keys else each for each in people]
    return Answers(**found, units=dict(units), people=named, order_date=order_date)


def day(text: str) -> datetime.date:
    return buddhist_era.chosen_day(text, {}, "--order-date")


def appointee(text: str) -> Appointee:
    role, person, name, position, mail = parts(text, 5)
    if role not in ROLES:
        raise CannotWork(f"{text}: ROLE ต้องเป็น {', '.join(ROLES)} (must be one of these)")
    return Appointee(role, person, name, position, mail)


def public_key(person: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotWork(f"--key {person}: อ่านไม่ได้ (cannot be read): {problem}") from None


def pair(text: str) -> tuple[str, str]:
    first, second = parts(text, 2)
    return first, second


def parts(text: str, count: int) -> list[str]:
    found = [part.strip() for part in text.split(":", count - 1)]
    if len(found) != count or not all(found):
        raise CannotWork(f"{text!r}: ต้องมี {count} ส่วนคั่นด้วย : (needs {count} parts)")
    return found


if __name__ == "__main__":
    sys.exit(terminal.run(main))

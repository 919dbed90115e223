"""bytes of a register x a period -> its entries that are right by its schema, and those that papers tell (R40, R48)"""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from prakat.content import logbook
from prakat.content.logbook import REGISTERS
from prakat.rules import schema
from prakat.rules.strict_yaml import YamlDocument, read_yaml_bytes
from prakat.rules.unreadable import Unreadable
from prakat.thai.period import Period

_Entry = Mapping[str, Any]


def register_path(name: str) -> str:
    """Of the register of that name, one of `logbook.NAMES`."""
    return f"{REGISTERS}/{name}.yml"


def register_entries(name: str, raw: bytes) -> Iterator[_Entry]:
    """In their order. What its checks refuse is left out, entry by entry: a paper cannot tell it."""
    try:
        data = read_yaml_bytes(raw, logbook.MAX_BYTES).data
    except Unreadable:
        return
    form = schema.named(f"{REGISTERS}/{name}")
    for each in data if isinstance(data, list) else ():
        if isinstance(each, dict) and not any(form.findings(register_path(name), YamlDocument([each]))):
            yield each


def begun_in(entries: Iterator[_Entry], period: Period, until: datetime.date) -> list[_Entry]:
    """Those of a day of the period, up to `until`."""
    return [each for each in entries if period.first <= _day(each, "date") <= until]


def open_in(entries: Iterator[_Entry], period: Period, until: datetime.date) -> list[_Entry]:
    """Those found in the period or before, and not solved before it began."""
    return [
        each
        for each in entries
        if _day(each, "date") <= until and ("solved_on" not in each or _day(each, "solved_on") >= period.first)
    ]


def _day(entry: _Entry, key: str) -> datetime.date:
    return datetime.date.fromisoformat(entry[key])

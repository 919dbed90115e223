"""beginning of a line -> the number of a clause as it was typed there: ๑. 1) (๒) ๑.๑ ก. (ก)"""

import re
from dataclasses import dataclass

_DIGIT = "[0-9๐-๙]"
_COUNT = rf"(?:{_DIGIT}{{1,3}}(?:\.{_DIGIT}{{1,3}})*)"
_NUMBER = rf"\({_COUNT}\)|{_COUNT}[.)]|(?P<decimal>[1-9๑-๙]{_DIGIT}?(?:\.[1-9๑-๙]{_DIGIT}?)+)|\(?[ก-ฮ]\)|[กขคงจฉชซ]\."
_TYPED = re.compile(rf"(?:{_NUMBER})(?=[ \t]+(?!(?:{_COUNT}[.)]|\({_COUNT}\)|น\.)(?:[ \t]|$))\S)".replace("$", r"\Z"))


_CLAUSE = re.compile(
    rf"(?:ข้อ|มาตรา|หมวด|ส่วนที่|บทที่)[ \t]*{_DIGIT}|(?:ประกาศ|สั่ง|ให้ไว้)[ \t]*ณ[ \t]|{_COUNT}\.[ก-ฮเ-ไ]|[กขคงจฉชซ]\.[ \t]"
)


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """Or a bullet, which is a mark and no text."""

    text: str
    end: int
    is_typed: bool = True
    is_decimal: bool = False
    """Looks like a number with decimals: 1.5"""

    @property
    def family(self) -> str:
        return "number" if self.is_typed else self.text


def number_at(text: str, begun: int, end: int) -> TypedNumber | None:
    """`3. 5. 7.` on one line is a text; so is a time of day."""
    found = _TYPED.match(text, begun, end)
    return TypedNumber(found[0], found.end(), is_decimal=found["decimal"] is not None) if found else None


def begins_clause(line: str) -> bool:
    """Whether the line stands for itself, and goes on no entry of a list above it: another clause, or the closing words
    of an order."""
    return _CLAUSE.match(line) is not None

"""text -> the web and mail addresses and the telephone numbers in it, each with where it leads"""

import html
import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from prakat.thai.buddhist_era import to_arabic_digits
from prakat.thai.telephone import dial


class Contact(NamedTuple):
    begun: int
    end: int
    target: str


_WEB = re.compile(
    r"(?:https?://(?:[a-z0-9-]++\.)++[a-z0-9-]++|www(?:\.[a-z0-9-]++)++)(?!@)(?::[0-9]++)?"
    r"(?:[/?#][^\s<>\"'`|^{}\\\u0e00-\u0e7f\u2018-\u201f…]*+)?",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?<![A-Za-z0-9._+@-])[A-Za-z0-9][A-Za-z0-9._+-]*+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?![A-Za-z0-9@])"
)
_TRAILING, _AROUND = ".,;:!?([", "*_~"
"""What ends a sentence and no address; and what does so only where the same stands before the address."""
_NEXT_ADDRESS = re.compile(r"[,;]https?://", re.IGNORECASE)
_THAI_WITHIN = re.compile(r"[\u0e00-\u0e7f]+[-/_.%?=][A-Za-z0-9]")
"""An address whose name is partly Thai; where it ends nobody can tell."""
_GAP = "[- \u00a0\u2010-\u2013]"
_NUMBER = re.compile(
    rf"(?:"
    rf"(?P<mobile>0(?:[689][0-9]{_GAP}?[0-9]{{3}}{_GAP}?[0-9]{{4}}|[689]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}"
    rf"|{_GAP}[689][0-9]{{3}}{_GAP}[0-9]{{5}}|[689][0-9]{{2}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{3}}))"
    rf"|(?P<spaced>0(?:{_GAP}[2-7][0-9]{{3}}{_GAP}[0-9]{{4}}|2{_GAP}[0-9]{{3}}{_GAP}?[0-9]{{4}}"
    rf"|{_GAP}2{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}"
    rf"|[3-57][0-9]{_GAP}(?:[0-9]{{3}}{_GAP}?[0-9]{{3}}|[0-9]{{2}}{_GAP}[0-9]{{4}}))"
    rf"|\(0[2-7][0-9]?\){_GAP}?[0-9]{{3}}{_GAP}?[0-9]{{3,4}}"
    rf"|\+66{_GAP}?(?:\(0\){_GAP}?)?[1-9](?:{_GAP}?[0-9]){{7,8}}"
    rf"|1{_GAP}?800{_GAP}[0-9]{{3}}{_GAP}[0-9]{{3}})"
    rf"|(?P<plain>0{_GAP}?[0-9]{{4}}{_GAP}?[0-9]{{4}})"
    rf"|(?P<short>19[0-9]|1[1-9][0-9]{{2}})"
    rf")(?![0-9A-Za-z])(?!{_GAP}?[0-9]{{3}})(?![/.,:][0-9])(?!{_GAP}[0-9]{{1,2}}{_GAP}[0-9])"
)
"""Grouped in the ways that offices write; `plain` and `short` count only behind words that say what they are."""
_MAY_HOLD = re.compile("[01๐๑+(@]")
_MAY_BEGIN = re.compile(rf"[01+(](?=[0-9)]|{_GAP}[0-9])")
_SAID = re.compile(
    r"(?P<yes>โทรศัพท์[ ]*(?:/|และ)[ ]*โทรสาร|โทร(?!สาร|ทัศน์|เลข)|มือถือ|เบอร์|สายด่วน|ติดต่อ|สอบถาม"
    r"|\b(?:[Tt]el|TEL|[Cc]all(?: [Cc]ent(?:er|re))?)\b|[Pp]hone)"
    r"|(?P<no>โทรสาร|แฟ็?กซ์|[Ff]ax|FAX|บัญชี|ประจำตัว|รหัส|ทะเบียน|เลขที่|คำสั่ง|ผู้เสียภาษี|นิติบุคคล|\b[Tt]ax\b"
    r"|ครุภัณฑ์|ใบเสร็จ|เล่มที่|โฉนด)"
)
_SO_FAR = 60
"""Characters before a number in which a word may say what it is."""
_JUST_BEFORE = re.compile(r"(?:ศัพท์|หมายเลข|เบอร์|ที่|ได้|ฉุกเฉิน|สายด่วน|หรือ|และ|[0-9 .:,/()\u00a0-])*+")
_COUNTED = re.compile(
    r" ?(?:-?[0-9]|ราย|คน|ครั้ง|เรื่อง|สาย(?!ด่วน)|บาท|เครื่อง|ชั่วโมง|วัน"
    r"|แห่ง|ชุด|หมู่|นาที|เมตร|เลขหมาย|จุด|เคส|ถนน|ถ\.|ซอย|ซ\.|ม\.|ต\.|อาคาร|ชั้น)"
)
_DATED = re.compile(r"ปี|พ\.ศ\.|เมื่อ|จำนวน|ให้บริการ")


def web_address(text: str, begun: int, end: int) -> str:
    """The address that begins there, without the sign that ends its sentence; empty if it is none."""
    match = _WEB.match(text, begun, end)
    if not match:
        return ""
    if _THAI_WITHIN.match(text, match.end(), end):
        return ""
    written = _NEXT_ADDRESS.split(match[0], maxsplit=1)[0]
    last, around = len(written), text[begun - 1] if begun and text[begun - 1] in _AROUND else "\0"
    unopened = {")": written.count(")") - written.count("("), "]": written.count("]") - written.count("[")}
    while written[last - 1] in (*_TRAILING, around) or unopened.get(written[last - 1], 0) > 0:
        last -= 1
        if written[last] in unopened:
            unopened[written[last]] -= 1
    return written[:last]


def says_telephone(text: str) -> bool:
    return (last := _last_said(text)) is not None and last.lastgroup == "yes"


def contacts(text: str, heading: str = "") -> Iterator[Contact]:
    """In their order, mail and telephone numbers; a number as it is, digits may be Thai.

    `heading`: what stands above or before the text, which may say that its numbers are those of telephones."""
    if not _MAY_HOLD.search(text):
        return
    found = [Contact(*each.span(), f"mailto:{each[0]}") for each in _MAIL.finditer(text)] if "@" in text else []
    found += _telephones(text, heading)
    reached = 0
    for each in sorted(found):
        if each.begun >= reached:
            yield each
            reached = each.end


def linked(text: str, contacts: Sequence[Contact]) -> str:
    """The text as HTML, its contacts as links and not a character of it changed."""
    parts, reached = [], 0
    for begun, end, target in contacts:
        kept = ' class="whole"' if target.startswith("tel:") else ""
        parts.append(html.escape(text[reached:begun], quote=False))
        parts.append(f'<a{kept} href="{html.escape(target)}">{html.escape(text[begun:end], quote=False)}</a>')
        reached = end
    return "".join([*parts, html.escape(text[reached:], quote=False)])


def _telephones(text: str, heading: str) -> Iterator[Contact]:
    read = to_arabic_digits(text)
    for first in _MAY_BEGIN.finditer(read):
        match = _NUMBER.match(read, first.start())
        if not match or _is_in_another(read, first.start()):
            continue
        line = read.rfind("\n", max(0, match.start() - _SO_FAR), match.start()) + 1
        before = read[max(line, match.start() - _SO_FAR) : match.start()]
        said = _last_said(before)
        if not said and heading:
            before = f"{heading} {before}"
            said = _last_said(before)
        if said is None:
            is_one = match.lastgroup in ("mobile", "spaced")
        elif said.lastgroup == "no":
            is_one = False
        elif match.lastgroup == "short":
            is_one = _is_short_number(said[0], before[said.end() :], read, match)
        else:
            is_one = True
        if is_one:
            yield Contact(*match.span(), f"tel:{dial(match[0])}")


def _is_in_another(text: str, begun: int) -> bool:
    """Whether digits or Latin letters before it belong to the same number."""
    before = text[max(0, begun - 2) : begun]
    last = before[-1:]
    return (last.isascii() and last.isalnum()) or (before[:1].isdecimal() and last in tuple("-/.,"))


def _last_said(text: str) -> re.Match[str] | None:
    return next(iter(deque(_SAID.finditer(text), maxlen=1)), None)


def _is_short_number(said: str, between: str, text: str, match: re.Match[str]) -> bool:
    """191, 1669: right behind the word, or somewhere behind สายด่วน if it is no count of anything."""
    if _COUNTED.match(text, match.end()):
        return False
    return (said == "สายด่วน" and not _DATED.search(between)) or _JUST_BEFORE.fullmatch(between) is not None

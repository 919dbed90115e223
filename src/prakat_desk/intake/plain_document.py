"""bytes of a .txt or .csv in any Thai encoding -> paragraphs, or a table"""

import csv
import html
import io

from prakat.rules.message import message
from prakat_desk.intake.read_document import ReadDocument, unread

_MOST_CHARACTERS = 2_000_000
MOST_LINES = 500


def read_plain(raw: bytes, *, is_table: bool) -> ReadDocument:
    text = decoded(raw)
    if text is None or len(text) > _MOST_CHARACTERS:
        return unread(message("desk_intake.no-text"))
    return _table(text) if is_table else ReadDocument("".join(map(_paragraph, text.split("\n\n"))))


def decoded(raw: bytes) -> str | None:
    for encoding in ("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp874"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text.replace("\r\n", "\n").replace("\r", "\n")
    return None


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text.strip()).replace(chr(10), '<br>')}</p>"


def _table(text: str) -> ReadDocument:
    first = text.partition("\n")[0]
    mark = max("\t;,", key=first.count)
    found = ReadDocument()
    rows: list[str] = []
    for row in csv.reader(io.StringIO(text), delimiter=mark):
        if len(rows) == MOST_LINES:
            found.doubt(message("desk_intake.sheet-large", rows=MOST_LINES, columns=100))
            break
        rows.append("".join(f"<td>{html.escape(each)}</td>" for each in row))
    found.html = "<table>" + "".join(f"<tr>{each}</tr>" for each in rows if each) + "</table>"
    return found

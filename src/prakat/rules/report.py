"""findings and rows -> text for people, json for programs, annotations for CI"""

import json
from collections.abc import Iterable, Mapping, Sequence

from prakat.rules.data import label
from prakat.rules.finding import Finding
from prakat.rules.message import message
from prakat.rules.page import explained


def as_json(rows: Iterable[Mapping[str, object]]) -> str:
    return json.dumps(list(rows), ensure_ascii=False, indent=1)


def findings(found: Sequence[Finding], form: str, language: str) -> str:
    """`form` is text, json or github (workflow annotations)."""
    if form == "json":
        return as_json(each.row(language) for each in found)
    write = _annotation if form == "github" else _line
    return "\n".join(write(each, language) for each in found)


def summary(found: Sequence[Finding], items: int, language: str) -> str:
    errors = sum(each.is_error for each in found)
    return message("rules.summary", items=items, errors=errors, warnings=len(found) - errors).text(language)


def _line(finding: Finding, language: str) -> str:
    row = finding.row(language)
    severity = label("severity", finding.severity, language)
    return f"{row['path']}:{row['line']}: {severity} [{finding.rule}] {row['message']}"


def _annotation(finding: Finding, language: str) -> str:
    """The finding as GitHub's workflow command; all values are escaped, so that no text of a request is a command."""
    row = finding.row(language)
    pairs = (("file", "path"), ("line", "line"), ("title", "rule"))
    place = ",".join(f"{key}={_property(str(row[value]))}" for key, value in pairs)
    told = "\n".join([str(row["message"]), *explained([finding.rule], language)])
    return f"::{finding.severity} {place}::{_command_text(told)}"


def _command_text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _command_text(text).replace(":", "%3A").replace(",", "%2C")

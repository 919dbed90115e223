"""What became of each request at the terminal, as text or json."""

from collections.abc import Mapping, Sequence
from typing import Any

from prakat.rules import page, report
from prakat.rules.message import message


def show(rows: Sequence[Mapping[str, Any]], form: str, language: str) -> None:
    if form == "json":
        print(report.as_json(rows))
        return
    for each in rows:
        commit = each["commit"] or ""
        words = message("scripts.merged" if commit else "scripts.not-merged").text(language)
        done = filter(None, (f"#{each['request']}", words, commit[:12], each["title"]))
        print("\n    ".join([" ".join(done), *each["reasons"]]))
    ids = [id_ for each in rows for id_ in each["violations"]]
    print(*page.explained(ids, language), sep="\n", end="\n" * bool(ids))
    if not rows:
        print(message("scripts.no-requests").text(language))

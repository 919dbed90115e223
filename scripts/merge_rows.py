"""What became of each request at the terminal, as text or json."""

from collections.abc import Mapping, Sequence
from typing import Any

from prakat.cannot_work import CannotWork, Halted
from prakat.merging import plan
from prakat.merging.merging import Merging
from prakat.rules import page, report
from prakat.rules.message import message


def row(merging: Merging, number: int, language: str) -> dict[str, Any]:
    try:
        done = plan.merge(merging, number)
    except Halted:
        raise
    except (CannotWork, OSError, RecursionError) as problem:  # this request's own, unless opening it again fails too
        told = [message("scripts.not-merged-now", problem=problem).text(language)]
        return {"request": number, "commit": None, "title": None, "reasons": told, "violations": []}
    made = done if isinstance(done, plan.Merged) else plan.Merged(number, "", None, tuple(done))
    told = [each.text(language) for each in made.violations]
    title = made.title.text(language) if made.title else None
    ids = [each.id for each in made.violations]
    return {"request": number, "commit": made.commit or None, "title": title, "reasons": told, "violations": ids}


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

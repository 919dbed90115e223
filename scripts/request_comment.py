"""Keep the comment of a request current: its form, who still has to sign, findings, what readers will see change."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import terminal
from prakat.cannot_work import CannotWork
from prakat.forge.choice import KINDS, chosen_forge
from prakat.forge.forge import comment_series
from prakat.merging import counter_choice, forge_counter, plan
from prakat.request import sheet_archive, sheet_html
from prakat.request.decision_sheet import DecisionSheet
from prakat.rules.message import message, why


def main(argv: Sequence[str] | None = None) -> int:
    """0, also where no request has that head any more."""
    options = parser().parse_args(argv)
    choice = chosen_forge(options.forge, options.kind, os.environ)
    wanted = {number: head for number, head in choice.forge.open_pulls().items() if head == options.head}
    if not wanted:
        print(message("scripts.no-such-head").text(options.lang))
        return 0
    sheet = _sheet(options.artifact, options.head, options.lang)
    repository = counter_choice.repository_at(options.repo, options.forge)
    merging = forge_counter.look_at(repository, choice.forge, choice.remote, wanted)
    for number in wanted:
        found = plan.plan(merging, number)
        violations = found if isinstance(found, list) else found.violations
        texts = sheet_html.comments(sheet, violations, options.head, message("sheet.in-artifact"))
        comment_series(choice.forge, number, sheet_html.marker, texts, sheet_html.ended())
    return 0


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("--forge", required=True, metavar="URL")
    made.add_argument("--kind", choices=KINDS)
    made.add_argument("--head", required=True, metavar="COMMIT")
    made.add_argument("--artifact", type=Path, metavar="ZIP")
    return made


def _sheet(artifact: Path | None, head: str, language: str) -> DecisionSheet | None:
    """The sheet of that very commit; None if it is missing, broken or of another commit."""
    if artifact is None or not artifact.is_file() or artifact.stat().st_size > sheet_archive.MAX_ZIP:
        return None
    try:
        found = sheet_archive.read_archive(artifact)
    except CannotWork as problem:
        print(why(problem, language), file=sys.stderr)
        return None
    return found if found.head == head else None


if __name__ == "__main__":
    sys.exit(terminal.run(main))

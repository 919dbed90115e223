"""Check every open request of a forge by the installed rules: the status `check`, and a comment kept current."""

import argparse
import datetime
import os
import sys
from collections.abc import Sequence

import terminal
from prakat.cannot_work import CannotWork
from prakat.forge.choice import KINDS, chosen_forge
from prakat.forge.comment_keeper import CommentKeeper
from prakat.forge.forge import ForgeFailed, ForgeUnavailable
from prakat.hosting import forge_turn, protection
from prakat.merging import counter_choice, forge_counter, plan
from prakat.merging.merging import Merging
from prakat.request import request_check, sheet_html
from prakat.rules.message import Message, message
from prakat.thai import buddhist_era

PASSED = message("scripts.passed")


def main(argv: Sequence[str] | None = None) -> int:
    """0 if every open request is without errors, else 1; also 1 where the publisher could merge none of them."""
    options = parser().parse_args(argv)
    choice = chosen_forge(options.forge, options.kind, os.environ)
    repository = counter_choice.repository_at(options.repo, options.forge)
    merging = forge_counter.look_at(repository, choice.forge, choice.remote, choice.forge.open_pulls())
    day = buddhist_era.chosen_day(options.date, os.environ)
    faulty, keeper = 0, CommentKeeper(choice.forge, repository.git_dir)
    for number, head in sorted(merging.counter.requests().items()):
        try:
            said = check(merging, keeper, number, head, day)
        except (CannotWork, OSError, RecursionError) as problem:  # this request's own, unless the forge is down
            choice.forge.now()
            said = message("scripts.not-checked", problem=problem)
        faulty += said != PASSED
        print(f"#{number} {head[:12]} {said.text(options.lang)}")
    for each in keeper.said:
        print(each.text(options.lang), file=sys.stderr)
    merging.work.standing.check()
    return int(faulty > 0)


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("--forge", required=True, metavar="URL")
    made.add_argument("--kind", choices=KINDS)
    return made


def check(merging: Merging, keeper: CommentKeeper, number: int, head: str, day: datetime.date) -> Message:
    """Sets the status of that head, in Thai on the forge; returns what it says."""
    sheet, forge = None, keeper.forge
    try:
        sheet, errors = request_check.check(merging.work.repository, merging.work.main, head, day)
        said = message("scripts.errors-found", number=errors) if errors else PASSED
    except CannotWork as problem:
        said = message("scripts.not-checked", problem=problem)
    forge.mark(head, protection.CHECK, said == PASSED, said.text()[:140])
    try:
        found = plan.plan(merging, number)
    except ForgeUnavailable:
        raise
    except ForgeFailed as problem:  # of this request alone
        return message("scripts.not-checked", problem=problem)
    violations = found if isinstance(found, list) else found.violations
    texts = sheet_html.comments(sheet, violations, head, message("sheet.by-command", head=head))
    keeper.series(number, sheet_html.marker, texts, sheet_html.ended())
    if isinstance(found, plan.Plan):
        forge_turn.ask_for_sign_off(keeper, found, merging.work.known, day)
    return said


if __name__ == "__main__":
    sys.exit(terminal.run(main))

"""Check every open request of a forge that has no runner: the status `check`, and one comment kept current."""

import argparse
import datetime
import os
import sys
from collections.abc import Sequence

import terminal
from prakat.cannot_work import CannotWork
from prakat.forge.choice import KINDS, chosen
from prakat.forge.forge import Forge, one_comment
from prakat.hosting import protection
from prakat.merging import counter_choice, forge_counter, plan
from prakat.merging.merging import Merging
from prakat.request import request_check, sheet_html
from prakat.thai import buddhist_era

PASSED = "ตรวจแล้วไม่พบข้อผิด"


def main(argv: Sequence[str] | None = None) -> int:
    """0 if every open request is without errors, else 1."""
    options = parser().parse_args(argv)
    choice = chosen(options.forge, options.kind, os.environ)
    repository = counter_choice.place_of(options.repo, options.forge)
    merging = forge_counter.look_at(repository, choice.forge, choice.remote, choice.forge.open_pulls())
    day = buddhist_era.chosen_day(options.date, os.environ)
    faulty = 0
    for number, head in sorted(merging.counter.requests().items()):
        said = check(merging, choice.forge, number, head, day)
        faulty += said != PASSED
        print(f"#{number} {head[:12]} {said}")
    return int(faulty > 0)


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__doc__)
    made.add_argument("--forge", required=True, metavar="URL", help="https://host/owner/name; --repo is its mirror")
    made.add_argument("--kind", choices=KINDS, help="what the forge is, where the host does not tell")
    return made


def check(merging: Merging, forge: Forge, number: int, head: str, day: datetime.date) -> str:
    """What the status of that head now says, in Thai."""
    sheet = None
    try:
        sheet, errors = request_check.check(merging.work.repository, merging.work.main, head, day)
        said = f"พบข้อผิด {errors} แห่ง" if errors else PASSED
    except CannotWork as problem:
        said = f"ตรวจไม่ได้: {problem}"
    forge.mark(head, protection.CHECK, said == PASSED, said[:140])
    found = plan.plan(merging, number)
    violations = found if isinstance(found, list) else found.violations
    one_comment(forge, number, sheet_html.MARKER, sheet_html.comment(sheet, violations, head))
    return said


if __name__ == "__main__":
    sys.exit(terminal.run(main))

"""Merge the requests of a bare repository that may be merged; refuse, confirm, hand over; all of it recorded."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import merge_rows
import terminal
from prakat.audit_log.record import Reason
from prakat.cannot_work import CannotWork
from prakat.forge.choice import KINDS
from prakat.merging import announcement, confirmation, counter_choice, hand_over, plan, refusal
from prakat.merging.merging import Merging
from prakat.merging.publisher import publisher_key, publisher_lock
from prakat.office import agreed_version
from prakat.rules.message import message
from prakat.thai import buddhist_era


def main(argv: Sequence[str] | None = None) -> int:
    """0 if everything asked for is done, 1 if a request may not be merged."""
    options = parser().parse_args(argv)
    moment = buddhist_era.chosen_moment(options.date, os.environ)
    repository = counter_choice.repository_at(options.repo, options.forge)
    key = options.key or publisher_key(repository.git_dir)
    open_merging = counter_choice.opener(repository, key, moment, options.forge, options.kind, os.environ)
    with publisher_lock(repository.git_dir):
        merging = open_merging()
        if options.act != "merge":
            print(proceed(merging, options))
            announcement.tell(merging, os.environ)
            return 0
        rows = []
        for number in options.numbers or sorted(merging.counter.requests()):
            rows.append(row(merging, number, options.lang))
            merging = open_merging()
        other = agreed_version.disagreement(merging.work.known.office)
        told = [*([other] if other else []), *announcement.tell(merging, os.environ)]
    merge_rows.show(rows, options.format, options.lang)
    for each in told:
        print(each.text(options.lang), file=sys.stderr)
    return int(any(each["commit"] is None for each in rows))


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("--key", type=Path, metavar="FILE")
    made.add_argument("--forge", metavar="URL")
    made.add_argument("--kind", choices=KINDS)
    made.add_argument("--format", choices=("text", "json"), default="text")
    acts = made.add_subparsers(dest="act", required=True, metavar="ACT")
    merging = acts.add_parser("merge")
    merging.add_argument("numbers", type=int, nargs="*", metavar="NUMBER")
    refusing = acts.add_parser("reject")
    refusing.add_argument("number", type=int, metavar="NUMBER")
    refusing.add_argument("--by", required=True, metavar="PERSON")
    refusing.add_argument("--reason", required=True, choices=[each.value for each in Reason])
    refusing.add_argument("--text", required=True)
    confirming = acts.add_parser("confirm")
    confirming.add_argument("item", metavar="PATH")
    confirming.add_argument("--by", required=True, metavar="PERSON")
    handing = acts.add_parser("handover")
    handing.add_argument("--from", required=True, dest="giver", metavar="PERSON")
    handing.add_argument("--to", required=True, dest="taker", metavar="PERSON")
    return made


def row(merging: Merging, number: int, language: str) -> dict[str, Any]:
    try:
        done = plan.merge(merging, number)
    except (CannotWork, OSError, RecursionError) as problem:  # this request's own, unless opening it again fails too
        told = [message("scripts.not-merged-now", problem=problem).text(language)]
        return {"request": number, "commit": None, "title": None, "reasons": told, "violations": []}
    made = done if isinstance(done, plan.Merged) else plan.Merged(number, "", None, tuple(done))
    told = [each.text(language) for each in made.violations]
    title = made.title.text(language) if made.title else None
    ids = [each.id for each in made.violations]
    return {"request": number, "commit": made.commit or None, "title": title, "reasons": told, "violations": ids}


def proceed(merging: Merging, options: argparse.Namespace) -> str:
    items: Sequence[str] = ()
    if options.act == "reject":
        told = refusal.refuse(merging, options.number, options.by, Reason(options.reason), options.text)
    elif options.act == "confirm":
        told = confirmation.confirm(merging, options.item, options.by)
    else:
        told, items = hand_over.hand_over(merging, options.giver, options.taker)
    return "\n  ".join([told.text(options.lang), *items])


if __name__ == "__main__":
    sys.exit(terminal.run(main))

"""Merge the requests of a bare repository that may be merged; refuse, confirm, hand over; all of it recorded."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import merge_rows
import terminal
from prakat.audit.run_memory import RunMemory
from prakat.audit_log.record import Reason
from prakat.cannot_work import Halted
from prakat.forge.choice import KINDS
from prakat.merging import confirmation, counter_choice, enrolment, hand_over, plan, refusal
from prakat.merging.closing_round import close_round
from prakat.merging.merging import Merging
from prakat.merging.publisher import publisher_key, publisher_lock
from prakat.merging.publisher_state import Phase, at_work
from prakat.repository import receipt, refs
from prakat.rules.message import message

LEFT = ("merging.not-told", "merging.rehoused")  # messages that leave somebody something to do


def main(argv: Sequence[str] | None = None, memory: RunMemory | None = None) -> int:
    """0 if everything asked for is done; 1 if a request may not be merged, somebody could not be told, or the publisher
    cannot go on. `memory` is of the same repository and process."""
    options = parser().parse_args(argv)
    repository = counter_choice.repository_at(options.repo, options.forge)
    key = options.key or publisher_key(repository.git_dir)
    moment = receipt.publishing_moment(options.date, repository.git_dir)
    where = (options.forge, options.kind, os.environ)
    open_merging = counter_choice.opener(repository, key, moment, *where, memory)
    rows = []
    with publisher_lock(repository.git_dir), at_work(repository.git_dir, Phase.MERGING) as account:
        merging, told = enrolment.opened(open_merging)
        told += merging.counter.settle(merging.work)
        try:
            if options.act != "merge":
                print(proceed(merging, options))
            told += refusal.take_in_refusals(merging)
            for number in plan.mending_first(merging, options.numbers) if options.act == "merge" else ():
                rows.append(merge_rows.row(merging, number, options.lang))
                merging = open_merging()
            told += close_round(merging, os.environ)
        except Halted as problem:
            account.problem = message(problem.message, **problem.values)
        account.facts["head"] = repository.ref(refs.MAIN) or ""
    if options.act == "merge":
        merge_rows.show(sorted(rows, key=lambda each: each["request"]), options.format, options.lang)
    terminal.complain([each.text(options.lang) for each in (*told, account.problem) if each])
    is_told = not account.problem and all(each.id not in LEFT for each in told)
    return int(not is_told or any(each["commit"] is None for each in rows))


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

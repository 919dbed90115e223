"""Check, build, verify and release the site; leave out what is broken and say so; keep the last releases."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import publication
import terminal
from prakat.cannot_work import CannotWork
from prakat.item.item_path import ROOT
from prakat.merging.publisher_memory import PublisherMemory
from prakat.release import assembly, basis, going_live, release, spare_tree
from prakat.release.release_folder import only_publisher
from prakat.repository.bare import is_bare
from prakat.rules import report
from prakat.rules.message import message
from prakat.rules.wording import Day
from prakat.thai import buddhist_era

SHOWN = 20
"""How many contradictions are shown, since one fault in a template is on every page."""


def main(argv: Sequence[str] | None = None, memory: PublisherMemory | None = None) -> int:
    """0 for a whole release; 1 if anything was left out or is held back by an open violation, nothing was fit to be
    released, or a record is missing. Whoever has a `memory` of the same repository and process, and so waits for what
    comes, calls `prepare` afterwards."""
    options = parser().parse_args(argv)
    options.memory = memory
    options.as_of = buddhist_era.chosen_day(options.as_of, {}, "--as-of") if options.as_of is not None else None
    day = options.as_of or buddhist_era.chosen_day(options.date, os.environ)
    _refuse_unfit(options)
    with only_publisher(options.to) as release_folder:
        with publication.under_way(options) as account:
            is_recorded = publication.is_recorded(options, release_folder)
            if options.rollback:
                print(
                    message("commands.rolled-back", release=release.roll_back(release_folder, day)).text(options.lang)
                )
                return int(not publication.is_recorded(options, release_folder))
            if (
                options.date or options.as_of or os.environ.get("PRAKAT_DATE")
            ) and release_folder.day > day.isoformat():
                raise CannotWork("commands.later-day", place=options.to, day=Day.of(release_folder.day))
            what, done = publication.publication(options, release_folder, day)
            going_live.report_live(account, options.repo, release_folder, what, done, memory)
        if done.release:
            is_recorded = publication.is_recorded(options, release_folder)
        if memory is None:
            spare_tree.prepare_spare(release_folder)
    for line in _account(what, done, options.lang):
        print(line, file=sys.stderr)
    print(done.summary.text(options.lang))
    return done.exit_code or int(what.is_frozen or not is_recorded)


def _refuse_unfit(options: argparse.Namespace) -> None:
    if options.to.resolve().is_relative_to((options.repo / ROOT).resolve()):
        raise CannotWork("commands.within-content", place=options.to, folder=ROOT)
    if not (options.approved or options.as_of or options.rollback) and is_bare(options.repo):
        raise CannotWork("commands.no-work-tree", place=options.repo)
    if options.keep < 1:
        raise CannotWork("commands.too-small", option="--keep", least=1, found=options.keep)


def prepare(to: Path) -> None:
    """What makes the next publication there quicker. Raises CannotWork."""
    with only_publisher(to) as release_folder:
        spare_tree.prepare_spare(release_folder)


def _account(what: basis.Basis, done: assembly.Assembly, language: str) -> Iterator[str]:
    """Why the release is not of the newest commit, and what is wrong with the items and with the built site."""
    yield from (each.text(language) for each in what.remarks)
    if text := report.findings(done.findings, "text", language):
        yield text
    yield from (each.text(language) for each in done.problems[:SHOWN])
    if len(done.problems) > SHOWN:
        yield message("commands.more", count=len(done.problems) - SHOWN).text(language)


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("--to", type=Path, required=True, metavar="DIR")
    what = made.add_mutually_exclusive_group()
    what.add_argument("--approved", action="store_true")
    what.add_argument("--as-of", metavar="DAY")
    what.add_argument("--rollback", action="store_true")
    made.add_argument("--whole", action="store_true")
    made.add_argument("--key", type=Path, metavar="FILE")
    made.set_defaults(said=[])
    made.add_argument("--keep", type=int, default=release.KEEP, metavar="COUNT")
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))

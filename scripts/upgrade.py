"""Compare the installed version with this newer one on an office, before it changes; say the one line to change."""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import terminal
from prakat import product
from prakat.cannot_work import CannotWork
from prakat.office import agreed_version
from prakat.office.office import FILE
from prakat.release import installation, upgrade, upgrade_account
from prakat.release.upgrade import AFTER, BEFORE, Upgrade
from prakat.repository.bare import is_bare
from prakat.repository.own_folder import own_folder
from prakat.rules import report
from prakat.rules.message import Message, message
from prakat.rules.wording import Listed
from prakat.thai import buddhist_era

WORKFLOWS = ".github"


def main(argv: Sequence[str] | None = None) -> int:
    """0 where nothing is lost; 1 if an approved page would vanish or come back, or a verdict of the audit changes."""
    options = parser().parse_args(argv)
    day = buddhist_era.chosen_day(options.date, os.environ)
    if options.write and is_bare(options.repo):
        raise CannotWork("release.no-work-tree", place=options.repo)
    requirement = agreed_version.own_requirement(options.wheel)
    before, after = installation.other(options.before), installation.present()
    with _folder(options.to) as to, terminal.steps(message("commands.comparing")):
        found = upgrade.compared_versions(options.repo, day, before, after, to, options.work_tree, options.lang)
    told = [*upgrade_account.account(found), *_next(options, found, requirement)]
    if options.format == "json":
        print(report.as_json(upgrade_account.difference_rows(found, requirement)))
    print(*(each.text(options.lang) for each in told), sep="\n", file=sys.stderr if options.format == "json" else None)
    return int(not found.is_safe)


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("--from", type=Path, required=True, dest="before", metavar="PRAKAT")
    made.add_argument("--to", type=Path, metavar="DIR")
    made.add_argument("--work-tree", action="store_true")
    made.add_argument("--wheel", type=Path, metavar="FILE")
    made.add_argument("--write", action="store_true")
    made.add_argument("--format", choices=("text", "json"), default="text")
    return made


@contextmanager
def _folder(to: Path | None) -> Iterator[Path]:
    """The folder for both sites, without those of an earlier run; one that goes away, if none is wanted."""
    if to is None:
        with own_folder() as folder:
            yield folder
        return
    if to.exists() and (not to.is_dir() or {each.name for each in to.iterdir()} - {BEFORE, AFTER}):
        raise CannotWork("release.kept-sites-elsewhere", place=to)
    for name in (BEFORE, AFTER):
        shutil.rmtree(to / name, ignore_errors=True)
    to.mkdir(parents=True, exist_ok=True)
    yield to


def _next(options: argparse.Namespace, found: Upgrade, requirement: str) -> Iterator[Message]:
    """Where both sites are, and what to change if the office agrees."""
    if options.to:
        yield message("release.both-sites", before=options.to / BEFORE, after=options.to / AFTER)
    if not requirement:
        yield message("release.no-hash", version=product.version())
    elif found.is_safe:
        yield message("release.next-line", line=Listed((agreed_version.agreed_line(requirement),)))
        if (options.repo / WORKFLOWS).is_dir() and (commit := product.built_from()):
            yield message("release.next-workflow", commit=commit)
    if options.write:
        yield _written(options.repo / FILE, requirement) if found.is_safe else message("release.line-not-written")


def _written(file: Path, requirement: str) -> Message:
    """Nothing else of the file is touched."""
    if not requirement:
        return message("release.line-not-written")
    file.write_bytes(agreed_version.agreeing(file.read_bytes(), requirement))
    return message("release.line-written", place=file)


if __name__ == "__main__":
    sys.exit(terminal.run(main))

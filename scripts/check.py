"""Print every finding of every item and of office.yml: where, what must be, what was found, how to mend it."""

import argparse
import datetime
import os
import sys
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import terminal
from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.content.mended_files import mendings, write_mended
from prakat.content.mending import Mending
from prakat.content.office_tree import office_day, office_tree
from prakat.content.succession import in_work_tree, without_false_alarms
from prakat.repository.bare import is_bare
from prakat.request.change_note import notes_missing_in
from prakat.rules import page, report
from prakat.rules.finding import Finding, in_order
from prakat.rules.message import message


def main(argv: Sequence[str] | None = None) -> int:
    """0 without errors, even if there are warnings; 1 with errors, after --fix with those that are left."""
    options = parser().parse_args(argv)
    day = office_day(options.repo, options.date, os.environ)
    if options.fix and not options.diff and is_bare(options.repo):
        raise CannotWork("content.no-work-tree", place=options.repo)
    with office_tree(options.repo) as tree:
        wanted = [_inside(tree, path) for path in options.paths]
        found = register.read(tree, day, terminal.progress(message("release.checking")))
        faulty = {each.path for each in found.findings if not wanted or _concerns(each.path, wanted)}
        mended = list(mendings(tree, faulty.__contains__))
        if options.fix and not options.diff and mended:
            found = _fix(tree, mended, day, options.lang)
            mended = []
        waiting = in_work_tree(found, options.repo)
        noted = notes_missing_in(options.repo, found)
    told = in_order((*without_false_alarms(found.findings, waiting), *noted))
    findings = [each for each in told if not wanted or _concerns(each.path, wanted)]
    if options.diff:
        print(*(each.diff() for each in mended), sep="", end="")
    else:
        _tell(findings, options)
    for folder, each in waiting.items():
        if not wanted or _concerns(folder, wanted):
            sys.stderr.writelines(f"{line.text(options.lang)}\n" for line in each.told)
    print(report.summary(findings, len(found.entries) + len(found.left_out), options.lang), file=sys.stderr)
    if mended and options.format == "text":
        lines = sum(each.lines for each in mended)
        print(message("content.fixable", lines=lines).text(options.lang), file=sys.stderr)
    return int(any(each.is_error for each in findings))


def _tell(findings: Sequence[Finding], options: argparse.Namespace) -> None:
    if text := report.findings(findings, options.format, options.lang):
        print(text)
    if options.format == "text":
        print(*page.explained((each.rule for each in findings), options.lang), sep="\n", end="\n" * bool(findings))


def _fix(tree: Path, mended: Sequence[Mending], day: datetime.date, language: str) -> register.Register:
    """Writes each file, and what is found then."""
    for each in mended:
        write_mended(tree, each)
    told = message("content.fixed", lines=sum(each.lines for each in mended), files=len(mended))
    print(told.text(language), file=sys.stderr)
    return register.read(tree, day)


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("paths", nargs="*", metavar="PATH")
    made.add_argument("--fix", action="store_true")
    made.add_argument("--diff", action="store_true")
    made.add_argument("--format", choices=("text", "json", "github"), default="text")
    return made


def _inside(repo: Path, path: str) -> PurePosixPath:
    """A path argument relative to the repository; raises CannotWork for one that leads nowhere."""
    root = Path(os.path.abspath(repo))
    for place in (Path(os.path.abspath(path)), Path(os.path.abspath(root / path))):
        if os.path.lexists(place) and place.is_relative_to(root):
            return PurePosixPath(place.relative_to(root).as_posix())
    raise CannotWork("commands.no-path", path=path, place=repo)


def _concerns(found: str, wanted: Sequence[PurePosixPath]) -> bool:
    place = PurePosixPath(found)
    return any(place.is_relative_to(path) or path.is_relative_to(place) for path in wanted)


if __name__ == "__main__":
    sys.exit(terminal.run(main))

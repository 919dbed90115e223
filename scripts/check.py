"""Print every finding of every item and of office.yml: where, what must be, what was found, how to mend it."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import terminal
from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.content.office_tree import office_tree
from prakat.content.succession import in_work_tree, without_false_alarms
from prakat.request.change_note import notes_missing_in
from prakat.rules import page, report
from prakat.rules.finding import Finding, in_order
from prakat.rules.message import message
from prakat.thai import buddhist_era


def main(argv: Sequence[str] | None = None) -> int:
    """0 without errors, even if there are warnings; 1 with errors."""
    options = parser().parse_args(argv)
    day = buddhist_era.chosen_day(options.date, os.environ)
    with office_tree(options.repo) as tree:
        wanted = [_inside(tree, path) for path in options.paths]
        found = register.read(tree, day, terminal.progress(message("release.checking")))
        waiting = in_work_tree(found, options.repo)
        noted = notes_missing_in(options.repo, found)
    told = in_order((*without_false_alarms(found.findings, waiting), *noted))
    findings = [each for each in told if not wanted or _concerns(each, wanted)]
    if text := report.findings(findings, options.format, options.lang):
        print(text)
    if options.format == "text":
        print(*page.explained((each.rule for each in findings), options.lang), sep="\n", end="\n" * bool(findings))
    for folder, each in waiting.items():
        if not wanted or any(PurePosixPath(folder).is_relative_to(path) for path in wanted):
            sys.stderr.writelines(f"{line.text(options.lang)}\n" for line in each.told)
    print(report.summary(findings, len(found.entries) + len(found.left_out), options.lang), file=sys.stderr)
    return int(any(each.is_error for each in findings))


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("paths", nargs="*", metavar="PATH")
    made.add_argument("--format", choices=("text", "json", "github"), default="text")
    return made


def _inside(repo: Path, path: str) -> PurePosixPath:
    """A path argument relative to the repository; raises CannotWork for one that leads nowhere."""
    root = Path(os.path.abspath(repo))
    for place in (Path(os.path.abspath(path)), Path(os.path.abspath(root / path))):
        if os.path.lexists(place) and place.is_relative_to(root):
            return PurePosixPath(place.relative_to(root).as_posix())
    raise CannotWork("commands.no-path", path=path, place=repo)


def _concerns(finding: Finding, wanted: Sequence[PurePosixPath]) -> bool:
    place = PurePosixPath(finding.path)
    return any(place.is_relative_to(path) or path.is_relative_to(place) for path in wanted)


if __name__ == "__main__":
    sys.exit(terminal.run(main))

"""Show what the law and the yearly assessments ask for, and what of it is published, with its addresses."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import terminal
from prakat.agenda.holdings import Holdings, of_main, of_work_tree
from prakat.agenda.office_coverage import OfficeCoverage
from prakat.cannot_work import CannotWork
from prakat.completeness import coverage_table
from prakat.completeness.coverage_lines import compared_lines, coverage_lines
from prakat.content.office_tree import office_day
from prakat.repository.bare import is_bare
from prakat.repository.repository import open_repository
from prakat.rules import report
from prakat.rules.data import label_names
from prakat.rules.system_problem import system_problem
from prakat.thai.buddhist_era import FIRST_BE, LAST_BE, fiscal_year


def main(argv: Sequence[str] | None = None) -> int:
    """1 where something is missing of a list that is required; else 0, whatever is missing."""
    options = parser().parse_args(argv)
    day = office_day(options.repo, options.date, os.environ)
    years = options.compare or [options.year or fiscal_year(day)]
    for year in years:
        if not FIRST_BE <= year <= LAST_BE:
            raise CannotWork("completeness.no-year", found=year)
    if options.format == "xlsx" and options.out is None:
        raise CannotWork("completeness.no-out")
    held = of_main(open_repository(options.repo)) if is_bare(options.repo) else of_work_tree(options.repo, day)
    made = OfficeCoverage.of(held, day)
    found = [made.year(year) for year in years]
    required = [_named(found[-1], name, held) for name in options.require]
    wanted = options.list or label_names("assessment")
    _show([[each for each in year if each.asked.id in wanted] for year in found], held, options)
    return int(any(each.failures for each in required))


def _named(found: Sequence[coverage_table.Covered], name: str, held: Holdings) -> coverage_table.Covered:
    named = {each.asked.id: each for each in found}
    if name not in named:
        known = ", ".join(named)
        raise CannotWork("completeness.no-list", found=name, known=known, type=held.office.agency_type)
    return named[name]


def _show(found: Sequence[Sequence[coverage_table.Covered]], held: Holdings, options: argparse.Namespace) -> None:
    language = options.lang
    columns = coverage_table.COMPARED_COLUMNS if options.compare else coverage_table.COVERAGE_COLUMNS
    site = held.office.site_url
    lists = (
        coverage_table.compared_years(found[0], found[1], language)
        if options.compare
        else coverage_table.coverage_rows(found[-1], site, language)
    )
    told = list(lists)
    text = ""
    match options.format:
        case "json":
            text = report.as_json(told) + "\n"
        case "csv":
            text = coverage_table.as_open_csv(columns, told)
        case "text":
            lines = compared_lines(told, language) if options.compare else coverage_lines(found[-1], language)
            text = "".join(f"{line}\n" for line in lines)
    if options.out is None:
        sys.stdout.write(text)
    else:
        _write(options.out, coverage_table.as_workbook(columns, told) if options.format == "xlsx" else text.encode())


def _write(place: Path, content: bytes) -> None:
    try:
        place.write_bytes(content)
    except OSError as problem:
        raise CannotWork("completeness.unwritable", place=place, problem=system_problem(problem)) from None


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("--list", action="append", choices=label_names("assessment"), default=[])
    made.add_argument("--year", type=int, metavar="YEAR")
    made.add_argument("--compare", type=int, nargs=2, metavar="YEAR")
    made.add_argument("--require", action="append", choices=label_names("assessment"), default=[])
    made.add_argument("--out", type=Path, metavar="FILE")
    made.add_argument("--format", choices=("text", "json", "csv", "xlsx"), default="text")
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))

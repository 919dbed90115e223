"""Print the office's morning: what waits for whom, what is due, what went up and came down, what is amiss."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import terminal
from prakat.agenda import counter_view, holdings
from prakat.agenda.examination import Examination
from prakat.agenda.morning import Morning
from prakat.agenda.office_reading import Around, OfficeReading
from prakat.agenda.waiting import waiting
from prakat.audit.auditor import audit
from prakat.audit.epoch import Trust
from prakat.cannot_work import CannotWork
from prakat.forge.choice import KINDS
from prakat.merging import counter_choice
from prakat.office.office import Office
from prakat.office.person import Person
from prakat.repository.bare import is_bare
from prakat.repository.receipt import viewing_moment
from prakat.rules import report
from prakat.rules.data import label
from prakat.rules.message import message
from prakat.thai.buddhist_era import bangkok_day


def main(argv: Sequence[str] | None = None) -> int:
    """0, whatever it says."""
    options = parser().parse_args(argv)
    is_served = options.forge is not None or is_bare(options.repo)
    found = _at_the_counter(options) if is_served else _of_work_tree(options)
    if options.format == "json":
        print(report.as_json(found.rows(options.lang)))
    else:
        print(*_lines(found, options.lang), sep="\n")
    return 0


def _at_the_counter(options: argparse.Namespace) -> Morning:
    repository = counter_choice.repository_at(options.repo, options.forge)
    moment = viewing_moment(options.date, os.environ, repository.git_dir)
    merging = counter_view.seen_from_outside(repository, moment, options.forge, options.kind, os.environ)
    held, home = holdings.of_main(repository), None if options.forge else Path.home()
    with terminal.steps(message("scripts.examining")):
        made = Examination.of(repository, audit(repository, Trust()), moment, options.to, home)
    around = Around(waiting(merging), made, options.to)
    return Morning.of(OfficeReading().situation(held, moment, around), _person(options, held.office))


def _of_work_tree(options: argparse.Namespace) -> Morning:
    """Of the files as they lie there; nobody sends requests to it."""
    moment = viewing_moment(options.date, os.environ, None)
    held = holdings.of_work_tree(options.repo, bangkok_day(moment))
    repository = held.repository
    made = Examination.of(repository, audit(repository, Trust()), moment, options.to) if repository else None
    around = Around(None, made, options.to)
    return Morning.of(OfficeReading().situation(held, moment, around), _person(options, held.office))


def _person(options: argparse.Namespace, known: Office) -> Person | None:
    if options.person is None:
        return None
    if options.person not in known.people:
        raise CannotWork("merging.nobody", found=options.person)
    return known.people[options.person]


def _lines(found: Morning, language: str) -> Iterator[str]:
    yield message("scripts.morning-of", at=found.moment).text(language)
    for section in found.sections:
        yield ""
        remark = f" ({section.remark.text(language)})" if section.remark else ""
        yield f"{label('morning', section.id, language)}: {section.count if section.is_known else '?'}{remark}"
        for each in section.lines:
            yield f"{'!' if each.is_urgent or each.is_late else '-' if each.is_matter else ' '} {each.text(language)}"
        if not section.lines and section.is_known:
            yield f"  {label('morning_nothing', section.id, language)}"


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("--person", metavar="PERSON")
    made.add_argument("--to", type=Path, metavar="DIR")
    made.add_argument("--forge", metavar="URL")
    made.add_argument("--kind", choices=KINDS)
    made.add_argument("--format", choices=("text", "json"), default="text")
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))

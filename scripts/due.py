"""List what starts, falls due or expires within some days, the soonest first."""

import argparse
import os
import sys
from collections.abc import Sequence

import terminal
from prakat.audit_log import audit_log
from prakat.cannot_work import CannotWork
from prakat.content import due, register
from prakat.content.office_tree import office_tree
from prakat.content.succession import in_work_tree
from prakat.merging import confirmation
from prakat.office.office import Office
from prakat.repository.repository import find_repository
from prakat.rules import report
from prakat.rules.data import label
from prakat.rules.message import message
from prakat.rules.wording import visible
from prakat.thai import buddhist_era

MOST = 36_500
"""Days: a hundred years."""


def main(argv: Sequence[str] | None = None) -> int:
    """0, whether something is due or not."""
    options = parser().parse_args(argv)
    if not 0 <= options.within <= MOST:
        raise CannotWork("commands.no-count-of-days", option="--within", most=MOST, found=options.within)
    with office_tree(options.repo) as tree:
        found = register.read(tree, buddhist_era.chosen_day(options.date, os.environ), is_approved=True)
    if found.office is None:
        raise CannotWork("commands.office-unusable")
    repository = find_repository(options.repo)
    log = audit_log.read(repository) if repository else None
    told = confirmation.unconfirmed(log, found.office.site_url) if log else {}
    rows = due.within(found, options.within, told, in_work_tree(found, options.repo))
    if options.format == "json":
        print(report.as_json(each.row() for each in rows))
        return 0
    for each in rows:
        print(_line(each, found.office, options.lang))
    if not rows:
        print(message("commands.nothing-due").text(options.lang))
    return 0


def _line(each: due.Due, known: Office, language: str) -> str:
    day = buddhist_era.short_date(each.date) if language == "th" else each.date.isoformat()
    person = known.people.get(each.provider)
    whose = visible(person.introduced if person else each.provider)
    title = visible(each.title)
    if each.replaces:
        title = message("commands.replaces", title=each.title, before=each.replaces).text(language)
    return f"{day}  {label('event', each.event, language)}  {title}  {whose}  {each.path}"


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__file__)
    made.add_argument("--within", type=int, default=14, metavar="DAYS")
    made.add_argument("--format", choices=("text", "json"), default="text")
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))

"""List what starts, falls due or expires within some days, the soonest first."""

import argparse
import os
import sys
from collections.abc import Sequence

import terminal
from prakat.agenda.holdings import of_main, of_work_tree
from prakat.audit_log import audit_log
from prakat.cannot_work import CannotWork
from prakat.content import due
from prakat.content.office_tree import office_day
from prakat.content.succession import in_work_tree
from prakat.merging import confirmation
from prakat.office.office import Office
from prakat.repository.bare import is_bare
from prakat.repository.repository import open_repository
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
    day = office_day(options.repo, options.date, os.environ)
    held = of_main(open_repository(options.repo)) if is_bare(options.repo) else of_work_tree(options.repo, day)
    log = audit_log.read(held.repository) if held.repository else None
    told = confirmation.unconfirmed(log, held.office.site_url) if log else {}
    register = held.register(day)
    rows = due.within(register, options.within, told, in_work_tree(register, options.repo))
    if options.format == "json":
        print(report.as_json(each.row() for each in rows))
        return 0
    for each in rows:
        print(_line(each, held.office, options.lang))
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

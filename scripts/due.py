"""List what starts, falls due or expires within some days, the soonest first."""

import argparse
import os
import sys
from collections.abc import Sequence

import terminal
from prakat.audit_log import audit_log
from prakat.cannot_work import CannotWork
from prakat.content import due, register
from prakat.merging import confirmation
from prakat.repository.repository import find_repository
from prakat.rules import report
from prakat.rules.data import label
from prakat.rules.wording import visible
from prakat.thai import buddhist_era

MOST = 36_500
"""Days, which is a hundred years."""


def main(argv: Sequence[str] | None = None) -> int:
    """0, whether something is due or not."""
    asked = parser()
    options = asked.parse_args(argv)
    if not 0 <= options.within <= MOST:
        asked.error(f"--within: DAYS must be 0 to {MOST}")
    found = register.read(options.repo, buddhist_era.chosen_day(options.date, os.environ))
    if found.office is None:
        raise CannotWork("office.yml ใช้ไม่ได้ โปรดเรียก scripts/check.py (office.yml is unusable; run scripts/check.py)")
    repository = find_repository(options.repo)
    log = audit_log.read(repository) if repository else None
    rows = due.within(found, options.within, confirmation.unconfirmed(log, found.office.site_url) if log else {})
    if options.format == "json":
        print(report.as_json(each.row() for each in rows))
        return 0
    for each in rows:
        event = label("event", each.event, options.lang)
        print(f"{buddhist_era.short_date(each.date)}  {event}  {visible(each.title)}  ({each.path}, {each.provider})")
    if not rows:
        print("ไม่มีรายการที่ถึงกำหนด" if options.lang == "th" else "nothing is due")
    return 0


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(__doc__)
    made.add_argument("--within", type=int, default=14, metavar="DAYS", help="days from today (default: %(default)s)")
    made.add_argument("--format", choices=("text", "json"), default="text")
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))

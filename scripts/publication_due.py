"""Say whether the site is to be published: something was merged since, or that was on an earlier day."""

import argparse
import os
import sys
from collections.abc import Sequence

import terminal
from prakat.audit_log import audit_log
from prakat.content.office_tree import office_day
from prakat.release import deployment
from prakat.repository.repository import open_repository
from prakat.rules.message import message


def main(argv: Sequence[str] | None = None) -> int:
    """0 if it is to be published, else 1."""
    options = parser().parse_args(argv)
    day = office_day(options.repo, options.date, os.environ)
    is_due = deployment.is_due(audit_log.read(open_repository(options.repo)), day)
    print(message("commands.publication-due" if is_due else "commands.nothing-new").text(options.lang))
    return int(not is_due)


def parser() -> argparse.ArgumentParser:
    return terminal.parser(__file__)


if __name__ == "__main__":
    sys.exit(terminal.run(main))

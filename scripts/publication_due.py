"""Say whether anything was merged since the site was last published: exit 0 if so, 1 if not."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import terminal
from prakat.audit_log import audit_log
from prakat.content.office_tree import office_around
from prakat.release import deployment
from prakat.repository.repository import open_repository
from prakat.rules.message import message


def main(argv: Sequence[str] | None = None) -> int:
    """0 if something was merged since, else 1."""
    options = parser().parse_args(argv)
    is_due = deployment.is_due(audit_log.read(open_repository(options.repo)))
    print(message("commands.publication-due" if is_due else "commands.nothing-new").text(options.lang))
    return int(not is_due)


def parser() -> argparse.ArgumentParser:
    made = terminal.plain_parser(__file__)
    made.add_argument("--repo", type=Path, default=office_around(Path.cwd()), metavar="DIR")
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))

"""Say whether anything was merged since the site was published last: exit 0 if it was, 1 if not."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import terminal
from prakat.audit_log import audit_log
from prakat.release import deployment
from prakat.repository.repository import open_repository


def main(argv: Sequence[str] | None = None) -> int:
    """0 if something was merged since, else 1."""
    options = parser().parse_args(argv)
    is_due = deployment.is_due(audit_log.read(open_repository(options.repo)))
    print("มีคำขอที่รวมแล้วแต่ยังไม่เผยแพร่ (merged, not published yet)" if is_due else "เผยแพร่ครบแล้ว (nothing new)")
    return int(not is_due)


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__)
    made.add_argument("--repo", type=Path, default=terminal.REPO, help="the office's repository, or its mirror")
    return made


if __name__ == "__main__":
    sys.exit(terminal.run(main))

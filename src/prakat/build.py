"""tree x day x commit -> built folder, by the site builder in a process of its own"""

import datetime
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from prakat import site
from prakat.buddhist_era import BANGKOK
from prakat.finding import CannotWork

BUILDER = "mkdocs"
"""The command that reads mkdocs.yml: properdocs takes its place by this line alone."""


def run(own_checkout: Path, tree: Path, to: Path, day: datetime.date, git: Path, commit: str) -> str:
    """Builds `tree` with the templates and rules of `own_checkout`, and returns what the builder said.

    Raises CannotWork where the builder fails.
    """
    command = [sys.executable, "-m", BUILDER, "build", "--quiet", "-f", str(own_checkout / "mkdocs.yml"), "-d", str(to)]
    done = subprocess.run(
        command, env=_environment(tree, day, git, commit), capture_output=True, text=True, cwd=own_checkout, check=False
    )
    if done.returncode:
        raise CannotWork(f"สร้างเว็บไซต์ไม่สำเร็จ (the builder failed):\n{done.stderr.strip()}")
    return done.stderr


def _environment(tree: Path, day: datetime.date, git: Path, commit: str) -> Mapping[str, str]:
    midnight = datetime.datetime.combine(day, datetime.time(), BANGKOK)
    return os.environ | {
        "PRAKAT_DATE": day.isoformat(),
        site.TREE: str(tree.resolve()),
        site.GIT: str(git.resolve()),
        site.COMMIT: commit,
        "SOURCE_DATE_EPOCH": str(int(midnight.timestamp())),
        "NO_MKDOCS_2_WARNING": "1",
    }

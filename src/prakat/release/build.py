"""basis x day -> built folder, by the site builder in a process of its own"""

import datetime
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.release.basis import Basis
from prakat.rules.wording import LANGUAGE, Listed
from prakat.site import endorsement, site
from prakat.thai.buddhist_era import BANGKOK

BUILDER = "mkdocs"
"""The command that reads mkdocs.yml; to use properdocs instead, change this line alone."""


def run(own_checkout: Path, basis: Basis, to: Path, day: datetime.date, language: str = "th") -> None:
    """Builds `basis` with the templates and rules of `own_checkout`. Raises CannotWork where the builder fails."""
    proof = to.parent / "endorsements.json"
    proof.parent.mkdir(parents=True, exist_ok=True)
    endorsement.write(basis.endorsements, proof)
    command = [sys.executable, "-m", BUILDER, "build", "--quiet", "-f", str(own_checkout / "mkdocs.yml"), "-d", str(to)]
    done = subprocess.run(
        command,
        env=_environment(basis, day, proof, language),
        capture_output=True,
        text=True,
        cwd=own_checkout,
        check=False,
    )
    if done.returncode:
        raise CannotWork("release.builder-failed", said=Listed.of(done.stderr.strip().splitlines(), "\n"))


def _environment(basis: Basis, day: datetime.date, proof: Path, language: str) -> Mapping[str, str]:
    midnight = datetime.datetime.combine(day, datetime.time(), BANGKOK)
    own = {
        "PRAKAT_DATE": day.isoformat(),
        LANGUAGE: language,
        site.TREE: str(basis.tree.resolve()),
        site.GIT: str(basis.git.resolve()),
        site.COMMIT: basis.commit or "HEAD",
        site.PROVEN: str(proof.resolve()),
        "SOURCE_DATE_EPOCH": str(int(midnight.timestamp())),
        "NO_MKDOCS_2_WARNING": "1",
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith(("PRAKAT_", "GIT_"))}
    return others | own

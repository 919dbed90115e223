"""basis x day -> built folder, by the site builder in a process of its own"""

import datetime
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from prakat import product
from prakat.cannot_work import CannotWork
from prakat.release.basis import Basis
from prakat.rules.wording import LANGUAGE, Listed
from prakat.site import endorsement, site, stand_in
from prakat.thai.buddhist_era import BANGKOK

BUILDER = "mkdocs"
"""The command that reads mkdocs.yml; to use properdocs instead, change this line alone."""

_VERSIONS = "versions.json"

DOCS_DIR = "PRAKAT_DOCS"
"""Environment variable with the folder that the builder takes for its own: it must exist, and is not read."""


def run(basis: Basis, to: Path, day: datetime.date, language: str = "th") -> None:
    """Builds `basis` with Prakat's own templates and rules. Raises CannotWork where the builder fails."""
    proof = _proof(basis, to.parent)
    command = [*builder("build"), "-d", str(to)]
    done = subprocess.run(
        command,
        env=_environment(basis, day, proof, language),
        capture_output=True,
        encoding="utf-8",
        errors="backslashreplace",
        cwd=proof.parent,
        check=False,
    )
    if done.returncode:
        raise CannotWork("release.builder-failed", said=Listed.of(done.stderr.strip().splitlines(), "\n"))


def serve(basis: Basis, folder: Path, address: str, day: datetime.date, language: str = "th") -> None:
    """Shows `basis` at that address until it is interrupted, drawn anew after each change. Raises CannotWork where the
    builder fails. `folder` is for its own files."""
    command = [*builder("serve"), "--livereload", "-a", address]
    own = _environment(basis, day, _proof(basis, folder), language)
    if code := subprocess.run(command, env=own, cwd=folder, check=False).returncode:
        raise CannotWork("release.builder-failed", said=code)


def _proof(basis: Basis, folder: Path) -> Path:
    """The file that tells the builder which merges are proven; beside it, which items are shown in earlier versions, if
    that is known."""
    folder.mkdir(parents=True, exist_ok=True)
    proof = folder / "endorsements.json"
    endorsement.write(basis.endorsements, proof)
    if basis.stand_ins is not None:
        stand_in.write(basis.stand_ins, folder / _VERSIONS)
    return proof


def builder(act: str) -> list[str]:
    """The builder's command line; -P keeps what lies in the present folder from being imported."""
    return [sys.executable, "-P", "-m", BUILDER, act, "--quiet", "-f", str(product.part("mkdocs.yml"))]


def _environment(basis: Basis, day: datetime.date, proof: Path, language: str) -> Mapping[str, str]:
    midnight = datetime.datetime.combine(day, datetime.time(), BANGKOK)
    own = {
        "PRAKAT_DATE": day.isoformat(),
        LANGUAGE: language,
        site.TREE: str(basis.tree.resolve()),
        site.GIT: str(basis.git.resolve()),
        site.COMMIT: basis.commit or "HEAD",
        site.APPROVED_TREE: "yes" if basis.is_approved else "",
        site.PROVEN: str(proof.resolve()),
        DOCS_DIR: str(product.part("hooks")),
        "SOURCE_DATE_EPOCH": str(int(midnight.timestamp())),
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUTF8": "1",  # on Windows its output has a code page, which has no Thai
    }
    if basis.stand_ins is not None:
        own[site.VERSIONS] = str(proof.with_name(_VERSIONS).resolve())
    return foreign_environment() | own


def foreign_environment() -> dict[str, str]:
    """Our environment without what steers Prakat or git."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PRAKAT_", "GIT_"))}

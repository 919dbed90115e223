"""A number of items and a folder -> the repositories in it, and the commands to be measured on them."""

import shutil
import sys
from pathlib import Path

from benchmark.comparison import Job
from benchmark.fate import DAY
from benchmark.generate import generate
from benchmark.peers import write_plain_site

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
MKDOCS = (PYTHON, "-m", "mkdocs", "build", "--quiet")


def prepared(place: Path, count: int, seed: int) -> tuple[Job, ...]:
    """Write the office and the plain site of `count` items below `place`, in place of what an earlier run left."""
    office, plain = place / "office", place / "plain"
    for left in (office, plain):
        shutil.rmtree(left, ignore_errors=True)
    write_plain_site(plain, generate(office, count, seed))
    return (*peer_jobs(office, plain, place / "plain-site"), *own_jobs(office, place / "built", place / "released"))


def peer_jobs(office: Path, plain: Path, site: Path) -> tuple[Job, ...]:
    """What ours stand beside: loading and validating alone, and Material's own build of the same items."""
    schema = ROOT / "schemas" / "item.schema.json"
    return (
        Job("bare", (PYTHON, "-m", "benchmark.peers", str(office), str(schema)), ROOT),
        Job("plain", (*MKDOCS, "--site-dir", str(site)), plain, output=site, site=site),
    )


def own_jobs(office: Path, built: Path, released: Path) -> tuple[Job, ...]:
    """The three commands, run from this checkout on the generated office."""
    check, publish = (str(ROOT / "scripts" / name) for name in ("check.py", "publish.py"))
    day = DAY.isoformat()
    chosen = {"PRAKAT_TREE": str(office), "PRAKAT_DATE": day}
    common = ("--repo", str(office), "--date", day)
    return (
        Job("check", (PYTHON, check, *common), ROOT),
        Job("build", (*MKDOCS, "--strict", "--site-dir", str(built)), ROOT, chosen, output=built, site=built),
        Job(
            "publish",
            (PYTHON, publish, *common, "--to", str(released)),
            ROOT,
            output=released,
            site=released / "current",
        ),
    )

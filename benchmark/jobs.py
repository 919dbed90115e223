"""A number of items and a folder -> the repositories in it, and the commands to be measured on them."""

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmark.comparison import Job
from benchmark.fate import DAY
from benchmark.generate import generate
from benchmark.peers import write_plain_site

ROOT = Path(__file__).parents[1]
FRAME = ("mkdocs.yml", "hooks", "theme")
"""What an office's repository needs of this one besides office.yml and content/ so that mkdocs builds it."""


def prepared(place: Path, count: int, seed: int) -> tuple[Job, ...]:
    """Write the office and the plain site of `count` items below `place`, in place of what an earlier run left."""
    office, plain = place / "office", place / "plain"
    for left in (office, plain):
        shutil.rmtree(left, ignore_errors=True)
    write_plain_site(plain, generate(office, count, seed, frame()))
    return jobs(office, plain, place)


def frame() -> Mapping[str, bytes]:
    """Repository path -> bytes."""
    files = [path for name in FRAME for path in (ROOT / name, *(ROOT / name).rglob("*")) if path.is_file()]
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in files if "__pycache__" not in path.parts}


def jobs(office: Path, plain: Path, place: Path) -> tuple[Job, ...]:
    """Ours beside the peers', in the order in which they take turns."""
    python, day = sys.executable, ("--date", DAY.isoformat())
    built, released, site = place / "built", place / "released", place / "plain-site"
    scripts, schema = ROOT / "scripts", ROOT / "schemas" / "item.schema.json"
    mkdocs = (python, "-m", "mkdocs", "build", "--quiet")
    return (
        Job("bare", (python, "-m", "benchmark.peers", str(office), str(schema)), ROOT),
        Job("check", (python, str(scripts / "check.py"), "--repo", str(office), *day), ROOT),
        Job("plain", (*mkdocs, "--site-dir", str(site)), plain, site, site),
        Job("build", (*mkdocs, "--strict", "--site-dir", str(built)), office, built, built),
        Job(
            "publish",
            (python, str(scripts / "publish.py"), "--repo", str(office), "--to", str(released), *day),
            ROOT,
            released,
            released / "current",
        ),
    )

"""A number of items and a folder -> the repositories in it, and the commands to be measured on them."""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmark.comparison import Job
from benchmark.fate import DAY
from benchmark.generate import GeneratedItem, generate
from benchmark.peers import write_plain_site

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
MKDOCS = (PYTHON, "-m", "mkdocs", "build", "--quiet")


@dataclass(frozen=True, slots=True)
class Ground:
    """Where one size is measured."""

    place: Path
    items: int

    @property
    def office(self) -> Path:
        return self.place / "office"

    @property
    def plain(self) -> Path:
        """The same items as plain pages."""
        return self.place / "plain"

    @property
    def plain_site(self) -> Path:
        return self.place / "plain-site"

    @property
    def built(self) -> Path:
        return self.place / "built"

    def prepare(self, seed: int) -> list[GeneratedItem]:
        """Write the office and the plain site, in place of what an earlier run left."""
        for left in (self.office, self.plain):
            shutil.rmtree(left, ignore_errors=True)
        items = generate(self.office, self.items, seed)
        write_plain_site(self.plain, items)
        return items

    def peer_jobs(self) -> tuple[Job, ...]:
        """What ours stand beside: loading and validating alone, and Material's own build of the same items."""
        load = (PYTHON, "-m", "benchmark.peers", str(self.office), str(ROOT / "schemas" / "item.schema.json"))
        build, site = (*MKDOCS, "--site-dir", str(self.plain_site)), self.plain_site
        return (
            Job("bare", self.items, load, ROOT),
            Job("plain", self.items, build, self.plain, output=site, site=site),
        )

    def own_jobs(self) -> tuple[Job, ...]:
        """The three commands, run from this checkout on the generated office."""
        day, released = DAY.isoformat(), self.place / "released"
        common = ("--repo", str(self.office), "--date", day)
        check = (PYTHON, str(ROOT / "scripts" / "check.py"), *common)
        build = (*MKDOCS, "--strict", "--site-dir", str(self.built))
        publish = (PYTHON, str(ROOT / "scripts" / "publish.py"), *common, "--to", str(released))
        chosen = {"PRAKAT_TREE": str(self.office), "PRAKAT_DATE": day}
        return (
            Job("check", self.items, check, ROOT),
            Job("build", self.items, build, ROOT, chosen, output=self.built, site=self.built),
            Job("publish", self.items, publish, ROOT, output=released, site=released / "current"),
        )


def prepared(place: Path, count: int, seed: int) -> tuple[Job, ...]:
    """The commands for an office of `count` items, written below `place`."""
    ground = Ground(place, count)
    ground.prepare(seed)
    return ground.peer_jobs() + ground.own_jobs()

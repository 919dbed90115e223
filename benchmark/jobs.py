"""A number of items and a folder -> the repositories in it, and the commands to be measured on them."""

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from benchmark.amendment import merge_amendment
from benchmark.bare_check import VALIDATORS
from benchmark.comparison import Job
from benchmark.fate import DAY
from benchmark.generate import GeneratedItem, generate
from benchmark.history import git
from benchmark.hugo_site import hugo_command, write_hugo_site
from benchmark.peers import ZENSICAL_SITE, mkdocs_command, write_plain_site, zensical_command

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
TODAY, TOMORROW = DAY.isoformat(), (DAY + timedelta(days=1)).isoformat()
LARGE = 100_000
"""From so many items on ours are measured alone: the plain tools would take the day, and the memory."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where one size is measured."""

    place: Path
    items: int

    @property
    def office(self) -> Path:
        """As it was generated: no command of ours is run on it."""
        return self.place / "office"

    @property
    def clone(self) -> Path:
        """Of the office; the one that ours are run on."""
        return self.place / "clone"

    @property
    def caches(self) -> Path:
        """Where ours keep what they keep for a user of the machine."""
        return self.place / "caches"

    @property
    def plain(self) -> Path:
        """What is public on DAY, as plain pages."""
        return self.place / "plain"

    @property
    def hugo(self) -> Path:
        return self.place / "hugo"

    @property
    def plain_site(self) -> Path:
        return self.place / "plain-site"

    @property
    def built(self) -> Path:
        return self.place / "built"

    @property
    def has_peers(self) -> bool:
        return self.items < LARGE

    def prepare(self, seed: int) -> list[GeneratedItem]:
        """Write the office and the plain sites, in place of what an earlier run left."""
        for left in (self.office, self.plain, self.hugo):
            shutil.rmtree(left, ignore_errors=True)
        items = generate(self.office, self.items, seed)
        if self.has_peers:
            public = [item for item in items if item.fate.has_page]
            write_plain_site(self.plain, public)
            write_hugo_site(self.hugo, public)
        return items

    def clone_anew(self) -> None:
        """Nothing that an earlier run kept is left, wherever it was."""
        for left in (self.clone, self.caches):
            shutil.rmtree(left, ignore_errors=True)
        git(self.place, "clone", "--quiet", str(self.office), str(self.clone))
        git(self.clone, "remote", "remove", "origin")

    def configure(self) -> None:
        """A clone with a configuration of the builder's own, so that `mkdocs build` alone builds it."""
        self.clone_anew()
        own = {
            "INHERIT": str(ROOT / "mkdocs.yml"),
            "theme": {"custom_dir": str(ROOT / "theme")},
            "hooks": [str(ROOT / "hooks" / "builder.py")],
        }
        (self.clone / "mkdocs.yml").write_text(json.dumps(own), encoding="utf-8")  # JSON is YAML

    def peer_jobs(self) -> tuple[Job, ...]:
        """What ours stand beside: loading and validating alone, and the plain tools' full builds of what is public."""
        if not self.has_peers:
            return ()
        load = (PYTHON, "-m", "benchmark.bare_check", str(self.office), str(ROOT / "schemas" / "item.schema.json"))
        plain, hugo, zensical = self.plain_site, self.place / "hugo-site", self.plain / ZENSICAL_SITE
        return (
            *(Job(name, self.items, (*load, name), ROOT) for name in VALIDATORS),
            Job("plain", self.items, mkdocs_command(plain), self.plain, output=plain, site=plain),
            Job("zensical", self.items, zensical_command(), self.plain, output=zensical, site=zensical),
            Job("hugo", self.items, hugo_command(self.hugo, hugo), self.hugo, output=hugo, site=hugo),
        )

    def own_jobs(self, amended: GeneratedItem) -> tuple[Job, ...]:
        """The three commands of this checkout: each from nothing, then going on from there; the item is the one that
        changes."""
        amend = partial(merge_amendment, self.clone, amended)
        released, caches = self.place / "released", {"XDG_CACHE_HOME": str(self.caches)}
        build = (*mkdocs_command(self.built), "--strict")
        check = self._command("check.py", "--date", TODAY)
        publish = self._command("publish.py", "--to", str(released), "--date")
        job = partial(Job, items=self.items, folder=ROOT, environment=caches)
        return (
            job("check", command=check, before=self.clone_anew),
            job("check-same", command=check),
            job("check-one", command=check, before=amend),
            replace(
                job("build", command=build, output=self.built, site=self.built, before=self.configure),
                folder=self.clone,
                environment=caches | {"PRAKAT_DATE": TODAY},
            ),
            job(
                "publish",
                command=(*publish, TODAY),
                output=released,
                site=released / "current",
                before=self.clone_anew,
            ),
            job("publish-same", command=(*publish, TODAY)),
            job("publish-one", command=(*publish, TODAY), before=amend),
            job("publish-day", command=(*publish, TOMORROW)),
        )

    def _command(self, script: str, *options: str) -> tuple[str, ...]:
        return (PYTHON, str(ROOT / "scripts" / script), "--repo", str(self.clone), *options)


def prepared(place: Path, count: int, seed: int) -> tuple[Job, ...]:
    """The commands for an office of `count` items, written below `place`."""
    ground = Ground(place, count)
    items = ground.prepare(seed)
    return ground.peer_jobs() + ground.own_jobs(amended_of(items))


def amended_of(items: Sequence[GeneratedItem]) -> GeneratedItem:
    """The item that changes: of those that readers see, the one in the middle."""
    public = [item for item in items if item.fate.has_page] or items
    return public[len(public) // 2]

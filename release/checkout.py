"""A checkout of Prakat: its version and commit, and what keeps it from being released."""

import os
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from release.not_ready import NotReady

SHOWN = 5
"""Changes that are named; of more, only how many."""


@dataclass(frozen=True)
class Checkout:
    root: Path

    @cached_property
    def version(self) -> str:
        text = (self.root / "pyproject.toml").read_text(encoding="utf-8")
        return str(tomllib.loads(text)["project"]["version"])

    @cached_property
    def tag(self) -> str:
        return f"v{self.version}"

    @cached_property
    def commit(self) -> str:
        """40 hex digits."""
        return self.git("rev-parse", "HEAD").strip()

    @cached_property
    def epoch(self) -> str:
        """The commit's time in seconds, which every file of the release bears."""
        return self.git("show", "--no-patch", "--format=%ct", "HEAD").strip()

    def problems(self) -> Iterator[str]:
        changed = self.git("status", "--porcelain", "-z", "--no-renames").split("\0")[:-1]
        if changed:
            more = f" and {len(changed) - SHOWN} more" * (len(changed) > SHOWN)
            names = ", ".join(each[3:] for each in changed[:SHOWN])
            yield f"the work tree must be as commit {self.commit[:7]} has it, and has changes: {names}{more}"
        if self.git("tag", "--list", self.tag):
            yield f"version {self.version} of pyproject.toml is tagged already as {self.tag}: it needs a new number"

    def clone(self, to: Path, umask: int) -> Path:
        """What git alone has of the commit."""
        self.git("clone", "--quiet", "--no-local", "--no-checkout", str(self.root), str(to), umask=umask)
        Checkout(to).git("checkout", "--quiet", "--detach", self.commit, umask=umask)
        return to

    def git(self, *words: str, umask: int = -1) -> str:
        own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        asked = ["git", "-C", str(self.root), *words]
        done = subprocess.run(asked, env=own, umask=umask, check=False, capture_output=True, encoding="utf-8")
        if done.returncode:
            raise NotReady(f"git {words[0]} in {self.root}: {done.stderr.strip()}")
        return done.stdout

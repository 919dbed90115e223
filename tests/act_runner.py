"""A workflow's own `run:` steps on this machine: act without a container, the honest substitute for a runner."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

CHECKOUT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
COMMIT = "0123456789abcdef0123456789abcdef01234567"
CALLED = {"${{ job.workflow_sha }}": COMMIT, "${{ job.workflow_repository }}": "prakat-th/prakat"}
"""What GitHub says of a called workflow."""
_NEEDED = re.compile(r"needs\.(\w+)\.outputs\.(\w+)")
_GH = """\
#!/bin/sh
printf '%s\\n' "$*" >> {place}/gh.calls
"""

_KEPT = """\
exec 3>&1 >>{said} 2>&1
trap 'cat {said} >&3' EXIT
"""
"""Before each step: act ends without the last lines of a step on a busy machine, so what it says is kept in a file, and
shown to act as well."""


@dataclass
class Runner:
    """What stands on a machine that runs a job: the folders, secrets, and what other jobs have told."""

    place: Path
    workspace: Path
    """Where steps begin: what a workflow's checkout made."""
    environment: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)
    """`job.output` -> value."""
    instead: Mapping[str, str] = field(default_factory=dict)
    """Words of the steps that stand for something else here: inputs, a forge's address, a wait."""
    without: frozenset[str] = frozenset({"packages"})
    """Names of steps that are left out: the packages are installed."""

    @property
    def temp(self) -> Path:
        return self.place / "temp"

    @property
    def _said(self) -> Path:
        return self.place / "said"

    def gh(self) -> list[str]:
        """What was asked of the stand-in for `gh`, a line for each call."""
        calls = self.place / "gh.calls"
        return calls.read_text(encoding="utf-8").splitlines() if calls.is_file() else []

    def run(self, workflow: str, job: str) -> tuple[bool, str]:
        """Whether the job ended well, and all that act and the steps said; each step's text and conditions are the
        workflow's."""
        data = yaml.safe_load((CHECKOUT / ".github" / "workflows" / f"{workflow}.yml").read_text(encoding="utf-8"))
        kept = [step for step in data["jobs"][job]["steps"] if "run" in step and step.get("name") not in self.without]
        self._furnish()
        for step in kept:
            step["run"] = f"{_KEPT.format(said=self._said)}cd {self.workspace}\n{step['run']}"
        own = {
            **data["jobs"][job].get("env", {}),
            **self.environment,
            "PATH": f"{self.place / 'bin'}:{BIN}:{os.environ['PATH']}",
        }
        own |= {f"NEEDS_{name.replace('.', '_').upper()}": value for name, value in self.needs.items()}
        jobs = {job: {"runs-on": "ubuntu-latest", "env": own, "steps": kept}}
        text = yaml.safe_dump({"name": workflow, "on": "push", "jobs": jobs}, allow_unicode=True, width=10_000)
        text = _NEEDED.sub(lambda found: f"env.NEEDS_{found[1]}_{found[2]}".upper().replace("ENV.", "env."), text)
        for words, others in {"$RUNNER_TEMP": str(self.temp), **CALLED, **self.instead}.items():
            text = text.replace(words, others)
        (self.place / "workflow.yml").write_text(text, encoding="utf-8")
        return self._act()

    def _furnish(self) -> None:
        self.temp.mkdir(exist_ok=True)
        self._said.write_text("", encoding="utf-8")
        (self.place / "bin").mkdir(exist_ok=True)
        gh = self.place / "bin" / "gh"
        gh.write_text(_GH.format(place=self.place), encoding="utf-8")
        gh.chmod(0o755)
        event = self.place / "event"
        if not event.is_dir():
            subprocess.run(["git", "init", "-q", "-b", "main", str(event)], check=True)
            git = ["git", "-C", str(event), "-c", "user.name=act", "-c", "user.email=act@office.example"]
            subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "event"], check=True)

    def _act(self) -> tuple[bool, str]:
        words = [
            "push",
            "-W",
            str(self.place / "workflow.yml"),
            "-P",
            "ubuntu-latest=-self-hosted",
            "--no-cache-server",
        ]
        for name in self.secrets:
            words += ["--secret", name]
        done = subprocess.run(
            [str(BIN / "act"), *words, "--directory", str(self.place / "event")],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **self.secrets, "HOME": str(self.place), "XDG_CACHE_HOME": str(self.place / "cache")},
        )
        return done.returncode == 0, done.stdout + done.stderr + self._said.read_text(encoding="utf-8")

"""A workflow's own `run:` steps on this machine: act without a container, the honest substitute for a runner."""

import os
import subprocess
import sys
from pathlib import Path

import yaml

CHECKOUT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


def act(place: Path, job: str, environment: dict[str, str]) -> str:
    """What act says of a job's `run:` steps, but for those that fetch packages; the same text, the same conditions."""
    data = yaml.safe_load((CHECKOUT / ".github" / "workflows" / f"{job}.yml").read_text(encoding="utf-8"))
    (place / "temp").mkdir()
    kept = [step for step in data["jobs"][job]["steps"] if "run" in step and step["name"] != "packages"]
    own = {**environment, "PATH": f"{BIN}:{os.environ['PATH']}"}
    for step in kept:
        step["run"] = f"cd {place}\n{step['run'].replace('$RUNNER_TEMP', str(place / 'temp'))}"
    text = {"name": job, "on": "push", "jobs": {job: {"runs-on": "ubuntu-latest", "env": own, "steps": kept}}}
    (place / "workflow.yml").write_text(yaml.safe_dump(text, allow_unicode=True), encoding="utf-8")
    words = ["push", "-W", str(place / "workflow.yml"), "-P", "ubuntu-latest=-self-hosted", "--no-cache-server"]
    done = subprocess.run(
        [str(BIN / "act"), *words, "--directory", str(place / "request")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": str(place), "XDG_CACHE_HOME": str(place / "cache")},
    )
    return done.stdout + done.stderr

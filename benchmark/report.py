"""Outcomes by size -> results.json, the Markdown table that README quotes, and whether the stated bounds hold."""

import json
import os
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

from benchmark.comparison import Outcome

BEGIN, END = "<!-- benchmark:begin -->", "<!-- benchmark:end -->"
PEERS = {"check": "bare", "build": "plain", "publish": "plain"}
NAMES = {
    "check": "check.py",
    "build": "mkdocs build",
    "publish": "publish.py",
    "bare": "PyYAML (C) + jsonschema",
    "plain": "plain mkdocs-material",
}
NOTED = ("mkdocs", "mkdocs-material", "PyYAML", "jsonschema")
MEGABYTE = 1_000_000
Results = Mapping[str, Any]
"""What results.json holds: settings, and for each number of items the figures of each job."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A promise of README, and what was measured."""

    text: str
    measured: float
    most: float

    @property
    def holds(self) -> bool:
        return self.measured <= self.most

    def __str__(self) -> str:
        return f"{self.text}: {self.measured:,.2f} (at most {self.most:,g})"


def collected(seed: int, repeats: int, sizes: Mapping[int, Mapping[str, Outcome]]) -> dict[str, Any]:
    """Everything measured, and on what, as JSON-shaped values."""
    return {
        "seed": seed,
        "repeats": repeats,
        "machine": {
            "processors": os.cpu_count(),
            "memory": psutil.virtual_memory().total,
            "system": f"{platform.system()} {platform.machine()}",
            "python": platform.python_version(),
        },
        "versions": {name: version(name) for name in NOTED},
        "sizes": {
            str(count): {job: _figures(outcome) for job, outcome in outcomes.items()}
            for count, outcomes in sizes.items()
        },
    }


def _figures(outcome: Outcome) -> dict[str, float | int | None]:
    cost = outcome.cost
    return {
        "cpu": round(cost.cpu, 2),
        "wall": round(cost.wall, 2),
        "memory": cost.memory,
        "site_bytes": outcome.site_bytes,
    }


def bounds(results: Results) -> Iterator[Bound]:
    """The bounds of which both sides were measured; a ratio is one of CPU time."""
    sizes = results["sizes"]
    if small := sizes.get("2000"):
        yield Bound("build of 2,000 items / plain mkdocs-material", _ratio(small, "build"), 1.25)
    if large := sizes.get("10000"):
        yield Bound("check of 10,000 items / PyYAML (C) + jsonschema", _ratio(large, "check"), 1.5)
        most = max(large[job]["memory"] for job in PEERS) / MEGABYTE
        yield Bound("peak memory in MB at 10,000 items, whichever command", most, 500)
    if small and large:
        yield Bound("build of 10,000 items / build of 2,000", large["build"]["cpu"] / small["build"]["cpu"], 5.5)


def _ratio(figures: Results, job: str) -> float:
    return float(figures[job]["cpu"] / figures[PEERS[job]]["cpu"])


def table(results: Results) -> str:
    """Markdown: every job at every size, the peer that it stands beside, and the bounds."""
    lines = [
        "| items | command | CPU s | wall s | memory MB | site bytes an item | CPU beside its peer |",
        "|---:|---|---:|---:|---:|---:|---|",
    ]
    for count, figures in results["sizes"].items():
        lines += [_row(int(count), job, figures) for job in NAMES]
    promises = [f"- {bound}: {'holds' if bound.holds else 'does not hold'}." for bound in bounds(results)]
    return "\n\n".join("\n".join(part) for part in (lines, promises, [_setting(results)]) if part)


def _row(count: int, job: str, figures: Results) -> str:
    found = figures[job]
    per_item = "" if found["site_bytes"] is None else f"{found['site_bytes'] / count:,.0f}"
    beside = f"{_ratio(figures, job):.2f} x {NAMES[PEERS[job]]}" if job in PEERS else ""
    cells = (
        f"{count:,}",
        NAMES[job],
        f"{found['cpu']:.1f}",
        f"{found['wall']:.1f}",
        f"{found['memory'] / MEGABYTE:.0f}",
        per_item,
        beside,
    )
    return f"| {' | '.join(cells)} |"


def _setting(results: Results) -> str:
    machine = results["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    return (
        f"Median of {results['repeats']} runs by CPU time, the peers in turns with ours, seed {results['seed']}; "
        f"{machine['processors']} processors, {machine['memory'] / 2**30:.0f} GiB, {machine['system']}, "
        f"Python {machine['python']}, {versions}."
    )


def quoted(readme: str, lines: str) -> str:
    """The README with the table between its two markers replaced. Raises ValueError if it lacks one."""
    before, _, rest = readme.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"no {BEGIN} ... {END}")
    return f"{before}{BEGIN}\n{lines}\n{END}{after}"


def save(results: Results, path: Path, readme: Path) -> None:
    path.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    readme.write_text(quoted(readme.read_text(encoding="utf-8"), table(results)), encoding="utf-8")

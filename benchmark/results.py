"""Outcomes of commands and searches -> what results.json holds"""

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from statistics import median
from typing import Any

import psutil

from benchmark.comparison import Outcome, Sizes
from benchmark.search import Finding, FirstQuery, SearchOutcome

PEERS: Mapping[str, Sequence[str]] = {
    "check": ("jsonschema-rs", "jsonschema"),
    "build": ("plain", "zensical", "hugo"),
    "publish": ("plain", "zensical", "hugo"),
    "publish-one": ("plain", "zensical", "hugo"),
}
"""Beside which jobs each of ours stands. After one change the plain tools make everything again: a full build is what
they have."""
OURS: Mapping[str, str] = {
    "check": "check.py, from nothing",
    "check-same": "check.py, nothing changed",
    "check-one": "check.py, one item changed",
    "build": "mkdocs build",
    "publish": "publish.py, from nothing",
    "publish-same": "publish.py, nothing changed",
    "publish-one": "publish.py, one item changed",
    "publish-day": "publish.py, a new day",
}
NAMES: Mapping[str, str] = {
    **OURS,
    "jsonschema-rs": "PyYAML (C) + jsonschema-rs",
    "jsonschema": "PyYAML (C) + jsonschema",
    "plain": "plain mkdocs-material",
    "zensical": "Zensical",
    "hugo": "Hugo",
}
NOTED = ("mkdocs", "mkdocs-material", "zensical", "hugo", "PyYAML", "jsonschema-rs", "jsonschema", "pagefind")
MEGABYTE, KILOBYTE = 1_000_000, 1_000
Results = Mapping[str, Any]
"""JSON-shaped: the day and the setting; by number of items, as text, the runs of each job, and the searches."""


def collected(
    day: date, seed: int, load: float, sizes: Sizes, searches: Mapping[int, Sequence[SearchOutcome]]
) -> dict[str, Any]:
    """Everything measured, on what, and on which day: no result is without it. `load`: of the machine (the mean of its
    last minute) before the first job."""
    return {
        "day": day.isoformat(),
        "seed": seed,
        "machine": {
            "processors": os.cpu_count(),
            "memory": psutil.virtual_memory().total,
            "system": f"{platform.system()} {platform.machine()}",
            "python": platform.python_version(),
            "load": round(load, 2),
        },
        "versions": {name: version(name) for name in NOTED},
        "sizes": {
            str(count): {job: _figures(outcome) for job, outcome in outcomes.items()}
            for count, outcomes in sizes.items()
        },
        "searches": {str(count): [asdict(outcome) for outcome in found] for count, found in searches.items()},
    }


def _figures(outcome: Outcome) -> dict[str, list[float] | list[int] | int | None]:
    return {
        "cpu": [round(cost.cpu, 3) for cost in outcome.costs],
        "wall": [round(cost.wall, 3) for cost in outcome.costs],
        "memory": [cost.memory for cost in outcome.costs],
        "site_bytes": outcome.site_bytes,
    }


def searches(results: Results) -> Mapping[int, Sequence[SearchOutcome]]:
    """Of each size, ours first."""
    return {int(count): [_outcome(each) for each in found] for count, found in results["searches"].items()}


def _outcome(found: Results) -> SearchOutcome:
    first = found["first"] and FirstQuery(tuple(found["first"]["bytes"]), tuple(found["first"]["seconds"]))
    return SearchOutcome(found["name"], Finding(**found["words"]), Finding(**found["phrases"]), first)


def middle(figures: Results, job: str, what: str) -> float:
    """The median of the job's runs: `cpu` or `wall` in seconds, each by itself, or `memory` in bytes."""
    return float(median(figures[job][what]))


def spread(runs: Sequence[float]) -> float:
    """How far the runs lie apart: the most less the least, in their median."""
    return (max(runs) - min(runs)) / median(runs)


def ratio(figures: Results, job: str, peer: str, what: str) -> float:
    """`cpu` or `wall` of a job in that of another, medians."""
    return middle(figures, job, what) / middle(figures, peer, what)

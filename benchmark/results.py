"""Outcomes of commands and searches -> what results.json holds, and whether the promised bounds hold"""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

import psutil

from benchmark.comparison import Outcome, Sizes
from benchmark.search import Finding, FirstQuery, SearchOutcome

PEERS = {"check": "bare", "build": "plain", "publish": "plain"}
"""Beside which job each of ours stands."""
NAMES = {
    "check": "check.py",
    "build": "mkdocs build",
    "publish": "publish.py",
    "bare": "PyYAML (C) + jsonschema",
    "plain": "plain mkdocs-material",
}
NOTED = ("mkdocs", "mkdocs-material", "PyYAML", "jsonschema", "pagefind")
MEGABYTE, KILOBYTE = 1_000_000, 1_000
Results = Mapping[str, Any]
"""JSON-shaped: the setting; by number of items, as text, the figures of each job, and the searches."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A promise of docs/benchmark.md, and what was measured."""

    text: str
    measured: float
    limit: float
    is_least: bool = False
    """Whether the measured number must not be below the limit; else not above it."""

    @property
    def holds(self) -> bool:
        return self.measured >= self.limit if self.is_least else self.measured <= self.limit

    def __str__(self) -> str:
        return f"{self.text}: {self.measured:,.2f} (at {'least' if self.is_least else 'most'} {self.limit:,g})"


def collected(seed: int, repeats: int, sizes: Sizes, searches: Mapping[int, Sequence[SearchOutcome]]) -> dict[str, Any]:
    """Everything measured, and on what."""
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
        "searches": {str(count): [asdict(outcome) for outcome in found] for count, found in searches.items()},
    }


def _figures(outcome: Outcome) -> dict[str, float | int | None]:
    cost = outcome.cost
    return {
        "cpu": round(cost.cpu, 2),
        "wall": round(cost.wall, 2),
        "memory": cost.memory,
        "site_bytes": outcome.site_bytes,
    }


def searches(results: Results) -> Mapping[int, Sequence[SearchOutcome]]:
    """Of each size, ours first."""
    return {int(count): [_outcome(each) for each in found] for count, found in results["searches"].items()}


def _outcome(found: Results) -> SearchOutcome:
    first = found["first"] and FirstQuery(tuple(found["first"]["bytes"]), tuple(found["first"]["seconds"]))
    return SearchOutcome(found["name"], Finding(**found["words"]), Finding(**found["phrases"]), first)


def bounds(results: Results) -> Iterator[Bound]:
    """Those of which every side was measured; a ratio is one of CPU time."""
    sizes, asked = results["sizes"], searches(results)
    if small := sizes.get("2000"):
        yield Bound("build of 2,000 items / plain mkdocs-material", ratio(small, "build"), 1.25)
    if large := sizes.get("10000"):
        yield Bound("check of 10,000 items / PyYAML (C) + jsonschema", ratio(large, "check"), 1.5)
        most = max(large[job]["memory"] for job in PEERS) / MEGABYTE
        yield Bound("peak memory in MB at 10,000 items, whichever command", most, 500)
    if small and large:
        yield Bound("build of 10,000 items / build of 2,000", large["build"]["cpu"] / small["build"]["cpu"], 5.5)
    if 2000 in asked:
        yield from _finding(asked[2000][0])
    if 10000 in asked and (first := asked[10000][0].first):
        yield Bound("first query at 10,000 items, KB, the most", first.bytes[1] / KILOBYTE, 500)
        yield Bound("first query at 10,000 items, seconds, the most", first.seconds[1], 1)


def _finding(ours: SearchOutcome) -> Iterator[Bound]:
    for kind, found in (("words", ours.words), ("phrases", ours.phrases)):
        yield Bound(f"recall of {kind} at 2,000 items", found.recall, 0.95, is_least=True)
        yield Bound(f"{kind} with a right page among the first five", found.first_five, 0.9, is_least=True)


def ratio(figures: Results, job: str) -> float:
    """CPU time of one of our jobs in that of its peer."""
    return float(figures[job]["cpu"] / figures[PEERS[job]]["cpu"])

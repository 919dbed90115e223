"""Results -> whether the promised bounds hold"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from benchmark.results import KILOBYTE, MEGABYTE, OURS, Results, middle, ratio, searches
from benchmark.search import SearchOutcome


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


def bounds(results: Results) -> Iterator[Bound]:
    """Those of which every side was measured; all of medians, memory apart."""
    small, large, huge = (results["sizes"].get(count) for count in ("2000", "10000", "100000"))
    if small:
        yield Bound("CPU, build of 2,000 items / plain mkdocs-material", ratio(small, "build", "plain", "cpu"), 1.25)
    if large:
        yield from _of_changes(large)
        yield from _of_everything(large)
    if small and large:
        yield from _growth({"build": 5.5}, 2_000, small, 10_000, large)
    if huge:
        yield Bound("wall s, publish of one change of 100,000 items", middle(huge, "publish-one", "wall"), 3)
    if large and huge:
        yield from _growth(dict.fromkeys(("check", "build", "publish"), 12), 10_000, large, 100_000, huge)
    yield from _of_searches(searches(results))


def _of_changes(figures: Results) -> Iterator[Bound]:
    """What a run does that goes on from another."""
    wall = partial(middle, figures, what="wall")
    yield Bound("wall s, publish of one change of 10,000 items", wall("publish-one"), 1.2)
    times = ratio(figures, "publish", "publish-one", "cpu")
    yield Bound("CPU, publish of 10,000 items from nothing / of one change", times, 40, is_least=True)
    yield Bound("wall s, publish of 10,000 items, nothing changed", wall("publish-same"), 0.6)
    yield Bound("wall s, publish of 10,000 items on a new day, 20 expire", wall("publish-day"), 3)
    times = ratio(figures, "hugo", "publish-one", "wall")
    yield Bound("wall, Hugo's full build of 10,000 items / publish of one change", times, 8, is_least=True)
    yield Bound("wall s, check of 10,000 items, nothing changed", wall("check-same"), 0.25)


def _of_everything(figures: Results) -> Iterator[Bound]:
    """What a run does from nothing, and what any needs."""
    for job, limit in (("publish", 1.1), ("build", 0.7)):
        text = f"wall, {job} of 10,000 items from nothing / plain mkdocs-material"
        yield Bound(text, ratio(figures, job, "plain", "wall"), limit)
    text = "CPU, check of 10,000 items from nothing / PyYAML (C) + jsonschema-rs"
    yield Bound(text, ratio(figures, "check", "jsonschema-rs", "cpu"), 1.5)
    most = max(max(figures[job]["memory"]) for job in OURS) / MEGABYTE
    yield Bound("peak memory in MB at 10,000 items, whichever command and run", most, 350)


def _growth(limits: Mapping[str, float], fewer: int, small: Results, more: int, large: Results) -> Iterator[Bound]:
    for job, limit in limits.items():
        times = middle(large, job, "cpu") / middle(small, job, "cpu")
        yield Bound(f"CPU, {job} of {more:,} items / of {fewer:,}", times, limit)


def _of_searches(found: Mapping[int, Sequence[SearchOutcome]]) -> Iterator[Bound]:
    if 2_000 in found:
        yield from _finding(found[2_000][0])
    for count in (10_000, 100_000):
        if count in found and (first := found[count][0].first):
            yield Bound(f"first query at {count:,} items, KB, the most", first.bytes[1] / KILOBYTE, 300)
            yield Bound(f"first query at {count:,} items, seconds, the most", first.seconds[1], 1)


def _finding(ours: SearchOutcome) -> Iterator[Bound]:
    for kind, found in (("words", ours.words), ("phrases", ours.phrases)):
        yield Bound(f"recall of {kind} at 2,000 items", found.recall, 0.95, is_least=True)
        yield Bound(f"{kind} with a right page among the first five", found.first_five, 0.9, is_least=True)

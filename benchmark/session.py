"""Sizes and a seed -> everything that `make bench` measures, peers and ours in the same run"""

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmark.comparison import Job, compare
from benchmark.generate import BANGKOK, lives
from benchmark.jobs import LARGE, Ground, prepared
from benchmark.results import NAMES, collected
from benchmark.search import SearchOutcome, chromium, compare_searches
from benchmark.search_sites import search_sites

WORDS, PHRASES = 100, 50
Tell = Callable[[str], None]
"""Hears what is under way."""


def run(place: Path, counts: Sequence[int], seed: int, repeats: int, with_search: bool, tell: Tell) -> dict[str, Any]:
    """The results of offices of so many items, written below `place`; those from LARGE on are measured once.

    Raises CommandFailed where a command fails, playwright's Error where Chromium does."""
    day, load = datetime.now(BANGKOK).date(), os.getloadavg()[0]
    grounds = [Ground(place / f"{count}-{seed}", count) for count in sorted(set(counts))]
    jobs: list[Job] = []
    for ground in grounds:
        tell(f"{ground.items:,} items: generate")
        jobs += prepared(ground.place, ground.items, seed)

    def begun(job: Job) -> None:
        tell(f"{job.items:,} items: {NAMES[job.name]}")

    sizes = {
        **compare([job for job in jobs if job.items < LARGE], repeats, begun),
        **compare([job for job in jobs if job.items >= LARGE], 1, begun),
    }
    searches = {ground.items: _searched(ground, seed, tell) for ground in grounds} if with_search else {}
    return collected(day, seed, load, sizes, searches)


def _searched(ground: Ground, seed: int, tell: Tell) -> list[SearchOutcome]:
    """Over the sites that the jobs have built."""
    tell(f"{ground.items:,} items: search")
    items = [life.item for life in lives(ground.items, seed)]
    folders = [item.folder.removeprefix("content/") for item in items]
    sites = search_sites(ground.built, ground.plain_site if ground.has_peers else None, ground.place, folders)
    with chromium() as browser:
        return compare_searches(sites, items, browser, WORDS, PHRASES, seed)

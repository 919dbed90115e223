"""The search table of `make bench`, on an office small enough for a test."""

import os
import subprocess
from pathlib import Path

from benchmark.comparison import QUIET
from benchmark.generate import lives
from benchmark.jobs import prepared
from benchmark.search import compare_searches, search_table
from benchmark.search_sites import search_sites
from playwright.sync_api import Browser


def test_ours_finds_what_the_others_miss_at_a_fraction_of_the_bytes(browser: Browser, tmp_path: Path) -> None:
    count = 60
    for job in prepared(tmp_path, count, seed=1):
        if job.name in ("plain", "build"):
            job.prepare()
            subprocess.run(job.command, cwd=job.folder, env={**os.environ, **QUIET, **job.environment}, check=True)
    items = [life.item for life in lives(count, seed=1)]
    folders = [item.folder.removeprefix("content/") for item in items]
    sites = list(search_sites(tmp_path / "built", tmp_path / "plain-site", tmp_path, folders))
    outcomes = compare_searches(sites, items, browser, words=10, phrases=5, seed=1)
    ours, *others = outcomes
    for found in (ours.words, ours.phrases):
        assert (found.recall, found.first_five, found.marked) == (1, 1, 1)
    for theirs in others:
        assert theirs.words.recall < 0.95
        assert max(ours.first.bytes) < min(theirs.first.bytes)
    lines = search_table(outcomes).splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:]] == [site.name for site in sites]

"""Jobs, ours and the plain tools', of every size -> the cost of each run, in turns so that a busy machine hits all."""

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmark.measure import Cost, measure

QUIET = {"NO_MKDOCS_2_WARNING": "1"}
"""Material prints a paragraph about its end of life at every start."""


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    """One of `benchmark.results.NAMES`."""
    items: int
    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    """Added to that of this process."""
    output: Path | None = None
    """What the command writes from nothing; removed before each run. None where it goes on from what is there."""
    site: Path | None = None
    """The part of it that readers get, whose bytes count."""
    before: Callable[[], None] = lambda: None
    """What makes the state that each run begins with; not measured."""

    def prepare(self) -> None:
        if self.output:
            shutil.rmtree(self.output, ignore_errors=True)
        self.before()


@dataclass(frozen=True, slots=True)
class Outcome:
    costs: tuple[Cost, ...]
    """Of each run, in their order."""
    site_bytes: int | None
    """After the last run; None where the job writes no site."""


Sizes = Mapping[int, Mapping[str, Outcome]]
"""Number of items -> name of the job -> outcome."""


def compare(jobs: Iterable[Job], repeats: int, begun: Callable[[Job], None]) -> Sizes:
    """Every job once in the order given, then every job again, `repeats` times; `begun` hears of each. A job may go on
    from where the one before it left off. Raises CommandFailed."""
    runs: dict[int, dict[str, list[Cost]]] = defaultdict(lambda: defaultdict(list))
    written: dict[tuple[int, str], int] = {}
    for job in list(jobs) * repeats:
        begun(job)
        job.prepare()
        os.sync()  # what was written until here is no part of what is measured
        runs[job.items][job.name].append(measure(job.command, job.folder, {**QUIET, **job.environment}))
        if job.site:
            written[job.items, job.name] = size(job.site)
    return {
        count: {name: Outcome(tuple(costs), written.get((count, name))) for name, costs in found.items()}
        for count, found in runs.items()
    }


def size(folder: Path) -> int:
    """Bytes of all files below, through the link that the folder itself may be."""
    return sum(path.stat().st_size for path in folder.resolve().rglob("*") if path.is_file())

"""Jobs, ours and the plain tools', of every size -> what each cost, in turns so that a busy machine hits all alike."""

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
    """One of `benchmark.report.NAMES`."""
    items: int
    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    """Added to that of this process."""
    output: Path | None = None
    """What the command writes; removed before each run."""
    site: Path | None = None
    """The part of it that readers get, whose bytes count."""


@dataclass(frozen=True, slots=True)
class Outcome:
    cost: Cost
    """That of the run with the median CPU time."""
    site_bytes: int | None
    """None where the job writes no site."""


Sizes = Mapping[int, Mapping[str, Outcome]]
"""Number of items -> name of the job -> outcome."""


def compare(jobs: Iterable[Job], repeats: int, begun: Callable[[Job], None]) -> Sizes:
    """Every job once, then every job again, `repeats` times; `begun` hears of each. Raises CommandFailed."""
    runs: dict[tuple[int, str], list[Cost]] = defaultdict(list)
    asked = list(jobs)
    for job in asked * repeats:
        begun(job)
        if job.output:
            shutil.rmtree(job.output, ignore_errors=True)
        runs[job.items, job.name].append(measure(job.command, job.folder, {**QUIET, **job.environment}))
    found: dict[int, dict[str, Outcome]] = defaultdict(dict)
    for job in asked:
        found[job.items][job.name] = Outcome(_middle(runs[job.items, job.name]), size(job.site) if job.site else None)
    return found


def _middle(costs: list[Cost]) -> Cost:
    return sorted(costs, key=lambda cost: cost.cpu)[(len(costs) - 1) // 2]


def size(folder: Path) -> int:
    """Bytes of all files below, through the link that the folder itself may be."""
    return sum(path.stat().st_size for path in folder.resolve().rglob("*") if path.is_file())

"""Jobs at one size, ours and the plain tools' -> what each cost, taken in turns so that a busy machine hits all."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmark.measure import Cost, measure

QUIET = {"NO_MKDOCS_2_WARNING": "1"}
"""Material prints a paragraph about its end of life at every start."""


@dataclass(frozen=True, slots=True)
class Job:
    name: str
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


def compare(jobs: Sequence[Job], repeats: int, begun: Callable[[str], None]) -> Mapping[str, Outcome]:
    """Every job once, then every job again, `repeats` times; `begun` hears the name of each. Raises CommandFailed."""
    runs: dict[str, list[Cost]] = {job.name: [] for job in jobs}
    for _ in range(repeats):
        for job in jobs:
            begun(job.name)
            if job.output:
                shutil.rmtree(job.output, ignore_errors=True)
            runs[job.name].append(measure(job.command, job.folder, {**QUIET, **job.environment}))
    return {job.name: Outcome(_middle(runs[job.name]), size(job.site) if job.site else None) for job in jobs}


def _middle(costs: list[Cost]) -> Cost:
    return sorted(costs, key=lambda cost: cost.cpu)[(len(costs) - 1) // 2]


def size(folder: Path) -> int:
    """Bytes of all files below, through the link that the folder itself may be."""
    return sum(path.stat().st_size for path in folder.resolve().rglob("*") if path.is_file())

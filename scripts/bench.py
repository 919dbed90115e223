"""make bench: generate offices of several sizes, measure check, build and publish beside the plain tools."""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.markdown import Markdown
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

import terminal

sys.path.insert(0, str(terminal.REPO))

from benchmark.comparison import Outcome, compare
from benchmark.jobs import prepared
from benchmark.measure import CommandFailed
from benchmark.report import bounds, collected, save, table


def main(argv: Sequence[str] | None = None) -> int:
    """1 if a bound does not hold, or a measured command failed."""
    options = parser().parse_args(argv)
    errors = Console(stderr=True)
    try:
        if options.keep:
            sizes = measured(options, options.keep.resolve(), errors)
        else:
            with TemporaryDirectory(prefix="prakat-bench-") as place:
                sizes = measured(options, Path(place), errors)
    except CommandFailed as failure:
        errors.print(str(failure), markup=False)
        return 1
    results = collected(options.seed, options.repeats, sizes)
    show(results)
    if options.write:
        save(results, terminal.REPO / "benchmark" / "results.json", terminal.REPO / "README.md")
    return int(not all(bound.holds for bound in bounds(results)))


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__)
    made.add_argument("--items", type=positive, nargs="+", default=[2000, 10000], help="sizes of the generated offices")
    made.add_argument("--seed", type=int, default=1, help="the same seed gives the same items")
    made.add_argument("--repeats", type=positive, default=3, help="runs of each command, of which the median counts")
    made.add_argument("--keep", type=Path, metavar="DIR", help="make the offices and sites there and leave them")
    made.add_argument("--write", action="store_true", help="write benchmark/results.json and the table in README.md")
    return made


def positive(text: str) -> int:
    if (number := int(text)) < 1:
        raise ValueError(text)
    return number


def measured(options: argparse.Namespace, place: Path, errors: Console) -> dict[int, dict[str, Outcome]]:
    """Outcomes by number of items, with a moving line on the terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    sizes = {}
    with Progress(*columns, console=errors) as progress:
        for count in sorted(set(options.items)):
            task = progress.add_task(f"{count:,} items: generate", total=None)
            jobs = prepared(place / f"{count}-{options.seed}", count, options.seed)
            told = partial(tell, progress, task, count)
            sizes[count] = dict(compare(jobs, options.repeats, told))
            progress.update(task, total=1, completed=1)
    return sizes


def tell(progress: Progress, task: TaskID, count: int, job: str) -> None:
    progress.update(task, description=f"{count:,} items: {job}")


def show(results: dict[str, object]) -> None:
    console = Console()
    if console.is_terminal:
        console.print(Markdown(table(results)))
    else:
        print(table(results))
    for bound in bounds(results):
        console.print("[green]pass[/]" if bound.holds else "[red]fail[/]", str(bound), highlight=False)


if __name__ == "__main__":
    sys.exit(terminal.run(main))

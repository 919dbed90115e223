"""make bench: generate offices of several sizes, measure check, build, publish and search beside the plain tools."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.markdown import Markdown
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

import terminal
from prakat.cannot_work import CannotWork
from prakat.rules.data import label
from prakat.rules.message import message
from prakat.rules.wording import Listed

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmark import report, session
from benchmark.bounds import bounds
from benchmark.measure import CommandFailed

CHECKOUT = Path(__file__).resolve().parents[1]


def main(argv: Sequence[str] | None = None) -> int:
    """0 if every bound holds; 1 if one does not, or a measured command failed."""
    options = parser().parse_args(argv)
    if (least := min(*options.items, options.repeats)) < 1:
        raise CannotWork("commands.too-small", option="--items, --repeats", least=1, found=least)
    try:
        with chosen_place(options.keep) as place, progress() as tell:
            results = session.run(place, options.items, options.seed, options.repeats, options.search, tell)
    except CommandFailed as failure:
        said = Listed.of(str(failure).splitlines(), "\n")
        print(message("commands.measuring-failed", said=said).text(options.lang), file=sys.stderr)
        return 1
    show(results, options.lang)
    if options.write:
        report.save(results, CHECKOUT / "benchmark" / "results.json", CHECKOUT / "docs" / "benchmark.md")
    return int(not all(bound.holds for bound in bounds(results)))


def parser() -> argparse.ArgumentParser:
    made = terminal.plain_parser(__file__)
    made.add_argument("--items", type=int, nargs="+", default=[2000, 10000], metavar="COUNT")
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--repeats", type=int, default=3, metavar="COUNT")
    made.add_argument("--keep", type=Path, metavar="DIR")
    made.add_argument("--no-search", dest="search", action="store_false")
    made.add_argument("--write", action="store_true")
    return made


@contextmanager
def chosen_place(keep: Path | None) -> Iterator[Path]:
    """The folder to keep, or a temporary one."""
    if keep:
        yield keep.resolve()
    else:
        with TemporaryDirectory(prefix="prakat-bench-") as place:
            yield Path(place)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """One moving line on the terminal: what is under way, and for how long."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None)
        yield lambda text: shown.update(task, description=text)


def show(results: dict[str, Any], language: str) -> None:
    """The table is that of docs/benchmark.md, in English."""
    console, text = Console(), report.report(results)
    console.print(Markdown(text)) if console.is_terminal else print(text)
    for bound in bounds(results):
        colour, verdict = ("green", "holds") if bound.holds else ("red", "broken")
        console.print(f"[{colour}]{label('bound', verdict, language)}[/]", str(bound), highlight=False)


if __name__ == "__main__":
    sys.exit(terminal.run(main))

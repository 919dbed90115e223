"""Results -> results.json, and the Markdown that docs/benchmark.md quotes"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from benchmark.bounds import bounds
from benchmark.results import KILOBYTE, MEGABYTE, NAMES, PEERS, Results, ratio, searches, spread
from benchmark.search import search_table

BEGIN, END = "<!-- benchmark:begin -->", "<!-- benchmark:end -->"


def report(results: Results) -> str:
    """Markdown: every command beside its peer, every search beside the others, the bounds, and on what machine."""
    return "\n\n".join(part for part in _parts(results) if part)


def _parts(results: Results) -> Iterator[str]:
    yield f"Measured on {results['day']}."
    yield cost_table(results)
    yield "Ours beside the others, in times of theirs:"
    yield comparison_table(results)
    for count, outcomes in searches(results).items():
        yield f"Search over {count:,} items, in Chromium, the same queries to each:"
        yield search_table(outcomes)
    yield "\n".join(f"- {bound}: {'holds' if bound.holds else 'does not hold'}." for bound in bounds(results))
    yield _setting(results)


def cost_table(results: Results) -> str:
    """Every job at every size."""
    lines = [
        "| items | command | CPU s | wall s | memory MB | site KB an item |",
        "|---:|---|---:|---:|---:|---:|",
    ]
    for count, figures in results["sizes"].items():
        lines += [_row(int(count), job, figures) for job in NAMES if job in figures]
    return "\n".join(lines)


def _row(count: int, job: str, figures: Results) -> str:
    found = figures[job]
    cells = (
        f"{count:,}",
        NAMES[job],
        seconds(found["cpu"]),
        seconds(found["wall"]),
        f"{max(found['memory']) / MEGABYTE:.0f}",
        "" if found["site_bytes"] is None else f"{found['site_bytes'] / count / KILOBYTE:,.1f}",
    )
    return f"| {' | '.join(cells)} |"


def seconds(runs: Sequence[float]) -> str:
    """Their median; where there are several, also how far they lie apart."""
    shown = median(runs)
    return f"{shown:.{1 if shown >= 10 else 2}f}" + (f" ({spread(runs):.0%})" if len(runs) > 1 else "")


def comparison_table(results: Results) -> str:
    """Every job of ours beside each of its peers."""
    lines = ["| items | ours | beside | CPU | wall |", "|---:|---|---|---:|---:|"]
    for count, figures in results["sizes"].items():
        for job, peers in PEERS.items():
            for peer in peers:
                if job in figures and peer in figures:
                    cpu, wall = (f"{ratio(figures, job, peer, what):.2f}" for what in ("cpu", "wall"))
                    lines.append(f"| {int(count):,} | {NAMES[job]} | {NAMES[peer]} | {cpu} | {wall} |")
    return "\n".join(lines)


def _setting(results: Results) -> str:
    machine = results["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    counts = {len(found["cpu"]) for figures in results["sizes"].values() for found in figures.values()}
    runs = " or ".join(map(str, sorted(counts, reverse=True)))
    return (
        f"Runs of each: {runs}, the peers in turns with ours. CPU and wall: the median of each by itself, in brackets "
        "how far the runs lie apart (the longest less the shortest, in their median). Memory: the most of any run. "
        f"Seed {results['seed']}; {machine['processors']} processors, {machine['memory'] / 2**30:.0f} GiB, "
        f"load {machine['load']:.1f} before the first run, {machine['system']}, Python {machine['python']}, {versions}."
    )


def quoted(page: str, lines: str) -> str:
    """The page with what stands between its two markers replaced. Raises ValueError if it lacks one."""
    before, _, rest = page.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"no {BEGIN} ... {END}")
    return f"{before}{BEGIN}\n{lines}\n{END}{after}"


def save(results: Results, path: Path, page: Path) -> None:
    """Both files, or neither. Raises ValueError if the page lacks its markers."""
    written = quoted(page.read_text(encoding="utf-8"), report(results))
    path.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    page.write_text(written, encoding="utf-8")

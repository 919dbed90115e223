"""Results -> results.json, and the Markdown that docs/benchmark.md quotes"""

import json
from collections.abc import Iterator
from pathlib import Path

from benchmark.results import KILOBYTE, MEGABYTE, NAMES, PEERS, Results, bounds, ratio, searches
from benchmark.search import search_table

BEGIN, END = "<!-- benchmark:begin -->", "<!-- benchmark:end -->"


def report(results: Results) -> str:
    """Markdown: every command beside its peer, every search beside the others, the bounds, and on what machine."""
    return "\n\n".join(part for part in _parts(results) if part)


def _parts(results: Results) -> Iterator[str]:
    yield cost_table(results)
    for count, outcomes in searches(results).items():
        yield f"Search over {count:,} items, in Chromium, the same queries to each:"
        yield search_table(outcomes)
    yield "\n".join(f"- {bound}: {'holds' if bound.holds else 'does not hold'}." for bound in bounds(results))
    yield _setting(results)


def cost_table(results: Results) -> str:
    """Every job at every size, with the peer that it stands beside."""
    lines = [
        "| items | command | CPU s | wall s | memory MB | site KB an item | CPU beside its peer |",
        "|---:|---|---:|---:|---:|---:|---|",
    ]
    for count, figures in results["sizes"].items():
        lines += [_row(int(count), job, figures) for job in NAMES]
    return "\n".join(lines)


def _row(count: int, job: str, figures: Results) -> str:
    found = figures[job]
    cells = (
        f"{count:,}",
        NAMES[job],
        f"{found['cpu']:.1f}",
        f"{found['wall']:.1f}",
        f"{found['memory'] / MEGABYTE:.0f}",
        "" if found["site_bytes"] is None else f"{found['site_bytes'] / count / KILOBYTE:,.1f}",
        f"{ratio(figures, job):.2f} x {NAMES[PEERS[job]]}" if job in PEERS else "",
    )
    return f"| {' | '.join(cells)} |"


def _setting(results: Results) -> str:
    machine = results["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    runs = f"Median of {results['repeats']} runs by CPU time" if results["repeats"] > 1 else "One run of each"
    return (
        f"{runs}, the peers in turns with ours, seed {results['seed']}; "
        f"{machine['processors']} processors, {machine['memory'] / 2**30:.0f} GiB, {machine['system']}, "
        f"Python {machine['python']}, {versions}."
    )


def quoted(page: str, lines: str) -> str:
    """The page with what stands between its two markers replaced. Raises ValueError if it lacks one."""
    before, _, rest = page.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"no {BEGIN} ... {END}")
    return f"{before}{BEGIN}\n{lines}\n{END}{after}"


def save(results: Results, path: Path, page: Path) -> None:
    path.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    page.write_text(quoted(page.read_text(encoding="utf-8"), report(results)), encoding="utf-8")

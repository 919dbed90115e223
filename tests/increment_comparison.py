"""seeds -> the releases that changing offices make by what changed, beside those from nothing

Many more than the tests compare, by hand, here with twelve changes of each of the seeds 1000 to 1499; a difference ends
it and leaves both releases where it says:

    PYTHONPATH=src:scripts:tests .venv/bin/python tests/increment_comparison.py 1000 1500 12
"""

import contextlib
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import jinja2
import pytest

from changing_office import ChangingOffice, contents
from prakat import product
from prakat.completeness import obligation_list
from prakat.release import build
from prakat.site import drawing, history_event
from prakat.site.drawn_site import DrawnSite
from prakat.site.site import Site

SMALL = {
    "ROWS_OF_ONE": 5,
    "NEWEST": 3,
    "ENTRIES": 4,
    "PER_PAGE": 2,
    "ROWS_PER_PAGE": 4,
    "MAX_ADDRESSES": 70,
    "FILES_PER_LIST": 2,
    "PAGES_PER_BATCH": 4,
    "PAGES_AT_ONCE": 2,
    "PAGES_PER_RANGE": 8,
}
"""Limits that an office of a few items passes; those of the search index are powers of two, as the real ones."""


class Compiled(jinja2.BytecodeCache):
    """Templates that were compiled once in this process: their compilation is half of what a small site takes."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        self.known[bucket.key] = bucket.bytecode_to_string()


_COMPILED = Compiled()


def draw_whole(site: Site, to: Path) -> None:
    """In place of `build.run`: all pages and files of the site, with the same bytes as the builder makes them of
    (tests/test_one_reading.py)."""
    environment = drawing.environment_of(site)
    shutil.copytree(product.part("theme") / "assets", to / "assets")
    for name in (drawing.ERROR_PAGE, "robots.txt"):
        (to / name).write_text(drawing.file(environment, name), encoding="utf-8", newline="")
    DrawnSite(site, environment, to).write()
    for view in site.views.values():
        (to / view.url).mkdir(parents=True, exist_ok=True)
        (to / view.url / "index.html").write_text(drawing.page(environment, view), encoding="utf-8", newline="")
    for name, place in site.files.items():
        shutil.copyfile(place, to / name)


@contextlib.contextmanager
def quick(*, is_small: bool) -> Iterator[None]:
    """Sites are drawn without the builder; if it is small, with limits that an office of a few items passes."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(build, "run", draw_whole)
        limit(patched, "lists_of", lambda agency, year: obligation_list.lists_of(agency, year)[:2])
        patched.setattr(drawing, "Environment", partial(jinja2.Environment, bytecode_cache=_COMPILED))
        if is_small:
            for name, value in SMALL.items():
                limit(patched, name, value)
            patched.setattr(history_event.newest, "__defaults__", (5,))
        yield


def limit(patched: pytest.MonkeyPatch, name: str, value: object) -> None:
    """In every module that has it by that name, but for the one that defines what the value calls."""
    for module in {**sys.modules}.values():
        if module.__name__.startswith("prakat.") and hasattr(module, name) and module is not obligation_list:
            patched.setattr(module, name, value)


def differences(office: ChangingOffice) -> list[str]:
    """Publishes what is there now, and the same from nothing beside it; names what is not the same in both."""
    again = office.place / "again"
    shutil.rmtree(again, ignore_errors=True)
    done, anew = office.publish(office.released), office.publish(again)
    assert done.release and anew.release, [each.text("en") for each in (*done.problems, *anew.problems)]
    office.remarks.update(each.id for each in done.remarks)
    one, other = contents(office.released / "current"), contents(again / "current")
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def compared(place: Path, seed: int, steps: int, every: int = 1) -> Counter[str]:
    """Changes the office so often and compares every so many changes; why releases were made from nothing, and how
    often. Raises AssertionError for a difference."""
    with quick(is_small=seed % 2 == 0):
        office = ChangingOffice.founded(place, seed)
        office.publish(office.released)
        for step in range(1, steps + 1):
            told = office.change()
            if step % every:
                office.publish(office.released)
            elif found := differences(office):
                raise AssertionError(f"seed {seed}, change {step} ({told}, {office.day}): {len(found)}, {found[:8]}")
    return office.remarks


def main(first: int, last: int, steps: int) -> None:
    reasons: Counter[str] = Counter()
    for seed in range(first, last):
        place = Path(tempfile.mkdtemp(prefix=f"increment-{seed}-"))
        try:
            found = compared(place, seed, steps)
        except Exception as problem:
            print(f"{problem!r}\n{place}", flush=True)
            raise
        reasons += found
        shutil.rmtree(place)
        print(seed, dict(found), flush=True)
    print(dict(reasons))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))

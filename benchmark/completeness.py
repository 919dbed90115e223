"""Lists x items -> what judging all of them costs, beside validating the same items with jsonschema in the same run."""

import argparse
import dataclasses
import datetime
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import jsonschema

from benchmark.bounds import Bound
from benchmark.generate import generate
from prakat.completeness.coverage import Stock, coverage
from prakat.completeness.exhibit import Exhibit, Shown
from prakat.completeness.obligation_list import ObligationList, lists_of
from prakat.completeness.topic import topics
from prakat.content import register
from prakat.content.registered_item import read_checked
from prakat.item.front_matter import read_front_matter
from prakat.item.item import Item
from prakat.rules import data
from prakat.rules.data import label_names

DAY = datetime.date(2026, 11, 20)
LISTS = 50
_YEARS = range(2564, 2571)


@dataclass(frozen=True, slots=True)
class CoverageCost:
    items: int
    obligations: int
    judged: float
    """CPU seconds of judging every list."""
    validated: float
    """CPU seconds of jsonschema over the front matter of the same items, which the peer has read already."""


def compared(place: Path, count: int, seed: int) -> CoverageCost:
    """Generates, then measures in this process."""
    office = place / f"office-{count}"
    generate(office, count, seed)
    found = register.read(office, DAY, reader=read_checked)
    assert found.office, "it was generated"
    rng = Random(seed)
    items = [_topical(each.item, rng) for each in found.entries.values()]
    asked = lists()
    begun = time.process_time()
    stock = Stock.of(
        [Exhibit.of(each, (Shown(each.publish_on, each.expires_on),)) for each in items], found.office.settings
    )
    for each in asked:
        coverage(each, stock, DAY, {})
    judged = time.process_time() - begun
    obligations = sum(len(each.obligations) for each in asked)
    return CoverageCost(len(items), obligations, judged, _validated(office, items))


def lists() -> list[ObligationList]:
    """So many of those that there are, of every kind of agency and year, each with an id of its own."""
    known = [each for year in _YEARS for kind in label_names("agency_type") for each in lists_of(kind, year)]
    return [dataclasses.replace(each, id=f"{each.id}-{number}") for number, each in enumerate(known[:LISTS])]


def _topical(item: Item, rng: Random) -> Item:
    """With one to three topics of its own, since generated items name none."""
    return dataclasses.replace(item, fulfils=tuple(rng.sample(sorted(topics()), rng.randint(1, 3))))


def _validated(office: Path, items: Sequence[Item]) -> float:
    content = data.load("item.schema.json")
    validator = jsonschema.Draft202012Validator(content)
    values = [read_front_matter((office / each.path.file).read_bytes())[1].data for each in items]
    begun = time.process_time()
    for each in values:
        validator.is_valid(each)
    return time.process_time() - begun


def bounds(small: CoverageCost, large: CoverageCost) -> Sequence[Bound]:
    growth = large.items / small.items
    return (
        Bound(
            f"{LISTS} lists of {large.items:,} items / of {small.items:,}", large.judged / small.judged, growth * 1.3
        ),
        Bound(f"{LISTS} lists of {large.items:,} items / jsonschema of them", large.judged / large.validated, 2),
    )


def main(argv: Sequence[str] | None = None) -> int:
    """0 if it grows with the items and costs little beside validating them."""
    made = argparse.ArgumentParser(description=__doc__)
    made.add_argument("--items", type=int, nargs=2, default=(2000, 10000), metavar="COUNT")
    made.add_argument("--seed", type=int, default=1)
    options = made.parse_args(argv)
    with TemporaryDirectory() as place:
        small, large = (compared(Path(place), count, options.seed) for count in sorted(options.items))
    for each in (small, large):
        told = f"{each.items:,} items, {each.obligations:,} obligations"
        print(f"{told}: {each.judged:.2f} s, jsonschema {each.validated:.2f} s")
    found = bounds(small, large)
    print(*(f"{bound}: {'holds' if bound.holds else 'does not hold'}." for bound in found), sep="\n")
    return int(not all(bound.holds for bound in found))


if __name__ == "__main__":
    sys.exit(main())

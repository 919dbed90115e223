"""what is published in each category, and what came down -> the same by fiscal year of first publication"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter

from prakat.site.publication import Publication
from prakat.site.tombstone import Tombstone
from prakat.thai.buddhist_era import fiscal_year

ByYear = Mapping[int, tuple[Publication, ...]]
"""Fiscal year (B.E.) -> what was published in it, the newest first."""


def years_of(
    by_category: Mapping[str, tuple[Publication, ...]], tombstones: Iterable[Tombstone]
) -> Mapping[str, ByYear]:
    """By category, of publications that are given newest first; a year whose items have all come down has none."""
    gone: dict[str, set[int]] = {category: set() for category in by_category}
    for each in tombstones:
        if each.published:
            gone[each.category.id].add(fiscal_year(each.published))
    found = {
        category: {year: tuple(each) for year, each in groupby(publications, attrgetter("year"))}
        for category, publications in by_category.items()
    }
    return {
        category: {year: own.get(year, ()) for year in sorted(own.keys() | gone[category], reverse=True)}
        for category, own in found.items()
    }

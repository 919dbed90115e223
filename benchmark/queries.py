"""Generated items and the text of their pages -> what readers might search for, and the pages that answer it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from benchmark.generate import GeneratedItem

MOST_PAGES = 5
"""A word on more pages than this is no test of finding: any order of results would do."""


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    words: int
    """1 for a dictionary word, 2 or 3 for a phrase written without spaces."""
    answers: frozenset[str]
    """Folders of the items whose visible text contains the text."""


def draw_queries(
    items: Iterable[GeneratedItem], pages: Mapping[str, str], words: int, phrases: int, seed: int
) -> list[Query]:
    """That many words and phrases from inside unspaced text; each word stands on one to five pages.

    `pages`: item folder -> its visible text, for the items that readers can find. Fewer come back only if the pages
    hold no more."""
    rng = Random(f"{seed}:queries")
    runs = [run for item in items if item.folder in pages for run in item.runs]
    inner = sorted({word for run in runs for word in run[1:-1]})
    singles = _answered(rng.sample(inner, len(inner)), 1, pages)
    drawn = _first(words, (query for query in singles if 1 <= len(query.answers) <= MOST_PAGES))
    return drawn + _first(phrases, _phrases(runs, pages, rng))


def _phrases(runs: list[tuple[str, ...]], pages: Mapping[str, str], rng: Random) -> Iterator[Query]:
    """From inside of runs long enough to have an inside, no text twice."""
    seen = set()
    for run in rng.sample(runs, len(runs)):
        length = rng.choice((2, 3))
        if len(run) < length + 2:
            continue
        start = rng.randrange(1, len(run) - length)
        text = "".join(run[start : start + length])
        if text not in seen:
            seen.add(text)
            yield from _answered((text,), length, pages)


def _answered(texts: Iterable[str], words: int, pages: Mapping[str, str]) -> Iterator[Query]:
    for text in texts:
        yield Query(text, words, frozenset(folder for folder, visible in pages.items() if text in visible))


def _first(count: int, queries: Iterator[Query]) -> list[Query]:
    return [query for query, _ in zip(queries, range(count), strict=False)]

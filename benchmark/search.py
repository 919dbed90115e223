"""Searches and drawn queries -> recall, first five, bytes and time of each, measured in Chromium"""

import re
import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from statistics import median
from typing import IO, Any

from playwright.sync_api import Browser, Error, sync_playwright

from benchmark.generate import GeneratedItem
from benchmark.queries import Query, draw_queries
from benchmark.search_sites import SearchSite

MOST_RESULTS = 50
"""Read of one query: what stands behind them no reader sees."""
FIRST_VISITS = 5
"""Queries that are asked by a visitor who was never there before."""
PATIENCE = 60
"""Seconds until a search counts as one that does not answer."""
NO_ANSWER = "no answer"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@dataclass(frozen=True, slots=True)
class Finding:
    """How one search did on queries of one kind: shares of the queries."""

    recall: float
    """Of the right pages, or of MOST_RESULTS if there are more, averaged over the queries."""
    first_five: float
    """Queries with a right page among the first five results."""
    marked: float
    """Queries whose first result shows the query marked."""


NOTHING = Finding(0, 0, 0)


@dataclass(frozen=True, slots=True)
class FirstQuery:
    """What a first query costs a visitor: the median, and the most, of FIRST_VISITS."""

    bytes: tuple[int, int]
    """What the search fetches; the page with its styles and fonts apart. No server compresses."""
    seconds: tuple[float, float]
    """From asking until the first ten results are there."""


@dataclass(frozen=True, slots=True)
class SearchOutcome:
    name: str
    words: Finding
    phrases: Finding
    first: FirstQuery | None
    """None if a query got no answer within PATIENCE: then the search found nothing."""


def compare_searches(
    sites: Iterable[SearchSite], items: Sequence[GeneratedItem], browser: Browser, words: int, phrases: int, seed: int
) -> list[SearchOutcome]:
    """The same queries to every search, drawn from the pages of the first one. A page is right if its own text on the
    site in question holds the query."""
    asked = list(sites)
    pages = {f"content/{folder}": text for folder, text in asked[0].texts.items()}
    queries = draw_queries(items, pages, words, phrases, seed)
    return [_outcome(site, queries, browser) for site in asked]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's, without a window. Raises playwright's Error where there is none."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield launched
        launched.close()


def _outcome(site: SearchSite, queries: list[Query], browser: Browser) -> SearchOutcome:
    patient = replace(site, ask=_patient(site.ask))
    try:
        return _answered(patient, queries, browser)
    except Error as failure:
        if NO_ANSWER not in failure.message:
            raise
        return SearchOutcome(site.name, NOTHING, NOTHING, None)


def _patient(ask: str) -> str:
    """Gives up after PATIENCE: an index too large for lunr kills Material's worker, and nobody is told."""
    limit = f'new Promise((_, fail) => setTimeout(() => fail(new Error("{NO_ANSWER}")), {PATIENCE * 1000}))'
    return f"async (asked) => Promise.race([({ask})(asked), {limit}])"


def _answered(site: SearchSite, queries: list[Query], browser: Browser) -> SearchOutcome:
    singles, joined = ([query.text for query in queries if (query.words == 1) is one] for one in (True, False))
    with _served(site) as (address, fetched):
        visits = [_first_visit(site, text, browser, address, fetched) for text in _sample(joined + singles)]
        page = browser.new_page()
        page.goto(address + site.page)
        ask = partial(page.evaluate, site.ask)
        words, phrases = (_finding(site, texts, address, ask) for texts in (singles, joined))
        page.close()
    costs, times = zip(*visits, strict=True)
    return SearchOutcome(
        site.name, words, phrases, FirstQuery((int(median(costs)), max(costs)), (median(times), max(times)))
    )


def _sample(texts: list[str]) -> list[str]:
    return texts[:: max(1, len(texts) // FIRST_VISITS)][:FIRST_VISITS]


def _first_visit(
    site: SearchSite, text: str, browser: Browser, address: str, fetched: list[tuple[str, int]]
) -> tuple[int, float]:
    """Bytes and seconds of one query in a browser with an empty cache."""
    fetched.clear()
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + site.page)
    begun = time.perf_counter()
    page.evaluate(site.ask, [text, 10])
    seconds = time.perf_counter() - begun
    context.close()
    return sum(size for path, size in fetched if re.match(site.files, path)), seconds


def _finding(site: SearchSite, texts: list[str], address: str, ask: Any) -> Finding:
    recalls, fives, marks = [], [], []
    for text in texts:
        answers = {f"{address}{folder}/" for folder, shown in site.texts.items() if text in shown}
        found, is_marked = ask([text, MOST_RESULTS])
        recalls.append(len(answers & set(found)) / min(len(answers), MOST_RESULTS) if answers else 1.0)
        fives.append(not answers or bool(answers & set(found[:5])))
        marks.append(is_marked)
    return Finding(*(sum(each) / len(texts) for each in (recalls, fives, marks)))


class _Handler(SimpleHTTPRequestHandler):
    """A plain file server that notes what it sends."""

    def __init__(self, *args: Any, policy: str, fetched: list[tuple[str, int]], **options: Any) -> None:
        self._policy, self._fetched = policy, fetched
        super().__init__(*args, **options)

    def end_headers(self) -> None:
        if self._policy:
            self.send_header("Content-Security-Policy", self._policy)
        super().end_headers()

    def copyfile(self, source: IO[bytes], outputfile: IO[bytes]) -> None:  # type: ignore[override]
        content = source.read()
        self._fetched.append((self.path, len(content)))
        outputfile.write(content)

    def log_message(self, *_: object) -> None:
        """The table is what people read."""


@contextmanager
def _served(site: SearchSite) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Its address, and the paths and sizes of what it has sent."""
    fetched: list[tuple[str, int]] = []
    handler = partial(_Handler, directory=str(site.root.resolve()), policy=site.policy, fetched=fetched)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", fetched
        finally:  # also after a search that gave no answer
            server.shutdown()


def search_table(outcomes: Sequence[SearchOutcome]) -> str:
    """Markdown, a line a search."""
    lines = [
        "| search | words: recall | first five | phrases: recall | first five | marked | first query KB (most) "
        "| first results s (most) |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    return "\n".join([*lines, *map(_row, outcomes)])


def _row(outcome: SearchOutcome) -> str:
    words, phrases, first = outcome.words, outcome.phrases, outcome.first
    shares = (words.recall, words.first_five, phrases.recall, phrases.first_five, min(words.marked, phrases.marked))
    kilobytes, seconds = "", f"no answer in {PATIENCE}"
    if first:
        kilobytes = "{:,.0f} ({:,.0f})".format(*(size / 1000 for size in first.bytes))
        seconds = "{:.2f} ({:.2f})".format(*first.seconds)
    return f"| {outcome.name} | {' | '.join(f'{share:.2f}' for share in shares)} | {kilobytes} | {seconds} |"

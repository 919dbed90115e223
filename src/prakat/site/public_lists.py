"""site's sitemap, feeds and registers x edition -> where they contradict the states (R18, R19)"""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson
from lxml import etree

from prakat.content import address
from prakat.rules.wording import Listed
from prakat.site.edition import Edition
from prakat.site.problem import Problem, problem
from prakat.site.public_register import COLUMNS, urls_by_year

_FEEDS = (address.ATOM, address.RSS)
ROWS_SHOWN = 5
"""How many of a register's wrong rows are shown."""
_URL, _STATE, _QUOTE = b'{"url":"', b'"state":"', b'"'
_ATTRIBUTES = etree.XPath("//@*", smart_strings=False)
_COLUMN = COLUMNS.index("state")


@dataclass(frozen=True)
class PublicLists:
    root: Path
    names: Collection[str]
    """Of all the site's files, POSIX below the root."""
    edition: Edition
    fresh: Collection[str] | None = None
    """The names of those that differ from a site that was verified: only they are read, and of registers no more than
    each row's address and state. None for all, read in full."""

    def problems(self) -> Iterator[Problem]:
        yield from self._sitemap_and_feeds()
        yield from self._registers()

    def _is_read(self, name: str) -> bool:
        return self.fresh is None or name in self.fresh

    def _sitemap_and_feeds(self) -> Iterator[Problem]:
        """They list what is live and nothing else; a sitemap all of it, by its parts where it has any."""
        base = self.edition.office.site_url
        parts = [name for name in self.names if address.is_sitemap_part(name)]
        maps = (address.SITEMAP, *parts)
        read = (*(maps if any(map(self._is_read, maps)) else ()), *filter(self._is_read, _FEEDS))
        listed = {name: {url[len(base) :] for url in _urls(self.root / name) if url.startswith(base)} for name in read}
        hidden = self.edition.tombstone_urls | {each.url for each in self.edition.scheduled}
        for name, urls in listed.items():
            for url in sorted(hidden & urls):
                yield problem(name, "site.lists-hidden", url=base + url)
        index = listed.get(address.SITEMAP)
        if index is not None:
            found = index.union(*(listed[name] for name in parts if name in index))
            for url in sorted(self.edition.by_url.keys() - found):
                yield problem(address.SITEMAP, "site.lacks-live", url=base + url)

    def _registers(self) -> Iterator[Problem]:
        """Each says what is to be found at which URL: the whole one, those of years, and one that should not be."""
        whole = {each.url: each.state.value for each in self.edition.shown}
        expected = {address.REGISTER_JSON: whole, address.REGISTER_CSV: whole}
        for year, urls in urls_by_year(self.edition).items():
            states = {url: whole[url] for url in urls}
            expected |= dict.fromkeys(address.year_registers(year), states)
        strays = {name for name in self.names if name.startswith(address.YEAR_REGISTERS)} - expected.keys()
        for name, states in (expected | {name: {} for name in strays}).items():
            if name in self.names and not self._is_read(name):
                continue
            told = self._register(name) if name in self.names else {}
            if states != told:
                wrong = sorted(url for url in states.keys() | told.keys() if states.get(url) != told.get(url))
                yield problem(name, "site.register-differs", urls=Listed.of(wrong[:ROWS_SHOWN]))

    def _register(self, name: str) -> Mapping[str, str]:
        raw, is_json = (self.root / name).read_bytes(), name.endswith(".json")
        if self.fresh is not None:
            return dict(_json_states(raw) if is_json else _csv_states(raw))
        if is_json:
            return dict(_read_json(raw))
        rows = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
        return {row["url"]: row["state"] for row in rows}


def _read_json(raw: bytes) -> Iterator[tuple[str, str]]:
    """Row by row, since all of 10,000 at once take 130 MB. What is no JSON as a whole tells nothing, and so differs."""
    head, begins, rest = raw.partition(b'"items":[\n')
    rows, ends, tail = rest.rpartition(b"\n]")
    try:
        orjson.loads(head + begins + ends + tail)
        for row in rows.split(b",\n") if rows else ():
            read = orjson.loads(row)
            yield read["url"], read["state"]
    except (ValueError, LookupError, TypeError):
        yield "", ""


def _json_states(raw: bytes) -> Iterator[tuple[str, str]]:
    """A register has a line for each row; no text in a row holds these marks, since JSON escapes its quotes."""
    for line in raw.split(b"\n"):
        if line.startswith(_URL):
            end = line.find(_QUOTE, len(_URL))
            state = line.find(_STATE, end) + len(_STATE)
            yield line[len(_URL) : end].decode(), line[state : line.find(_QUOTE, state)].decode()


def _csv_states(raw: bytes) -> Iterator[tuple[str, str]]:
    """Only lines with a quoted cell are read by the rules of CSV; what is no row counts as one, and differs."""
    for line in raw.decode("utf-8-sig").removesuffix("\r\n").split("\r\n")[1:]:
        cells = next(csv.reader([line]), []) if '"' in line else line.split(",", _COLUMN + 1)
        yield cells[0] if cells else "", cells[_COLUMN] if len(cells) > _COLUMN else ""


def _urls(file: Path) -> Iterable[str]:
    """Every URL that an XML file names, in an element or an attribute."""
    root = etree.fromstring(file.read_bytes())
    yield from map(str.strip, root.itertext())
    yield from _ATTRIBUTES(root)

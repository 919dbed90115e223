"""edition -> the office's public register, whole and by year: a row for each item that is or was published (R18)"""

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import NamedTuple, cast

import orjson

from prakat.content import address
from prakat.item.state import State
from prakat.office.settings import Settings
from prakat.rules import spreadsheet
from prakat.site.edition import Edition
from prakat.site.publication import Publication
from prakat.site.relations import Relations
from prakat.site.tombstone import Tombstone
from prakat.thai.buddhist_era import fiscal_year

COLUMNS = [
    "url",
    "category",
    "title",
    "unit",
    "state",
    "published",
    "updated",
    "visible_until",
    "since",
    "timing",
    "kind",
    "period_start",
    "period_end",
    "source",
    "document_no",
    "document_date",
    "closes_on",
    "closes_time",
    "closes_what",
    "relates",
    "fulfils",
    "nothing",
    "review_by",
    "shown",
    "files",
]


class RegisterLine(NamedTuple):
    """What the registers say of one item."""

    json: str
    csv: str
    """With its line end."""


def register_lines(edition: Edition, known: Mapping[str, RegisterLine]) -> dict[str, RegisterLine]:
    """By URL, in its order; those that are `known` are taken as they are. An item that came down keeps its path, title
    (unless hidden), unit, state, dates and what it was evidence of, nothing else."""
    relations, settings = edition.relations, edition.office.settings
    found = {}
    for each in sorted(edition.shown, key=attrgetter("url")):
        found[each.url] = known.get(each.url) or _line(each, relations, settings)
    return found


def _line(appears: Publication | Tombstone, relations: Relations, settings: Settings) -> RegisterLine:
    row: dict[str, object]
    if appears.is_tombstone:
        row = _taken_down(cast(Tombstone, appears))
    else:
        row = _published(cast(Publication, appears), relations)
    if appears.state is not State.SCHEDULED:
        exhibit = appears.exhibit(settings)
        row["fulfils"], row["shown"] = sorted(exhibit.topics), [each.text for each in exhibit.shown]
    return RegisterLine(orjson.dumps(row).decode(), spreadsheet.csv_line(_cell(row[column]) for column in COLUMNS))


def registers(edition: Edition, lines: Mapping[str, RegisterLine]) -> Iterator[tuple[str, str]]:
    """Name below the site's root and text, as JSON and as CSV: of the whole register, which tells its day; and in a
    large office of each fiscal year of first publication, which tells none, so that only its own items change it."""
    years = urls_by_year(edition)
    whole: dict[str, object] = {"office": edition.office.name, "day": edition.day.isoformat()}
    if years:
        whole["by_year"] = [address.year_registers(year)[0] for year in years]
    yield address.REGISTER_JSON, _json(whole, lines.values())
    yield address.REGISTER_CSV, _csv(lines.values())
    for year, urls in years.items():
        json_name, csv_name = address.year_registers(year)
        own = [line for url, line in lines.items() if url in urls]
        yield json_name, _json({"office": edition.office.name, "year": year}, own)
        yield csv_name, _csv(own)


def urls_by_year(edition: Edition) -> Mapping[int, frozenset[str]]:
    """Fiscal year (B.E.) -> what stands in its register; empty where the whole one is small. An item that came down
    before anybody could read it is of the year in which it did."""
    first = {each.url: each.published for each in edition.publications}
    first |= {each.url: each.published or each.since for each in edition.tombstones}
    found: dict[int, set[str]] = {year: set() for year in edition.register_years}
    for url, day in first.items() if found else ():
        found[min(max(fiscal_year(day), min(found)), max(found))].add(url)
    return {year: frozenset(urls) for year, urls in found.items()}


def _json(about: Mapping[str, object], lines: Iterable[RegisterLine]) -> str:
    """A line for each item."""
    begun = orjson.dumps(about).decode().removesuffix("}")
    return "".join((begun, ',"items":[\n', ",\n".join(each.json for each in lines), "\n]}\n"))


def _csv(lines: Iterable[RegisterLine]) -> str:
    return spreadsheet.SHEET_BEGIN + spreadsheet.csv_line(COLUMNS) + "".join(each.csv for each in lines)


def _published(publication: Publication, relations: Relations) -> dict[str, object]:
    """Without the deadline of what another item replaced or cancelled, which leads nobody anywhere."""
    item = publication.item
    closes = None if relations.ended(publication.url) else item.closes
    files = [
        {
            "name": each.facts.name,
            "type": each.facts.label,
            "bytes": each.facts.size,
            "sha256": each.facts.sha256,
            "stored_sha256": each.facts.stored_sha256,
        }
        for each in publication.files
    ]
    return _row(publication) | {
        "published": publication.published.isoformat(),
        "updated": publication.updated.isoformat() if publication.updated else None,
        "visible_until": publication.visible_until.isoformat() if publication.visible_until else None,
        "timing": item.timing,
        "kind": item.kind or None,
        "period_start": item.period_start.isoformat(),
        "period_end": item.period_end.isoformat() if item.period_end else None,
        "source": publication.source.name,
        "document_no": item.document.no or None if item.document else None,
        "document_date": item.document.date.isoformat() if item.document else None,
        "closes_on": closes.on.isoformat() if closes else None,
        "closes_time": f"{closes.time:%H:%M}" if closes and closes.time else None,
        "closes_what": closes.what if closes else None,
        "nothing": True if item.particulars.says_nothing else None,
        "review_by": item.review_by.isoformat() if item.review_by else None,
        "relates": [f"{each.how} {each.url}" for each in relations.of(publication.url) if not each.is_by],
        "files": files,
    }


def _taken_down(tombstone: Tombstone) -> dict[str, object]:
    published = tombstone.published.isoformat() if tombstone.published else None
    item = tombstone.item
    dates = {
        "period_start": item.period_start.isoformat(),
        "period_end": item.period_end.isoformat() if item.period_end else None,
    }
    return _row(tombstone) | dates | {"published": published, "since": tombstone.since.isoformat()}


def _row(entry: Publication | Tombstone) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(COLUMNS)
    known = {"url": entry.url, "category": entry.category.id, "title": entry.title or None, "unit": entry.unit}
    return row | known | {"state": entry.state.value, "relates": [], "fulfils": [], "shown": [], "files": []}


def _cell(value: object) -> str:
    if isinstance(value, list):
        return " ".join(each if isinstance(each, str) else str(each["name"]) for each in value)
    return "" if value is None else str(value)

"""edition -> the office's public register: one row for each item that is or was published, as JSON and CSV (R18)"""

import json

from prakat.rules import spreadsheet
from prakat.site.edition import Edition
from prakat.site.exhibits import exhibits_of_edition
from prakat.site.publication import Publication
from prakat.site.relations import Relations
from prakat.site.tombstone import Tombstone

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


def rows(edition: Edition) -> list[dict[str, object]]:
    """By URL. An item that came down keeps its path, title (unless hidden), unit, state, dates and what it was evidence
    of, nothing else."""
    relations = Relations(edition)
    found = [_published(each, relations) for each in edition.publications]
    found += map(_taken_down, edition.tombstones)
    shown = {each.url: each for each in exhibits_of_edition(edition)}
    for row in found:
        exhibit = shown.get(str(row["url"]))
        row["fulfils"] = sorted(exhibit.topics) if exhibit else []
        row["shown"] = [each.text for each in exhibit.shown] if exhibit else []
    return sorted(found, key=lambda row: str(row["url"]))


def as_json(edition: Edition) -> str:
    content = {"office": edition.office.name, "day": edition.day.isoformat(), "items": rows(edition)}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def as_csv(edition: Edition) -> str:
    """The register in a form in which Excel reads Thai."""
    return spreadsheet.as_csv(COLUMNS, ((_cell(row[column]) for column in COLUMNS) for row in rows(edition)))


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
    title = entry.title if isinstance(entry, Tombstone) else entry.item.title
    row: dict[str, object] = dict.fromkeys(COLUMNS)
    known = {"url": entry.url, "category": entry.item.path.category, "title": title or None, "unit": entry.unit}
    return row | known | {"state": entry.state.value, "relates": [], "fulfils": [], "shown": [], "files": []}


def _cell(value: object) -> str:
    if isinstance(value, list):
        return " ".join(each if isinstance(each, str) else str(each["name"]) for each in value)
    return "" if value is None else str(value)

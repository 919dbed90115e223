"""edition -> the pages that the site's own search finds: everything that a reader sees on an item's page (R46)"""

import datetime
import shutil
from collections.abc import Collection, Iterator
from operator import attrgetter
from pathlib import Path

from prakat.item.credit import Credit
from prakat.item.signed_document import SignedDocument
from prakat.rules.data import label, load
from prakat.search.findable_page import FindablePage, PageFact
from prakat.search.index import write_index
from prakat.search.patch import KnownIndex, WholeIndexNeeded, patch_index
from prakat.site.badge import FACTS, badges, english_badges
from prakat.site.edition import Edition
from prakat.site.particular_facts import particular_facts
from prakat.site.publication import Publication, PublishedFile
from prakat.site.relations import Relations
from prakat.thai import buddhist_era, written_date

SEARCH_INDEX = "search/index"
"""Where the index lies below the site's root."""


def write_search(edition: Edition, to: Path) -> str:
    """Writes the index below the site's root; returns its digest."""
    return write_index(findable_pages(edition), to / SEARCH_INDEX, load("labels.yml")[FACTS], search_order(edition))


def patch_search(edition: Edition, changed: Collection[str], before: KnownIndex, to: Path) -> frozenset[str] | None:
    """Writes below the site's root what of the index differs from the one before, where only the items with these
    addresses do; returns what only that one has, by path below the index. None where the whole index was written."""
    relations = edition.relations
    shown = {url: edition.by_url.get(url) for url in changed}
    pages = {url: findable_page(each, edition, relations) if each else None for url, each in shown.items()}
    try:
        labels = load("labels.yml")[FACTS]
        return patch_index(before, to / SEARCH_INDEX, pages, search_order(edition), labels).unused
    except WholeIndexNeeded:
        shutil.rmtree(to / SEARCH_INDEX, ignore_errors=True)
        write_search(edition, to)
        return None


def search_order(edition: Edition) -> list[str]:
    """The addresses of all items that readers ever could read, in the order of their first days: by it the index
    numbers its pages, so that neither a new one nor one that comes down gives another number to the rest."""
    known = ((each.published, each.url) for each in edition.shown if each.published)
    return [url for _, url in sorted(known)]


def findable_pages(edition: Edition) -> Iterator[FindablePage]:
    """One for each item that can be read, in the index's order."""
    relations = edition.relations
    for publication in sorted(edition.publications, key=attrgetter("published", "url")):
        yield findable_page(publication, edition, relations)


def findable_page(publication: Publication, edition: Edition, relations: Relations) -> FindablePage:
    """Nothing in it depends on the day but the item's state, and whether its deadline is over."""
    item, category = publication.item, publication.category
    return FindablePage(
        url=publication.url,
        title=item.title,
        summary=item.summary,
        text=edition.plain(publication),
        category=category.th,
        published=publication.published.isoformat(),
        unit=publication.unit,
        title_en=item.title_en,
        summary_en=item.summary_en,
        category_en=category.en,
        unit_en=edition.office.unit_names_en(item.units),
        badges=tuple(_badges(publication, relations)),
        badges_en=tuple(_english_badges(publication, relations)),
        facts=tuple(_facts(publication, relations)),
        facts_en=tuple(_english_facts(publication, relations)) if item.title_en else (),
        is_for_staff=category.for_staff,
        is_past=bool(relations.past(publication)),
    )


def _badges(publication: Publication, relations: Relations) -> Iterator[str]:
    """What lists show beside the title, in a word; a deadline that is still open is told with its day, as a fact."""
    if past := relations.past(publication):
        yield past
    yield from badges(publication.item, publication.state)


def _english_badges(publication: Publication, relations: Relations) -> Iterator[str]:
    if past := relations.past(publication, "en"):
        yield past
    yield from english_badges(publication.item)


def _facts(publication: Publication, relations: Relations) -> Iterator[PageFact]:
    """What the page's panel and foot show beside the text, in their order; a new one is a line here, a label in
    labels.yml and what tests/test_findable.py then asks for."""
    item, proof, source = publication.item, publication.endorsement, publication.source
    if item.verbal:
        yield PageFact("verbal", buddhist_era.long_moment(item.verbal.at))
    if publication.deadline and not relations.ended(publication.url):
        yield PageFact("closes", publication.deadline.text)
    if item.document:
        yield PageFact("document", _document(item.document, buddhist_era.long_date(item.document.date)))
    yield from (PageFact("relates", each.told()) for each in relations.of(publication.url))
    yield from (PageFact("file", _file(each)) for each in publication.attachments)
    yield from (PageFact("file", f"{each.title} {each.facts.label}") for each in publication.withheld_attachments)
    yield PageFact("period", _period(item.period_start, item.period_end))
    yield PageFact("published", _both(publication.published))
    if proof:
        yield PageFact("approved", f"{proof.position} {buddhist_era.long_date(proof.day)}")
    if publication.updated:
        yield PageFact("updated", buddhist_era.long_date(publication.updated))
    if publication.visible_until:
        yield PageFact("until", _both(publication.visible_until))
    if item.review_by:
        yield PageFact("review", buddhist_era.long_date(item.review_by))
    yield PageFact("timing", label("timing", item.timing))
    yield PageFact("source", " ".join((source.name, *(_moment(each) for each in (source.date,) if each))))
    yield from particular_facts(item.particulars)
    if item.remarks:
        yield PageFact("remarks", item.remarks)
    yield from (PageFact("credit", _credit(each)) for each in item.credits)
    if item.change_note:
        yield PageFact("note", item.change_note)
    yield from (PageFact("change", f"{buddhist_era.long_date(each.day)} {each.text}") for each in publication.turns[1:])


def _english_facts(publication: Publication, relations: Relations) -> Iterator[PageFact]:
    """What the English page shows beside its summary."""
    item = publication.item
    start, end = item.period_start, item.period_end
    days = {"published": publication.published, "updated": publication.updated, "until": publication.visible_until}
    yield PageFact("period", " to ".join(written_date.in_english(each) for each in dict.fromkeys((start, end)) if each))
    if publication.deadline and not relations.ended(publication.url):
        yield PageFact("closes", publication.deadline.text_en)
    if item.document:
        yield PageFact("document", _document(item.document, written_date.in_english(item.document.date), "en"))
    yield from (PageFact("relates", each.told("en")) for each in relations.of(publication.url))
    yield from (PageFact("file", f"{each.facts.name} {each.facts.label_en}") for each in publication.attachments)
    yield from (PageFact("file", each.facts.label_en) for each in publication.withheld_attachments)
    for name, day in (days | {"review": item.review_by}).items():
        if day:
            yield PageFact(name, written_date.in_english(day))


def _file(file: PublishedFile) -> str:
    return f"{file.title} {file.facts.name} {file.facts.label}"


def _document(paper: SignedDocument, day: str, language: str = "th") -> str:
    by = f"{paper.signed_by} {paper.position}".strip()
    told = {"numbered": {"no": paper.no}, "dated": {"day": day}, "signed": {"by": by}}
    return " ".join(label("page", name, language).format(**said) for name, said in told.items() if any(said.values()))


def _credit(credit: Credit) -> str:
    """Without an address, which stands behind a word."""
    source = "" if credit.source.startswith(("https://", "http://")) else credit.source
    subject = credit.text if credit.is_of_the_rest else " ".join((*credit.files, credit.text))
    return " ".join((subject, credit.holder, credit.licence, source))


def _period(start: datetime.date, end: datetime.date | None) -> str:
    return " – ".join(buddhist_era.long_date(each) for each in dict.fromkeys((start, end)) if each)


def _both(day: datetime.date) -> str:
    """The date as the page shows it, and as the lists do."""
    return f"{buddhist_era.long_date(day)} {buddhist_era.short_date(day)}"


def _moment(when: datetime.date | datetime.datetime) -> str:
    """A date, with its time where it has one."""
    if isinstance(when, datetime.datetime):
        return buddhist_era.long_moment(when)
    return buddhist_era.long_date(when)

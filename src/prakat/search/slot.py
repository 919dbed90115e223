"""findable page -> the slots in which its words stand, and for each gram the slots that hold it"""

from collections.abc import Iterable

from prakat.search import folding
from prakat.search.findable_page import FindablePage
from prakat.thai.written_date import written_dates

TEXT_SLOTS, FACT_SLOT = 4, 7
"""A page has eight slots, best first: title, badges, summary, four for the text, facts. A long text's fifth passage
shares the slot of the first. As many on every page, so that no page moves the slots of another."""
SLOTS = FACT_SLOT + 1


def slots_of(page: FindablePage) -> list[str]:
    """Of a page as it is shown: the folded text of each slot, with the days written in it as characters that only they
    use (folding.day_run). All days of the text stand in its first slot."""
    text = folding.folded(page.text)
    parts: list[list[str]] = [[] for _ in range(TEXT_SLOTS)]
    for number, passage in enumerate(folding.passages(text)):
        parts[number % TEXT_SLOTS].append(passage)
    parts[0] += map(folding.day_run, written_dates(text))
    facts = (each.value for each in (*page.facts, *page.facts_en))
    return [
        _slot((page.title, page.title_en)),
        _slot((*page.badges, *page.badges_en)),
        _slot((page.summary, page.summary_en)),
        *map(" ".join, parts),
        _slot((page.category, page.category_en, page.unit, page.unit_en, *facts)),
    ]


def _slot(texts: Iterable[str]) -> str:
    folded = folding.folded(" ".join(texts))
    return " ".join((folded, *map(folding.day_run, written_dates(folded))))


def gram_masks(page: FindablePage) -> dict[str, int]:
    """Of a page as it is shown: each of its grams, with one bit for each slot that holds it, the lowest for the first.

    prakat.search.gathering finds the same, for many pages at once."""
    return masks_of(slots_of(page))


def masks_of(slots: Iterable[str]) -> dict[str, int]:
    """Of a page's slots."""
    found: dict[str, int] = {}
    for slot, text in enumerate(slots):
        for gram in folding.grams(text):
            found[gram] = found.get(gram, 0) | 1 << slot
    return found

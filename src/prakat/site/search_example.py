"""edition -> the words that its search boxes name as examples; each finds first what it says, on a page for citizens"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from prakat.rules import data
from prakat.search.folding import folded, shown
from prakat.site import findable
from prakat.site.edition import Edition
from prakat.site.publication import Publication
from prakat.site.relations import Relations

MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class SearchExample:
    word: str
    kinds: tuple[str, ...] = ()
    """The kinds of page that it promises; empty where its title says what it is."""


def search_examples(edition: Edition, language: str) -> list[str]:
    """At most MOST_EXAMPLES, each with another page first; none if nothing that is shown today answers any."""
    relations = Relations(edition)
    for_citizens = [each for each in edition.publications if not each.category.for_staff]
    for_citizens.sort(key=lambda each: bool(relations.past(each)))
    badges = partial(findable.badges, relations=relations)
    named = [[(each, _folded(texts(each))) for each in for_citizens] for texts in (findable.titles, badges)]
    for offered in (_usual(language), _kinds(for_citizens, language)):
        found: dict[str, str] = {}
        for each in offered:
            first = _first(named, _folded((each.word,)))
            if first and not relations.past(first) and _is_promised(first, each, language):
                found.setdefault(first.url, each.word)
        if found:
            return list(found.values())[:MOST_EXAMPLES]
    return []


def _folded(texts: tuple[str, ...]) -> str:
    return "\n".join(folded(shown(text)) for text in texts)


def _usual(language: str) -> Iterator[SearchExample]:
    for each in data.load("search-examples.yml")[language]:
        yield SearchExample(each["word"], tuple(each.get("kinds", ())))


def _kinds(publications: Iterable[Publication], language: str) -> Iterator[SearchExample]:
    """The names of their kinds, the most used first."""
    used = Counter(each.item.kind for each in publications if each.item.kind)
    for kind in sorted(used, key=lambda each: (-used[each], each)):
        if " " not in (name := data.label("kind", kind, language)):
            yield SearchExample(name, (kind,))


def _first(named: Iterable[Iterable[tuple[Publication, str]]], word: str) -> Publication | None:
    """What the search finds first: titles go before badges and both before all else, what is past behind what is not,
    newer before older, and pages for the office's own people behind (theme/assets/search/engine.js)."""
    return next((each for texts in named for each, text in texts if word in text), None)


def _is_promised(first: Publication, example: SearchExample, language: str) -> bool:
    """Whether a reader of the language finds on the page what the example says."""
    is_readable = language == "th" or bool(first.item.title_en)
    return is_readable and (not example.kinds or first.item.kind in example.kinds)

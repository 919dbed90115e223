"""words that search boxes may name as examples -> those of them that an item has in its titles and badges"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from prakat.item.item import Item
from prakat.item.state import State
from prakat.rules import data
from prakat.search.folding import folded, shown
from prakat.site.badge import badges, english_badges
from prakat.site.deadline import Deadline

_LANGUAGES = ("th", "en")


@dataclass(frozen=True, slots=True)
class SearchExample:
    word: str
    kinds: tuple[str, ...] = ()
    """The kinds of page that it promises; empty where its title says what it is."""


class ExampleWords(NamedTuple):
    """Of the words that might be named as examples, those that a page has."""

    titles: frozenset[str]
    badges: frozenset[str]
    """In the names of its kind, of its state and of what it says of itself."""
    closed: frozenset[str]
    """In what is said of a deadline that is over."""


NO_WORDS = ExampleWords(frozenset(), frozenset(), frozenset())


def example_words(item: Item, state: State, deadline: Deadline | None) -> ExampleWords:
    closed = (deadline.words, deadline.words_en) if deadline and deadline.is_over else ()
    named = (*badges(item, state), *english_badges(item))
    return ExampleWords(*map(offered_in, ((item.title, item.title_en), named, closed)))


@lru_cache(1 << 12)
def offered_in(texts: tuple[str, ...]) -> frozenset[str]:
    """The words, folded, that stand in any of the texts."""
    text = folded_texts(texts)
    return frozenset(each for each in _offered() if each in text)


@cache
def _offered() -> frozenset[str]:
    """Every word that any site may name, folded."""
    usual = (each.word for language in _LANGUAGES for each in usual_examples(language))
    kinds = (data.label("kind", kind, language) for language in _LANGUAGES for kind in data.load("labels.yml")["kind"])
    return frozenset(folded_texts((each,)) for each in (*usual, *kinds))


def usual_examples(language: str) -> Iterator[SearchExample]:
    for each in data.load("search-examples.yml")[language]:
        yield SearchExample(each["word"], tuple(each.get("kinds", ())))


def folded_texts(texts: tuple[str, ...]) -> str:
    return "\n".join(folded(shown(text)) for text in texts)

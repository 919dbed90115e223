"""item and its state -> what lists show beside its title, in a word"""

from collections.abc import Iterator

from prakat.item.item import Item
from prakat.item.state import State
from prakat.rules.data import label

FACTS = "fact"
"""The group of labels.yml that names what stands beside a text."""


def badges(item: Item, state: State) -> Iterator[str]:
    """Of itself, whatever others have made of it."""
    if item.kind:
        yield label("kind", item.kind)
    if state is not State.LIVE:
        yield label("state", state)
    yield from _standing(item, "th")
    if item.verbal:
        yield label(FACTS, "verbal")


def english_badges(item: Item) -> Iterator[str]:
    if item.kind:
        yield label("kind", item.kind, "en")
    yield from _standing(item, "en")


def _standing(item: Item, language: str) -> Iterator[str]:
    """Of a law, whether it is still as it was made; of what there is none of, that it says so."""
    law = item.particulars.law
    if law and law.status != "in_force":
        yield label("law_status", law.status, language)
    if item.particulars.says_nothing:
        yield label(FACTS, "nothing", language)

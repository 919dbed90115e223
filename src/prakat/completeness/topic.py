"""schemas/fulfils.yml x item -> the topics that it fulfils: those that it names, and those that its kind says"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from prakat.item.item import Item
from prakat.rules import data


@dataclass(frozen=True, slots=True)
class Topic:
    id: str
    text: str
    ask: str
    """The form of asks.yml with which an item of it is made."""
    counts: tuple[Mapping[str, str], ...]
    is_of_site: bool
    """Whether it is a policy of the site, which each page leads to at its foot."""


@cache
def topics() -> Mapping[str, Topic]:
    return {each["id"]: _topic(each) for each in data.load("fulfils.yml")}


def _topic(entry: Mapping[str, Any]) -> Topic:
    return Topic(entry["id"], entry["th"], entry["ask"], tuple(entry.get("counts", ())), entry.get("foot", False))


def topics_of(item: Item) -> frozenset[str]:
    """Without those that nobody knows. A law that stands no more serves nothing by itself."""
    named = (each for each in item.fulfils if each in topics())
    if item.particulars.law and not item.particulars.law.stands:
        return frozenset(named)
    return frozenset((*named, *(each.id for each in topics().values() if any(_is(item, one) for one in each.counts))))


def _is(item: Item, rule: Mapping[str, str]) -> bool:
    given = {"category": item.path.category, "kind": item.kind, "table": item.particulars.table}
    return all(
        value in item.particulars.names if name == "field" else given[name] == value for name, value in rule.items()
    )

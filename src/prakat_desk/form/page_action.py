"""schemas/actions.yml -> what staff do with a page that there is, and what the form then asks for"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from prakat.rules import data


@dataclass(frozen=True, slots=True)
class PageAction:
    id: str
    words: Mapping[str, str]
    about: Mapping[str, str]
    fields: tuple[str, ...] | None
    """None for all of them."""


@cache
def page_actions() -> Mapping[str, PageAction]:
    return {id_: _action(id_, entry) for id_, entry in data.load("actions.yml").items()}


def _action(id_: str, entry: Mapping[str, object]) -> PageAction:
    fields, about = entry["fields"], entry["about"]
    assert isinstance(about, dict), "the file is ours"
    words = {language: str(entry[language]) for language in ("th", "en")}
    return PageAction(id_, words, about, tuple(fields) if isinstance(fields, list) else None)

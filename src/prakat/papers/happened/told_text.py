"""blobs of index.md -> title, unit, owner and remarks as those versions had them, read only where a paper tells them"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from prakat.item.front_matter import read_front_matter
from prakat.item.item_facts import ItemFacts, text_at
from prakat.repository.evidence import surviving
from prakat.repository.repository import Repository
from prakat.rules.unreadable import Unreadable


class ToldText(NamedTuple):
    """Empty where nobody can read it any more."""

    title: str = ""
    unit: str = ""
    """Id of the main one."""
    provider: str = ""
    remarks: str = ""


@dataclass(slots=True)
class ToldTexts:
    """Reads each blob once, and many at a time."""

    repository: Repository
    known: dict[str, ToldText] = field(default_factory=dict)

    def announce(self, blobs: Iterable[str]) -> None:
        wanted = [each for each in dict.fromkeys(blobs) if each and each not in self.known]
        for oid, kind, raw in surviving(self.repository, wanted):
            self.known[oid] = _told(raw) if kind == "blob" else ToldText()

    def of(self, blob: str) -> ToldText:
        if blob not in self.known:
            self.announce([blob])
        return self.known.get(blob, ToldText())


def _told(raw: bytes) -> ToldText:
    try:
        data = read_front_matter(raw)[1].data
    except Unreadable:
        return ToldText()
    owner = data.get("owner") if isinstance(data, dict) else None
    unit = next(iter(ItemFacts(raw).units), "")
    return ToldText(text_at(data, "title").strip(), unit, text_at(owner, "provider"), text_at(data, "remarks").strip())

"""schemas/evidence/ x what is covered of a fiscal year -> the parts of a pack, each with what serves it, or would"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from prakat.cannot_work import CannotWork
from prakat.completeness.coverage import Coverage, CoverageCell, CoverageState
from prakat.completeness.coverage_table import Covered
from prakat.completeness.exhibit import Exhibit
from prakat.completeness.topic import topics
from prakat.rules import data
from prakat.rules.message import Message, message
from prakat.rules.wording import Listed


@dataclass(frozen=True, slots=True)
class EvidencePart:
    no: str
    """As the assessment numbers it: 1.1."""
    name: str
    """Of its files."""
    cells: tuple[CoverageCell, ...]
    paper: str = ""
    """The kind of paper that Prakat can make for it; empty for none."""
    about: str = ""
    of: str = ""
    """The part about whose items the paper is."""

    @property
    def words(self) -> str:
        return self.cells[0].element.text

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        return tuple({each.url: each for cell in self.cells for each in cell.exhibits}.values())

    @property
    def state(self) -> CoverageState:
        return self.cells[0].state

    @property
    def to_close(self) -> Message:
        """What to do where nothing serves it."""
        serves = self.cells[0].element.serves
        titles = Listed.of(topics()[each].text for each in serves)
        return message("papers_evidence.to-close", no=self.no, titles=titles, topics=Listed.of(serves))


@dataclass(frozen=True, slots=True)
class AskedEvidence:
    of_list: Covered
    one: Coverage
    """What the pack is evidence of."""
    parts: tuple[EvidencePart, ...]


def asked_evidence(name: str, found: Mapping[str, Covered], year: int) -> AskedEvidence:
    """`name` is that of the pack: moit-1. Raises CannotWork where there is no such pack, or nothing asks the office for
    it in that year."""
    known = sorted(each.stem for each in (data.folder() / "evidence").glob("*.yml"))
    if name not in known:
        raise CannotWork("papers_evidence.no-pack", found=name, known=", ".join(known))
    pack: Mapping[str, Any] = data.load(f"evidence/{name}.yml")
    of_list = found.get(pack["list"])
    covered = of_list.coverages if of_list else ()
    one = next((each for each in covered if each.obligation.id == pack["obligation"]), None)
    if of_list is None or one is None:
        raise CannotWork("papers_evidence.not-asked", name=name, year=year)
    return AskedEvidence(of_list, one, tuple(_part(each, one, year) for each in pack["parts"]))


def _part(entry: Mapping[str, str], one: Coverage, year: int) -> EvidencePart:
    about = entry.get("about", "").format(year=year, last_year=year - 1)
    cells = tuple(_cells(entry["no"], one))
    return EvidencePart(entry["no"], entry["name"], cells, entry.get("paper", ""), about, entry.get("of", ""))


def _cells(no: str, one: Coverage) -> Iterator[CoverageCell]:
    """Those of the element of that number."""
    return (each for each in one.cells if each.element.text.startswith(f"{no} "))

"""repository x its audit x day -> the newest approved office and its items: what was never approved is no evidence"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from prakat.agenda.holdings import Holdings
from prakat.agenda.office_coverage import OfficeCoverage
from prakat.audit.audit_row import Audit
from prakat.cannot_work import CannotWork
from prakat.completeness.coverage_table import Covered
from prakat.content.shelf import ShelvedItem
from prakat.item.item import Item, parse_approved
from prakat.item.item_path import ROOT, is_index, item_folder, parse_path, url_of
from prakat.item.state import State, state_on
from prakat.office import office
from prakat.office.office import Office
from prakat.repository.evidence import surviving
from prakat.repository.file_tree import TreeEntry, entries_of
from prakat.repository.repository import Repository
from prakat.request.fact_reader import FactReader


@dataclass(frozen=True, slots=True)
class ApprovedOffice:
    repository: Repository
    commit: str
    is_proven: bool
    """False where the audit has no beginning, so that main stands as it is."""
    is_newest: bool
    """Whether main has nothing newer, which an open violation would hold back."""
    office: Office
    entries: Mapping[str, TreeEntry]
    """Every file below content/, by path."""
    coverage: OfficeCoverage

    @classmethod
    def of(cls, repository: Repository, audited: Audit, day: datetime.date) -> "ApprovedOffice":
        """Raises CannotWork where there is no main, or no office.yml that can be read."""
        commit = audited.newest_approved or audited.heads.main
        if commit is None:
            raise CannotWork("content.no-main", place=repository.folder)
        blob = entries_of(repository, commit, office.FILE).get(office.FILE)
        known = FactReader(repository).office(blob[1]) if blob else None
        if known is None:
            raise CannotWork("commands.office-unusable")
        entries = entries_of(repository, commit, ROOT)
        held = Holdings(known.office, dict(_items(repository, entries)), repository, commit)
        is_newest = commit == audited.heads.main
        coverage = OfficeCoverage.of(held, day)
        return cls(repository, commit, audited.newest_approved is not None, is_newest, known.office, entries, coverage)

    def state(self, item: Item) -> State:
        """On the day of which it is told."""
        return state_on(item, self.coverage.day, self.office.settings)

    def covered(self, year: int) -> Mapping[str, Covered]:
        """Of each list that the office answers to in a fiscal year (B.E.), by its id."""
        return {each.asked.id: each for each in self.coverage.year(year)}


def _items(repository: Repository, entries: Mapping[str, TreeEntry]) -> Iterator[tuple[str, ShelvedItem]]:
    wanted = [(path, oid) for path, (_, oid) in entries.items() if is_index(path)]
    read = surviving(repository, (oid for _, oid in wanted))
    for (place, oid), (_, _, raw) in zip(wanted, read, strict=True):
        folder = item_folder(place)
        path = parse_path(url_of(folder)) if folder else None
        item = parse_approved(path, raw)[0] if path else None
        if item:
            yield place, ShelvedItem(replace(item, body=""), oid)

"""tree of an increment x kept site x git -> its seal, or everything in it that contradicts the states (R19, R37)"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from prakat import product
from prakat.item.item import Item, parse_approved
from prakat.item.item_path import index_of, parse_path, url_of
from prakat.release.basis import Basis
from prakat.release.fresh_files import FreshFiles
from prakat.release.increment import Increment
from prakat.release.kept_site import KeptSite
from prakat.release.tree_agreement import TreeAgreement, VerifiedTree
from prakat.repository.repository import Repository, open_repository
from prakat.repository.second_process import done_beside
from prakat.site.changed_site import ChangedSite
from prakat.site.problem import Problem
from prakat.site.site_change import SiteChange


class Contradicted(Exception):
    """The tree is not fit to be released."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(len(problems))
        self.problems = problems


@dataclass
class TreeExamination:
    """Of what the increment became on disk. Names and digests are read by a process of its own while this one reads the
    fresh pages; both then search for what is hidden now."""

    kept: KeptSite
    found: Increment
    fresh: FreshFiles
    basis: Basis
    before: VerifiedTree
    stored: Mapping[str, str]
    """Of pictures in the release before: name -> SHA-256 of the bytes that were approved."""
    seal: str = field(default="", init=False)
    """Of the tree, once it was examined."""

    def examine(self, tree: Path) -> None:
        """Raises Contradicted."""
        agreement = TreeAgreement(tree, self.fresh.digests, self._fresh, self.before)
        site = ChangedSite(tree, product.part("theme"), self._change)
        with done_beside(lambda: (tuple(agreement.problems()), agreement.seal)) as agreed:
            problems = list(site.problems())
            besides, self.seal = agreed()
        problems = [*besides, *problems] or list(site.leaks())
        if problems:
            raise Contradicted(tuple(problems))

    @cached_property
    def _fresh(self) -> frozenset[str]:
        before = self.before.digests
        return frozenset(name for name, digest in self.fresh.digests.items() if before.get(name) != digest)

    @cached_property
    def _change(self) -> SiteChange:
        return SiteChange(
            edition=self.found.site.edition,
            fresh=self._fresh,
            digests_before=self.before.digests,
            digests=self.fresh.digests,
            stored=self.stored,
            cards_before=self.found.cards_before,
            cards=self.found.cards,
            anew=self.found.anew.values(),
            earlier=self.kept.whole,
            typed=self._typed,
        )

    def _typed(self, folders: Iterable[str]) -> dict[str, Item]:
        """Of the versions that are shown."""
        versions, commit = self.found.site.edition.versions, str(self.basis.commit)
        places = {folder: f"{versions.get(folder, commit)}:{index_of(folder)}" for folder in folders}
        return typed_items(open_repository(self.basis.git), places)


def typed_items(repository: Repository, places: Mapping[str, str]) -> dict[str, Item]:
    """By item folder, what git has at `commit:path`; nothing where that is no item."""
    ids = dict(zip(places, repository.ids(places.values()), strict=True))
    raw = {oid: content for oid, _, content in repository.objects({oid for oid in ids.values() if oid})}
    found = {}
    for folder, oid in ids.items():
        path = parse_path(url_of(folder))
        item = parse_approved(path, raw[oid])[0] if path and oid in raw else None
        if item:
            found[folder] = item
    return found

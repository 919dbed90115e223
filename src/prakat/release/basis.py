"""repository -> what to publish: the work tree, the newest approved commit, or what was released on a given day"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from prakat.audit import approved
from prakat.audit.auditor_memory import AuditorMemory
from prakat.cannot_work import CannotWork
from prakat.content.version import UNPROVEN, Proof
from prakat.item import item_path
from prakat.office import office
from prakat.release.endorsements import endorsements
from prakat.repository import snapshot
from prakat.repository.repository import head_of
from prakat.repository.work_tree import is_dirty
from prakat.rules.message import Message, message
from prakat.rules.wording import Listed
from prakat.site.endorsement import Endorsement

APPROVED, AS_OF, WORK_TREE = "approved", "as-of", "work-tree"


@dataclass(frozen=True, slots=True)
class Basis:
    """What to build: a tree, the repository with its history, and the tree's commit."""

    tree: Path
    git: Path
    commit: str | None
    kind: str
    """APPROVED, AS_OF or WORK_TREE, as in the manifest."""
    is_dirty: bool = False
    remarks: tuple[Message, ...] = ()
    """Why this is not the newest commit."""
    is_frozen: bool = False
    """Whether later commits of main are held back by an open violation."""
    endorsements: Mapping[str, Endorsement] = field(default_factory=dict, repr=False)
    """Merge -> its approval, as far as the audit has proven it."""
    proof: Proof = field(default=UNPROVEN, repr=False)
    """What of main's history was approved, and may stand in place of what the day holds back."""
    shows_newest: bool = False
    """Whether nothing stands in the place of what waits: for those who are asked about the newest version."""
    clean: frozenset[str] = frozenset()
    """The merges that never had a violation."""
    lost: tuple[str, ...] = ()
    """Files of the tree that are missing or altered in git, and are left out."""

    @property
    def is_approved(self) -> bool:
        """Whether people approved the whole tree, so that nothing of it vanishes for a rule newer than that."""
        return self.kind in (APPROVED, AS_OF)

    @property
    def origin(self) -> Mapping[str, str | None]:
        return {"commit": self.commit, "source": self.kind + ("+changes" if self.is_dirty else "")}


def work_tree(repo: Path) -> Basis:
    """The files as they are in the work tree, approved or not; the manifest says so."""
    return Basis(repo, repo, head_of(repo), WORK_TREE, is_dirty(repo, (item_path.ROOT, office.FILE)))


def approved_commit(repo: Path, to: Path, memory: AuditorMemory | None = None) -> Basis:
    """The newest commit of main at which no violation is open, to be written to the empty folder `to` (R01). History
    that `memory`, the publisher's own, already holds is not judged again.

    Raises CannotWork where nothing can be proven: no epoch, a broken history.
    """
    found = approved.newest_approved(repo, memory)
    if found.commit is None:
        raise CannotWork("release.nothing-approved", reasons=Listed.of(found.reasons, "\n"))
    is_frozen = found.frozen is not None
    return Basis(
        to,
        repo,
        found.commit,
        APPROVED,
        remarks=found.reasons,
        is_frozen=is_frozen,
        proof=found.proof,
        clean=found.clean,
    )


def released_on(repo: Path, day: datetime.date, to: Path, memory: AuditorMemory | None = None) -> Basis:
    """What was live at the end of that day in Bangkok. Raises CannotWork where the audit-log does not say."""
    found = approved.released_at_end_of(repo, day, memory.verified() if memory else None)
    return Basis(to, repo, found.commit, AS_OF, proof=found.proof, clean=found.clean)


def laid_out(basis: Basis) -> Basis:
    """With its whole tree on disk, and what was approved of it. Raises CannotWork where nothing can be released without
    a file that is lost."""
    if not basis.is_approved or basis.commit is None:
        return basis
    lost = snapshot.export_whole_files(basis.git, basis.commit, basis.tree)
    if office.FILE in lost:
        raise CannotWork("release.office-lost", commit=basis.commit, object=lost[office.FILE])
    remarks = (*basis.remarks, *(message("release.lost-file", path=each) for each in lost))
    proven = endorsements(basis.git, basis.commit, basis.clean)
    return replace(basis, remarks=remarks, lost=tuple(lost), endorsements=proven)

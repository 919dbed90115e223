"""an approved office x pages x day -> pictures of them as readers find them on that day, or why there is none"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from prakat.audit.audit_row import Audit, Outcome
from prakat.cannot_work import CannotWork
from prakat.papers.evidence.approved_office import ApprovedOffice
from prakat.papers.evidence.page_picture import DRAWN_WITHIN, chromium, pictures
from prakat.release import build
from prakat.release.basis import APPROVED, WORK_TREE, Basis
from prakat.release.endorsements import endorsements
from prakat.release.own_build import site_of
from prakat.repository import snapshot
from prakat.repository.own_folder import own_folder
from prakat.rules.message import Message, message


@dataclass(frozen=True, slots=True)
class SitePictures:
    by_url: Mapping[str, bytes] = field(default_factory=dict)
    told: tuple[Message, ...] = ()
    """Why some are missing, and what to do."""

    @classmethod
    def of(cls, known: ApprovedOffice, audited: Audit, urls: Sequence[str], day: datetime.date) -> "SitePictures":
        program = chromium()
        if program is None:
            return cls(told=(message("papers_evidence.no-chromium"),))
        try:
            found = _drawn(program, known, audited, urls, day)
        except CannotWork as problem:
            return cls(told=(message("papers_evidence.no-site", problem=problem),))
        lost = [url for url in urls if not found.get(url)]
        site = known.office.site_url
        told = (message("papers_evidence.no-picture", url=site + each, limit=DRAWN_WITHIN) for each in lost)
        return cls(found, tuple(told))


def _drawn(
    program: str, known: ApprovedOffice, audited: Audit, urls: Sequence[str], day: datetime.date
) -> Mapping[str, bytes]:
    """Raises CannotWork where the site cannot be built."""
    if not urls:
        return {}
    clean = frozenset(row.commit for row in audited.rows if row.commit and row.outcome is Outcome.CLEAN)
    repo = known.repository.folder
    with own_folder() as folder:
        tree, site = folder / "tree", folder / "site"
        tree.mkdir()
        snapshot.export_whole_files(repo, known.commit, tree)
        proven = endorsements(repo, known.commit, clean)
        kind = APPROVED if known.is_proven else WORK_TREE
        build.run(site_of(Basis(tree, repo, known.commit, kind, endorsements=proven), day), site)
        there = [each for each in urls if (site / each / "index.html").is_file()]
        return pictures(program, site, there)

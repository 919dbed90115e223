"""what is approved x the last release x the site's folder -> what readers do not see as it was approved (R37)"""

import datetime
from dataclasses import dataclass
from pathlib import Path

from prakat.audit_log.audit_log import AuditLog
from prakat.audit_log.record import RecordKind
from prakat.cannot_work import CannotWork
from prakat.release.release_folder import ReleaseFolder
from prakat.repository.repository import GitFailed, Repository
from prakat.site.digest import digests
from prakat.thai.buddhist_era import moment_of

PATIENCE = datetime.timedelta(minutes=15)
"""What was merged longer ago than that has been published, where all is well."""
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class SiteState:
    unpublished: int = 0
    """Changes that are approved and not in the last release."""
    since: datetime.datetime | None = None
    """When the first of them was merged."""
    shown: str = ""
    """The release that the site shows, where that is not the one recorded last."""
    recorded: str = ""
    altered: tuple[str, ...] = ()
    """Files of the site that are not as they were released, the first of them."""

    def is_late(self, moment: datetime.datetime) -> bool:
        return self.since is not None and self.since + PATIENCE < moment

    @classmethod
    def of(cls, repository: Repository, log: AuditLog, approved: str, folder: Path | None) -> "SiteState":
        """`folder`: the site's, as `publish --to` has it, where this machine holds it."""
        last = next(reversed([*log.of(RecordKind.DEPLOYMENT)]), None)
        recorded = str(last.facts.get("release", "")) if last else ""
        commit = str(last.facts.get("commit", "")) if last else ""
        place = ReleaseFolder(folder) if folder else None
        shown = place.current_id() if place else None
        count, since = _unpublished(repository, commit, approved)
        is_other = bool(shown and recorded and shown != recorded)
        altered = tuple(_altered(place, shown)) if place and shown else ()
        return cls(count, since, shown or "" if is_other else "", recorded if is_other else "", altered)


def _unpublished(repository: Repository, released: str, approved: str) -> tuple[int, datetime.datetime | None]:
    if not released or not approved or released == approved:
        return 0, None
    try:
        found = repository.line("rev-list", "--first-parent", "--timestamp", approved, f"^{released}").splitlines()
    except GitFailed:
        return 0, None
    return len(found), moment_of(int(found[-1].split()[0])) if found else None


def _altered(place: ReleaseFolder, release: str) -> list[str]:
    try:
        wanted = place.manifest(release)["files"]
        found = digests(place.releases / release)
    except (CannotWork, OSError):
        return [f"{release}.json"]
    return sorted(path for path in wanted.keys() | found.keys() if wanted.get(path) != found.get(path))[:_SHOWN]

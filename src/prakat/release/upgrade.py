"""two installations x one office on one day -> what the other version would find, show and judge differently"""

import datetime
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prakat.audit import approved
from prakat.cannot_work import CannotWork
from prakat.item.state import State
from prakat.office import agreed_version
from prakat.office.office import FILE, Office, load_approved_office
from prakat.release.basis import APPROVED, WORK_TREE
from prakat.release.installation import Installation, ToldRow
from prakat.release.site_difference import SiteDifference, compared_sites
from prakat.repository import snapshot
from prakat.repository.own_folder import own_folder
from prakat.repository.refs import MAIN
from prakat.repository.repository import Repository, find_repository
from prakat.rules.finding import Severity
from prakat.rules.wording import Listed

BEFORE, AFTER = "before", "after"
_SAME = ("path", "line", "rule", "severity")
"""What makes two findings the same one, whatever each version says of it."""


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A row of the audit that the two versions judge differently."""

    commit: str
    """Empty for the repository as a whole."""
    before: str
    after: str
    """Verdict and violations; empty where that version has no such row."""


@dataclass(frozen=True, slots=True)
class Upgrade:
    before: Installation
    after: Installation
    day: datetime.date
    commit: str
    """The newest approved one; empty where the work tree was compared."""
    new_findings: tuple[ToldRow, ...]
    lost_findings: tuple[ToldRow, ...]
    vanishing: tuple[str, ...]
    """Folders of items that the version before shows and the other does not."""
    reappearing: tuple[str, ...]
    """Folders of items that the version before has taken down and the other shows."""
    appearing: tuple[str, ...]
    """Folders of items that the version before leaves out and the other shows."""
    site: SiteDifference
    verdicts: tuple[VerdictChange, ...]
    judged: int
    """How many rows of the audit were compared."""

    @property
    def is_safe(self) -> bool:
        """Whether nothing approved is lost, nothing that came down is shown again, and no verdict changes."""
        return not ((self.commit and self.vanishing) or self.reappearing or self.verdicts)

    @property
    def blocking(self) -> int:
        """How many new findings stop the next requests until they are mended."""
        return sum(each["severity"] == Severity.ERROR for each in self.new_findings)


def compared_versions(
    repo: Path, day: datetime.date, before: Installation, after: Installation, to: Path, only_tree: bool, language: str
) -> Upgrade:
    """Runs both versions and keeps their sites as to/before and to/after.

    Raises CannotWork where office.yml agreed to a third version, a version fails, or main moved meanwhile."""
    repository = find_repository(repo)
    commit = _approved(repo, repository, only_tree)
    kind, main = APPROVED if commit else WORK_TREE, _main(repository)
    with own_folder() as folder:
        tree = _tree(repo, commit, folder / "tree")
        _check_agreed(_office(tree), before, after)
        found = [each.findings(tree, day, language) for each in (before, after)]
    judged = [each.verdicts(repo, language) if repository else [] for each in (before, after)]
    kept = ((before, to / BEFORE), (after, to / AFTER))
    manifests = [_kept(each, repo, kind, day, language, place) for each, place in kept]
    if _main(repository) != main:
        raise CannotWork("release.moved-meanwhile")
    shown, gone = zip(*map(_shown, manifests), strict=True)
    return Upgrade(
        before,
        after,
        day,
        commit,
        new_findings=tuple(_beyond(found[1], found[0])),
        lost_findings=tuple(_beyond(found[0], found[1])),
        vanishing=tuple(sorted(shown[0] - shown[1])),
        reappearing=tuple(sorted(gone[0] & shown[1])),
        appearing=tuple(sorted(shown[1] - shown[0] - gone[0])),
        site=compared_sites(to / BEFORE, to / AFTER),
        verdicts=tuple(_verdict_changes(*judged)),
        judged=len(judged[1]),
    )


def _approved(repo: Path, repository: Repository | None, only_tree: bool) -> str:
    """The newest approved commit; empty where the work tree is to be compared, or where nothing is approved yet."""
    if repository and not only_tree and (found := approved.newest_approved(repo)).commit:
        return found.commit
    if repository and repository.is_bare:
        raise CannotWork("release.nothing-to-compare", place=repo)
    return ""


def _main(repository: Repository | None) -> str | None:
    return repository.ref(MAIN) if repository else None


def _tree(repo: Path, commit: str, to: Path) -> Path:
    if not commit:
        return repo
    to.mkdir()
    snapshot.export(repo, commit, to)
    return to


def _office(tree: Path) -> Office:
    known, refusals = load_approved_office(tree)
    if known is None:
        raise CannotWork("release.office-unusable", findings=Listed.of(refusals, "\n"))
    return known


def _check_agreed(known: Office, before: Installation, after: Installation) -> None:
    """The office agreed to the version before, or to none yet."""
    agreed = agreed_version.version_of(known.prakat)
    if agreed == after.version:
        raise CannotWork("release.agreed-already", file=FILE, found=agreed)
    if agreed and agreed != before.version:
        raise CannotWork("release.agreed-to-another", file=FILE, found=before.version, must=agreed)


def _kept(
    installation: Installation, repo: Path, kind: str, day: datetime.date, language: str, to: Path
) -> Mapping[str, Any]:
    """The manifest of the site of that version, which is kept as `to`."""
    with own_folder() as folder:
        site, manifest = installation.site(repo, kind, day, folder, language)
        shutil.move(site, to)
    return manifest


def _shown(manifest: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    """Folders of the items that a release shows, and of those that it has taken down."""
    states = {each["path"]: State(each["state"]) for each in manifest["items"]}
    shown = frozenset(path for path, state in states.items() if state.is_public)
    return shown, frozenset(path for path, state in states.items() if state.is_taken_down)


def _beyond(rows: Iterable[ToldRow], others: Iterable[ToldRow]) -> Iterator[ToldRow]:
    """The findings that are not among the others; one that is found twice may be found once there."""
    left = Counter(_key(each) for each in others)
    for each in rows:
        if left[_key(each)]:
            left[_key(each)] -= 1
        else:
            yield each


def _key(row: ToldRow) -> tuple[object, ...]:
    return tuple(row.get(name) for name in _SAME)


def _verdict_changes(before: Iterable[ToldRow], after: Iterable[ToldRow]) -> Iterator[VerdictChange]:
    """Rows of the same commit whose verdict or violations differ; whatever else a version tells is not compared."""
    then, now = _told(before), _told(after)
    for key in [*then, *(each for each in now if each not in then)]:
        if then.get(key) != now.get(key):
            yield VerdictChange(key[0], then.get(key, ""), now.get(key, ""))


def _told(rows: Iterable[ToldRow]) -> dict[tuple[str, int], str]:
    """Commit, and place among the rows of that commit -> what is judged of it."""
    seen: Counter[str] = Counter()
    found = {}
    for each in rows:
        commit = each["commit"] or ""
        found[commit, seen[commit]] = " ".join([str(each["verdict"]), *sorted(each["violations"])])
        seen[commit] += 1
    return found

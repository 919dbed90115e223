"""basis x day -> a site that is checked, built, verified and released, and an account of that (R19, R37, R46)"""

import datetime
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from prakat import product
from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.content.register import Register
from prakat.content.succession import successions, without_false_alarms, written_out
from prakat.item.state import State
from prakat.office import agreed_version
from prakat.release import build, release
from prakat.release.basis import AS_OF, Basis
from prakat.release.release_folder import ReleaseFolder
from prakat.repository.repository import find_repository
from prakat.rules.finding import Finding
from prakat.rules.message import Message, message
from prakat.rules.wording import Listed
from prakat.site import edition, revision, stand_in
from prakat.site.built_site import BuiltSite, Problem
from prakat.site.edition import Edition, HeldBack

Steps = Callable[[Message], AbstractContextManager[object]]
"""Shows a person which step is under way."""


@dataclass(frozen=True, slots=True)
class Assembly:
    release: str | None
    edition: Edition
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[Message, ...] = ()
    """What the publisher is to be told besides."""
    lost: tuple[str, ...] = ()
    """Files that are lost in git."""

    @property
    def exit_code(self) -> int:
        """1 if the site was not fit to be released, or was released with anything left out; else 0."""
        return int(bool(self.edition.register.left_out or self.problems or self.lost))

    @property
    def summary(self) -> Listed:
        """What was done, one line for each thing."""
        if self.release is None:
            return Listed((message("release.contradicted"),))
        found = self.edition
        counts = message(
            "release.counts",
            shown=len(found.publications),
            gone=len(found.tombstones),
            waiting=sum(each.state is State.SCHEDULED for each in found.scheduled),
        )
        left_out = (message("release.left-out", folder=folder) for folder in found.register.left_out)
        kept = (message("release.kept", folder=folder) for folder in found.register.kept)
        released = message("release.released", release=self.release)
        waiting = (told for each in found.successions for told in each.told)
        return Listed((released, counts, *waiting, *left_out, *kept, *self.remarks), "\n")


def publish(
    basis: Basis,
    day: datetime.date,
    release_folder: ReleaseFolder,
    keep: int,
    steps: Steps,
    language: str = "th",
) -> Assembly:
    """Releases `basis` as of `day`. Raises CannotWork where nothing can be built; `current` then stays as it is.

    `language` is that of the builder's messages."""
    with steps(message("release.checking")):
        basis, found, held_back = _standing(basis, day, release_folder)
    if found.office is None:
        raise CannotWork("release.office-unusable", findings=Listed.of(found.errors, "\n"))
    commit = basis.commit or "HEAD"
    revisions = stand_in.known_by(basis.stand_ins or {}, revision.revisions(basis.git, day, commit))
    compiled = edition.compile(found, found.office, revisions, basis.endorsements, commits=_commits(basis))
    compiled = replace(compiled, held_back=held_back)
    built = release_folder.staging / "site"
    with steps(message("release.building")):
        build.run(basis, built, day, language)
    with steps(message("release.verifying")):
        site = BuiltSite(built, compiled, product.part("theme"))
        problems = tuple(site.problems())
    if problems:
        return Assembly(None, compiled, found.findings, problems)
    with steps(message("release.switching")):
        landed = release.land(release_folder, built, release.manifest(compiled, basis.origin, site.digests), keep)
    other = agreed_version.disagreement(found.office) if basis.kind != AS_OF else None
    return Assembly(landed, compiled, found.findings, (), (other,) if other else (), basis.lost)


def _commits(basis: Basis) -> Mapping[str, str]:
    """By folder, of what is shown in an earlier version."""
    return {each.folder.path.folder: each.commit for each in (basis.stand_ins or {}).values()}


def _standing(
    basis: Basis, day: datetime.date, release_folder: ReleaseFolder
) -> tuple[Basis, Register, tuple[HeldBack, ...]]:
    """The basis with the version of each item that is shown on that day, and what waits (DESIGN: States).

    What is said of files is said of those that people have: of the newest versions."""
    newest = register.read(basis.tree, day, is_approved=basis.is_approved)
    repository = find_repository(basis.git)
    if basis.commit is None or repository is None or repository.is_shallow:
        return replace(basis, stand_ins={}), newest, ()
    known = successions(newest, repository, basis.commit, basis.proof)
    newest = replace(newest, findings=without_false_alarms(newest.findings, known))
    stand_ins = written_out(known, repository, release_folder.staging / "earlier")
    basis = replace(basis, stand_ins=stand_ins)
    if not stand_ins:
        return basis, newest, ()
    instead = {folder: each.folder for folder, each in stand_ins.items()}
    found = register.read(basis.tree, day, is_approved=basis.is_approved, instead=instead)
    held_back = tuple(HeldBack(known[folder].newest, newest.place(folder), known[folder]) for folder in stand_ins)
    return basis, replace(found, findings=newest.findings), held_back

"""basis x day -> a site that is checked, built, verified and released, and an account of that (R19, R37, R46)"""

import datetime
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial

from prakat import product
from prakat.office import agreed_version
from prakat.release import build, reading, release
from prakat.release.basis import AS_OF, Basis, laid_out
from prakat.release.change import Altered, Doubtful, Ground, check_ground, clean_before
from prakat.release.divergence import altered_release, divergence
from prakat.release.fresh_files import fresh_files
from prakat.release.increment import increment
from prakat.release.keeping import keep_whole, next_about
from prakat.release.kept_site import Unusable, kept_site
from prakat.release.release_folder import ReleaseFolder
from prakat.release.release_stock import ReleaseStock, stock_of
from prakat.release.tree_examination import Contradicted, TreeExamination
from prakat.release.walked_trees import WalkedTrees
from prakat.repository.collection import uncollected
from prakat.repository.second_process import done_beside
from prakat.rules.finding import Finding
from prakat.rules.message import Message, message
from prakat.rules.wording import Listed
from prakat.site.built_site import BuiltSite
from prakat.site.edition import Edition
from prakat.site.problem import Problem
from prakat.site.site import Site

Steps = Callable[[Message], AbstractContextManager[object]]
"""Shows a person which step is under way."""


@dataclass(frozen=True, slots=True)
class Assembly:
    release: str | None
    stock: ReleaseStock
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Message, ...] = ()
    """What the publisher is to be told besides."""
    lost: tuple[str, ...] = ()
    """Files that are lost in git."""
    deviations: tuple[Message, ...] = ()
    """What the release before had that it should not have had."""

    @property
    def exit_code(self) -> int:
        """1 if the site was not fit to be released, or was released with anything left out, or the release before was
        not what it should have been; else 0."""
        return int(bool(self.stock.left_out or self.problems or self.lost or self.deviations))

    @property
    def summary(self) -> Listed:
        """What was done, one line for each thing."""
        if self.release is None:
            return Listed((message("release.contradicted"), *self.deviations), "\n")
        found = self.stock
        counts = message("release.counts", shown=found.shown, gone=found.gone, waiting=found.waiting)
        left_out = (message("release.left-out", folder=folder) for folder in found.left_out)
        kept = (message("release.kept", folder=folder) for folder in found.kept)
        released = message("release.released", release=self.release)
        return Listed((released, counts, *found.coming, *left_out, *kept, *self.remarks, *self.deviations), "\n")


def publish(
    basis: Basis, day: datetime.date, release_folder: ReleaseFolder, keep: int, steps: Steps, *, is_whole: bool = False
) -> Assembly:
    """Releases `basis` as of `day`: by what changed since the current release, where that is surely known, else from
    nothing, and says so. `is_whole`: from nothing in any case, so that a difference to the current release, where that
    was made of the same, is found. Raises CannotWork where nothing can be built; `current` then stays as it is."""
    product.stamp()
    if basis.kind == AS_OF or basis.is_dirty or basis.commit is None:
        return _from_nothing(basis, day, release_folder, keep, steps)
    if is_whole:
        return _compared(basis, day, release_folder, keep, steps)
    deviations: tuple[Message, ...] = ()
    try:
        with uncollected():
            return _by_what_changed(basis, day, release_folder, keep, steps)
    except Unusable:
        why = message("release.anew-damaged") if release_folder.current_id() else None
    except Doubtful as doubt:
        why = doubt.why
        deviations = tuple(altered_release(release_folder)) if isinstance(doubt, Altered) else ()
    shutil.rmtree(release_folder.staging, ignore_errors=True)
    done = _from_nothing(basis, day, release_folder, keep, steps)
    return replace(done, remarks=(*done.remarks, *((why,) if why else ())), deviations=deviations)


def _by_what_changed(
    basis: Basis, day: datetime.date, release_folder: ReleaseFolder, keep: int, steps: Steps
) -> Assembly:
    """Raises Doubtful or Unusable where the site is to be made from nothing."""
    with kept_site(release_folder.kept) as kept:
        check_ground(kept.about, Ground(product.stamp(), release_folder.current_id(), basis.kind), day)
        if kept.about.is_as_of(basis.commit, day, clean_before(basis.clean, ())):
            return Assembly(kept.about.release, kept.about.stock)
        before, released = release_folder.manifest(kept.about.release), release_folder.current_folder()
        if released is None:
            raise Altered
        with done_beside(partial(WalkedTrees.of, release_folder, released)) as trees:
            with steps(message("release.checking")):
                found = increment(kept, basis, day)
            made = found.site.edition
            with steps(message("release.building")):
                fresh = fresh_files(found, kept.sources(), before["files"], released, release_folder.staging / "site")
            walked = replace(trees(), digests=before["files"])
        if walked.seal != kept.about.seal:
            raise Altered
        examination = TreeExamination(kept, found, fresh, basis, walked.current, before["stored"])
        with steps(message("release.switching")):
            content = release.manifest(made, basis.origin, fresh.digests)
            try:
                landed = release.land(release_folder, fresh.folder, content, keep, examination.examine, walked)
            except Contradicted as contradicted:
                return Assembly(None, stock_of(made), made.register.findings, contradicted.problems)
        about = next_about(kept.about, found, fresh, basis, landed, examination.seal)
        kept.change(about, found.cards.values(), found.rows, fresh.sources, fresh.lines, fresh.gone)
    return Assembly(landed, stock_of(made), made.register.findings, (), (*_disagreements(made),), basis.lost)


def _compared(basis: Basis, day: datetime.date, release_folder: ReleaseFolder, keep: int, steps: Steps) -> Assembly:
    """From nothing; with what the current release has otherwise, be it that its files were altered since, or that it
    was made by what changed, of the same, and is another nevertheless."""
    before = _made_of_the_same(basis, day, release_folder)
    deviations = list(altered_release(release_folder))
    done = _from_nothing(basis, day, release_folder, keep, steps)
    if before is not None and done.release:
        deviations += divergence(before, release_folder.manifest(done.release)["files"])
    return replace(done, deviations=tuple(deviations))


def _made_of_the_same(basis: Basis, day: datetime.date, release_folder: ReleaseFolder) -> Mapping[str, str] | None:
    """The digests of the current release's files, if main, day and program are those that it was made of."""
    current = release_folder.current_id()
    try:
        with kept_site(release_folder.kept) as kept:
            about = kept.about
    except Unusable:
        return None
    same = (about.release, about.program, about.kind, about.commit, about.day)
    if current is None or same != (current, product.stamp(), basis.kind, basis.commit, day.isoformat()):
        return None
    files: Mapping[str, str] = release_folder.manifest(current)["files"]
    return files


def _from_nothing(basis: Basis, day: datetime.date, release_folder: ReleaseFolder, keep: int, steps: Steps) -> Assembly:
    with steps(message("release.checking")):
        basis = laid_out(basis)
        found = reading.read(basis, day, release_folder.staging / "earlier")
    compiled, findings = found.edition, found.register.findings
    built, made = release_folder.staging / "site", Site(found.edition, is_preview=False)
    with steps(message("release.building")):
        build.run(made, built)
    with steps(message("release.verifying")):
        site = BuiltSite(built, compiled, product.part("theme"))
        problems = tuple(site.problems())
    if problems:
        return Assembly(None, stock_of(compiled), findings, problems)
    with steps(message("release.switching")):
        landed = release.land(release_folder, built, release.manifest(compiled, basis.origin, site.digests), keep)
    if basis.kind != AS_OF and not basis.is_dirty and basis.commit:
        keep_whole(release_folder, found, made, basis, landed)
    others = () if basis.kind == AS_OF else tuple(_disagreements(compiled))
    return Assembly(landed, stock_of(compiled), findings, (), others, basis.lost)


def _disagreements(found: Edition) -> Iterator[Message]:
    """Where the office has agreed on another version of Prakat."""
    if other := agreed_version.disagreement(found.office):
        yield other

"""repository -> the commit that may be public: the newest proven approved, or the one released on a day (R01)"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from prakat.audit.audit_row import Audit, AuditRow
from prakat.audit.auditor import audit
from prakat.audit.epoch import Trust
from prakat.audit.reading import Memory
from prakat.audit_log.record import RecordKind
from prakat.cannot_work import CannotWork
from prakat.content.version import Proof
from prakat.item.item_path import ROOT, index_of
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import Repository, open_repository
from prakat.repository.signature import Verified
from prakat.request.fact_reader import FactReader
from prakat.rules.message import Message, message
from prakat.rules.wording import Listed, visible

_SHOWN = 20
"""So many of the things that are held back are named."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What keeps the newest commits of main from the public."""

    since: AuditRow
    """The first commit of main with an open violation."""
    held_back: tuple[str, ...]
    """Every item that it and later commits touch, by its title on main, else by its path."""
    requests: int
    """How many requests were merged since."""

    @property
    def told(self) -> Message:
        at = self.since.moment
        assert at and self.since.commit, "a commit of main"
        shown = [f"- {each}" for each in self.held_back[:_SHOWN]]
        if len(self.held_back) > _SHOWN:
            shown.append(message("audit.more-held-back", count=len(self.held_back) - _SHOWN).text())
        return message(
            "audit.frozen",
            at=at,
            commit=self.since.commit,
            violations=Listed.of(self.since.violations, "; "),
            requests=self.requests,
            count=len(self.held_back),
            items=Listed.of(shown, "\n"),
        )


@dataclass(frozen=True, slots=True)
class Approved:
    commit: str | None
    """None where nothing can be proven."""
    reasons: tuple[Message, ...]
    """Why `commit` is not the newest of main; empty if it is."""
    clean: frozenset[str] = frozenset()
    """The merges that never had a violation, so that their records prove what their trailers say."""
    epoch: str = ""
    """The last commit that is taken on trust."""
    vouched: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Clean merge -> the commits with a violation that it approved."""
    frozen: Frozen | None = None
    """None where `commit` is the newest of main, or where nothing can be proven."""

    @property
    def proof(self) -> Proof:
        return Proof(self.clean, self.epoch, self.vouched)


def newest_approved(repo: Path, memory: Memory | None = None, verified: Verified | None = None) -> Approved:
    """The newest commit of main such that no violation is open at or before it. Raises CannotWork on no repository.

    A violation of the repository as a whole is reported but holds back no page, since each commit is proven alone."""
    repository = open_repository(repo)
    found = audit(repository, Trust(), verified=verified, memory=memory)
    frozen = _frozen(repository, found) if found.newest_approved else None
    reasons = [frozen.told] if frozen else []
    for row in found.open_rows:
        place = row.commit[:12] if row.commit else found.epoch[:12]
        reasons += [message("audit.open-at", place=place, violation=each) for each in row.violations]
    return Approved(found.newest_approved, tuple(reasons), found.clean, found.epoch, found.vouched, frozen)


def _frozen(repository: Repository, found: Audit) -> Frozen | None:
    on_main = [row for row in found.fresh if row.commit]
    place = next((place for place, row in enumerate(on_main) if row.is_open), None)
    if place is None:
        return None
    later = on_main[place:]
    things = dict.fromkeys(thing for row in later for thing in row.things)
    return Frozen(later[0], tuple(_titles(repository, found, things)), sum(row.request is not None for row in later))


def _titles(repository: Repository, found: Audit, things: Iterable[str]) -> Iterator[str]:
    """An item's title as main has it now, with its path; the path alone for anything else."""
    reader, entries = FactReader(repository), found.before.files.entries if found.before else {}
    for thing in things:
        blob = entries.get(index_of(thing), ("", NOTHING))[1]
        title = reader.item(blob).whole.title if blob != NOTHING else ""
        path = thing.removeprefix(f"{ROOT}/")
        yield f"{visible(title)} ({path})" if title else path


def released_at_end_of(repo: Path, day: datetime.date, verified: Verified | None = None) -> Approved:
    """The commit that was released last up to the end of that day in Bangkok, according to the audit-log.

    Raises CannotWork where no release was recorded by then, or its commit is not proven approved today."""
    found = audit(open_repository(repo), Trust(), verified=verified)
    proven = {found.epoch, *found.kept.on_main} if found.before else set()
    for row in found.fresh:
        if row.is_open and row.commit:
            break
        proven.add(row.commit or found.epoch)
    if broken := [each for row in found.open_rows if not row.commit for each in row.violations]:
        raise CannotWork("audit.no-proof-then", violations=Listed.of(broken, "\n"))
    released = [each.facts.get("commit") for each in found.log.of(RecordKind.DEPLOYMENT) if each.at.date() <= day]
    if not released:
        raise CannotWork("audit.no-release-then", day=day)
    commit = released[-1]
    if not isinstance(commit, str) or commit not in proven:
        raise CannotWork("audit.unapproved-then", commit=commit)
    return Approved(commit, (), found.clean, found.epoch, found.vouched)

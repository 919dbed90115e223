"""repository -> a row for every change on main, judged against its approvals; offline, on a plain clone (R01, R34)"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from prakat import audit_log, office
from prakat.audit_log import AuditLog, Entry
from prakat.audit_row import Audit, Row, of_repository
from prakat.audit_witness import check_log, check_surroundings, incompleteness
from prakat.blob import Blobs
from prakat.change_rules import Files, pointers
from prakat.commit import NOTHING, item_folder
from prakat.epoch import Epoch, Trust, epoch_of
from prakat.history import GitFailed, Repository
from prakat.mainline import Landing, files, landings, main_of
from prakat.merge_record import merge_record
from prakat.record import Malformed, RecordKind
from prakat.signature import Signed, Verified
from prakat.tree import INDEX
from prakat.verdict import Judge, Standing, Verdict
from prakat.violation import violation

Progress = Callable[[Iterable[Landing]], Iterable[Landing]]


def audit(
    repository: Repository, trust: Trust, seen: str = "", verified: Verified | None = None, progress: Progress = iter
) -> Audit:
    """Judges every commit of main after the epoch; never asks the clock, the network or the tree that it judges."""
    if broken := incompleteness(repository):
        return Audit(None, "", [of_repository(each) for each in broken])
    try:
        return _audit(repository, trust, seen, verified or Verified(), progress)
    except GitFailed as problem:
        return Audit(None, "", [of_repository(violation("repository.broken", problem=problem))])


def _audit(repository: Repository, trust: Trust, seen: str, verified: Verified, progress: Progress) -> Audit:
    tip = main_of(repository)
    epoch = epoch_of(repository, tip) if tip else Epoch("", {})
    since = trust.epoch or epoch.commit
    if tip is None or not since:
        return Audit(tip, "", [of_repository(violation("audit.no-epoch"))])
    older = repository.line("rev-list", "--first-parent", since) if repository.ref(f"{since}^{{commit}}") else ""
    if not older or since not in repository.line("rev-list", "--first-parent", tip).split():
        return Audit(tip, since, [of_repository(violation("audit.epoch-lost", commit=since))])
    auditor = Auditor(repository, trust, epoch, since, frozenset(older.split()), verified)
    found = auditor.audit(tip, progress)
    assert found.standing, "something was judged"
    on_main = auditor.older | set(found.standing.positions)
    found.rows += check_surroundings(repository, found.log, on_main, seen)
    return found


@dataclass(slots=True)
class Auditor:
    repository: Repository
    trust: Trust
    epoch: Epoch
    since: str
    older: frozenset[str]
    """main's commits up to the epoch."""
    verified: Verified

    def audit(self, tip: str, progress: Progress) -> Audit:
        log = audit_log.read(self.repository)
        steps = list(landings(self.repository.log(tip, f"^{self.since}"), tip, self.since))
        blobs = Blobs(self.repository)
        changes = [change for step in steps for change in step.commit.changes]
        indexes = (change for change in changes if change.path.endswith(f"/{INDEX}") and item_folder(change.path))
        blobs.announce_items(oid for change in indexes for oid in (change.old, change.new) if oid != NOTHING)
        self.verified.check(_signatures(log))
        judge = Judge(
            self.repository, blobs, self.verified, _by_commit(log), pointers(self.repository, changes), self.trust.keys
        )
        standing = self._begin()
        found = Audit(tip, self.since, [], log, standing)
        offices = {self.since: standing.office}
        for step in progress(steps):
            found.rows.append(self._row(step, judge, standing, found))
            offices[step.commit.id] = standing.office
        found.rows += check_log(log, judge, standing, offices, self.older)
        return found

    def _begin(self) -> Standing:
        entries = files(self.repository, self.since)
        blob = entries.get(office.FILE, ("", NOTHING))[1]
        time = int(self.repository.line("show", "-s", "--format=%ct", self.since))
        return Standing(Files(entries), blob, time, positions={self.since: 0})

    def _row(self, step: Landing, judge: Judge, standing: Standing, found: Audit) -> Row:
        commit = step.commit
        verdict = judge.verdict(step, standing)
        if commit.id in self.epoch.moved:
            moved = violation("audit.epoch-moved", found=self.epoch.moved[commit.id])
            verdict = replace(verdict, violations=(*verdict.violations, moved))
        if verdict.regularises:
            verdict = _regularise(step, verdict, found.rows)
        row = Row(
            commit.id,
            commit.moment,
            verdict.request,
            verdict.action,
            verdict.things,
            verdict.people,
            verdict.violations,
        )
        if not any(_holds_office(each) for each in (*found.rows, row)):
            standing.office = standing.files.entries.get(office.FILE, ("", NOTHING))[1]
        return row


def _holds_office(row: Row) -> bool:
    """Whether the row is an open violation whose office.yml gives nobody authority. Break-glass gives it."""
    return row.is_open and office.FILE in row.things and any(each.blocks_merge for each in row.violations)


def _regularise(step: Landing, verdict: Verdict, rows: Sequence[Row]) -> Verdict:
    """Closes the violations that the request names, if it is in order and keeps to what those commits changed."""
    targets = {row.commit: row for row in rows if row.commit in verdict.regularises and row.is_open}
    problems = [violation("regularise.unknown", commit=oid) for oid in verdict.regularises if oid not in targets]
    allowed = {thing for row in targets.values() for thing in row.things}
    beyond = [thing for thing in verdict.things if targets and thing not in allowed]
    problems += [violation("regularise.scope", commit=", ".join(verdict.regularises), path=thing) for thing in beyond]
    if not problems and not verdict.violations:
        for row in targets.values():
            row.is_regularised = True
    return replace(verdict, violations=(*verdict.violations, *problems))


def _by_commit(log: AuditLog) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in log.entries:
        if entry.record and entry.record.kind is RecordKind.MERGE:
            found[str(entry.record.facts.get("commit"))].append(entry)
    return found


def _signatures(log: AuditLog) -> Iterator[Signed]:
    """Everything that ssh-keygen is to be asked about."""
    for entry in log.entries:
        if entry.signed:
            yield entry.signed
        if entry.record and entry.record.kind is RecordKind.MERGE:
            try:
                tags = [each.tag for each in merge_record(entry.record.facts).sign_offs]
            except Malformed:
                continue
            yield from (tag.signed for tag in tags if tag)

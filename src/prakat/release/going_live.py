"""a publication x what was public before it -> what the publisher's state says: went live, how soon, left out (R37)"""

import datetime
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from prakat.audit.run_memory import RunMemory
from prakat.audit_log.audit_log import AuditLog
from prakat.audit_log.merge_record import merge_record
from prakat.audit_log.record import Malformed, RecordKind
from prakat.merging.publisher_state import PhaseReport, PublisherState, PutAside, Spoken, state_of
from prakat.release.assembly import Assembly
from prakat.release.basis import APPROVED, Basis
from prakat.release.release_folder import ReleaseFolder
from prakat.repository.receipt import moment_of_receipt
from prakat.repository.repository import GitFailed, Repository, find_repository
from prakat.rules.finding import Finding
from prakat.rules.message import message
from prakat.rules.wording import Listed

_NEWEST = 200
"""So many of the newest merges are looked at."""
_SHOWN = 3
_JUST_NOW = datetime.timedelta(hours=1)
"""Where nobody knows what was public before, only what was merged since then has gone live now."""


def report_live(
    account: PhaseReport,
    repo: Path,
    release_folder: ReleaseFolder,
    what: Basis,
    done: Assembly,
    memory: RunMemory | None = None,
) -> None:
    """Notes what a publication did, and what keeps newer commits from the public."""
    repository, current = find_repository(repo), release_folder.current_id()
    if done.release is None or current is None:
        account.problem = Listed.of([message("release.contradicted"), *done.problems[:_SHOWN]], "\n")
    elif what.is_frozen:
        account.problem = Listed.of(what.remarks, "\n")
    if repository is not None and what.commit and done.release and what.kind == APPROVED:
        moment = moment_of_receipt(repository.git_dir)
        log = (memory or RunMemory()).read_log(repository)
        account.facts |= live_facts(repository, log, state_of(repository.git_dir), done, what.commit, moment)


def live_facts(
    repository: Repository,
    log: AuditLog,
    before: PublisherState | None,
    done: Assembly,
    commit: str,
    moment: datetime.datetime,
) -> Mapping[str, Any]:
    """The changes to the publisher's state by a release of that commit of main."""
    known = dict(before.took) if before else {}
    newly = _newly(repository, log, before.released if before else "", commit, moment)
    known |= took(log, frozenset(newly), moment, known)
    return {
        "released": commit,
        "released_at": moment,
        "took": known,
        "left_out": tuple(put_aside(done.stock.left_out, done.findings)),
    }


def took(
    log: AuditLog, newly: Collection[str], moment: datetime.datetime, known: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """Each request whose merge is among those commits, and the seconds from its last signature till now."""
    for record in [*log.of(RecordKind.MERGE)][-_NEWEST:]:
        try:
            done = merge_record(record.facts)
        except Malformed:  # the audit says so
            continue
        if done.commit in newly and done.request not in known:
            signed = max((each.at for each in done.sign_offs), default=record.at)
            yield done.request, max(0, math.ceil((moment - signed).total_seconds()))


def _newly(repository: Repository, log: AuditLog, before: str, commit: str, moment: datetime.datetime) -> list[str]:
    """The commits of main that readers see since this release."""
    try:
        if before:
            return repository.line("rev-list", "--first-parent", f"--max-count={_NEWEST}", commit, f"^{before}").split()
        seen = set(repository.line("rev-list", "--first-parent", f"--max-count={_NEWEST}", commit).split())
    except GitFailed:  # main is another one than that which was public before
        return []
    recent = (each for each in log.of(RecordKind.MERGE) if moment - each.at < _JUST_NOW)
    return [each for each in (str(each.facts.get("commit")) for each in recent) if each in seen]


def put_aside(folders: Iterable[str], findings: Iterable[Finding]) -> Iterator[PutAside]:
    """Each item that was left out, and the first finding that says why."""
    found = [each for each in findings if each.leaves_out(is_approved=True) or each.leaves_out()]
    for folder in folders:
        own = [each for each in found if each.path == folder or each.path.startswith(f"{folder}/")]
        rule = own[0].rule if own else ""
        why = Spoken(own[0].message("th"), own[0].message("en")) if own else Spoken.of(message("release.no-reason"))
        yield PutAside(folder, rule, why)

"""repository, audit-log, the head seen before -> what is wrong but belongs to no commit of main (DESIGN: Audit)"""

from collections.abc import Collection, Container, Iterator, Mapping

from prakat.audit.audit_row import AuditRow, of_repository
from prakat.audit.checkpoint import Checkpoint
from prakat.audit.notice import check_notices
from prakat.audit.verdict import Judge
from prakat.audit_log.audit_log import AuditLog
from prakat.audit_log.merge_record import MergeRecord, tags_of
from prakat.audit_log.record import RecordKind
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import REPLACED, SIGN_OFF
from prakat.repository.repository import Repository
from prakat.rules.message import message
from prakat.rules.violation import Violation, violation
from prakat.rules.wording import Listed


def incompleteness(repository: Repository) -> Iterator[Violation]:
    """Why the repository is incomplete; nothing is judged on an incomplete one."""
    if repository.is_shallow:
        yield violation("repository.shallow")
    settings = repository.line("config", "--local", "--name-only", "--list").lower().splitlines()
    if any(name == "extensions.partialclone" or name.endswith(".promisor") for name in settings):
        yield violation("repository.partial")


def reused(log: AuditLog, checkpoint: Checkpoint) -> dict[str, int]:
    """Merge -> its request's number, if that was merged or refused before; adds all such numbers to `checkpoint`."""
    found = {}
    for record in log.of(RecordKind.MERGE, RecordKind.REJECTION):
        number = record.facts.get("request")
        if type(number) is int:
            if number in checkpoint.closed and record.kind is RecordKind.MERGE:
                found[str(record.facts.get("commit"))] = number
            checkpoint.closed.add(number)
    return found


def check_log(log: AuditLog, judge: Judge, checkpoint: Checkpoint, judged: Collection[str]) -> Iterator[AuditRow]:
    """Every record is in the order of main: after a merge's record, only that merge's notice may still name main before
    it. Every record but those of the merges just `judged`, which have rows of their own, is signed by the publisher.

    Records written while main stood before the epoch are taken on trust, like main up to there.
    Moves `checkpoint` on to the end of the log."""
    trusted = frozenset(checkpoint.older)
    noticed: object = None
    for entry in log.entries:
        if entry.time < checkpoint.log_time:
            yield _breaks(entry.commit[:12], "audit.time-runs-back")
        checkpoint.log_time = max(checkpoint.log_time, entry.time)
        if entry.record is None:
            continue
        main = entry.record.main
        place = checkpoint.before.positions.get(main, -1)
        facts, is_merge = entry.record.facts, entry.record.kind is RecordKind.MERGE
        is_notice = entry.record.kind is RecordKind.NOTICE and noticed is not None and facts.get("request") == noticed
        if place < checkpoint.reached and not is_notice:
            yield _breaks(entry.record.name, "audit.main-runs-back")
        landed = str(facts.get("commit")) if is_merge else ""
        noticed = facts.get("request") if is_merge else None
        checkpoint.reached = max(checkpoint.reached, place, checkpoint.before.positions.get(landed, -1))
        if landed and landed not in judged and checkpoint.before.positions.get(landed, 0):
            yield of_repository(violation("record.doubled", record=entry.record.name))
        if landed and landed in judged and isinstance(entry.merge, MergeRecord):
            checkpoint.tags.update(tags_of(entry.merge))
        if landed in judged or (main in trusted and main not in checkpoint.offices):
            continue
        blob = checkpoint.offices.get(main, NOTHING)
        known = judge.reader.office(blob) if blob != NOTHING else None
        if known is None or not judge.is_publishers(entry, known):
            yield of_repository(violation("record.signature", record=entry.record.name))
    yield from check_notices(log, judge, checkpoint)
    checkpoint.log = log.mark


def _breaks(record: str, how: str) -> AuditRow:
    return of_repository(violation("record.chain", record=record, problem=message(how)))


def check_surroundings(
    repository: Repository, log: AuditLog, tags: Mapping[str, str], on_main: Container[str], seen: str
) -> Iterator[AuditRow]:
    """A lost head, a broken audit-log, moved tags, replaced or grafted history."""
    yield from (of_repository(each) for each in log.problems)
    for record in log.of(RecordKind.MERGE):
        if str(record.facts.get("commit")) not in on_main:
            yield of_repository(violation("record.orphan", record=record.name))
    for ref, oid in repository.refs(SIGN_OFF).items():
        if tags.get(ref, oid) != oid:
            number, _, step = ref.removeprefix(SIGN_OFF).partition("/")
            yield of_repository(violation("approval.tag-moved", step=step, number=number))
    stand_ins = [*repository.refs(REPLACED), *_grafts(repository)]
    if stand_ins:
        yield of_repository(violation("repository.replaced", found=Listed.of(stand_ins)))
    if seen and seen not in on_main:
        yield of_repository(violation("repository.seen", commit=seen))


def _grafts(repository: Repository) -> list[str]:
    path = repository.git_dir / "info" / "grafts"
    return ["info/grafts"] if path.is_file() and path.stat().st_size else []

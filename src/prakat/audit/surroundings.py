"""repository, audit-log, recorded sign-offs -> what is wrong but belongs to no commit of main (DESIGN: Audit)"""

from collections.abc import Collection, Container, Iterator, Mapping

from prakat.audit.audit_row import AuditRow, of_repository
from prakat.audit.checkpoint import Checkpoint, RecordedTag
from prakat.audit.notice import check_notices
from prakat.audit.refusal_proof import check_refusals
from prakat.audit.verdict import Judge
from prakat.audit_log.audit_log import AuditLog, LogEntry
from prakat.audit_log.merge_record import MergeRecord, tags_of
from prakat.audit_log.record import RecordKind
from prakat.repository.evidence import surviving
from prakat.repository.object_files import shared_folder
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import REPLACED, SIGN_OFF, TAGS
from prakat.repository.repository import Repository
from prakat.repository.signature import Verified, parse_tag
from prakat.rules.message import Message, message
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
            yield _breaks(entry, entry.commit[:12], "audit.time-runs-back")
        checkpoint.log_time = max(checkpoint.log_time, entry.time)
        if entry.record is None:
            continue
        main = entry.record.main
        place = checkpoint.before.positions.get(main, -1)
        facts, is_merge = entry.record.facts, entry.record.kind is RecordKind.MERGE
        is_notice = entry.record.kind is RecordKind.NOTICE and noticed is not None and facts.get("request") == noticed
        if place < checkpoint.reached and not is_notice:
            yield _breaks(entry, entry.name, "audit.main-runs-back")
        landed = str(facts.get("commit")) if is_merge else ""
        noticed = facts.get("request") if is_merge else None
        checkpoint.reached = max(checkpoint.reached, place, checkpoint.before.positions.get(landed, -1))
        if landed and landed in judged and isinstance(entry.merge, MergeRecord):
            checkpoint.tags.update((ref, RecordedTag(oid, entry.time, key)) for ref, oid, key in tags_of(entry.merge))
        if landed in judged or (main in trusted and main not in checkpoint.offices):
            continue
        if not judge.is_of_office(entry, checkpoint.offices.get(main, NOTHING)):
            yield of_repository(violation("record.signature", record=entry.name), logged=entry.commit)
    yield from check_notices(log, judge, checkpoint)
    yield from check_refusals(log, judge, checkpoint)
    checkpoint.log = log.mark


def _breaks(entry: LogEntry, record: str, how: str) -> AuditRow:
    return of_repository(violation("record.chain", record=record, problem=message(how)), logged=entry.commit)


def check_surroundings(repository: Repository, log: AuditLog, on_main: Container[str]) -> Iterator[AuditRow]:
    """A broken audit-log, replaced or grafted history."""
    yield from (of_repository(each.violation, logged=each.commit) for each in log.problems)
    for entry in log.entries:
        is_merge = entry.record is not None and entry.record.kind is RecordKind.MERGE
        if is_merge and entry.record and str(entry.record.facts.get("commit")) not in on_main:
            yield of_repository(violation("record.orphan", record=entry.name), logged=entry.commit)
    stand_ins = [*repository.refs(REPLACED), *_grafts(repository)]
    if stand_ins:
        yield of_repository(violation("repository.replaced", found=Listed.of(stand_ins)))


def moved_tags(
    repository: Repository, here: Mapping[str, str], checkpoint: Checkpoint, verified: Verified, *, is_fetched: bool
) -> tuple[list[Violation], list[Message]]:
    """Those of the sign-offs that are `here`, by ref, that are not those of the records. The records hold what was
    signed, so that nothing rests on the tags.

    A person may sign anew before the merge; git then keeps the old tag in every copy that had fetched it. Such a tag is
    stale: rightly signed by that person's key, before the record. Any other was put there later."""
    recorded_tags = checkpoint.all_tags() if here else {}
    wrong = {ref: oid for ref, oid in here.items() if ref in recorded_tags and recorded_tags[ref].id != oid}
    moved, stale = [], []
    for ref, (_, _, raw) in zip(wrong, surviving(repository, wrong.values()), strict=True):
        recorded, tag = recorded_tags[ref], parse_tag(raw)
        number, _, step = ref.removeprefix(SIGN_OFF).partition("/")
        is_early = tag and f"{TAGS}{tag.name}" == ref and 0 < tag.time <= recorded.time
        if is_fetched and tag and tag.signed.key == recorded.key and is_early and verified.is_right(tag.signed):
            stale.append(message("audit.stale-tag", step=step, number=number))
        else:
            moved.append(violation("approval.tag-moved", step=step, number=number))
    return moved, stale


def _grafts(repository: Repository) -> list[str]:
    """Of the whole repository, also where this is only one of its work trees."""
    path = shared_folder(repository) / "info" / "grafts"
    return ["info/grafts"] if path.is_file() and path.stat().st_size else []

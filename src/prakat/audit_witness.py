"""repository, audit-log, the head seen before -> what is wrong that belongs to no commit of main (DESIGN: Audit)"""

from collections.abc import Container, Iterator, Mapping

from prakat.audit_log import AuditLog
from prakat.audit_row import Row, of_repository
from prakat.commit import NOTHING
from prakat.history import Repository
from prakat.merge_record import merge_record
from prakat.record import Malformed, RecordKind
from prakat.verdict import Judge, Standing
from prakat.violation import Violation, violation


def incompleteness(repository: Repository) -> list[Violation]:
    """What makes a repository a part of one: nothing is judged on it."""
    found = []
    if repository.line("rev-parse", "--is-shallow-repository") == "true":
        found.append(violation("repository.shallow"))
    settings = repository.line("config", "--local", "--name-only", "--list").lower().splitlines()
    if any(name == "extensions.partialclone" or name.endswith(".promisor") for name in settings):
        found.append(violation("repository.partial"))
    return found


def check_log(
    log: AuditLog, judge: Judge, standing: Standing, offices: Mapping[str, str], trusted: Container[str]
) -> Iterator[Row]:
    """Records of other kinds than merges, which no row of a commit judges: signed, and in the order of main.

    Those written while main stood at a `trusted` commit, one before the epoch, are taken on trust as it is."""
    reached, time = -1, 0
    for entry in log.entries:
        if entry.time < time:
            yield of_repository(violation("record.chain", record=entry.commit[:12], problem="time"))
        time = max(time, entry.time)
        if entry.record is None:
            continue
        name, main = entry.record.name, entry.record.main
        place = standing.positions.get(main, -1)
        if place < reached:
            yield of_repository(violation("record.chain", record=name, problem="main"))
        reached = max(reached, place)
        if entry.record.kind is RecordKind.MERGE:
            continue
        if main in trusted and main not in offices:
            continue
        known = judge.blobs.office(offices[main]) if offices.get(main, NOTHING) != NOTHING else None
        if known is None or not judge.is_publishers(entry, known):
            yield of_repository(violation("record.signature", record=name))


def check_surroundings(repository: Repository, log: AuditLog, on_main: Container[str], seen: str) -> Iterator[Row]:
    """A lost head, a broken audit-log, tags that moved, stand-ins for history."""
    yield from (of_repository(each) for each in log.problems)
    tags = repository.refs("refs/tags/sign-off")
    for record in log.of(RecordKind.MERGE):
        if record.facts.get("commit") not in on_main:
            yield of_repository(violation("record.orphan", record=record.name))
            continue
        try:
            recorded = merge_record(record.facts)
        except Malformed:
            continue
        for each in recorded.sign_offs:
            ref = f"refs/tags/sign-off/{recorded.request}/{each.step}"
            if tags.get(ref, each.id) != each.id:
                yield of_repository(violation("approval.tag-moved", step=each.step, number=recorded.request))
    stand_ins = [*repository.refs("refs/replace"), *_grafts(repository)]
    if stand_ins:
        yield of_repository(violation("repository.replaced", found=", ".join(stand_ins)))
    if seen and seen not in on_main:
        yield of_repository(violation("repository.seen", commit=seen))


def _grafts(repository: Repository) -> list[str]:
    path = repository.git_dir / "info" / "grafts"
    return ["info/grafts"] if path.is_file() and path.stat().st_size else []

"""the audit's rows x a forge that can be reached -> what the forge says of each merge, and where the two disagree"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from prakat.audit.audit_row import AuditRow
from prakat.audit_log.audit_log import AuditLog
from prakat.audit_log.merge_record import MergeRecord, merge_record
from prakat.audit_log.record import Malformed, RecordKind
from prakat.forge.forge import Forge, ForgeRefused
from prakat.request.review import Review, ReviewState, review_of
from prakat.rules.message import Message, message
from prakat.rules.wording import Label, visible


@dataclass(frozen=True, slots=True)
class WitnessStatement:
    commit: str
    signed_by: str | None
    """Who signed the merge, according to the forge; None if it does not vouch for it, as for many unapproved merges."""
    disagreements: tuple[Message, ...]

    def as_json(self, language: str = "th") -> dict[str, object]:
        told = [each.text(language) for each in self.disagreements]
        return {"witness": self.signed_by, "disagreements": told}


def witness_statements(rows: Iterable[AuditRow], log: AuditLog, forge: Forge) -> Mapping[str, WitnessStatement]:
    """Commit of main -> what the forge says of it, for every row about a commit. Raises ForgeFailed."""
    records = _records(log)
    found = {}
    for row in rows:
        if row.commit:
            found[row.commit] = _statement(row.commit, records.get(row.commit), forge)
    return found


def _statement(commit: str, record: MergeRecord | None, forge: Forge) -> WitnessStatement:
    """A commit that is gone or hidden from us counts as a statement; a forge that is down gives none and raises."""
    try:
        signer, problems = forge.witness(commit), list(_disagreements(record, forge)) if record else []
    except ForgeRefused as problem:
        signer, problems = None, [message("forge.request-gone", problem=problem)]
    return WitnessStatement(commit, signer, tuple(problems))


def told(statements: Mapping[str, WitnessStatement]) -> list[Message]:
    """The statements in words, one line for each thing."""
    vouched = sum(each.signed_by is not None for each in statements.values())
    lines = [
        message("forge.disagrees", commit=each.commit[:12], problem=problem)
        for each in statements.values()
        for problem in each.disagreements
    ]
    return [*lines, message("forge.vouched", number=vouched, count=len(statements))] if statements else lines


def _records(log: AuditLog) -> dict[str, MergeRecord]:
    found = {}
    for record in log.of(RecordKind.MERGE):
        try:
            told = merge_record(record.facts)
        except Malformed:
            continue
        found[told.commit] = told
    return found


def _disagreements(record: MergeRecord, forge: Forge) -> Iterator[Message]:
    """Where record and forge differ; a forge forgets nothing by itself, so one of the two was changed."""
    recorded = [review for each in record.sign_offs if (review := review_of(each.object))]
    if len(recorded) < len(record.sign_offs):
        return
    pull = forge.pull(record.request)
    if pull.merged_as != record.commit:
        yield message("forge.other-merge", number=record.request, found=pull.merged_as or "—")
    reviews = {each.id: each for each in forge.reviews(record.request)}
    for each in recorded:
        yield from _compared(each, reviews.get(each.id))
    moved = forge.targeted(record.request)
    if moved and any(each.at <= moved for each in record.sign_offs):
        yield message("forge.retargeted-otherwise", number=record.request, found=moved)


def _compared(ours: Review, theirs: Review | None) -> Iterator[Message]:
    if theirs is None:
        yield message("forge.review-gone", review=ours.id, login=ours.login)
        return
    if theirs.state is not ReviewState.APPROVED:
        state = Label("review", theirs.state)
        yield message("forge.review-withdrawn", review=ours.id, login=ours.login, state=state)
        return
    for field in ("login", "account", "head", "body"):
        told, recorded = (visible(str(getattr(each, field))) for each in (theirs, ours))
        if field == "account" and not ours.account:
            continue
        if told != recorded:
            yield message(
                "forge.review-differs",
                review=ours.id,
                login=ours.login,
                field=Label("review_field", field),
                must=recorded[:80],
                found=told[:80],
            )

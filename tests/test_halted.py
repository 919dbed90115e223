"""A publisher that cannot go on says so once, exits with 1 and writes nothing; what it says to type mends it (R01)."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import merge as command
import terminal
from prakat.audit.audit_row import Audit, Outcome
from prakat.audit.auditor import audit
from prakat.audit.auditor_memory import AuditorMemory
from prakat.audit.epoch import Trust
from prakat.audit_log import audit_log
from prakat.audit_log.record import FIRST, Record, RecordKind, digest, file_name
from prakat.repository import objects
from sign_off_office import CHAIN, VERIFIED, World, document, law, records, who

NEWS = "content/public-relations/2569/news/index.md"
ACT = "content/law/act/index.md"
TEXT = "ข่าวประชาสัมพันธ์"
LINE = re.compile(r"Regularises: [0-9a-f]{40}")


def typed(world: World, *arguments: str, key: Path | None = None) -> int:
    """A command as a person types it, its exit code included."""
    when, place = world.later().isoformat(), str(world.repository.folder)
    given = ["--repo", place, "--date", when, "--key", str(key or world.key), "--lang", "en", *arguments]
    return terminal.run(lambda: command.main(given))


def written(
    world: World, record: Record, *, signs: bool = True, files: dict[str, bytes] | None = None, text: bytes = b""
) -> None:
    """A commit more on the audit-log, by whoever holds the server, and the publisher's key if it `signs`."""
    log = audit_log.read(world.repository)
    assert log.tip
    tree, text = f"{log.tip}^{{tree}}", text or record.encode()
    for path, data in {file_name(log.mark.count + 1): text, **(files or {})}.items():
        tree = objects.tree_grown(world.repository, tree, path, f"100644 blob {write(world, data)}")
    words = f"Record {log.mark.count + 1:08}: {record.kind}\n\nSHA-256: {digest(text)}\n"
    key = world.key if signs else None
    made = objects.commit(world.repository, tree, [log.tip], words, who("x"), world.later(), key=key)
    world.git("update-ref", "refs/heads/audit-log", made)


def write(world: World, data: bytes) -> str:
    return objects.write(world.repository, "blob", data)


def beat(world: World, **changed: object) -> Record:
    log = audit_log.read(world.repository)
    honest = Record(RecordKind.HEARTBEAT, log.mark.count + 1, log.mark.digest, world.now, world.main(), {})
    return replace(honest, **changed)  # type: ignore[arg-type]


def pushed(world: World, tree: str, moment: datetime.datetime | None = None) -> None:
    """A commit of another form on the audit-log."""
    tip = world.git("rev-parse", "refs/heads/audit-log")
    made = objects.commit(world.repository, tree, [tip], "x", who("x"), moment or world.later())
    world.git("update-ref", "refs/heads/audit-log", made)


def unsigned(world: World) -> None:
    written(world, beat(world), signs=False)


def of_no_merge(world: World) -> None:
    facts = {"commit": "e" * 40, "request": 9}
    written(world, beat(world, kind=RecordKind.MERGE, facts=facts))


def out_of_chain(world: World) -> None:
    written(world, beat(world, previous=FIRST))


def of_another_sequence(world: World) -> None:
    written(world, beat(world, sequence=77))


def of_an_older_main(world: World) -> None:
    written(world, beat(world, main=world.git("rev-parse", "refs/heads/main^")))


def before_the_one_before(world: World) -> None:
    world.now -= datetime.timedelta(minutes=30)
    written(world, beat(world))
    world.now += datetime.timedelta(minutes=30)


def with_a_file_beside_it(world: World) -> None:
    written(world, beat(world), files={"other.txt": b"x"})


def with_an_older_one_changed(world: World) -> None:
    written(world, beat(world), files={file_name(1): b"{}\n"})


def of_a_refusal_that_nobody_signed(world: World) -> None:
    proof = {"step": "refusal", "at": "2026-07-01T09:00:00+07:00", "place": 9, "object": "x"}
    facts = {"request": 9, "head": "e" * 40, "by": "dao", "reason": "incorrect", "text": "x" * 20, "refusal": proof}
    written(world, beat(world, kind=RecordKind.REJECTION, facts=facts))


def of_no_form(world: World) -> None:
    written(world, beat(world), text=b"{}\n")


def a_foreign_commit(world: World) -> None:
    pushed(world, world.git("rev-parse", "refs/heads/audit-log^{tree}"))


def everything_gone(world: World) -> None:
    pushed(world, world.git("mktree", given=b""))


ACTS = (
    ("merge",),
    ("reject", "5", "--by", "dao", "--reason", "incorrect", "--text", "ตัวเลขในตารางไม่ตรงกับเอกสาร"),
    ("confirm", NEWS, "--by", "nok"),
)
FAULTS: dict[Callable[[World], None], set[str]] = {
    unsigned: {"record.signature"},
    of_no_merge: {"record.orphan"},
    out_of_chain: {"record.chain"},
    of_another_sequence: {"record.chain"},
    of_an_older_main: {"record.chain"},
    before_the_one_before: {"record.chain"},
    with_a_file_beside_it: {"record.shape"},
    with_an_older_one_changed: {"record.changed", "record.chain", "record.missing"},
    of_a_refusal_that_nobody_signed: {"record.refusal"},
    of_no_form: {"record.form"},
    a_foreign_commit: {"record.shape"},
    everything_gone: {"record.shape", "record.chain", "record.missing"},
}


def outcomes(found: Audit) -> list[tuple[str, Outcome, list[str]]]:
    return sorted((row.to_regularise, row.outcome, [each.id for each in row.violations]) for row in found.rows)


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    error: str


def said(world: World, capsys: pytest.CaptureFixture[str], *arguments: str, key: Path | None = None) -> Said:
    capsys.readouterr()
    code = typed(world, *arguments, key=key)
    return Said(code, *capsys.readouterr())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.__name__)
def test_a_broken_audit_log_stops_the_publisher_until_it_is_regularised(
    world: World, fault: Callable[[World], None], capsys: pytest.CaptureFixture[str]
) -> None:
    world.publish(2, {NEWS: document(TEXT)})
    world.ask(4, {ACT: law("พระราชบัญญัติฉบับแก้ไข")})
    world.sign(4, *CHAIN)
    world.ask(5, {NEWS: document("ข่าวอีกเรื่องหนึ่ง")})
    fault(world)
    assert set(world.problems()) == FAULTS[fault]
    before = world.git("for-each-ref")
    for acts in ACTS if fault is unsigned else ACTS[:1]:
        stopped = said(world, capsys, *acts)
        assert (stopped.code, stopped.error.count("The publisher has stopped")) == (1, 1)
        assert "#4" not in stopped.out + stopped.error and "Traceback" not in stopped.error
        assert world.git("for-each-ref") == before
    lines = dict.fromkeys(LINE.findall(stopped.error))
    lines |= {f"Regularises: {row.commit}": None for row in world.audit().open_rows if row.commit}
    world.ask(6, {}, author="won", message="Regularise\n\n" + "\n".join(lines))
    world.sign(6, *CHAIN)
    assert said(world, capsys, "merge", "4", "6").code == 0
    assert world.problems() == []
    world.publish(7, {ACT: law("พระราชบัญญัติฉบับแก้ไขอีก")})
    found = world.audit()
    assert {each.id for row in found.rows for each in row.violations} >= FAULTS[fault] - {"record.missing"}
    assert {row.outcome for row in found.rows} == {Outcome.CLEAN, Outcome.REGULARISED}


def test_an_auditors_memory_keeps_what_was_regularised_of_the_audit_log(world: World, tmp_path: Path) -> None:
    """What it goes on from says the same as an audit of everything."""
    world.publish(2, {NEWS: document(TEXT)})
    unsigned(world)
    (broken,) = world.audit().open_rows
    world.ask(6, {}, author="won", message=f"Regularise\n\nRegularises: {broken.logged}")
    world.sign(6, *CHAIN)
    assert not isinstance(world.merge(6), list)
    memory = AuditorMemory(tmp_path / "memory")
    for number in (7, 8):
        found = audit(world.repository, Trust(), verified=VERIFIED, memory=memory)
        assert memory.checkpoint(world.repository, Trust())
        assert outcomes(found) == outcomes(world.audit())
        world.publish(number, {ACT: law(f"พระราชบัญญัติฉบับที่ {number}")})
    again = audit(world.repository, Trust(), verified=VERIFIED, memory=memory)
    assert outcomes(again) == outcomes(world.audit())
    assert len([row for row in again.rows if row.logged]) == 1


def test_the_audit_log_is_regularised_only_where_something_is_open_and_nothing_else_is_changed(world: World) -> None:
    """An honest record needs no closing, and a closing line is no way to change something without its kind's chain."""
    honest = world.git("rev-parse", "refs/heads/audit-log")
    world.ask(2, {}, author="won", message=f"Regularise\n\nRegularises: {honest}")
    world.sign(2, *CHAIN)
    assert world.merge(2) == ["regularise.unknown"]
    unsigned(world)
    wrong = world.git("rev-parse", "refs/heads/audit-log")
    world.ask(3, {NEWS: document(TEXT)}, author="won", message=f"Regularise\n\nRegularises: {wrong}")
    world.sign(3, *CHAIN)
    assert world.merge(3) == ["regularise.scope"]
    world.ask(4, {}, author="won", message=f"Regularise\n\nRegularises: {wrong}")
    world.sign(4, *CHAIN[:2])
    assert world.merge(4) == ["approval.missing"]
    assert world.problems() == ["record.signature"]


def test_a_publisher_with_another_key_or_a_slow_clock_is_halted(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.ask(2, {NEWS: document(TEXT)})
    before = world.git("for-each-ref")
    other = said(world, capsys, "merge", key=world.staff.keys / "nok")
    assert (other.code, other.out, len(other.error.splitlines())) == (1, "", 1)
    world.now -= datetime.timedelta(days=30)
    behind = said(world, capsys, "merge")
    assert (behind.code, behind.out, len(behind.error.splitlines())) == (1, "", 1)
    assert world.git("for-each-ref") == before


def test_nobody_dates_a_record_ahead_of_the_clock(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would stop the publisher until that day; and the environment has no say in when something was merged."""
    world.ask(2, {NEWS: document(TEXT)})
    place, key = str(world.repository.folder), str(world.key)
    ahead = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)).isoformat()
    count = len(records(world))
    given = ["--repo", place, "--key", key, "--date", ahead, "reject", "2", "--by", "dao"]
    given += ["--reason", "incorrect", "--text", "ตัวเลขในตารางไม่ตรงกับเอกสาร"]
    assert terminal.run(lambda: command.main(given)) == 2
    assert len(records(world)) == count
    monkeypatch.setenv("PRAKAT_DATE", ahead)
    del given[4:6]
    assert terminal.run(lambda: command.main(given)) == 0
    assert records(world)[-1].at <= datetime.datetime.now(datetime.UTC)
    capsys.readouterr()


def test_a_record_that_would_be_a_violation_is_not_written(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever else failed: here a defect of the publisher that names another main in its records."""
    world.ask(2, {NEWS: document(TEXT)})
    append = audit_log.append
    older = world.git("rev-parse", "refs/heads/main^")
    monkeypatch.setattr(audit_log, "append", lambda *given: append(*given[:4], older, *given[5:]))
    before = world.git("for-each-ref")
    refused = said(world, capsys, "reject", "2", "--by", "dao", "--reason", "incorrect", "--text", "ตัวเลขไม่ตรงกับเอกสาร")
    assert refused.code == 1
    assert "Nothing was recorded" in refused.error
    assert "Traceback" not in refused.error
    assert world.git("for-each-ref") == before


@pytest.mark.parametrize("signs", [True, False])
def test_main_is_not_moved_to_a_merge_that_somebody_only_says_was_recorded(
    world: World, capsys: pytest.CaptureFixture[str], signs: bool
) -> None:
    """A run that was killed between record and merge is finished by the next one; what looks like that and is not in
    order is left where it is, even if whoever planted it has the publisher's key."""
    world.ask(2, {NEWS: document(TEXT)})
    head, main = world.ask(3, {NEWS: document("ข่าวที่ไม่มีผู้ลงนาม")}), world.main()
    tree = world.git("rev-parse", f"{head}^{{tree}}")
    evil = objects.commit(world.repository, tree, [main, head], "Publish: x (#3)\n", who("x"), world.later())
    facts = {"commit": evil, "first_parent": main, "request": 3, "head": head, "mode": "written"}
    facts |= {"requested_by": "nok", "pushers": [], "sign_offs": []}
    written(world, beat(world, kind=RecordKind.MERGE, facts=facts), signs=signs)
    told = said(world, capsys, "merge")
    assert (told.code, world.main()) == (1, main)
    assert ("approval.missing" if signs else "record.orphan") in world.problems(), "it is judged before it has landed"
    (line,) = LINE.findall(told.error)
    world.ask(4, {}, author="won", message=f"Regularise\n\n{line}")
    world.sign(4, *CHAIN)
    assert "#4 merged" in said(world, capsys, "merge", "4").out
    assert (world.problems(), world.repository.ref("refs/heads/request/5")) == ([], head), "what was asked is not lost"

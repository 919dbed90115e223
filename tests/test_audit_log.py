"""The branch audit-log as git holds it: its records in order, or what is wrong with it; and a record more (R01)."""

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from office_of_values import armour, key
from prakat.audit_log import audit_log
from prakat.audit_log.audit_log import AuditLog, Mark
from prakat.audit_log.record import FIRST, Record, RecordKind, digest, file_name, flat_file_name
from prakat.founding.staff import make_key
from prakat.repository import objects
from prakat.repository.branch_copies import newest_tip
from prakat.repository.refs import AUDIT_LOG
from prakat.repository.repository import Repository
from prakat.repository.signature import is_genuine, public_key, with_signature
from prakat.thai.buddhist_era import BANGKOK
from small_history import Content, Step, made

AT = datetime.datetime(2026, 7, 1, 9, tzinfo=BANGKOK)
MAIN = "5" * 40


@dataclass(frozen=True)
class Written:
    """A commit of the branch, as it is written."""

    record: Record
    text: bytes
    message: str
    files: dict[str, Content]
    """Besides the record, or in place of it."""
    at: str = ""
    """Where the record stands, if not in its own folder."""


def honest(count: int = 3) -> list[Written]:
    found: list[Written] = []
    previous = FIRST
    for sequence in range(1, count + 1):
        record = Record(RecordKind.HEARTBEAT, sequence, previous, AT, MAIN, {"n": sequence})
        found.append(write(record))
        previous = digest(record.encode())
    return found


def write(record: Record, text: bytes = b"", **files: Content) -> Written:
    raw = text or record.encode()
    message = f"Record {record.sequence:08}: {record.kind}\n\nSHA-256: {digest(raw)}\n"
    return Written(record, raw, message, dict(files))


def branch(place: Path, *written: Written) -> tuple[Repository, dict[str, str]]:
    steps = [Step("root"), *steps_of(written)]
    repository, ids = made(place / "office.git", *steps, main="root", audit_log=steps[-1].name)
    return repository, ids


def steps_of(written: tuple[Written, ...]) -> list[Step]:
    return [
        Step(
            str(place),
            [str(place - 1)] if place > 1 else [],
            {(each.at or file_name(place)): each.text, **each.files},
            each.message,
        )
        for place, each in enumerate(written, start=1)
    ]


def problems(place: Path, *written: Written) -> list[str]:
    return ids_of(audit_log.read(branch(place, *written)[0]))


def ids_of(log: AuditLog) -> list[str]:
    return [each.violation.id for each in log.problems]


def changed(number: int, change: Callable[[Record], Record]) -> list[Written]:
    """With one record changed, and those after it upon it."""
    found = honest()
    previous = FIRST
    for place, each in enumerate(found):
        record = replace(each.record, previous=previous)
        record = change(record) if place == number - 1 else record
        found[place] = replace(write(record), message=each.message)
        found[place] = replace(found[place], message=_named(place + 1, found[place].text))
        previous = digest(found[place].text)
    return found


def _named(sequence: int, text: bytes, word: str = "heartbeat") -> str:
    return f"Record {sequence:08}: {word}\n\nSHA-256: {digest(text)}\n"


def test_an_honest_log_is_read_in_order(tmp_path: Path) -> None:
    written = honest()
    repository, ids = branch(tmp_path, *written)
    log = audit_log.read(repository)
    assert log.problems == ()
    assert [each.record for each in log.entries] == [each.record for each in written]
    assert [(each.sequence, each.commit) for each in log.entries] == [(n, ids[str(n)]) for n in (1, 2, 3)]
    assert [each.time for each in log.entries] == [repository.time_of(ids[str(n)]) for n in (1, 2, 3)]
    assert log.mark == Mark(ids["3"], 3, digest(written[-1].text))
    assert (log.tip, log.after) == (ids["3"], Mark())
    assert newest_tip(repository, AUDIT_LOG) == ids["3"]
    assert [each.sequence for each in log.of(RecordKind.HEARTBEAT)] == [1, 2, 3]
    assert list(log.of(RecordKind.MERGE)) == []


def test_a_repository_without_the_branch_has_no_record(tmp_path: Path) -> None:
    repository, _ = made(tmp_path / "office.git", Step("root"))
    assert audit_log.read(repository) == AuditLog(Mark(), (), ())


# What is wrong with it


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("wrong", [{"previous": "f" * 64}, {"sequence": 9}, {"sequence": 0}])
def test_a_record_that_does_not_follow_the_one_before_breaks_the_chain(
    tmp_path: Path, number: int, wrong: dict[str, object]
) -> None:
    """However well it is signed, and whatever its commit says: it stands alone at fault."""
    written = changed(number, lambda record: replace(record, **wrong))  # type: ignore[arg-type]
    repository, _ = branch(tmp_path, *written)
    log = audit_log.read(repository)
    assert ids_of(log) == ["record.chain"]
    assert [each.sequence for each in log.entries if each.record is None] == [number]


@pytest.mark.parametrize("wrong", [{"previous": "f" * 64}, {"sequence": 9}])
def test_the_publishers_own_signature_mends_no_chain(tmp_path: Path, wrong: dict[str, object]) -> None:
    repository, _ = made(tmp_path / "office.git", Step("root"))
    own = tmp_path / "publisher"
    make_key(own, "publisher")
    log = audit_log.append(repository, AuditLog(Mark(), (), ()), [(RecordKind.HEARTBEAT, {})], AT, MAIN, own)
    record = replace(Record(RecordKind.HEARTBEAT, 2, log.mark.digest, AT, MAIN, {}), **wrong)  # type: ignore[arg-type]
    blob = objects.write(repository, "blob", record.encode())
    tree = objects.tree_grown(repository, str(log.tip), file_name(2), f"100644 blob {blob}")
    message = _named(2, record.encode())
    tip = objects.commit(repository, tree, [str(log.tip)], message, audit_log.PUBLISHER_IDENTITY, AT, key=own)
    repository.run("update-ref", AUDIT_LOG, tip)
    read = audit_log.read(repository)
    assert ids_of(read) == ["record.chain"]
    assert all(each.signed and is_genuine(each.signed) for each in read.entries)


def test_a_record_that_is_gone_breaks_the_chain(tmp_path: Path) -> None:
    first, second, third = honest()
    gone = replace(third, files={file_name(2): None})
    assert problems(tmp_path, first, second, gone) == ["record.chain", "record.chain"]


def test_a_last_record_that_is_gone_breaks_the_chain(tmp_path: Path) -> None:
    first, second, third = honest()
    assert problems(tmp_path, first, second, replace(third, files={file_name(3): None})) == ["record.chain"]


def test_a_record_that_is_not_what_its_commit_signed_was_changed(tmp_path: Path) -> None:
    first, second, third = honest()
    other = replace(second.record, facts={"n": 9}).encode()
    assert problems(tmp_path, first, replace(second, text=other), third) == ["record.changed", "record.chain"]
    assert problems(tmp_path / "b", first, second, replace(third, files={file_name(3): other})) == ["record.changed"]


@pytest.mark.parametrize("text", [b"{}\n", b"", b"\xff", b"[]\n", b"null\n"])
def test_a_record_that_is_none_is_not_well_formed(tmp_path: Path, text: bytes) -> None:
    first, second, _ = honest()
    wrong = replace(second, text=text, message=_named(2, text))
    assert problems(tmp_path, first, wrong) == ["record.form"]


@pytest.mark.parametrize(
    "message",
    [
        "Record 00000003: heartbeat\n\nSHA-256: {digest}\n",
        "Record 2: heartbeat\n\nSHA-256: {digest}\n",
        "Record 00000002: heartbeat\n\nSHA-256: {digest}\n\nand more\n",
        "Record 00000002: heartbeat\n\nSHA-256: {digest}",
        "record 00000002: heartbeat\n\nSHA-256: {digest}\n",
        "x",
    ],
)
def test_a_commit_that_says_something_else_is_out_of_shape(tmp_path: Path, message: str) -> None:
    first, second, _ = honest()
    wrong = replace(second, message=message.replace("{digest}", digest(second.text)))
    assert problems(tmp_path, first, wrong) == ["record.shape"]


@pytest.mark.parametrize(
    "files",
    [
        {"other.txt": b"x"},
        {"records/0000/00000004.json": b"{}\n"},
        {"records/0000/1.json": b"{}\n"},
        {"link": ("120000", b"x")},
        {"sub": ("160000", b"1" * 40)},
    ],
)
def test_a_file_that_is_no_record_is_out_of_shape(tmp_path: Path, files: dict[str, Content]) -> None:
    first, second, third = honest()
    assert problems(tmp_path, first, second, replace(third, files=files)) == ["record.shape"]


def test_a_record_that_is_a_program_is_out_of_shape_and_missing(tmp_path: Path) -> None:
    first, second = honest(2)
    program: dict[str, Content] = {file_name(2): ("100755", second.text)}
    assert problems(tmp_path, first, replace(second, files=program)) == ["record.shape", "record.chain"]


def test_two_commits_of_one_record_are_out_of_shape(tmp_path: Path) -> None:
    """A merge on the branch, of whatever."""
    first, second, third = honest()
    one, two, three = steps_of((first, second, third))
    repository, _ = made(
        tmp_path / "office.git",
        *(Step("root"), one, two, Step("side", ["1"], {"x": b"1"}), replace(three, parents=["2", "side"])),
        main="root",
        audit_log="3",
    )
    assert ids_of(audit_log.read(repository)) == ["record.shape"]


# Where a record stands


def flat(written: list[Written], *sequences: int) -> list[Written]:
    """With those records in the one folder that logs had at first."""
    found = list(written)
    for each in sequences:
        found[each - 1] = replace(found[each - 1], at=flat_file_name(each))
    return found


@pytest.mark.parametrize("old", [(1,), (1, 2), (1, 2, 3)])
def test_an_old_log_keeps_its_records_where_they_are(tmp_path: Path, old: tuple[int, ...]) -> None:
    """Flat first, and in folders of their own afterwards; a grown log is read on from where it was."""
    repository, ids = branch(tmp_path, *flat(honest(), *old))
    log = audit_log.read(repository)
    assert log.problems == ()
    assert [each.record for each in log.entries] == [each.record for each in honest()]
    assert [each.name for each in log.entries] == [
        flat_file_name(each) if each in old else file_name(each) for each in (1, 2, 3)
    ]
    after = Mark(ids["2"], 2, digest(honest()[1].text))
    grown = audit_log.read(repository, after)
    assert (grown.problems, grown.mark) == ((), log.mark)
    assert grown.after == (Mark() if 3 in old else after)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (flat(honest(), 2), ["record.chain", "record.shape", "record.chain"]),
        (flat(honest(), 1, 3), ["record.chain", "record.shape"]),
    ],
)
def test_no_record_is_flat_again_after_one_in_its_folder(
    tmp_path: Path, written: list[Written], expected: list[str]
) -> None:
    assert sorted(problems(tmp_path, *written)) == sorted(expected)


@pytest.mark.parametrize("old", [(), (1,), (1, 2)])
@pytest.mark.parametrize("twice", [1, 2])
def test_a_record_in_both_places_is_out_of_shape(tmp_path: Path, old: tuple[int, ...], twice: int) -> None:
    written = flat(honest(), *old)
    other = file_name(twice) if twice in old else flat_file_name(twice)
    written[2] = replace(written[2], files={other: written[twice - 1].text})
    repository, ids = branch(tmp_path, *written)
    assert ids_of(audit_log.read(repository)) == ["record.shape"]
    after = Mark(ids["2"], 2, digest(written[1].text))
    assert ids_of(audit_log.read(repository, after)) == ["record.shape"]


@pytest.mark.parametrize("wrong", ["records/0001/00000002.json", "records/0000/0000/00000002.json", "00000002.json"])
def test_a_record_in_another_folder_is_out_of_shape(tmp_path: Path, wrong: str) -> None:
    first, second = honest(2)
    assert problems(tmp_path, first, replace(second, at=wrong)) == ["record.chain", "record.shape"]


def test_a_record_writes_no_folder_but_its_own_anew(tmp_path: Path) -> None:
    """After 10,000 records the folders before are named, not written: else n records write n * n lines of trees."""
    repository, _ = made(tmp_path / "office.git", Step("root"))
    own = tmp_path / "publisher"
    make_key(own, "publisher")
    listing = "".join(f"100644 blob {'1' * 40}\t{number:08}.json\n" for number in range(1, 10_000))
    full = repository.run("mktree", "--missing", given=listing.encode()).decode().strip()
    records = repository.run("mktree", given=f"040000 tree {full}\t0000\n".encode()).decode().strip()
    tree = repository.run("mktree", given=f"040000 tree {records}\trecords\n".encode()).decode().strip()
    tip = objects.commit(repository, tree, [], "old", ("x", "x"), AT)
    log = AuditLog(Mark(tip, 9_999, FIRST), (), ())
    for count, most in ((1, 300), (100, 300 + 100 * 41)):
        log = audit_log.append(repository, log, [(RecordKind.HEARTBEAT, {})] * count, AT, MAIN, own)
        trees = [f"{log.tip}^{{tree}}", f"{log.tip}:records", f"{log.tip}:records/0001"]
        assert sum(int(repository.line("cat-file", "-s", each)) for each in trees) < most
        assert repository.line("rev-parse", f"{log.tip}:records/0000") == full
    assert log.entries[0].name == "records/0001/00010000.json"


# Read on from where it was


def marks(tmp_path: Path, *, grown: list[Written] | None = None) -> tuple[Repository, Mark, dict[str, str]]:
    """After the second record, the branch then being what is given."""
    written = grown or honest(4)
    repository, ids = branch(tmp_path, *written)
    after = Mark(ids["2"], 2, digest(honest()[1].text))
    return repository, after, ids


def test_only_what_came_since_is_read(tmp_path: Path) -> None:
    repository, after, ids = marks(tmp_path)
    log = audit_log.read(repository, after)
    assert [(each.sequence, each.commit) for each in log.entries] == [(3, ids["3"]), (4, ids["4"])]
    assert (log.problems, log.after) == ((), after)
    assert log.mark == audit_log.read(repository).mark


def test_nothing_came_since(tmp_path: Path) -> None:
    repository, _, _ = marks(tmp_path)
    whole = audit_log.read(repository)
    log = audit_log.read(repository, whole.mark)
    assert (log.entries, log.problems, log.after, log.mark) == ((), (), whole.mark, whole.mark)


def test_what_came_since_follows_what_was_read(tmp_path: Path) -> None:
    repository, after, _ = marks(tmp_path)
    log = audit_log.read(repository, replace(after, digest="f" * 64))
    assert ids_of(log) == ["record.chain"]


@pytest.mark.parametrize(
    "files",
    [
        {file_name(1): b"{}\n"},
        {file_name(2): None},
        {file_name(1): None},
        {"link": ("120000", b"x")},
        {file_name(3): ("100755", b"x")},
    ],
)
def test_a_branch_that_has_not_simply_grown_is_read_from_its_beginning(
    tmp_path: Path, files: dict[str, Content]
) -> None:
    written = honest(4)
    written[2] = replace(written[2], files=files)
    repository, after, _ = marks(tmp_path, grown=written)
    log = audit_log.read(repository, after)
    assert log.after == Mark()
    assert len(log.entries) == 4
    assert log.problems == audit_log.read(repository).problems
    assert log.problems


def test_a_branch_that_was_written_anew_is_read_from_its_beginning(tmp_path: Path) -> None:
    repository, after, _ = marks(tmp_path)
    for tip in ("e" * 40, str(repository.ref("refs/heads/main"))):
        log = audit_log.read(repository, replace(after, tip=tip))
        assert (log.after, len(log.entries), log.problems) == (Mark(), 4, ())
    assert audit_log.read(repository, Mark()).after == Mark()


# A record more


def test_what_is_appended_is_read_again_and_signed(tmp_path: Path) -> None:
    repository, _ = made(tmp_path / "office.git", Step("root"))
    own = tmp_path / "publisher"
    make_key(own, "publisher")
    empty = audit_log.read(repository)
    facts = [(RecordKind.HEARTBEAT, {}), (RecordKind.NOTICE, {"to": ["ก"]})]
    log = audit_log.append(repository, empty, facts, AT, MAIN, own)
    log = audit_log.append(repository, log, [(RecordKind.HEARTBEAT, {})], AT, MAIN, own)
    assert repository.ref(AUDIT_LOG) is None
    repository.run("update-ref", AUDIT_LOG, str(log.tip))
    read = audit_log.read(repository)
    assert read.problems == ()
    assert read.mark == log.mark
    assert [each.record for each in read.entries] == [each.record for each in log.entries]
    assert [each.time for each in read.entries] == [each.time for each in log.entries]
    assert {each.signed.key for each in read.entries if each.signed} == {public_key(own)}
    assert all(each.signed and is_genuine(each.signed) for each in read.entries)


@pytest.mark.parametrize(
    "wrong",
    [
        {"message": "x"},
        {"text": b"{}"},
        {"at": "other.txt"},
        {"files": {"records/0000": ("100755", b"x")}, "at": "other.txt"},
    ],
)
def test_a_record_follows_whatever_stands_at_the_end_of_the_branch(tmp_path: Path, wrong: dict[str, Any]) -> None:
    """What is wrong there stays wrong; the record after it is in order."""
    first, second = honest(2)
    repository, ids = branch(tmp_path, first, replace(second, **wrong))
    own = tmp_path / "publisher"
    make_key(own, "publisher")
    broken = audit_log.read(repository)
    log = audit_log.append(repository, broken, [(RecordKind.HEARTBEAT, {})] * 2, AT, MAIN, own)
    repository.run("update-ref", AUDIT_LOG, str(log.tip))
    read = audit_log.read(repository)
    assert read.mark == log.mark
    assert [each.record is not None for each in read.entries[2:]] == [True, True]
    assert ids["2"] in {each.commit for each in read.problems} <= {ids["1"], ids["2"]}
    assert broken.problems


def test_the_signature_that_a_commit_bears_is_the_records(tmp_path: Path) -> None:
    (first,) = honest(1)
    repository, ids = branch(tmp_path, first)
    raw = repository.object(ids["1"])[1]
    signed = objects.write(repository, "commit", with_signature(raw, armour("publisher")))
    repository.run("update-ref", AUDIT_LOG, signed)
    (entry,) = audit_log.read(repository).entries
    assert entry.signed
    assert (entry.signed.key, entry.signed.payload) == (key("publisher"), raw)
    assert entry.record == first.record


def test_only_the_record_of_a_merge_tells_of_one(tmp_path: Path) -> None:
    record = Record(RecordKind.MERGE, 1, FIRST, AT, MAIN, {"commit": 1})
    other = Record(RecordKind.NOTICE, 2, digest(record.encode()), AT, MAIN, {"commit": 1})
    repository, _ = branch(tmp_path, write(record), write(other))
    first, second = audit_log.read(repository).entries
    assert isinstance(first.merge, Exception)
    assert second.merge is None
    assert json.loads(other.encode())["commit"] == 1

"""What an insider may try with the publisher's key, the disk or a request's small print; and honest look-alikes."""

import datetime
import json
import subprocess
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from prakat.audit import sealed_kit
from prakat.audit.approved import newest_approved, released_at_end_of
from prakat.audit.auditor import audit
from prakat.audit.auditor_memory import AuditorMemory
from prakat.audit.epoch import Trust, read_trust
from prakat.audit.seen import Seen
from prakat.audit_log import audit_log
from prakat.audit_log.record import Reason, Record, RecordKind, digest, file_name
from prakat.cannot_work import CannotWork
from prakat.merging import plan, refusal
from prakat.merging.plan import Merged
from prakat.repository import objects, snapshot
from prakat.repository.commit import PathChange
from prakat.repository.repository import find_repository
from sign_off_office import (
    CHAIN,
    OFFICE_CHAIN,
    TWO,
    UNASKED,
    VERIFIED,
    After,
    World,
    document,
    law,
    records,
    relog,
    who,
)

NEWS = "content/public-relations/2569/news/index.md"
ACT = "content/law/act/index.md"
TEXT = "ข่าวประชาสัมพันธ์"
CHECKED = "Checked: correct, complete, current, lawful"


def two_merged(world: World) -> None:
    world.publish(2, {NEWS: document(TEXT)})
    world.publish(3, {ACT: law("พระราชบัญญัติฉบับแก้ไข")})


@pytest.fixture
def busy(world_after: After) -> World:
    """With two merged requests after the epoch."""
    return world_after(two_merged)


# The server's disk


def _overwrite(world: World, oid: str, kind: bytes, data: bytes) -> None:
    path = world.repository.git_dir / "objects" / oid[:2] / oid[2:]
    path.chmod(0o644)
    path.write_bytes(zlib.compress(kind + b" %d\0" % len(data) + data))


def test_an_object_changed_on_the_disk_is_not_what_was_approved(busy: World, tmp_path: Path) -> None:
    """It is left out, and all else goes on."""
    _overwrite(busy, busy.git("rev-parse", f"main:{NEWS}"), b"blob", document("ข่าวปลอม"))
    assert busy.problems() == ["repository.broken"]
    assert newest_approved(busy.repository.folder, verified=VERIFIED).commit == busy.main()
    assert list(snapshot.export_whole_files(busy.repository.folder, busy.main(), tmp_path)) == [NEWS]
    assert not (tmp_path / NEWS).exists()


def test_a_folder_changed_on_the_disk_is_not_exported(busy: World, tmp_path: Path) -> None:
    forged = objects.write(busy.repository, "blob", document("พระราชบัญญัติปลอม"))
    tree = busy.git("rev-parse", "main:content/law/act")
    _overwrite(busy, tree, b"tree", b"100644 index.md\0" + bytes.fromhex(forged))
    with pytest.raises(CannotWork):
        snapshot.export(busy.repository.folder, busy.main(), tmp_path)


def test_memory_that_others_may_write_is_none(busy: World) -> None:
    memory = AuditorMemory(busy.place / "memory")
    audit(busy.repository, Trust(), verified=VERIFIED, memory=memory)
    assert memory.checkpoint(busy.repository, Trust())
    memory.folder.chmod(0o777)
    assert memory.checkpoint(busy.repository, Trust()) is None
    assert memory.verified().verdicts == {}


def _append(world: World, kind: RecordKind, facts: Mapping[str, Any], raw: bytes = b"") -> None:
    """A record that nobody signed, as whoever writes to the disk could add it."""
    log = audit_log.read(world.repository)
    assert log.tip
    text = raw or Record(kind, log.mark.count + 1, log.mark.digest, world.later(), world.main(), facts).encode()
    path = file_name(log.mark.count + 1)
    blob = objects.write(world.repository, "blob", text)
    tree = objects.tree_with(world.repository, log.tip, [PathChange(path, "", "100644", "", blob)])
    message = f"Record {log.mark.count + 1:08}: {kind}\n\nSHA-256: {digest(text)}\n"
    made = objects.commit(world.repository, tree, [log.tip], message, who("x"), world.later())
    world.git("update-ref", "refs/heads/audit-log", made)


def _last_merge(world: World) -> dict[str, Any]:
    return dict([each for each in records(world) if each.kind is RecordKind.MERGE][-1].facts)


def test_an_unsigned_record_of_a_commit_before_the_epoch(busy: World) -> None:
    _append(busy, RecordKind.MERGE, _last_merge(busy) | {"commit": busy.audit().epoch, "request": 9})
    assert busy.problems() == ["record.signature"]


def test_a_second_record_of_what_was_judged_in_an_earlier_run(busy: World) -> None:
    memory = AuditorMemory(busy.place / "memory")
    audit(busy.repository, Trust(), verified=VERIFIED, memory=memory)
    _append(busy, RecordKind.MERGE, _last_merge(busy))
    found = audit(busy.repository, Trust(), verified=VERIFIED, memory=memory)
    assert "record.doubled" in {each.id for row in found.open_rows for each in row.violations}


def test_a_forged_release_is_no_answer_to_what_was_public_on_a_day(busy: World) -> None:
    _append(busy, RecordKind.DEPLOYMENT, {"commit": busy.git("rev-parse", "main^")})
    with pytest.raises(CannotWork):
        released_at_end_of(busy.repository.folder, busy.now.date(), VERIFIED)


@pytest.mark.parametrize("time", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "2026-07-01T09:00:00"])
def test_a_time_that_no_clock_shows_ends_as_a_finding(busy: World, time: str) -> None:
    relog(busy, [*records(busy)[:-2], _with_sign_off(records(busy)[-2], at=time), records(busy)[-1]])
    assert "record.form" in busy.problems()
    plain = Record(RecordKind.HEARTBEAT, 7, "", busy.now, "", {}).encode()
    _append(busy, RecordKind.HEARTBEAT, {}, plain.replace(b"2026-07-01T10", time.encode()[:13]))
    assert "record.form" in busy.problems()


def _with_sign_off(record: Record, **changed: object) -> Record:
    first, *others = record.facts["sign_offs"]
    return replace(record, facts={**record.facts, "sign_offs": [{**first, **changed}, *others]})


@pytest.mark.parametrize("seconds", ["99999999999999", "9" * 30])
def test_a_commit_dated_after_every_calendar_ends_as_a_finding(busy: World, seconds: str) -> None:
    head = f"tree {busy.git('rev-parse', 'main^{tree}')}\nparent {busy.main()}\nauthor x <x@y.z> 1 +0700\n"
    raw = f"{head}committer x <x@y.z> {seconds} +0700\n\nx\n".encode()
    made = busy.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", given=raw)
    busy.git("update-ref", "refs/heads/main", made)
    assert busy.problems() == ["merge.direct"]


# The publisher's key


def test_the_retired_key_signs_nothing_once_its_successor_is_merged(busy: World) -> None:
    before = busy.main()
    _rotate(busy)
    log, old = audit_log.read(busy.repository), busy.staff.keys / "publisher"
    facts = [(RecordKind.DEPLOYMENT, {"commit": before})]
    longer = audit_log.append(busy.repository, log, facts, busy.later(), before, old)
    busy.git("update-ref", "refs/heads/audit-log", str(longer.tip))
    assert busy.problems() == ["record.chain"]


def _rotate(world: World) -> None:
    new, old = (world.staff.public_key(name).encode() for name in ("publisher-2", "publisher"))
    world.publish(4, {"office.yml": world.office(world.audit().epoch).replace(old, new)}, *OFFICE_CHAIN)
    world.key = world.staff.keys / "publisher-2"  # type: ignore[misc]


def test_the_kit_trusts_what_the_publishers_earlier_key_signed(busy: World, tmp_path: Path) -> None:
    _rotate(busy)
    busy.publish(5, {NEWS: document("ข่าวหลังเปลี่ยนกุญแจ")})
    sealed_kit.write(busy.repository, busy.audit(), tmp_path / "kit.zip", None)
    with zipfile.ZipFile(tmp_path / "kit.zip") as kit:
        trust = read_trust(kit.read("trust.yml"))
    assert busy.audit(trust=trust).open_rows == []


def test_reviews_count_only_where_the_publisher_works_on_that_forge(busy: World) -> None:
    office = busy.office(busy.audit().epoch)
    for name in ("ton", "dao", "wit"):
        office = office.replace(f"id: {name},".encode(), f"id: {name}, accounts: {{github: {name}}},".encode())
    busy.publish(4, {"office.yml": office}, *OFFICE_CHAIN)
    busy.publish(5, {NEWS: document("ข่าวที่ไม่มีผู้ลงนาม")})
    signed = [
        each | {"object": _review(each["at"], name, records(busy)[-2].facts["head"])}
        for each, name in zip(records(busy)[-2].facts["sign_offs"], ("ton", "dao", "wit"), strict=True)
    ]
    told = replace(records(busy)[-2], facts={**records(busy)[-2].facts, "sign_offs": signed})
    relog(busy, [*records(busy)[:-2], told, records(busy)[-1]])
    assert {"approval.form", "approval.missing"} <= set(busy.problems())


def _review(at: str, login: str, head: str) -> str:
    facts = {"forge": "github", "id": 1, "login": login, "state": "approved", "head": head, "at": at, "body": CHECKED}
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)


def test_a_folder_that_names_a_file_twice(busy: World) -> None:
    busy.publish(4, {NEWS: document("ข่าวใหม่")})
    good, forged = busy.git("rev-parse", f"main:{NEWS}"), objects.write(busy.repository, "blob", document("ข่าวปลอม"))
    raw = b"".join(b"100644 index.md\0" + bytes.fromhex(oid) for oid in (forged, good))
    tree = busy.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", given=raw)
    parts = NEWS.split("/")[:-1]
    for depth in reversed(range(len(parts))):
        lines = busy.git("ls-tree", "main:" + "/".join(parts[:depth])).split("\n")
        kept = [line for line in lines if not line.endswith(f"\t{parts[depth]}")]
        tree = busy.git("mktree", given="\n".join([*kept, f"040000 tree {tree}\t{parts[depth]}"]).encode() + b"\n")
    old = next(busy.repository.log(busy.main(), first_parent=True))
    made = objects.commit(busy.repository, tree, old.parents, old.message, audit_log.PUBLISHER_IDENTITY, old.moment)
    busy.git("update-ref", "refs/heads/main", made)
    told = [replace(each, facts={**each.facts, "commit": made}) for each in records(busy)[-2:]]
    relog(busy, [*records(busy)[:-2], *told])
    assert busy.problems() == ["request.tree"]


# A request's small print


def test_a_refused_request_is_not_merged_later_under_its_number(busy: World, monkeypatch: pytest.MonkeyPatch) -> None:
    head = busy.ask(4, {NEWS: document("ข่าวที่ไม่อนุญาต")})
    busy.sign(4, *CHAIN[:2])
    refusal.refuse(busy.merging(), 4, "wit", Reason.UNLAWFUL, "ขัดต่อกฎหมายว่าด้วยข้อมูลข่าวสาร")
    busy.publish(5, {ACT: law("พระราชบัญญัติฉบับแก้ไขอีกครั้ง")})
    busy.staff.push("refs/heads/request/4", head, busy.later())
    busy.sign(4, "webmaster=won")
    assert busy.merge(4) == ["request.closed"]
    monkeypatch.setattr("prakat.merging.work.Work.is_closed", lambda *_: False)
    assert busy.merge(4) == ["request.closed"], "by the audit, before anything is recorded"
    monkeypatch.setattr(UNASKED, lambda *_: ())
    assert isinstance(busy.merge(4), Merged)
    assert busy.problems() == ["request.closed"]


def test_two_webmasters_cannot_prolong_a_verbal_permission_for_ever(world: World) -> None:
    world.publish(2, {NEWS: document(TEXT, verbal=_verbal("2026-07-01T08:00"))}, *TWO)
    world.now += datetime.timedelta(days=5)
    world.ask(3, {NEWS: document(TEXT, verbal=_verbal("2026-07-06T08:00"))})
    world.sign(3, *TWO)
    assert world.merge(3) == ["urgent.unratified"]
    world.publish(4, {NEWS: document(TEXT, body="แก้ไขด่วน", verbal=_verbal("2026-07-01T08:00"))}, *TWO)
    world.publish(5, {NEWS: document(TEXT)})
    world.publish(6, {NEWS: document(TEXT, verbal=_verbal("2026-07-06T08:00"))}, *TWO)
    assert world.problems() == []


def _verbal(at: str) -> dict[str, str]:
    return {"approver": "dao", "at": at, "channel": "โทรศัพท์", "recorded_by": "wit"}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("a" * 300, "request.oversized"),
        ("/".join(["a" * 200] * 30), "request.oversized"),
        ("a\\b", "request.check"),
    ],
)
def test_a_name_that_no_disk_holds_stops_one_request_and_no_other(world: World, name: str, found: str) -> None:
    world.ask(2, {NEWS: document(TEXT), f"content/law/x/{name}": b"x"})
    world.sign(2, *CHAIN)
    assert world.merge(2) == [found]


def test_an_authors_mail_that_is_only_somebodys_id_is_a_strangers(world: World) -> None:
    blob = objects.write(world.repository, "blob", document(TEXT))
    tree = objects.tree_with(world.repository, world.main(), [PathChange(NEWS, "", "100644", "", blob)])
    made = objects.commit(world.repository, tree, [world.main()], "news", ("nok", "nok"), world.later())
    world.staff.push("refs/heads/request/2", made, world.later())
    world.sign(2, *CHAIN)
    assert world.merge(2) == ["author.stranger"]


def test_an_office_yml_that_cannot_be_read_locks_nobody_out(busy: World, monkeypatch: pytest.MonkeyPatch) -> None:
    since = busy.audit().epoch
    with monkeypatch.context() as patched:
        patched.setattr(plan, "check_result", lambda *_: [])
        patched.setattr(plan, "examine", lambda *_: [])
        patched.setattr(UNASKED, lambda *_: ())
        broken = busy.publish(4, {"office.yml": busy.office(since) + b"unknown: 1\n"}, *OFFICE_CHAIN)
    assert busy.problems() == ["office.broken"]
    message = f"Office: mend\n\nRegularises: {broken}\n"
    busy.publish(5, {"office.yml": busy.office(since)}, *CHAIN, message=message)
    busy.publish(6, {NEWS: document("ข่าวหลังแก้ไข")})
    assert busy.problems() == []


# Honest work that looks like an attack


def test_a_clone_whose_keeper_only_fetches_is_judged_as_it_is_at_its_origin(busy: World) -> None:
    clone = busy.place / "clone"
    subprocess.run(["git", "clone", "-q", f"file://{busy.repository.folder}", str(clone)], check=True)
    busy.publish(4, {NEWS: document("ข่าวใหม่")})
    subprocess.run(["git", "-C", str(clone), "fetch", "-q"], check=True)
    found = find_repository(clone)
    assert found
    audited = audit(found, Trust(), verified=VERIFIED)
    assert (audited.tip, audited.open_rows) == (busy.main(), [])


@pytest.mark.parametrize("text", ["", "abc1234", "main", "A" * 19])
def test_the_head_seen_before_is_told_by_digits_that_suffice(text: str) -> None:
    with pytest.raises(CannotWork):
        Seen.of(text)


def test_main_merged_into_a_request_and_requests_upon_each_other(busy: World) -> None:
    first = busy.ask(4, {"content/law/one/index.md": law("พระราชบัญญัติหนึ่ง")})
    busy.ask(5, {"content/law/two/index.md": law("พระราชบัญญัติสอง")}, parent="refs/heads/request/4")
    busy.publish(6, {ACT: law("พระราชบัญญัติฉบับแก้ไขอีกครั้ง")})
    tree = busy.git("merge-tree", "--write-tree", first, busy.main()).split()[0]
    made = objects.commit(busy.repository, tree, [first, busy.main()], "Merge main", who("nok"), busy.later())
    busy.staff.push("refs/heads/request/4", made, busy.later())
    for number in (4, 5):
        busy.sign(number, *CHAIN)
        assert isinstance(busy.merge(number), Merged)
    assert busy.problems() == []


@pytest.mark.parametrize("is_reverted", [False, True])
def test_an_honest_change_of_office_yml_after_a_violation_counts_once_that_is_closed(
    busy: World, is_reverted: bool
) -> None:
    since, mallory = busy.audit().epoch, busy.person("mallory", "approver") + "\n"
    pushed = busy.force({"office.yml": busy.office(since, mallory)})
    new = busy.person("new", "approver") + "\n"
    busy.publish(4, {"office.yml": busy.office(since, mallory + new)}, *OFFICE_CHAIN)
    busy.ask(5, {NEWS: document("ข่าวที่ผู้อนุมัติคนใหม่ลงนาม")})
    busy.sign(5, "reviewer=ton", "approver=new", "webmaster=wit")
    assert busy.merge(5) == ["approval.stranger"]
    closing: dict[str, bytes | None] = {"office.yml": busy.office(since, new)} if is_reverted else {}
    busy.publish(6, closing, *CHAIN, message=f"Office: close\n\nRegularises: {pushed}\n")
    assert isinstance(busy.merge(5), Merged)
    assert busy.problems() == []

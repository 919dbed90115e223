"""What may be tried against history, the clock, the epoch and the audit-log; and how a violation is closed."""

import datetime
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from prakat.audit.approved import newest_approved
from prakat.audit.auditor import audit
from prakat.audit.epoch import Trust, read_trust
from prakat.audit_log import audit_log
from prakat.audit_log.record import Record, RecordKind
from prakat.cannot_work import CannotWork
from prakat.merging import notice, plan
from prakat.repository import objects
from prakat.repository.commit import PathChange
from prakat.repository.object_id import NOTHING
from prakat.repository.public_key import fingerprint
from prakat.repository.repository import Repository, find_repository
from sign_off_office import (
    CHAIN,
    OFFICE_CHAIN,
    START,
    TWO,
    UNASKED,
    After,
    World,
    document,
    law,
    records,
    relog,
    remade,
    who,
)

NEWS = "content/public-relations/2569/news/index.md"
ACT = "content/law/act/index.md"
TEXT = "ข่าวประชาสัมพันธ์"


def two_merged(world: World) -> None:
    world.publish(2, {NEWS: document(TEXT)})
    world.publish(3, {ACT: law("พระราชบัญญัติฉบับแก้ไข")})


@pytest.fixture
def busy(world_after: After) -> World:
    """With two merged requests after the epoch."""
    return world_after(two_merged)


# Time


def test_a_backdated_commit(busy: World) -> None:
    remade(busy, moment=START)
    assert busy.problems() == ["approval.late", "time.decreases"]


def test_a_commit_from_the_future(busy: World) -> None:
    remade(busy, moment=busy.now + datetime.timedelta(days=400))
    assert "time.future" in busy.problems()


def test_a_backdated_direct_push_is_still_seen(busy: World) -> None:
    busy.force({NEWS: document("ข่าวย้อนหลัง")}, moment=START)
    assert busy.problems() == ["merge.direct", "time.decreases"]


# Stand-ins for history, and parts of it


def test_replaced_refs(busy: World) -> None:
    forged = busy.force({NEWS: document("ข่าวปลอม")}, moment=busy.now)
    busy.git("update-ref", "refs/heads/main", f"{forged}^")
    busy.git("update-ref", f"refs/replace/{busy.main()}", forged)
    assert busy.problems() == ["repository.replaced"]


def test_grafts(busy: World) -> None:
    info = busy.repository.git_dir / "info"
    info.mkdir(exist_ok=True)
    (info / "grafts").write_text(f"{busy.main()}\n")
    assert busy.problems() == ["repository.replaced"]


def _clone(world: World, *options: str) -> Repository:
    source = f"file://{world.repository.folder}"
    command = ["git", "clone", "-q", "--bare", *options, source, str(world.place / "clone.git")]
    subprocess.run(["git", "-C", str(world.repository.folder), "config", "uploadpack.allowFilter", "true"], check=True)
    subprocess.run(command, check=True, capture_output=True)
    found = find_repository(world.place / "clone.git")
    assert found
    return found


@pytest.mark.parametrize(
    ("option", "rule"), [("--depth=1", "repository.shallow"), ("--filter=blob:none", "repository.partial")]
)
def test_shallow_and_partial_clones(busy: World, option: str, rule: str) -> None:
    found = audit(_clone(busy, option, "--no-single-branch"), Trust())
    assert [[each.id for each in row.violations] for row in found.rows] == [[rule]]
    assert found.newest_approved is None


def test_a_plain_clone_is_audited_as_the_original(busy: World, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    subprocess.run(["git", "clone", "-q", f"file://{busy.repository.folder}", str(plain)], check=True)
    found = find_repository(plain)
    assert found
    audited = audit(found, Trust())
    assert [row.as_json() for row in audited.rows] == [row.as_json() for row in busy.audit().rows]
    assert audited.open_rows == []


def test_a_missing_object(busy: World) -> None:
    tree = busy.git("rev-parse", "main^{tree}")
    (busy.repository.git_dir / "objects" / tree[:2] / tree[2:]).unlink()
    assert busy.problems() == ["repository.broken"]


# History against what was seen before


def test_rewritten_history(busy: World) -> None:
    seen = busy.main()
    busy.git("update-ref", "refs/heads/main", "main^")
    busy.force({ACT: law("พระราชบัญญัติอีกฉบับ")})
    assert "repository.seen" in busy.problems(seen=seen)


def test_truncated_history(busy: World) -> None:
    seen = busy.main()
    busy.git("update-ref", "refs/heads/main", "main^")
    assert busy.problems(seen=seen) == ["record.orphan", "repository.seen"]


def test_history_and_records_truncated_together(busy: World) -> None:
    seen = busy.main()
    busy.git("update-ref", "refs/heads/main", "main^")
    busy.git("update-ref", "refs/heads/audit-log", "audit-log~2")
    assert busy.problems() == []
    assert busy.problems(seen=seen) == ["repository.seen"]


def test_re_rooted_history(busy: World) -> None:
    tree = busy.git("rev-parse", "main^{tree}")
    root = objects.commit(busy.repository, tree, [], "Office: begin", who("wit"), busy.later())
    busy.git("update-ref", "refs/heads/main", root)
    assert busy.problems() == ["audit.epoch-lost"]


def test_the_head_seen_before_is_found_again(busy: World) -> None:
    assert busy.problems(seen=busy.main()) == []
    assert busy.problems(seen=busy.git("rev-parse", "main^")) == []


# The epoch


def test_no_epoch_proves_nothing(world: World) -> None:
    world.git("update-ref", "refs/heads/main", "main^")
    found = world.audit()
    assert [each.id for each in found.rows[0].violations] == ["audit.no-epoch"]
    assert found.newest_approved is None
    assert newest_approved(world.repository.folder).commit is None


def test_epoch_moved_over_a_direct_push(busy: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A publisher whose plan overlooks it is stopped by the audit, which judges before anything is recorded; only one
    that does not ask the audit lands it."""
    pushed = busy.force({NEWS: document("ข่าวที่ไม่ผ่านคำขอ")})
    busy.ask(4, {"office.yml": busy.office(pushed)})
    busy.sign(4, *OFFICE_CHAIN)
    careless = busy.merging()
    careless.work.before.epoch = ""
    before = busy.git("for-each-ref")
    refused = plan.merge(careless, 4)
    assert isinstance(refused, list)
    assert [each.id for each in refused] == ["audit.epoch-moved"]
    assert busy.git("for-each-ref") == before
    monkeypatch.setattr(UNASKED, lambda *_: ())
    assert isinstance(plan.merge(careless, 4), plan.Merged)
    assert busy.problems() == ["audit.epoch-moved", "merge.direct"]


def test_trust_overrides_the_epoch(busy: World) -> None:
    pushed = busy.force({NEWS: document("ข่าวที่ไม่ผ่านคำขอ")})
    busy.publish(4, {NEWS: document(TEXT)})
    assert busy.audit(trust=Trust(epoch=pushed)).open_rows == []


def test_a_publisher_whom_the_auditor_does_not_trust(busy: World) -> None:
    own = fingerprint(busy.staff.public_key("publisher"))
    assert busy.audit(trust=Trust(keys=frozenset({own}))).open_rows == []
    assert "record.signature" in {
        each.id for row in busy.audit(trust=Trust(keys=frozenset({"SHA256:x"}))).open_rows for each in row.violations
    }


@pytest.mark.parametrize("text", ["epoch: x", "keys: 1", "keys: [x]", "other: 1", "- x", "{", "epoch: &a x"])
def test_a_trust_file_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(CannotWork):
        read_trust(text.encode())


def test_a_trust_file(busy: World) -> None:
    assert read_trust(f"epoch: {busy.main()}\nkeys: ['SHA256:x']\n".encode()) == Trust(
        busy.main(), frozenset({"SHA256:x"})
    )


# office.yml disarmed


def test_a_chain_disarmed_by_a_direct_push_disarms_nothing(busy: World) -> None:
    since = busy.audit().epoch
    mallory = busy.person("mallory", "approver") + "\n" + busy.person("mallet", "webmaster") + "\n"
    pushed = busy.force({"office.yml": busy.office(since, mallory, "[approver]")})
    busy.ask(4, {NEWS: document("ข่าวที่มีผู้อนุมัติคนเดียว")})
    busy.sign(4, "approver=dao")
    assert "approval.missing" in busy.merge(4)  # type: ignore[operator]
    message = f"Office: as it should be\n\nRegularises: {pushed}\n"
    busy.ask(5, {"office.yml": busy.office(since, mallory)}, message=message)
    busy.sign(5, "reviewer=mallory", "approver=mallory", "webmaster=mallet")
    assert set(busy.merge(5)) >= {"approval.stranger"}  # type: ignore[arg-type]


# The audit-log


def _change(world: World, edit: Callable[[list[Record]], list[Record]]) -> None:
    relog(world, edit(records(world)))


def _dropped(found: list[Record]) -> list[Record]:
    return found[:-2]


def _reordered(found: list[Record]) -> list[Record]:
    return [found[0], found[1], found[4], found[5], found[2], found[3]]


def _doubled(found: list[Record]) -> list[Record]:
    return [*found, found[-2]]


def _forged(found: list[Record]) -> list[Record]:
    return [*found[:-2], replace(found[-2], facts={**found[-2].facts, "requested_by": "fah"}), found[-1]]


def _unread(found: list[Record]) -> list[Record]:
    return [*found[:-2], replace(found[-2], facts={**found[-2].facts, "sign_offs": 1}), found[-1]]


def _unsigned_off(found: list[Record]) -> list[Record]:
    return [*found[:-2], replace(found[-2], facts={**found[-2].facts, "sign_offs": []}), found[-1]]


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (_dropped, "record.missing"),
        (_reordered, "record.chain"),
        (_doubled, "record.doubled"),
        (_forged, "record.mismatch"),
        (_unread, "record.form"),
        (_unsigned_off, "approval.missing"),
    ],
)
def test_an_audit_log_written_anew_by_the_publisher(
    busy: World, edit: Callable[[list[Record]], list[Record]], rule: str
) -> None:
    _change(busy, edit)
    assert rule in busy.problems()


def test_an_audit_log_signed_by_another_key(busy: World) -> None:
    busy.staff.public_key("mallory")
    relog(busy, records(busy), busy.staff.keys / "mallory")
    assert busy.problems() == ["record.signature"]


def test_an_audit_log_without_signatures(busy: World) -> None:
    tip = None
    for oid in busy.git("rev-list", "--reverse", "audit-log").split():
        tree, message = busy.git("rev-parse", f"{oid}^{{tree}}"), busy.git("log", "-1", "--format=%B", oid) + "\n"
        tip = objects.commit(busy.repository, tree, [tip] if tip else [], message, who("x"), busy.now)
    assert tip
    busy.git("update-ref", "refs/heads/audit-log", tip)
    assert busy.problems() == ["record.signature"]


def _pushed_to_log(world: World, path: str, content: bytes | None) -> None:
    """A commit more on the audit-log, as someone with write access to the server could make it."""
    tip = world.git("rev-parse", "audit-log")
    oid = objects.write(world.repository, "blob", content) if content is not None else NOTHING
    tree = objects.tree_with(
        world.repository, tip, [PathChange(path, "", "100644" if content is not None else "0", "", oid)]
    )
    message = world.git("log", "-1", "--format=%B", tip) + "\n"
    made = objects.commit(world.repository, tree, [tip], message, who("x"), world.later())
    world.git("update-ref", "refs/heads/audit-log", made)


@pytest.mark.parametrize(
    ("path", "content", "rule"),
    [
        ("records/0000/00000005.json", b"{}\n", "record.changed"),
        ("records/0000/00000002.json", None, "record.chain"),
        ("records/0000/00000007.json", b"{}\n", "record.shape"),
        ("other.txt", b"x", "record.shape"),
    ],
)
def test_an_audit_log_changed_on_the_server(busy: World, path: str, content: bytes | None, rule: str) -> None:
    _pushed_to_log(busy, path, content)
    assert rule in busy.problems()
    with pytest.raises(CannotWork):
        busy.publish(4, {NEWS: document("ข่าวอีกเรื่องหนึ่ง")})


def test_an_audit_log_that_is_gone(busy: World) -> None:
    busy.git("update-ref", "-d", "refs/heads/audit-log")
    assert busy.problems() == ["record.missing"]


def test_a_tag_moved_after_the_merge(busy: World) -> None:
    head = busy.git("rev-parse", "main^2")
    name = "sign-off/3/approver"
    tag = objects.tag(busy.repository, name, head, "x", who("won"), busy.later(), busy.staff.keys / "won")
    busy.git("update-ref", f"refs/tags/{name}", tag)
    assert busy.problems() == ["approval.tag-moved"]


def test_the_key_of_a_publisher_who_was_replaced_signs_no_more(busy: World) -> None:
    since = busy.audit().epoch
    new = busy.staff.public_key("publisher-2")
    office = busy.office(since).replace(busy.staff.public_key("publisher").encode(), new.encode())
    busy.publish(4, {"office.yml": office}, *OFFICE_CHAIN)
    with pytest.raises(CannotWork):
        busy.merging()
    busy.key = busy.staff.keys / "publisher-2"  # type: ignore[misc]
    busy.publish(5, {NEWS: document("ข่าวหลังเปลี่ยนกุญแจ")})
    assert busy.problems() == []
    last = records(busy)[-1]
    log = audit_log.read(busy.repository)
    facts = [(RecordKind.HEARTBEAT, {})]
    longer = audit_log.append(busy.repository, log, facts, last.at, last.main, busy.staff.keys / "publisher")
    assert longer.tip
    busy.git("update-ref", "refs/heads/audit-log", longer.tip)
    assert busy.problems() == ["record.chain", "record.signature"]


# A violation stays open until it is regularised


def test_a_violation_blocks_at_the_commit_before_it_and_only_until_regularised(busy: World) -> None:
    before = busy.main()
    pushed = busy.force({NEWS: document("ข่าวที่ไม่ผ่านคำขอ")})
    busy.publish(4, {ACT: law("พระราชบัญญัติฉบับแก้ไขอีกครั้ง")})
    assert busy.audit().newest_approved == before
    busy.publish(5, {}, *CHAIN, message=f"Content: approve afterwards\n\nRegularises: {pushed}\n")
    audited = busy.audit()
    assert audited.newest_approved == busy.main()
    assert audited.open_rows == []
    assert [row.outcome.value for row in audited.rows][-3:] == ["regularised", "clean", "clean"]


def test_a_violation_is_regularised_by_reverting_it(busy: World) -> None:
    pushed = busy.force({NEWS: document("ข่าวที่ไม่ผ่านคำขอ")})
    message = f"Content: revert\n\nRegularises: {pushed}\n"
    busy.publish(4, {NEWS: document(TEXT)}, *CHAIN, message=message)
    assert busy.problems() == []


def test_regularising_takes_the_whole_chain_for_all_units(busy: World) -> None:
    pushed = busy.force({NEWS: document("ข่าวที่ไม่ผ่านคำขอ")})
    busy.ask(4, {}, message=f"Content: approve\n\nRegularises: {pushed}\n")
    busy.sign(4, "reviewer=rak", "approver=dao", "webmaster=wit")
    assert busy.merge(4) == ["approval.unit"]


def regularising(busy: World, files: dict[str, bytes | None], commit: str) -> object:
    """What the publisher answers to a request signed by the whole chain; the auditor judges by the same rule."""
    busy.ask(4, files, message=f"Content: approve\n\nRegularises: {commit}\n")
    busy.sign(4, *CHAIN)
    return busy.merge(4)


def test_regularising_changes_nothing_else(busy: World) -> None:
    pushed = busy.force({NEWS: document("ข่าวที่ไม่ผ่านคำขอ")})
    assert regularising(busy, {ACT: law("พระราชบัญญัติที่ซ่อนมา")}, pushed) == ["regularise.scope"]
    assert busy.problems() == ["merge.direct"]


def test_what_is_not_open_cannot_be_regularised(busy: World) -> None:
    assert regularising(busy, {}, busy.main()) == ["regularise.unknown"]


def test_break_glass_works_and_shows(busy: World) -> None:
    since = busy.audit().epoch
    ended = b"{role: approver, units: all, from: 2026-01-01, until: 2026-07-01"
    office = busy.office(since).replace(b"{role: approver, units: all, from: 2026-01-01", ended)
    second = busy.person("dee", "approver", until="2026-07-03") + "\n"
    busy.publish(4, {"office.yml": office + second.encode()}, *OFFICE_CHAIN)
    busy.now += datetime.timedelta(days=5)
    third = busy.person("new", "approver", start="2026-07-05") + "\n"
    glass = {"office.yml": office + second.encode() + third.encode()}
    shorter = glass["office.yml"].replace(b"[reviewer, approver, webmaster]", b"[approver]")
    busy.ask(5, {"office.yml": shorter})
    busy.sign(5, *TWO)
    assert busy.merge(5) == ["office.break-glass", "office.glass-exceeded"]
    busy.publish(7, glass, *TWO)
    broken = busy.main()
    assert busy.problems() == ["office.break-glass"]
    was = [*busy.merging().work.log.of(RecordKind.NOTICE)][-1]
    told = was.facts["to"]
    assert told == sorted(["nok", "fah", "rak", "ton", "dao", "wit", "won", "dee"]), "everybody, at once"
    relog(busy, [*records(busy)[:-1], replace(was, facts={**was.facts, "to": []})])
    assert busy.problems() == ["office.break-glass", "record.notice"]
    assert [each.id for each in notice.renew(busy.merging())] == ["merging.told-anew"]
    anew = [*busy.merging().work.log.of(RecordKind.NOTICE)][-1].facts
    assert anew == {**was.facts, "to": sorted([*told, "new"])}, "everybody, with whom it brought"
    chain = ("reviewer=ton", "approver=new", "webmaster=wit")
    busy.ask(6, {}, message=f"Office: x\n\nRegularises: {broken}\n")
    busy.sign(6, "witness=won", *chain)
    assert busy.merge(6) == ["approval.witness"], "two people and whom they appointed are not enough"
    busy.ask(8, {}, message=f"Office: x\n\nRegularises: {broken}\n")
    busy.sign(8, "witness=fah", *chain)
    assert isinstance(busy.merge(8), plan.Merged)
    assert busy.problems() == []
    assert busy.audit().newest_approved == busy.main()

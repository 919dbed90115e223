"""The publisher: what it merges, refuses, confirms, hands over; what a killed run leaves, the next finishes."""

import datetime
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import merge as command
from prakat.audit_log.record import Reason, RecordKind
from prakat.cannot_work import CannotWork
from prakat.merging import bare_counter, confirmation, hand_over, refusal
from prakat.merging.bare_counter import BareCounter
from prakat.merging.plan import Merged
from prakat.merging.publisher import publisher_lock
from prakat.merging.work import Work
from prakat.repository.repository import open_repository
from sign_off_office import CHAIN, OFFICE_CHAIN, TWO, World, document, records

NEWS = "content/public-relations/2569/news/index.md"
TEXT = "ข่าวประชาสัมพันธ์"
DYING = Path(__file__).with_name("dying_merger.py")
SCRIPTS = Path(command.__file__).parent
VERBAL = {"approver": "dao", "at": "2026-07-01T08:00", "channel": "โทรศัพท์", "recorded_by": "wit"}


def kinds(world: World) -> list[str]:
    return [each.kind.value for each in records(world)]


def run(world: World, *arguments: str) -> int:
    when = world.later().isoformat()
    place = str(world.repository.folder)
    return command.main(["--repo", place, "--date", when, "--key", str(world.key), *arguments])


def test_the_merge_has_the_message_that_the_contract_gives(world: World) -> None:
    commit = world.publish(2, {NEWS: document(TEXT)})
    message = world.git("log", "-1", "--format=%B", commit).split("\n")
    assert message[:4] == [f"Publish: {TEXT} (#2)", "", "Request: #2", "Requested-by: nok <nok@office.example>"]
    assert message[-2:] == ["Checked: correct, complete, current, lawful", "Mode: written"]
    assert [line.partition(":")[0] for line in message[5:-2]] == [
        *("Reviewed-by", "Reviewed-at", "Approved-by", "Approved-at", "Published-by", "Published-at"),
    ]


def test_a_merge_is_recorded_and_the_owner_is_told(world: World) -> None:
    world.publish(2, {NEWS: document(TEXT)})
    merged, notice = records(world)[-2:]
    assert (merged.kind, notice.kind) == (RecordKind.MERGE, RecordKind.NOTICE)
    assert notice.facts["urls"] == ["https://office.example/public-relations/2569/news/"]
    assert set(notice.facts["to"]) == {"nok", "wit", "won"}


def test_a_second_run_changes_nothing(world: World) -> None:
    commit = world.publish(2, {NEWS: document(TEXT)})
    before = world.git("for-each-ref")
    done = world.merge(2)
    assert isinstance(done, Merged)
    assert done.commit == commit
    assert world.git("for-each-ref") == before


def test_an_urgent_item_is_published_by_two_webmasters_and_ratified_by_its_approver(world: World) -> None:
    commit = world.publish(2, {NEWS: document(TEXT, verbal=VERBAL)}, *TWO)
    assert world.git("log", "-1", "--format=%B", commit).endswith("Mode: verbal")
    world.publish(3, {NEWS: document(TEXT)})
    assert [row.action.value for row in world.audit().rows][-2:] == ["published", "ratified"]
    assert world.problems() == []


def test_somebody_else_cannot_ratify(world: World) -> None:
    since = world.audit().epoch
    world.publish(2, {"office.yml": world.office(since, world.person("dee", "approver") + "\n")}, *OFFICE_CHAIN)
    world.publish(3, {NEWS: document(TEXT, verbal=VERBAL)}, *TWO)
    world.ask(4, {NEWS: document(TEXT)})
    world.sign(4, "reviewer=ton", "approver=dee", "webmaster=wit")
    assert world.merge(4) == ["urgent.ratifier"]


def test_the_checks_of_this_checkout_are_run_on_the_result(world: World) -> None:
    world.ask(2, {NEWS: document(TEXT, expires_on="2569-12-31")})
    world.sign(2, *CHAIN)
    assert world.merge(2) == ["request.check"]


def test_actions_are_told_apart(world: World) -> None:
    moved = NEWS.replace("/news/", "/moved/")
    world.publish(2, {NEWS: document(TEXT)})
    world.publish(3, {NEWS: document(TEXT, body="เนื้อหาใหม่")})
    world.publish(4, {NEWS: document(TEXT, body="เนื้อหาใหม่", expires_on="2027-01-31")})
    world.publish(5, {NEWS: None, moved: document(TEXT, former_paths=["public-relations/2569/news"])})
    gone = {"on": "2026-07-02", "reason": "ข้อมูลไม่ถูกต้อง"}
    world.publish(6, {moved: document(TEXT, former_paths=["public-relations/2569/news"], withdrawn=gone)})
    world.publish(7, {"mkdocs.yml": b"site_name: x\n"}, *OFFICE_CHAIN)
    actions = [row.action.value for row in world.audit().rows]
    assert actions == ["office", "published", "amended", "renewed", "moved", "withdrawn", "tooling"]
    assert world.problems() == []


def test_a_refusal_needs_a_reason_and_leaves_a_record(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.ask(2, {NEWS: document(TEXT)})
    with pytest.raises(CannotWork):
        run(world, "reject", "2", "--by", "dao", "--reason", "incorrect", "--text", "ไม่")
    assert run(world, "reject", "2", "--by", "dao", "--reason", "incorrect", "--text", "ตัวเลขในตารางไม่ตรงกับเอกสาร") == 0
    assert "ตัวเลขในตาราง" in capsys.readouterr().out
    facts = records(world)[-1].facts
    assert (facts["request"], facts["reason"], facts["to"]) == (2, "incorrect", ["nok"])
    assert world.repository.ref("refs/heads/request/2") is None
    count = len(records(world))
    assert run(world, "reject", "2", "--by", "dao", "--reason", "incorrect", "--text", "ตัวเลขในตารางไม่ตรงกับเอกสาร") == 0
    assert len(records(world)) == count
    assert world.problems() == []


def test_nobody_refuses_who_signs_nothing(world: World) -> None:
    world.ask(2, {NEWS: document(TEXT)})
    for person in ("nok", "somebody"):
        with pytest.raises(CannotWork):
            refusal.refuse(world.merging(), 2, person, Reason.OTHER, "เหตุผลที่ยาวพอสมควร")


def test_a_refused_request_is_not_merged(world: World) -> None:
    world.ask(2, {NEWS: document(TEXT)})
    refusal.refuse(world.merging(), 2, "dao", Reason.OTHER, "เหตุผลที่ยาวพอสมควร")
    assert world.merge(2) == ["request.absent"]


@pytest.mark.parametrize("since", ["f" * 40, ""])
def test_the_epoch_cannot_be_moved_or_dropped(world: World, since: str) -> None:
    world.ask(2, {"office.yml": world.office(since)})
    world.sign(2, *OFFICE_CHAIN)
    assert world.merge(2) == ["audit.epoch-moved"]


def test_the_number_of_a_merged_request_is_not_used_again(world: World) -> None:
    world.publish(2, {NEWS: document(TEXT)})
    world.ask(2, {NEWS: document(TEXT, body="เนื้อหาใหม่")})
    world.sign(2, *CHAIN)
    assert world.merge(2) == ["request.closed"]


def test_the_owner_confirms_the_live_page_once(world: World) -> None:
    world.publish(2, {NEWS: document(TEXT)})
    for path in ("content/public-relations/2569/news/index.md", "public-relations/2569/news/"):
        assert run(world, "confirm", path, "--by", "nok") == 0
    assert kinds(world).count("confirmation") == 1
    for path, person in (("public-relations/none/", "nok"), (NEWS, "fah"), ("../office.yml", "nok")):
        with pytest.raises(CannotWork):
            confirmation.confirm(world.merging(), path, person)


def test_a_hand_over_lists_what_the_leaver_owns(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.publish(2, {NEWS: document(TEXT)})
    with pytest.raises(CannotWork):
        hand_over.hand_over(world.merging(), "nok", "fah")
    office = world.office(world.audit().epoch)
    ended = office.replace(
        b"{role: provider, units: [health], from: 2026-01-01",
        b"{role: provider, units: [health], from: 2026-01-01, until: 2026-07-31",
    )
    world.publish(3, {"office.yml": ended}, *OFFICE_CHAIN, author="fah")
    assert run(world, "handover", "--from", "nok", "--to", "fah") == 0
    assert NEWS.removesuffix("/index.md") in capsys.readouterr().out
    assert records(world)[-1].facts["items"] == ["content/law/act", NEWS.removesuffix("/index.md")]
    assert world.problems() == []


def test_every_open_request_that_may_be_is_merged(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.ask(2, {NEWS: document(TEXT)})
    world.ask(3, {NEWS.replace("news", "more"): document(TEXT)})
    world.sign(3, *CHAIN)
    assert run(world, "--format", "json", "merge") == 1
    rows = json.loads(capsys.readouterr().out)
    assert [(row["request"], row["commit"] is None) for row in rows] == [(2, True), (3, False)]
    assert rows[0]["reasons"][0].startswith("[approval.missing]")


def test_two_publishers_at_once_one_is_refused(world: World) -> None:
    with publisher_lock(world.repository.git_dir), pytest.raises(CannotWork):
        run(world, "merge")


def test_only_the_publishers_key_merges(world: World) -> None:
    with pytest.raises(CannotWork):
        bare_counter.open_merging(world.repository, world.staff.keys / "dao", world.later())


def test_a_clock_behind_main_is_refused(world: World) -> None:
    with pytest.raises(CannotWork):
        bare_counter.open_merging(world.repository, world.key, world.now - datetime.timedelta(days=30))


def test_a_repository_with_a_work_tree_is_refused(world: World, tmp_path: Path) -> None:
    subprocess.run(["git", "clone", "-q", str(world.repository.folder), str(tmp_path / "clone")], check=True)
    with pytest.raises(CannotWork):
        bare_counter.open_merging(open_repository(tmp_path / "clone"), world.key, world.later())


@pytest.mark.parametrize("step", [(Work, "record"), (Work, "advance"), (BareCounter, "forget")])
def test_killed_between_two_steps_the_next_run_finishes(
    world: World, step: tuple[type, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world.ask(2, {NEWS: document(TEXT)})
    world.sign(2, *CHAIN)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(*step, die)
        with pytest.raises(KeyboardInterrupt):
            world.merge(2)
    assert isinstance(world.merge(2), Merged)
    assert kinds(world) == ["merge", "notice", "merge", "notice"]
    assert world.problems() == []
    assert world.repository.ref("refs/heads/request/2") is None


def test_killed_in_any_state_of_the_disk_nothing_is_lost_or_doubled(world: World, tmp_path: Path) -> None:
    """Each death is of a real process; between two calls that touch the disk it stands in one of fourteen states."""
    world.ask(2, {NEWS: document(TEXT)})
    world.sign(2, *CHAIN)
    program = [sys.executable, str(DYING), str(world.place), world.later().isoformat()]
    (tmp_path / "left-behind").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "left-behind"), "PYTHONPATH": str(SCRIPTS)}
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    deaths = [json.loads(line) for line in done.stdout.splitlines()]
    assert {(each["ended"], each["is_as_seen"]) for each in deaths} == {(-signal.SIGKILL, True)}
    assert [each["locks"] for each in deaths].count(0) >= 14
    assert [each["locks"] for each in deaths].count(4) == 3, "main, the audit-log and the request's own branch move"
    for each in deaths:
        assert each["merged"] and not each["is_open"], each
        assert (each["kinds"], each["problems"]) == (["merge", "notice", "merge", "notice"], []), each


def test_the_audit_log_is_packed_as_it_grows(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prakat.merging.work._PACKED", 4)
    for number in (2, 3, 4):
        world.publish(number, {NEWS: document(f"{TEXT}ฉบับที่ {number}")})
    log = world.git("rev-list", "--objects", "refs/heads/audit-log~1", "^refs/heads/main").splitlines()
    loose = {path.parent.name + path.name for path in (world.repository.git_dir / "objects").glob("??/*")}
    assert not [line for line in log if line.split()[0] in loose]
    assert world.problems() == []
    world.git("fsck", "--strict")

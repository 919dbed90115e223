"""Requests on a real Forgejo: read, judged by the one policy, merged pinned to the reviewed head, recorded, audited."""

import datetime
import json
import shutil

import pytest
from faults import between
from forge_office import CHAIN, PUBLISHER, ForgeOffice
from forgejo_server import ADMIN, until

import merge as merge_script
from office_builder import PDF
from prakat.audit_log.record import RecordKind
from prakat.cannot_work import CannotWork
from prakat.forge.forge import ForgeFailed
from prakat.merging.forge_counter import fetch_heads
from prakat.merging.plan import Merged
from prakat.rules.safe_text import plain
from sign_off_office import document

NEWS = "content/public-relations/2569/news"


def item(name: str) -> str:
    return f"{NEWS}-{name}/index.md"


def records(office: ForgeOffice, kind: RecordKind) -> list[int]:
    """Requests that the audit-log on the forge tells of, by a fresh look."""
    log = office.audit().log
    assert log.problems == ()
    return [each.facts["request"] for each in log.of(kind)]


def comments(office: ForgeOffice, number: int) -> list[str]:
    return [each["body"] for each in office.do(ADMIN, "GET", f"issues/{number}/comments")]


@pytest.fixture
def command(shared: ForgeOffice, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("PRAKAT_FORGE_TOKEN", shared.forgejo.tokens[PUBLISHER])
    words = ["--repo", str(shared.mirror.folder), "--forge", f"{shared.url}/{shared.name}", "--key", str(shared.key)]
    return [*words, "--format", "json"]


def test_a_request_signed_by_three_reviews_is_merged_recorded_and_proven_on_a_plain_clone(shared: ForgeOffice) -> None:
    done = shared.publish({item("first"): document("ข่าวแรก")})
    assert done.commit == shared.main()
    assert shared.problems() == []
    assert [row.action.value for row in shared.audit().rows] == ["office", "published"]


def test_the_command_merges_tells_once_and_hears_the_owners_word(
    shared: ForgeOffice, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    attached = document("ข่าวมีเอกสาร", attachments=[{"file": "notice.pdf", "title": "ประกาศ"}])
    number = shared.ask({item("told"): attached, f"{NEWS}-told/notice.pdf": PDF})
    shared.sign(number)
    answer = {"event": "COMMENT", "body": "ยืนยัน"}
    early = shared.do("nok", "POST", f"pulls/{number}/reviews", **answer)  # of what nobody could see yet
    sent = datetime.datetime.fromisoformat(early["submitted_at"])
    until(lambda: shared.now() > sent or None, "a later second")
    assert merge_script.main([*command, "merge", str(number)]) == 0
    assert json.loads(capsys.readouterr().out)[0]["commit"] == shared.main()
    (said,) = comments(shared, number)
    assert "https://office.example/public-relations/2569/news-told/" in said
    assert plain("notice.pdf") in said and "PDF" in said and f"{len(PDF):,} ไบต์" in said
    merge_script.main([*command, "merge", str(number)])
    assert len(comments(shared, number)) == 1
    shared.do("dao", "POST", f"pulls/{number}/reviews", **answer)
    shared.do("nok", "POST", f"pulls/{number}/reviews", event="COMMENT", body="ยังไม่ยืนยัน")
    shared.do("nok", "POST", f"issues/{number}/comments", body="ยืนยัน")  # which others may edit
    merge_script.main([*command, "merge", str(number)])
    assert [*shared.audit().log.of(RecordKind.CONFIRMATION)] == []
    shared.do("nok", "POST", f"pulls/{number}/reviews", **answer)
    merge_script.main([*command, "merge", str(number)])
    merge_script.main([*command, "merge", str(number)])
    assert [each.facts["by"] for each in shared.audit().log.of(RecordKind.CONFIRMATION)] == ["nok"]


def test_a_refusal_closes_the_request_and_says_why(shared: ForgeOffice, command: list[str]) -> None:
    number = shared.ask({item("refused"): document()})
    words = ["--by", "dao", "--reason", "incomplete", "--text", "ขาดเอกสารแนบ @nok #1 <b>ตัวหนา</b>"]
    assert merge_script.main([*command, "reject", str(number), *words]) == 0
    assert shared.do(ADMIN, "GET", f"pulls/{number}")["state"] == "closed"
    assert number in records(shared, RecordKind.REJECTION)
    (said,) = comments(shared, number)
    assert "ข้อมูลไม่ครบถ้วน" in said and "ขาดเอกสารแนบ" in said
    assert "@nok" not in said and "#1" not in said and "<b>" not in said


def test_an_unsigned_request_says_who_can_sign(
    shared: ForgeOffice, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    number = shared.ask({item("waiting"): document()})
    shared.review("dao", number)
    assert merge_script.main([*command, "merge", str(number)]) == 1
    reasons = " ".join(json.loads(capsys.readouterr().out)[0]["reasons"])
    assert "rak (ตำแหน่ง), ton (ตำแหน่ง)" in reasons
    shared.do(ADMIN, "PATCH", f"pulls/{number}", state="closed")


def test_the_last_signer_must_state_the_check(shared: ForgeOffice) -> None:
    number = shared.ask({item("unchecked"): document()})
    for name in CHAIN:
        shared.review(name, number, "ผ่าน")
    assert shared.merge(number) == ["approval.unchecked"]
    shared.review("wit", number, "ดูแล้ว\nChecked: correct, complete, current, lawful")
    assert isinstance(shared.merge(number), Merged)


def test_reviews_out_of_order_count_only_when_they_come_again(shared: ForgeOffice) -> None:
    number = shared.ask({item("order"): document()})
    shared.sign(number, "dao", "ton", "wit")
    assert "approval.order" in shared.merge(number)  # type: ignore[operator]
    shared.sign(number, "dao", "wit")
    assert isinstance(shared.merge(number), Merged)


def test_a_stale_review_does_not_count(shared: ForgeOffice) -> None:
    number = shared.ask({item("amended"): document()})
    shared.sign(number)
    shared.amend(number, {item("amended"): document(body="แก้ไข")})
    assert set(shared.merge(number)) == {"approval.stale"}  # type: ignore[arg-type]
    shared.sign(number)
    assert isinstance(shared.merge(number), Merged)


def test_a_stranger_who_opened_the_request_refuses_the_merge(shared: ForgeOffice) -> None:
    shared.forgejo.add_user("visitor")
    shared.do(ADMIN, "PUT", "collaborators/visitor", permission="write")
    number = shared.ask({item("stranger"): document()}, pusher="visitor")
    shared.sign(number)
    assert "author.stranger" in shared.merge(number)  # type: ignore[operator]


def test_what_was_changed_on_the_forges_own_page_is_merged_as_well(shared: ForgeOffice) -> None:
    """Staff edit in the browser: the forge makes the commit, with their address or its own for them."""
    content = __import__("base64").b64encode(document("ข่าวจากหน้าเว็บ")).decode()
    words = {"content": content, "branch": "main", "new_branch": "from-the-web", "message": "เพิ่มข่าว"}
    shared.do("nok", "POST", f"contents/{item('web')}", **words)
    number = shared.open("nok", "from-the-web")
    shared.sign(number)
    assert isinstance(shared.merge(number), Merged)


def test_a_head_that_is_gone_by_now_stops_no_other_request(shared: ForgeOffice) -> None:
    number = shared.ask({item("beside"): document()})
    head = shared.do(ADMIN, "GET", f"pulls/{number}")["head"]["sha"]
    assert fetch_heads(shared.mirror, shared.remote(), {number: head, number + 1: "f" * 40}) == {number: head}
    assert shared.mirror.ref(f"{head}^{{commit}}") == head


FAULTS = [
    ("POST .*/merge", "500", 2),
    ("POST .*/merge", "lost", 1),
    ("POST .*/merge", "dropped", 2),
    ("GET .*/reviews", "429", 1),
    ("GET .*/pulls", "garbled", 2),
    ("GET .*", "slow", 2),
    ("POST .*git-receive-pack", "503", 1),
    ("POST .*git-receive-pack", "lost", 1),
    ("GET .*git-upload-pack", "500", 2),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: f"{each[0][:4]}-{each[0][-12:]}-{each[1]}")
def test_a_passing_fault_in_the_middle_of_a_merge_costs_nothing(
    shared: ForgeOffice, fault: tuple[str, str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"passing-{FAULTS.index(fault)}"
    number = shared.ask({item(name): document()})
    shared.sign(number)
    with between(shared.forgejo.url) as proxy:
        monkeypatch.setattr(shared, "url", proxy.url)
        proxy.fail(*fault)
        done = shared.merge(number)
        assert proxy.faults[0].times == 0, "the fault has struck"
    assert isinstance(done, Merged), done
    assert records(shared, RecordKind.MERGE).count(number) == 1


DOWN = [
    *((what, is_new) for what in ("POST .*/merge", "POST .*git-receive-pack") for is_new in (False, True)),
    ("GET .*/pulls/[0-9]+$", True),  # nothing was done yet that the old machine could know of
]


@pytest.mark.parametrize(("what", "is_new_machine"), DOWN)
def test_a_forge_that_stays_down_is_finished_by_the_next_run(
    office: ForgeOffice, what: str, is_new_machine: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = office.ask({item("down"): document()})
    office.sign(number)
    monkeypatch.setattr("prakat.network.remote.TRIES", 2)
    monkeypatch.setattr(office, "tries", 2)
    with between(office.forgejo.url) as proxy:
        monkeypatch.setattr(office, "url", proxy.url)
        if "merge" in what:
            proxy.fail(what, "lost", 1)
        proxy.fail(what, "500", 1000)
        with pytest.raises((ForgeFailed, CannotWork)):
            office.merge(number)
        proxy.heal()
        if is_new_machine:
            shutil.rmtree(office.mirror.folder)
            office.__post_init__()
        office.merging()
        if number not in records(office, RecordKind.MERGE):
            assert isinstance(office.merge(number), Merged)
    assert records(office, RecordKind.MERGE).count(number) == 1
    assert office.problems() == []


def test_history_that_the_forge_rewrote_is_not_followed(office: ForgeOffice) -> None:
    office.publish({item("rewritten"): document()})
    again = office.commit("wit", {item("other"): document()}, office.work.line("rev-parse", "main^"))
    assert office.push(ADMIN, again, "main", "--force").returncode == 0
    with pytest.raises(CannotWork, match="rejected"):
        office.merging()

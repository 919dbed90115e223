"""What signers were shown, and who they are, on a real Forgejo: targets that change, logins that pass on, words that
others edit, names that look like the office's branches."""

import json
import subprocess

import pytest
from forge_office import CHAIN, PUBLISHER, ForgeOffice
from forgejo_server import ADMIN, until

import check_requests
import merge as merge_script
from prakat.audit_log.merge_record import merge_record
from prakat.audit_log.record import RecordKind
from prakat.forge.forge import ForgeFailed
from prakat.merging.plan import Merged, Plan, merge, message_of, plan
from prakat.repository import objects
from sign_off_office import document

NEWS = "content/public-relations/2569/news"


def item(name: str) -> str:
    return f"{NEWS}-{name}/index.md"


def passed(office: ForgeOffice) -> None:
    """The forge dates to the second: what follows is later."""
    begun = office.now()
    until(lambda: office.now() > begun or None, "a later second")


def on_another_branch(office: ForgeOffice, name: str) -> int:
    """A request for a branch that holds a text of its own, of which signers are shown only what comes on top."""
    below = office.commit("nok", {item(f"{name}-unseen"): document("ข่าวที่ไม่มีใครเห็น")}, office.fetch_main())
    above = office.commit("nok", {item(name): document("ข่าวที่เห็น")}, below)
    assert office.push("nok", above, f"{name}-work").returncode == 0
    assert office.push("nok", below, f"{name}-trial").returncode == 0

    def opened() -> int | None:
        words = {"head": f"{name}-work", "base": f"{name}-trial", "title": "คำขอ", "body": ""}
        found = office.call("nok", "POST", "pulls", **words)
        return found.body["number"] if found.status == 201 else None

    return until(opened, "the branches")


def test_a_request_that_is_pointed_at_main_is_signed_anew(shared: ForgeOffice) -> None:
    number = on_another_branch(shared, "retargeted")
    assert shared.merge(number) == ["request.absent"]
    shared.sign(number)
    shared.do("nok", "PATCH", f"pulls/{number}", base="main")
    assert shared.merge(number) == ["approval.retargeted"] * 3
    passed(shared)
    shared.sign(number)
    done = shared.merge(number)
    assert isinstance(done, Merged), done
    (record,) = [each for each in shared.audit().log.of(RecordKind.MERGE) if each.facts["request"] == number]
    told = merge_record(record.facts)
    assert told.base == told.first_parent and told.targeted and told.targeted < told.sign_offs[0].at
    assert shared.problems() == []


def test_a_target_that_was_changed_and_changed_back_is_a_change(shared: ForgeOffice) -> None:
    number = shared.ask({item("there-and-back"): document()})
    shared.sign(number)
    assert shared.push("nok", shared.fetch_main(), "elsewhere").returncode == 0
    until(lambda: shared.call("nok", "GET", "branches/elsewhere").status == 200 or None, "the branch")
    for branch in ("elsewhere", "main"):
        shared.do("nok", "PATCH", f"pulls/{number}", base=branch)
    assert shared.merge(number) == ["approval.retargeted"] * 3
    passed(shared)
    shared.sign(number)
    assert isinstance(shared.merge(number), Merged)


def test_a_target_that_changes_in_the_last_moment_stops_the_merge(shared: ForgeOffice) -> None:
    number = shared.ask({item("in-the-last-moment"): document()})
    shared.sign(number)
    merging = shared.merging()
    planned = plan(merging, number)
    assert isinstance(planned, Plan) and planned.may_merge
    assert shared.push("nok", shared.fetch_main(), "aside").returncode == 0
    until(lambda: shared.call("nok", "GET", "branches/aside").status == 200 or None, "the branch")
    shared.do("nok", "PATCH", f"pulls/{number}", base="aside")
    tree = objects.tree_with(merging.work.repository, merging.work.main, planned.submission.net)
    with pytest.raises(ForgeFailed) as problem:
        merging.counter.merge(merging.work, planned.request, tree, message_of(merging.work, planned))
    assert problem.value.message == "merging.other-target"
    shared.do("nok", "PATCH", f"pulls/{number}", state="closed")


def test_a_review_that_an_administrator_makes_look_younger_stays_as_old_as_it_is(shared: ForgeOffice) -> None:
    number = on_another_branch(shared, "made-younger")
    shared.sign(number)
    shared.do("nok", "PATCH", f"pulls/{number}", base="main")
    passed(shared)
    for each in shared.do(ADMIN, "GET", f"pulls/{number}/reviews"):
        place = f"pulls/{number}/reviews/{each['id']}"
        shared.do(ADMIN, "POST", f"{place}/dismissals", message="x")
        shared.do(ADMIN, "POST", f"{place}/undismissals")
    assert shared.merge(number) == ["approval.retargeted"] * 3
    shared.do("nok", "PATCH", f"pulls/{number}", state="closed")


def test_whoever_takes_over_a_login_does_not_sign_as_its_owner(office: ForgeOffice) -> None:
    """wim signed once; the login passes to fah, who signs as her; an office request names wim's new account."""
    forge, login = office.forgejo, f"wim-{office.name.split('/')[0]}"
    forge.add_user(login)
    office.do(ADMIN, "PUT", f"collaborators/{login}", permission="write")
    since = office.audit().epoch
    held = '[{role: webmaster, units: all, from: 2026-01-01, order: {no: "1/2569", date: 2026-01-01}}]'
    person = f"- {{id: wim, name: wim, position: ตำแหน่ง, emails: [wim@office.example], accounts: {{forgejo: {login}}}"
    before = office.office(since, f"{person}, appointments: {held}}}\n")
    office.publish({"office.yml": before}, "dao", "wit", author="won")
    office.publish({item("by-wim"): document()}, "ton", "dao", login)
    forge.do(ADMIN, "POST", f"admin/users/{login}/rename", new_username=f"{login}-gone")
    forge.tokens[f"{login}-gone"] = forge.tokens.pop(login)
    number = office.ask({item("renamed"): document()})
    office.sign(number, "ton", "dao", f"{login}-gone")  # she herself, by another name
    assert isinstance(office.merge(number), Merged)
    forge.add_user(login, f"{login}-2@office.example")
    office.do(ADMIN, "PUT", f"collaborators/{login}", permission="write")
    number = office.ask({item("taken-over"): document()})
    office.sign(number, "ton", "dao", login)
    assert office.merge(number) == ["approval.account-changed"]
    new = forge.do(login, "GET", "user")["id"]
    after = office.office(since, f"{person}, account_ids: {{forgejo: {new}}}, appointments: {held}}}\n")
    office.publish({"office.yml": after}, "dao", "wit", author="won")
    assert isinstance(office.merge(number), Merged)
    assert office.problems() == []


@pytest.fixture
def command(shared: ForgeOffice, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("PRAKAT_FORGE_TOKEN", shared.forgejo.tokens[PUBLISHER])
    return ["--repo", str(shared.mirror.folder), "--forge", f"{shared.url}/{shared.name}", "--lang", "en"]


def test_what_others_make_of_an_owners_words_is_no_confirmation(
    shared: ForgeOffice, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    number = shared.ask({item("confirmed"): document()})
    shared.sign(number)
    merging = [*command, "--key", str(shared.key), "merge", str(number)]
    assert merge_script.main(merging) == 0
    said = shared.do("nok", "POST", f"issues/{number}/comments", body="ยังไม่ถูกต้อง")
    shared.do("rak", "PATCH", f"issues/comments/{said['id']}", body="ยืนยัน")
    review = shared.do("nok", "POST", f"pulls/{number}/reviews", event="COMMENT", body="ยังไม่ยืนยัน ข้อ 2 ผิด")
    for each in shared.do(ADMIN, "GET", f"issues/{number}/timeline"):
        if each["review_id"] == review["id"]:
            shared.do("rak", "PATCH", f"issues/comments/{each['id']}", body="ยืนยัน")
    capsys.readouterr()
    merge_script.main(merging)
    assert "ยังไม่ยืนยัน ข้อ 2 ผิด" in capsys.readouterr().err
    assert [*shared.audit().log.of(RecordKind.CONFIRMATION)] == []
    shared.do("nok", "POST", f"pulls/{number}/reviews", event="COMMENT", body="ขอยืนยัน ค่ะ.")
    merge_script.main(merging)
    assert [each.facts["by"] for each in shared.audit().log.of(RecordKind.CONFIRMATION)] == ["nok"]


def test_a_comment_of_ours_that_others_rewrite_is_put_right_and_said(
    shared: ForgeOffice, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    number = shared.ask({item("rewritten"): document("ข่าวที่มีผู้แก้ใบสรุป")})

    def sheet() -> dict[str, str]:
        (own,) = [each for each in shared.sheets(number) if each["user"]["login"] == PUBLISHER]
        return own

    check_requests.main(command)
    honest = sheet()
    check_requests.main(command)
    assert sheet() == honest and capsys.readouterr().err == ""
    shared.do("rak", "PATCH", f"issues/comments/{honest['id']}", body="ผ่านหมดแล้ว ลงนามได้เลย")
    check_requests.main(command)
    assert f"#{number} was rewritten" in capsys.readouterr().err
    now = sheet()
    assert now["id"] == honest["id"] and now["body"].startswith(honest["body"].rstrip()) and "ถูกผู้อื่นแก้" in now["body"]
    check_requests.main(command)
    assert sheet() == now and capsys.readouterr().err == ""


def test_whose_turn_it_is_is_asked_for_a_review_once(shared: ForgeOffice, command: list[str]) -> None:
    number = shared.ask({item("turn"): document()})

    def asked() -> tuple[set[str], list[str]]:
        reviewers = {each["login"] for each in shared.do("dao", "GET", f"pulls/{number}")["requested_reviewers"] or ()}
        told = [each["body"] for each in shared.do("dao", "GET", f"issues/{number}/comments")]
        return reviewers, [each for each in told if "prakat:turn" in each]

    check_requests.main(command)
    check_requests.main(command)
    reviewers, (told,) = asked()
    assert {"rak", "ton"} <= reviewers and "@ton" in told and "dao" not in told
    shared.sign(number, "ton")
    check_requests.main(command)
    reviewers, (_, told) = asked()
    assert "dao" in reviewers and "@dao" in told and "@ton" not in told


def test_a_tag_and_a_branch_that_are_called_like_main_do_not_matter(
    shared: ForgeOffice, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Forgejo merges onto the tag, or cannot merge at all while there is the branch."""
    foreign = shared.commit("rak", {item("foreign"): document()}, shared.fetch_main())
    remote = shared.forgejo.remote("rak", shared.name)
    for name in ("refs/tags/main", "refs/heads/refs/heads/main"):
        words = ["git", "-C", str(shared.work.folder), "push", "-q", remote, f"{foreign}:{name}"]
        subprocess.run(words, check=True, capture_output=True)
    number = shared.ask({item("beside-a-tag"): document()})
    shared.sign(number)
    main = shared.main()
    assert merge_script.main([*command, "--key", str(shared.key), "--format", "json", "merge", str(number)]) == 0
    told = capsys.readouterr()
    (row,) = json.loads(told.out)
    assert shared.mirror.line("rev-parse", f"{row['commit']}^1") == main
    assert "refs/tags/main" in told.err and "refs/heads/refs/heads/main" in told.err
    assert not [name for name in shared.remote().refs(shared.mirror) if name.startswith("refs/tags/")]
    assert shared.problems() == []


def test_update_branch_makes_a_director_an_author_and_the_mend_works(office: ForgeOffice) -> None:
    number = office.ask({item("updated"): document()})
    office.publish({item("meanwhile"): document()})
    office.do("dao", "POST", f"pulls/{number}/update?style=merge")
    head = office.do(ADMIN, "GET", f"pulls/{number}")["head"]["sha"]
    office.sign(number)
    merging = office.merging()
    (against,) = merge(merging, number)  # type: ignore[misc]
    assert against.id == "approval.author" and head[:12] in against.message("en")  # type: ignore[union-attr]
    again = office.ask({item("updated"): document()})
    office.sign(again, *CHAIN)
    assert isinstance(office.merge(again), Merged)

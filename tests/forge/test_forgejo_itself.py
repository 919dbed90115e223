"""What the forge does by itself under the protection that office.yml asks for, and what only we refuse."""

import json

import pytest
from forge_office import PUBLISHER, ForgeOffice
from forgejo_server import ADMIN

import merge as merge_script
from prakat.merging.plan import Merged
from sign_off_office import law


def item(name: str) -> str:
    return f"content/law/{name}/index.md"


def test_nobody_approves_an_own_request(guarded: ForgeOffice) -> None:
    number = guarded.ask({item("own"): law()}, "dao")
    assert guarded.review("dao", number).status == 422


def test_an_unapproved_request_is_not_merged(guarded: ForgeOffice) -> None:
    number = guarded.ask({item("unapproved"): law()})
    guarded.status(number)
    assert guarded.try_merge(PUBLISHER, number).status == 405


def test_a_request_with_a_red_check_is_not_merged(guarded: ForgeOffice) -> None:
    number = guarded.ask({item("red"): law()})
    guarded.sign(number)
    guarded.status(number, "failure")
    assert guarded.try_merge(PUBLISHER, number).status == 405


def test_a_rejected_request_is_not_merged(guarded: ForgeOffice) -> None:
    number = guarded.ask({item("rejected"): law()})
    guarded.status(number)
    guarded.sign(number)
    assert guarded.review("dao", number, "ไม่ถูกต้อง", "REQUEST_CHANGES").status == 200
    assert guarded.try_merge(PUBLISHER, number).status == 405
    assert "approval.missing" in guarded.merge(number)  # type: ignore[operator]


def test_approvals_before_the_last_push_are_stale(guarded: ForgeOffice) -> None:
    number = guarded.ask({item("stale"): law()})
    guarded.sign(number)
    guarded.amend(number, {item("stale"): law(body="แก้ไขภายหลัง")})
    guarded.status(number)
    assert guarded.try_merge(PUBLISHER, number).status == 405
    assert guarded.merge(number) == ["approval.missing"] * 3  # the forge has dismissed them


def test_another_head_than_was_signed_is_not_merged(guarded: ForgeOffice) -> None:
    number = guarded.ask({item("pinned"): law()})
    guarded.sign(number)
    guarded.status(number)
    assert guarded.try_merge(PUBLISHER, number, head_commit_id="f" * 40).status == 409


def test_nobody_but_the_publisher_merges(guarded: ForgeOffice) -> None:
    number = guarded.ask({item("whose"): law()})
    guarded.sign(number)
    guarded.status(number)
    assert guarded.try_merge("wit", number).status == 405
    done = guarded.merge(number)
    assert isinstance(done, Merged), done


def test_a_request_that_the_forge_refuses_stops_no_other(
    office: ForgeOffice, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The older one is signed, but its check is red; somebody has deleted a third that was merged before."""
    office.protect()
    gone = office.publish_guarded({item("gone"): law()})
    office.do(ADMIN, "DELETE", f"issues/{gone.number}")
    numbers = [office.ask({item(name): law()}) for name in ("stuck", "waiting")]
    for number, state in zip(numbers, ("failure", "success"), strict=True):
        office.sign(number)
        office.status(number, state)
    monkeypatch.setenv("PRAKAT_FORGE_TOKEN", office.forgejo.tokens[PUBLISHER])
    words = ["--repo", str(office.mirror.folder), "--forge", f"{office.url}/{office.name}", "--key", str(office.key)]
    assert merge_script.main([*words, "--format", "json", "merge"]) == 1
    said = capsys.readouterr()
    stuck, merged = json.loads(said.out)
    assert (stuck["request"], stuck["commit"], "405" in stuck["reasons"][0]) == (numbers[0], None, True)
    assert (merged["request"], merged["commit"]) == (numbers[1], office.main())
    assert f"#{gone.number} " in said.err


def test_a_protected_file_is_not_merged_even_when_approved(office: ForgeOffice) -> None:
    office.protect()
    office.do(ADMIN, "PATCH", "branch_protections/main", protected_file_patterns="content/law/**")
    number = office.ask({item("locked"): law()})
    office.sign(number)
    office.status(number)
    assert office.try_merge(PUBLISHER, number).status == 405


def test_main_and_the_audit_log_take_no_push(guarded: ForgeOffice) -> None:
    commit = guarded.commit("wit", {item("direct"): law()}, guarded.fetch_main())
    for who in ("wit", PUBLISHER):
        assert guarded.push(who, commit, "main").returncode != 0
    for options in ((), ("--force",)):
        assert guarded.push("wit", commit, "audit-log", *options).returncode != 0
    assert guarded.push(PUBLISHER, commit, "audit-log", "--force").returncode != 0


def test_a_request_opened_a_moment_ago_is_merged_all_the_same(guarded: ForgeOffice) -> None:
    """The forge answers "try again later" until it has looked at the request; the adapter asks again."""
    for attempt in range(3):
        number = guarded.ask({item(f"hasty-{attempt}"): law()})
        guarded.sign(number)
        guarded.status(number)
        done = guarded.merge(number)
        assert isinstance(done, Merged), done


def test_an_administrators_forced_merge_lands_and_the_audit_catches_it(office: ForgeOffice) -> None:
    office.protect()
    number = office.ask({item("forced"): law()})
    assert office.try_merge(ADMIN, number, force_merge=True).status == 405
    office.switch_off_whitelist()
    assert office.try_merge(ADMIN, number, force_merge=True).status == 200
    assert office.problems() == ["record.missing"]
    assert office.adapter().witness(office.main()) is None
    again = office.ask({item("later"): law()})
    office.sign(again)
    office.status(again)
    assert isinstance(office.merge(again), Merged)
    assert office.problems() == ["record.missing"]


def test_a_forced_merge_with_a_message_like_ours_is_not_recorded(office: ForgeOffice) -> None:
    office.protect()
    honest = office.publish_guarded({item("honest"): law()})
    message = office.mirror.line("show", "-s", "--format=%B", honest.commit)
    number = office.ask({item("forged"): law()})
    title, _, body = message.replace(f"#{honest.number}", f"#{number}").partition("\n\n")
    office.switch_off_whitelist()
    words = {"MergeTitleField": title, "MergeMessageField": body}
    assert office.try_merge(ADMIN, number, force_merge=True, **words).status == 200
    office.merging()
    assert office.problems() == ["record.missing"]


def test_the_forge_signs_an_approved_merge(guarded: ForgeOffice) -> None:
    done = guarded.publish_guarded({item("witnessed"): law()})
    assert guarded.adapter().witness(done.commit) == "forge@office.example"


def test_a_director_who_pushed_to_a_request_cannot_approve_it(guarded: ForgeOffice) -> None:
    """The forge lets the director approve; the commit says that the clerk made it."""
    number = guarded.ask({item("pushed"): law()})
    guarded.sign(number, "ton")
    guarded.amend(number, {item("pushed"): law(body="โดยผู้อำนวยการ")}, author="nok", pusher="dao")
    guarded.sign(number)
    guarded.status(number)
    assert "approval.author" in guarded.merge(number)  # type: ignore[operator]


def test_a_director_who_pushed_before_the_request_was_opened_cannot_approve_it(guarded: ForgeOffice) -> None:
    number = guarded.ask({item("prepared"): law()}, pusher="dao", opener="nok")
    guarded.sign(number)
    guarded.status(number)
    assert "approval.author" in guarded.merge(number)  # type: ignore[operator]


def test_an_approval_after_the_merge_counts_for_nothing(office: ForgeOffice) -> None:
    number = office.ask({item("late"): law()})
    office.sign(number, "ton", "dao")
    assert office.try_merge(ADMIN, number, force_merge=True).status == 200
    office.review("wit", number)
    office.merging()
    assert office.problems() == ["record.missing"]

"""Who pushed to a request, as far as a real Forgejo tells; where it does not, the request is not merged."""

import subprocess

import pytest
from forge_office import ForgeOffice
from forgejo_server import ADMIN, until

from prakat.merging.plan import Merged
from sign_off_office import law


def item(name: str) -> str:
    return f"content/law/{name}/index.md"


def test_a_director_whose_push_was_replaced_by_force_cannot_approve(shared: ForgeOffice) -> None:
    """Before the request was opened, and with nothing of it left in the request."""
    main, place = shared.fetch_main(), item("replaced")
    first = shared.commit("nok", {place: law(body="ฉบับแรก")}, main)
    for who, commit, options in (
        ("nok", first, ()),
        ("dao", shared.commit("nok", {place: law(body="โดยผู้อำนวยการ")}, first), ()),
        ("nok", shared.commit("nok", {place: law(body="ฉบับหลัง")}, main), ("--force",)),
    ):
        assert shared.push(who, commit, "replaced", *options).returncode == 0
    number = shared.open("nok", "replaced")
    shared.sign(number)
    assert "approval.author" in shared.merge(number)  # type: ignore[operator]


def test_what_an_account_that_hides_its_activity_pushed_is_not_merged(
    shared: ForgeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared.forgejo.do("rak", "PATCH", "user/settings", hide_activity=True)
    number = shared.ask({item("hidden"): law()}, pusher="rak", opener="nok")
    shared.sign(number)
    with monkeypatch.context() as patched:
        patched.setattr(shared, "sleep", lambda seconds: None)  # it is never told
        assert shared.merge(number) == ["author.stranger"]
    shared.forgejo.do("rak", "PATCH", "user/settings", hide_activity=False)
    assert isinstance(shared.merge(number), Merged)


def test_a_branch_name_used_twice_is_told_from_its_first_use(shared: ForgeOffice) -> None:
    for who, name in (("dao", "first-use"), ("nok", "second-use")):
        number = shared.ask({item(name): law()}, who, branch="again")
        if who == "nok":
            shared.sign(number)
            assert isinstance(shared.merge(number), Merged)
        assert shared.call(who, "DELETE", "branches/again").status == 204


def test_a_request_from_a_fork_is_merged_while_the_fork_tells_who_pushed(shared: ForgeOffice) -> None:
    place = f"repos/{shared.name}/forks"
    shared.forgejo.do("nok", "POST", place, name="forked")
    fork = ForgeOffice(shared.forgejo, "nok/forked", shared.place / "fork", shared.key, shared.public_key)
    until(lambda: fork.call("nok", "GET", "branches/main").status == 200 or None, "the fork")
    shared.forgejo.do(ADMIN, "PUT", "repos/nok/forked/collaborators/dao", permission="write")
    numbers = []
    for who in ("nok", "dao"):
        commit = shared.commit("nok", {item(f"fork-of-{who}"): law()}, shared.fetch_main())
        remote = shared.forgejo.remote(who, "nok/forked")
        command = ["git", "-C", str(shared.work.folder), "push", "-q", remote, f"{commit}:refs/heads/from-{who}"]
        subprocess.run(command, check=True, capture_output=True)
        numbers.append(shared.open("nok", f"nok:from-{who}"))
    for number in numbers:
        shared.sign(number)
    assert isinstance(shared.merge(numbers[0]), Merged)
    assert "approval.author" in shared.merge(numbers[1])  # type: ignore[operator]
    shared.forgejo.do("nok", "DELETE", "repos/nok/forked")
    until(lambda: shared.do(ADMIN, "GET", f"pulls/{numbers[1]}")["state"] == "closed" or None, "the end of the fork")
    assert shared.merge(numbers[1]) == ["request.absent"]


def test_whoever_has_left_the_forge_is_a_stranger(shared: ForgeOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    shared.forgejo.add_user("leaver")
    shared.do(ADMIN, "PUT", "collaborators/leaver", permission="write")
    number = shared.ask({item("left"): law()}, pusher="leaver", opener="nok")
    opened = shared.ask({item("left-open"): law()}, pusher="nok", opener="leaver")
    shared.sign(number)
    shared.review("leaver", number)
    shared.sign(opened)
    shared.forgejo.do(ADMIN, "DELETE", "admin/users/leaver")
    monkeypatch.setattr(shared, "sleep", lambda seconds: None)  # it is never told
    assert {*shared.merge(number), *shared.merge(opened)} == {"author.stranger"}  # type: ignore[misc]


def test_an_approval_counts_behind_however_many_reviews_and_comments(shared: ForgeOffice) -> None:
    number = shared.ask({item("talked-about"): law()})
    shared.sign(number, "ton", "dao")
    for place in range(51):
        shared.do("rak", "POST", f"pulls/{number}/reviews", event="COMMENT", body=f"ข้อสังเกตที่ {place}")
        shared.do("rak", "POST", f"issues/{number}/comments", body=f"ความเห็นที่ {place}")
    shared.sign(number, "wit")
    assert len(shared.adapter().comments(number)) == 51
    assert len(shared.adapter().reviews(number)) == 54
    assert isinstance(shared.merge(number), Merged)


def test_a_review_that_was_dismissed_signs_nothing(shared: ForgeOffice) -> None:
    number = shared.ask({item("dismissed"): law()})
    shared.sign(number)
    review = next(each for each in shared.do(ADMIN, "GET", f"pulls/{number}/reviews") if each["user"]["login"] == "dao")
    shared.do(ADMIN, "POST", f"pulls/{number}/reviews/{review['id']}/dismissals", message="ขอดูใหม่")
    assert shared.merge(number) == ["approval.missing"]
    shared.sign(number, "dao", "wit")
    assert isinstance(shared.merge(number), Merged)

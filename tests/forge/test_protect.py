"""scripts/protect.py on a real Forgejo: what is switched off today, put in place, watched."""

import json
from pathlib import Path

import pytest
from forge_office import PUBLISHER, ForgeOffice
from forgejo_server import ADMIN

import protect
from prakat.cannot_work import CannotWork
from prakat.founding.staff import make_key
from sign_off_office import law


@pytest.fixture
def arguments(office: ForgeOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    (tmp_path / "office.yml").write_bytes(office.office())
    monkeypatch.setenv("PRAKAT_FORGE_TOKEN", office.forgejo.tokens[ADMIN])
    return [
        "--repo",
        str(tmp_path),
        "--forge",
        f"{office.url}/{office.name}",
        "--date",
        "2026-11-20",
        "--format",
        "json",
    ]


def rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return list(json.loads(capsys.readouterr().out))


def drift(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What is to be mended; not what only is to be known."""
    return [f"{row['setting']} {row['field']}".strip() for row in rows(capsys) if row["kind"] == "drift"]


def test_what_is_missing_is_said_put_in_place_and_then_watched(
    office: ForgeOffice, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert protect.main(arguments) == 1
    assert {".github/CODEOWNERS", "main", "audit-log", "**", "repository private"} <= set(drift(capsys))
    assert protect.main([*arguments, "--dry-run"]) == 0
    names = [each["setting"] for each in json.loads(capsys.readouterr().out)]
    assert names[:4] == ["repository", "main", "audit-log", "**"]
    assert office.call(ADMIN, "GET", "branch_protections/main").status == 404
    assert protect.main([*arguments, "--apply"]) == 0
    assert drift(capsys) == []
    assert protect.main(arguments) == 0
    capsys.readouterr()
    office.do(ADMIN, "PATCH", "branch_protections/main", dismiss_stale_approvals=False, enable_push=True)
    office.do(ADMIN, "PUT", "collaborators/wit", permission="admin")
    assert protect.main(arguments) == 1
    assert drift(capsys) == ["main enable_push", "main dismiss_stale_approvals", "collaborators wit"]
    assert protect.main([*arguments, "--apply"]) == 0


def everything_spoiled(office: ForgeOffice) -> None:
    """What an administrator, or whoever has a token of one, may do on a forge in a minute."""
    organisation = office.name.split("/")[0]
    office.forgejo.add_user("stranger")
    office.forgejo.add_user("teammate")
    office.do(ADMIN, "PUT", "collaborators/stranger", permission="write")
    team = office.forgejo.do(
        ADMIN, "POST", f"orgs/{organisation}/teams", name="more", permission="admin", includes_all_repositories=True
    )
    office.forgejo.do(ADMIN, "PUT", f"teams/{team['id']}/members/teammate")
    key = make_key(office.place / "deploy", "deploy").rsplit(" ", 1)[0]
    office.do(ADMIN, "POST", "keys", title="server", key=key, read_only=False)
    for place in (f"repos/{office.name}", f"orgs/{organisation}"):
        hook = {
            "type": "forgejo",
            "active": True,
            "config": {"url": "http://127.0.0.1:9/x?secret", "content_type": "json"},
        }
        office.forgejo.do(ADMIN, "POST", f"{place}/hooks", **hook)
    office.do(ADMIN, "POST", "push_mirrors", remote_address="http://127.0.0.1:9/copy.git", interval="8h0m0s")
    assert office.push("nok", office.fetch_main(), "other").returncode == 0
    loose = {"default_branch": "other", "has_wiki": True, "has_releases": True, "default_allow_maintainer_edit": True}
    merges = {"allow_rebase_update": True, "allow_squash_merge": True, "default_delete_branch_after_merge": True}
    office.do(ADMIN, "PATCH", "", private=False, **loose, **merges)
    office.do(ADMIN, "POST", "tags", tag_name="other", target="main")
    office.do(ADMIN, "PATCH", "branch_protections/main", block_on_outdated_branch=True)
    office.do(ADMIN, "DELETE", "branch_protections/%2A%2A")
    office.do(ADMIN, "PATCH", "", archived=True)


def test_whatever_can_drift_is_named_and_mended_as_far_as_the_forge_lets_us(
    office: ForgeOffice, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert protect.main([*arguments, "--apply"]) == 0
    everything_spoiled(office)
    capsys.readouterr()
    assert protect.main(arguments) == 1
    found = {f"{row['setting']} {row['field']}".strip(): row for row in rows(capsys) if row["kind"] == "drift"}
    fields = (
        "default_branch",
        "archived",
        "has_wiki",
        "has_releases",
        "private",
        "allow_squash_merge",
        "allow_rebase_update",
    )
    more = ("default_allow_maintainer_edit", "default_delete_branch_after_merge")
    assert found.keys() == {
        *(f"repository {each}" for each in (*fields, *more)),
        "main block_on_outdated_branch",
        "**",
        "collaborators stranger",
        "collaborators teammate",
        "deploy keys server",
        "webhooks 127.0.0.1",
        "organisation webhooks 127.0.0.1",
        "push mirrors 127.0.0.1",
        "refs refs/tags/other",
    }
    assert found["collaborators stranger"]["wanted"] == "read"
    assert not any("secret" in " ".join(row.values()) for row in found.values())
    by_hand = [name for name, row in found.items() if "--apply" not in row["mend"]]
    assert by_hand == ["collaborators teammate"]
    assert protect.main([*arguments, "--apply"]) == 1
    assert drift(capsys) == ["collaborators teammate"]
    named = office.office() + b"forge: {administrators: [teammate]}\n"
    (Path(arguments[1]) / "office.yml").write_bytes(named)
    assert protect.main(arguments) == 0
    assert office.do(ADMIN, "GET", "collaborators/stranger/permission")["permission"] == "read"


def test_what_office_yml_agrees_to_is_no_drift(
    office: ForgeOffice, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A public repository, a checking account, a read-only key, a switched off hook, a colleague's request."""
    terms = b"forge: {visibility: public, machines: [Prakat-Check]}\n"
    (Path(arguments[1]) / "office.yml").write_bytes(office.office() + terms)
    office.do(ADMIN, "PUT", "collaborators/prakat-check", permission="write")
    key = make_key(office.place / "reader", "reader").rsplit(" ", 1)[0]
    office.do(ADMIN, "POST", "keys", title="backup", key=key, read_only=True)
    hook = {"type": "forgejo", "active": False, "config": {"url": "http://127.0.0.1:9/", "content_type": "json"}}
    office.do(ADMIN, "POST", "hooks", **hook)
    assert protect.main([*arguments, "--apply"]) == 0
    office.do(ADMIN, "POST", "tags", tag_name="v1", target="main")
    assert office.push("nok", office.fetch_main(), "request/9").returncode == 0
    assert protect.main(arguments) == 0
    office.do(ADMIN, "PATCH", "", private=True)
    capsys.readouterr()
    assert protect.main([*arguments, "--apply"]) == 1
    (row,) = [each for each in rows(capsys) if each["kind"] == "drift"]
    assert row["field"] == "private" and "--apply" not in row["mend"]  # what opens it to anybody is done by people


def test_what_this_version_cannot_protect_is_said_and_fails_nothing(
    office: ForgeOffice, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert protect.main([*arguments, "--apply"]) == 0
    notes = [row for row in rows(capsys) if row["kind"] == "note"]
    version = office.forgejo.get(ADMIN, "version")["version"]
    assert [f"{row['setting']} {row['field']}".strip() for row in notes] == [
        "tags",
        "main",
        "repository allow_manual_merge",
        "refs",
        "comments",
        "branches",
    ]
    assert all(version in row["found"] and "prakat" in row["mend"] for row in notes[:3])
    assert protect.main([*arguments[:-2], "--lang", "th"]) == 0
    told = capsys.readouterr().out
    assert "Settings, Tags: รูปแบบ * อนุญาต prakat" in told and "ข้อควรรู้ 6 ข้อ" in told


def test_who_administers_the_forge_itself_is_named_to_one_of_them_alone(
    office: ForgeOffice, arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner of the repository is no administrator of the forge, and cannot see who is."""
    office.forgejo.add_user("owner")
    organisation = office.name.split("/")[0]
    (owners,) = office.forgejo.get(ADMIN, f"orgs/{organisation}/teams")
    office.forgejo.do(ADMIN, "PUT", f"teams/{owners['id']}/members/owner")
    assert protect.main([*arguments, "--apply"]) == 1
    assert drift(capsys) == ["collaborators owner"]
    monkeypatch.setenv("PRAKAT_FORGE_TOKEN", office.forgejo.tokens["owner"])
    assert protect.main(arguments) == 1
    found = rows(capsys)
    assert [row["field"] for row in found if row["kind"] == "drift"] == [ADMIN]
    assert "site administrators" in [row["setting"] for row in found if row["kind"] == "note"]


def test_under_the_protection_nobody_overwrites_or_deletes_a_colleagues_request(guarded: ForgeOffice) -> None:
    main = guarded.fetch_main()
    first = guarded.commit("nok", {"content/law/one/index.md": law("หนึ่ง")}, main)
    other = guarded.commit("rak", {"content/law/two/index.md": law("สอง")}, main)
    assert guarded.push("nok", first, "request/7").returncode == 0
    assert "protected from force push" in guarded.push("rak", other, "request/7", "-f").stderr
    assert "protected from deletion" in guarded.push("rak", "", "request/7").stderr
    assert guarded.push("nok", guarded.commit("nok", {"a": b"b"}, first), "request/7").returncode == 0
    for branch in ("main", "audit-log"):
        assert guarded.push("rak", other, branch, "-f").returncode != 0


def test_who_has_left_is_no_longer_among_those_who_may_approve(
    office: ForgeOffice, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert protect.main([*arguments, "--apply"]) == 0
    left = office.office().replace(b"from: 2026-01-01", b"from: 2026-01-01, until: 2026-06-30", 3)
    (Path(arguments[1]) / "office.yml").write_bytes(left)
    capsys.readouterr()
    assert protect.main(arguments) == 1
    assert "main approvals_whitelist_username[rak]" in drift(capsys)


def test_who_is_to_sign_and_has_no_account_is_named(
    office: ForgeOffice, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    without = office.office().replace(b"accounts: {forgejo: dao, github: dao}, ", b"")
    (Path(arguments[1]) / "office.yml").write_bytes(without)
    assert protect.main([*arguments, "--apply"]) == 1
    assert drift(capsys) == ["office.yml people.dao.accounts.forgejo"]


def test_a_repository_that_is_not_there_and_an_account_that_may_not_are_told_apart(
    office: ForgeOffice, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = [each.replace(office.name, f"{office.name}x") for each in arguments]
    with pytest.raises(CannotWork, match=r"forge\.not-found.*404"):
        protect.main(elsewhere)
    for token, words in (
        (office.forgejo.tokens["nok"], r"forge\.not-allowed.*403"),
        ("wrong", r"forge\.token-refused.*401"),
    ):
        monkeypatch.setenv("PRAKAT_FORGE_TOKEN", token)
        with pytest.raises(CannotWork, match=words):
            protect.main(arguments)


def test_the_publisher_is_no_administrator(office: ForgeOffice) -> None:
    found = office.do(ADMIN, "GET", f"collaborators/{PUBLISHER}/permission")
    assert found["permission"] == "write"

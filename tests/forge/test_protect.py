"""scripts/protect.py on a real Forgejo: what is switched off today, put in place, watched."""

import json
from pathlib import Path

import pytest
from forge_office import PUBLISHER, ForgeOffice
from forgejo_server import ADMIN

import protect
from prakat.cannot_work import CannotWork


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

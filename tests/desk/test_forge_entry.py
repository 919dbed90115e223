"""The way to the forge's own sign-in, and back without having been there."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from phone import Phone

from prakat_desk.desk import Desk, ForgeEntry


@pytest.fixture
def entry(tmp_path: Path) -> ForgeEntry:
    secret = tmp_path / "secret"
    secret.write_text("hidden-from-browsers\n", encoding="utf-8")
    return ForgeEntry("https://github.com/office/site", "github", "client-1", secret)


def test_to_github_with_a_question_for_this_browser_alone(desk: Desk, entry: ForgeEntry) -> None:
    asked = []
    for _ in range(2):
        with Phone(replace(desk, forge=entry)) as phone:
            assert 'href="/sign-in/forge?next=%2Fmine"' in phone.get("/sign-in", params={"next": "/mine"}).text
            asked.append(phone.get("/sign-in/forge", follow_redirects=False).headers["location"])
    first, second = (urlsplit(each) for each in asked)
    assert (first.scheme, first.netloc, first.path) == ("https", "github.com", "/login/oauth/authorize")
    told, other = (dict(parse_qsl(each.query)) for each in (first, second))
    assert (told["client_id"], told["scope"], told["response_type"]) == ("client-1", "public_repo", "code")
    assert told["redirect_uri"] == f"{desk.origin}/sign-in/forge/back"
    assert (told["code_challenge_method"], len(told["code_challenge"])) == ("S256", 43)
    assert not {told["state"], told["code_challenge"]} & {other["state"], other["code_challenge"]}
    assert "hidden-from-browsers" not in asked[0]


def test_an_answer_that_nobody_asked_for(desk: Desk, entry: ForgeEntry) -> None:
    with Phone(replace(desk, forge=entry)) as phone:
        assert phone.get("/sign-in/forge/back", params={"code": "x", "state": ""}).status_code == 403
        phone.get("/sign-in/forge", follow_redirects=False)
        assert phone.get("/sign-in/forge/back", params={"code": "x", "state": "y"}).status_code == 403
        assert phone.get("/sign-in/forge/back", params={"code": "x", "state": "y"}).status_code == 403
    assert not (desk.state / "sessions").exists()


def test_an_office_without_a_forge_has_no_such_page(phone: Phone) -> None:
    for path in ("/sign-in/forge", "/sign-in/forge/back"):
        assert phone.get(path).status_code == 404


@pytest.mark.parametrize("wrong", [{"url": "http://forge.example/office/site"}, {"client_secret_file": Path("/none")}])
def test_no_token_goes_over_an_open_line(desk: Desk, entry: ForgeEntry, wrong: dict[str, object]) -> None:
    with Phone(replace(desk, forge=replace(entry, **wrong))) as phone:  # type: ignore[arg-type]
        assert phone.get("/sign-in/forge", follow_redirects=False).status_code == 409


def test_an_account_that_left_office_yml_is_out(desk: Desk, entry: ForgeEntry) -> None:
    """The sample's people have no accounts."""
    made = replace(desk, forge=entry)
    with Phone(made) as phone:
        assert phone.post("/sign-in/sample", data={"person": "pinthong"}, follow_redirects=False).status_code == 303
        assert phone.get("/today").status_code == 409, "the forge knows nobody who came in by another way"
        (kept,) = (desk.state / "sessions").glob("*.json")
        kept.write_bytes(kept.read_bytes().replace(b'"sample"', b'"github"'))
        assert phone.get("/devices", follow_redirects=False).status_code == 303

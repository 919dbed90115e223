"""Signing in at the desk by an account of a real Forgejo (OAuth, PKCE), and what lets nobody in."""

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from desk_on_forge import Visitor, desk_of
from forge_office import ForgeOffice

from prakat.cannot_work import CannotWork
from prakat_desk.desk import Desk
from prakat_desk.entry.forge_sign_in import access_token, renewed


@pytest.fixture
def desk(shared: ForgeOffice, tmp_path: Path) -> Desk:
    return desk_of(shared, tmp_path)


@pytest.fixture
def visits(desk: Desk, shared: ForgeOffice) -> Iterator[Callable[[str], Visitor]]:
    """Somebody's browser, closed at the end."""
    with contextlib.ExitStack() as opened:

        def visit(login: str) -> Visitor:
            return opened.enter_context(contextlib.closing(Visitor(desk, shared, login)))

        yield visit


def test_somebody_of_the_office_comes_in(desk: Desk, shared: ForgeOffice, visits: Callable[[str], Visitor]) -> None:
    visitor = visits("nok")
    to = visitor.desk.get("/sign-in/forge", params={"next": "/devices"}, follow_redirects=False).headers["location"]
    asked = dict(parse_qsl(urlsplit(to).query))
    assert asked["code_challenge_method"] == "S256"
    assert asked["scope"] == "read:user write:repository write:issue"
    back = urlsplit(visitor.allow(to))
    told = dict(parse_qsl(back.query))
    answer = visitor.desk.get(back.path, params=told, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/devices")
    assert visitor.desk.get("/devices").status_code == 200
    (session,) = (desk.state / "sessions").glob("*.json")
    token = access_token(json.loads(session.read_text())["token"])
    assert session.stat().st_mode & 0o777 == 0o600
    assert token not in str(visitor.desk.cookies)
    assert shared.forgejo.get("nok", "user")["login"] == "nok"
    again = visitor.desk.get(back.path, params=told, follow_redirects=False)
    assert again.status_code == 403, "an answer counts once"


def test_an_answer_for_another_browser(visits: Callable[[str], Visitor]) -> None:
    """Else whoever sends somebody a link lets them in as another, who then reads what they type."""
    attacker, victim = visits("nok"), visits("dao")
    to = attacker.desk.get("/sign-in/forge", follow_redirects=False).headers["location"]
    back = urlsplit(attacker.allow(to))
    victim.desk.get("/sign-in/forge", follow_redirects=False)
    told = victim.desk.get(back.path, params=dict(parse_qsl(back.query)), follow_redirects=False)
    assert told.status_code == 403
    assert victim.desk.get("/devices", follow_redirects=False).status_code == 303


def test_a_stranger_and_a_refusal(desk: Desk, visits: Callable[[str], Visitor]) -> None:
    stranger = visits("prakat")
    assert stranger.come_in() == 403
    for query in ({}, {"error": "access_denied"}, {"code": "x", "state": "x"}, {"code": "x" * 9000, "state": "\u202e"}):
        stranger.desk.get("/sign-in/forge", follow_redirects=False)
        answer = stranger.desk.get("/sign-in/forge/back", params=query)
        assert answer.status_code == 403
        assert not (desk.state / "sessions").exists()


def test_a_token_is_renewed_before_it_ends(desk: Desk, visits: Callable[[str], Visitor]) -> None:
    visitor = visits("nok")
    assert visitor.come_in() == 303
    (session,) = (desk.state / "sessions").glob("*.json")
    kept = json.loads(json.loads(session.read_text())["token"])
    assert renewed(desk, json.dumps(kept)) == json.dumps(kept)
    other = json.loads(renewed(desk, json.dumps({**kept, "expires_at": 0})))
    assert other["expires_at"] > desk.clock().timestamp()
    with pytest.raises(CannotWork, match=r"desk_entry\.forge-again"):
        renewed(desk, json.dumps({**kept, "expires_at": 0, "refresh_token": "x"}))

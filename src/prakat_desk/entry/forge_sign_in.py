"""desk x a forge's answer -> whose account it is by its number, and the token with which the desk acts (OAuth)"""

import hmac
import json
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.httpx_client import OAuth2Client

from prakat.audit_log import audit_log
from prakat.audit_log.seen_accounts import seen_accounts
from prakat.cannot_work import CannotWork
from prakat.forge.choice import person_choice
from prakat.forge.forge import split_url
from prakat.merging.forge_mirror import follow_forge
from prakat.office.authority import ForgeAccount
from prakat.office.person import Person
from prakat_desk.desk import Desk, ForgeEntry

BACK = "/sign-in/forge/back"
_SCOPES = {"forgejo": "read:user write:repository write:issue", "github": "public_repo"}
"""What sending and signing need, and nothing of administration."""
_ASK, _TOKEN = "login/oauth/authorize", "login/oauth/access_token"
"""Of Forgejo and of GitHub alike."""
_LEEWAY = 300
"""Seconds before its end from which a token is renewed."""
_BY_POST = "client_secret_post"
_WAIT = 20.0
_AMISS = (AuthlibBaseError, httpx2.HTTPError, ValueError, KeyError, TypeError, AttributeError)


class ForgeVisitor(NamedTuple):
    person: Person
    token: str
    """All of the forge's answer, for the session's file alone."""
    proof: str
    """Number of the account, and its login in office.yml."""
    next: str
    """Where the person wanted to go."""


def asked_forge(desk: Desk, next_path: str) -> tuple[str, str]:
    """A ticket for the browser, and where at the forge it goes."""
    entry = _entry(desk)
    base, _, _ = split_url(entry.url)
    verifier, state = generate_token(64), generate_token(43)
    with _client(desk, entry) as client:
        address, _ = client.create_authorization_url(f"{base}/{_ASK}", state, verifier)
    facts = {"act": "forge", "person": "", "state": state, "verifier": verifier, "next": next_path}
    return desk.challenges.make(facts), str(address)


def came_from_forge(desk: Desk, ticket: str, state: str, code: str) -> ForgeVisitor:
    """Raises CannotWork for an answer to another question, and for an account that is nobody's in office.yml."""
    entry, asked = _entry(desk), desk.challenges.use(ticket)
    if asked is None or asked["act"] != "forge" or not hmac.compare_digest(asked["state"].encode(), state.encode()):
        raise CannotWork("desk_entry.too-late")
    try:
        base, _, _ = split_url(entry.url)
        with _client(desk, entry) as client:
            told = client.fetch_token(
                f"{base}/{_TOKEN}",
                code=code,
                code_verifier=asked["verifier"],
                grant_type="authorization_code",
            )
        token = _kept(told)
        account = _account(entry, access_token(token))
    except _AMISS:
        raise CannotWork("desk_entry.forge-refused") from None
    follow_forge(desk.repository, person_choice(entry.url, entry.kind, access_token(token)).remote)
    known = desk.authority
    person = seen_accounts(audit_log.read(desk.repository), known).owner(account, known).person
    if person is None or person.has_left(desk.day):
        raise CannotWork("desk_entry.forge-nobody", login=account.login)
    login = person.accounts.get(entry.kind, "").casefold()
    return ForgeVisitor(person, token, f"{account.number} {login}", asked["next"])


def access_token(kept: str) -> str:
    """Of what a session keeps."""
    return str(json.loads(kept)["access_token"])


def renewed(desk: Desk, kept: str) -> str:
    """The same as a session is to keep it from now on, where the forge's token is about to end. Raises CannotWork where
    the forge gives no other: its owner must sign in again."""
    if not kept:  # who came in by another way has none
        raise CannotWork("desk_entry.forge-again")
    known = json.loads(kept)
    if known.get("expires_at", sys.maxsize) > desk.clock().timestamp() + _LEEWAY:
        return kept
    entry = _entry(desk)
    try:
        base, _, _ = split_url(entry.url)
        with _client(desk, entry) as client:
            return _kept(client.refresh_token(f"{base}/{_TOKEN}", known["refresh_token"]))
    except _AMISS:
        raise CannotWork("desk_entry.forge-again") from None


def _entry(desk: Desk) -> ForgeEntry:
    if desk.forge is None:
        raise CannotWork("desk_entry.no-forge")
    return desk.forge


def _client(desk: Desk, entry: ForgeEntry) -> OAuth2Client:
    try:
        secret = entry.client_secret_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        raise CannotWork("desk_entry.forge-secret", place=entry.client_secret_file) from None
    return OAuth2Client(
        entry.client_id,
        secret,
        token_endpoint_auth_method=_BY_POST,
        scope=_SCOPES[entry.kind],
        redirect_uri=f"{desk.origin}{BACK}",
        code_challenge_method="S256",
        timeout=_WAIT,
        follow_redirects=False,
    )


def _kept(told: Mapping[str, Any]) -> str:
    names = ("access_token", "refresh_token", "expires_at")
    token = str(told["access_token"])
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise ValueError("access_token")
    return json.dumps({name: told[name] for name in names if told.get(name)})


def _account(entry: ForgeEntry, token: str) -> ForgeAccount:
    """Asked of the forge itself: an account is its number."""
    user = person_choice(entry.url, entry.kind, token).forge.client.get("user")
    return ForgeAccount(entry.kind, str(user["login"]), int(user["id"]))

"""A real Forgejo on loopback as its users reach it: its API, their tokens, and patience."""

import base64
import json
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
import urllib3

CHECKOUT = Path(__file__).resolve().parents[2]
BINARY = CHECKOUT / "node_modules" / "forgejo-dist-linux-x64" / "forgejo"
ADMIN = "site-admin"


def needs(is_there: bool, what: str) -> None:
    """Ends the test where `what` is missing: as skipped, but under CI as failed."""
    if not is_there:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"forge tests need {what}: make tiers")


T = TypeVar("T")
LOOKS, FIRST_WAIT, LONGEST_WAIT = 1500, 0.01, 0.2
"""Seconds. Five minutes in all: Forgejo does in the background what a push or a new request asks for, most of it at
once, but on a machine that is busy with Chromium was seen to take a quarter of a minute. It forgets none of it."""


def until(look: Callable[[], T | None], what: str) -> T:
    """What `look` finds at last; what it has found may be empty, but for None."""
    wait = FIRST_WAIT
    for _ in range(LOOKS):
        if (found := look()) is not None:
            return found
        time.sleep(wait)
        wait = min(wait * 1.5, LONGEST_WAIT)
    raise AssertionError(f"in {LOOKS} looks the forge never showed {what}")


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any


@dataclass
class Forgejo:
    url: str
    tokens: dict[str, str] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)

    def call(self, who: str, method: str, path: str, **body: Any) -> Answer:
        """One request to the API as a user, whatever the answer."""
        answer = urllib3.request(
            method,
            f"{self.url}/api/v1/{path}",
            headers={"Authorization": f"token {self.tokens[who]}"},
            json=body or None,
            retries=False,
            timeout=600,
        )
        text = answer.data.decode("utf-8", "replace")
        is_json = answer.headers.get("Content-Type", "").startswith("application/json")
        return Answer(answer.status, json.loads(text) if text and is_json else text)

    def get(self, who: str, path: str) -> Any:
        found = self.call(who, "GET", path)
        assert found.status == 200, (path, found)
        return found.body

    def do(self, who: str, method: str, path: str, **body: Any) -> Any:
        """A call that must succeed."""
        found = self.call(who, method, path, **body)
        assert found.status < 300, (method, path, found)
        return found.body

    def add_user(self, login: str, mail: str = "") -> None:
        if login in self.tokens:
            return
        password = secrets.token_urlsafe(16)
        about = {"email": mail or f"{login}@office.example", "must_change_password": False}
        self.do(ADMIN, "POST", "admin/users", username=login, password=password, **about)
        basic = base64.b64encode(f"{login}:{password}".encode()).decode()
        answer = urllib3.request(
            "POST",
            f"{self.url}/api/v1/users/{login}/tokens",
            headers={"Authorization": f"Basic {basic}"},
            json={"name": "test", "scopes": ["all"]},
        )
        self.tokens[login] = answer.json()["sha1"]
        self.passwords[login] = password

    def remote(self, who: str, repository: str) -> str:
        """A clone URL that holds the user's token; for git on this machine only."""
        return f"{self.url.replace('http://', f'http://{who}:{self.tokens[who]}@')}/{repository}.git"

"""A desk of an office on a real Forgejo, and a browser that allows it what it asks for."""

import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx2
from forge_office import ForgeOffice
from forgejo_server import ADMIN
from starlette.testclient import TestClient

from prakat.repository.repository import open_repository
from prakat_desk.application import application
from prakat_desk.desk import Desk, ForgeEntry
from prakat_desk.entry.forge_sign_in import BACK

ORIGIN = "http://localhost:8010"


def desk_of(office: ForgeOffice, place: Path) -> Desk:
    """Knows the office's branches as a clone of the desk's own."""
    office.fetch_main()
    made = office.forgejo.do(
        ADMIN,
        "POST",
        "user/applications/oauth2",
        name="desk",
        redirect_uris=[f"{ORIGIN}{BACK}"],
        confidential_client=True,
    )
    secret = place / "client-secret"
    secret.write_text(f"{made['client_secret']}\n", encoding="utf-8")
    entry = ForgeEntry(f"{office.forgejo.url}/{office.name}", "forgejo", made["client_id"], secret)
    return Desk(open_repository(office.work.folder), ORIGIN, place / "state", forge=entry)


class Visitor:
    """Somebody's browser: at the forge with a password, at the desk with what the forge says."""

    def __init__(self, desk: Desk, office: ForgeOffice, login: str) -> None:
        self.desk = TestClient(application(desk), base_url=desk.origin, headers={"Origin": desk.origin})
        self.forge = httpx2.Client(base_url=office.forgejo.url, follow_redirects=False)
        self.login, self.password = login, office.forgejo.passwords[login]

    def close(self) -> None:
        self.forge.close()
        self.desk.close()

    def allow(self, address: str) -> str:
        """What the forge sends the browser back with, once its user has signed in there and allowed it."""
        page = self.forge.get("/user/login").text
        own = {"_csrf": _entry(page, "_csrf"), "user_name": self.login, "password": self.password}
        assert self.forge.post("/user/login", data=own).status_code in (302, 303)
        asked = self.forge.get(address)
        if asked.status_code == 200:
            names = ("_csrf", "client_id", "state", "scope", "nonce", "redirect_uri")
            granted = {name: _entry(asked.text, name) for name in names} | {"granted": "true"}
            asked = self.forge.post("/login/oauth/grant", data=granted)
        return asked.headers["location"]

    def come_in(self, path: str = "/devices") -> int:
        to = self.desk.get("/sign-in/forge", params={"next": path}, follow_redirects=False).headers["location"]
        back = urlsplit(self.allow(to))
        return self.desk.get(back.path, params=dict(parse_qsl(back.query)), follow_redirects=False).status_code


def _entry(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    return found[1] if found else ""

"""What a forge's version knows is asked of it, what it does not know is said: a server on loopback tells both."""

import datetime
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

import office_builder
from prakat.forge import forgejo
from prakat.forge.forgejo import Forgejo
from prakat.hosting import forge_limits, forge_protection
from prakat.hosting.forge_outlets import ForgeOutlets
from prakat.hosting.forge_setting import ForgeSetting
from prakat.hosting.protection import Protection
from prakat.office.office import Office, parse_office
from prakat.rules.message import message

DAY = datetime.date(2026, 11, 20)
PLACE = "/api/v1/repos/office/site"


@dataclass
class NewerForge:
    """Keeps documents at paths, as a forge whose version has tag protections and protects against administrators."""

    url: str = ""
    kept: dict[str, Any] = field(default_factory=dict)

    def answered(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        path = path.split("?")[0]
        if method == "POST" and path.endswith("/branch_protections"):
            path = f"{path}/{body['rule_name'].replace('*', '%2A')}"
            self.kept[path] = {"apply_to_admins": False, "enable_force_push": True, "ignore_stale_approvals": True}
        elif method == "POST":
            body = {"id": len(self.kept[path]) + 1, **body}
            self.kept[path].append(body)
            self.kept[f"{path}/{body['id']}"] = body
            return 201, body
        if path not in self.kept:
            return 404, {"message": "not found"}
        if method in ("PATCH", "POST"):
            self.kept[path].update(body)
        return 200, self.kept[path]


@contextmanager
def serving(forge: NewerForge) -> Iterator[NewerForge]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, found = forge.answered(self.command, self.path, json.loads(raw) if raw else None)
            data = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("X-Total-Count", str(len(found)))
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = do_DELETE = answer

        def log_message(self, *arguments: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    forge.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield forge
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def newer() -> Iterator[tuple[NewerForge, Forgejo]]:
    repository = {"allow_fast_forward_only_merge": True, "autodetect_manual_merge": True, "mirror": True}
    kept = {PLACE: repository, f"{PLACE}/tag_protections": [], "/api/v1/version": {"version": "12.0.1+gitea"}}
    lists = ("collaborators", "assignees", "keys", "hooks", "push_mirrors", "forks", "git/refs")
    kept |= {f"{PLACE}/{each}": [] for each in lists}
    kept |= {"/api/v1/user": {"login": "root"}, "/api/v1/admin/users": [{"login": "root", "is_admin": True}]}
    with serving(NewerForge(kept=kept)) as server:
        yield server, forgejo.connect(f"{server.url}/office/site", "t", sleep=lambda seconds: None)


def office(more: str = "") -> Office:
    text = office_builder.OFFICE
    for person in office_builder.PEOPLE:
        mails = f"    emails: [{person}@office.example]\n"
        text = text.replace(mails, f"    accounts: {{forgejo: {person}}}\n{mails}")
    found = parse_office((text + "publisher: {accounts: {forgejo: prakat}}\n" + more).encode())
    assert isinstance(found, Office), found
    return found


def test_what_a_newer_version_knows_is_put_in_place_and_watched(newer: tuple[NewerForge, Forgejo]) -> None:
    server, forge = newer
    guarded = forge_protection.guarded(forge, office(), DAY)
    for each in guarded:
        each.apply()
    (tags,) = server.kept[f"{PLACE}/tag_protections"]
    assert (tags["name_pattern"], tags["whitelist_usernames"]) == ("*", ["prakat"])
    main = server.kept[f"{PLACE}/branch_protections/main"]
    assert main["apply_to_admins"] and not main["enable_force_push"] and not main["ignore_stale_approvals"]
    assert "block_admin_merge_override" not in main  # which this version does not have
    repository = server.kept[PLACE]
    assert not repository["allow_fast_forward_only_merge"] and not repository["autodetect_manual_merge"]
    assert "globally_editable_wiki" not in repository
    (mirrored,) = forge_protection.all_drifts(guarded)
    assert mirrored.field == "mirror" and mirrored.by_hand is not None
    tags["whitelist_usernames"].append("nok")
    main["apply_to_admins"] = False
    found = [f"{each.setting} {each.field}" for each in forge_protection.all_drifts(guarded)]
    assert found == ["repository mirror", "main apply_to_admins", "tags whitelist_usernames[nok]"]
    for each in guarded:
        each.apply()
    assert len([*forge_protection.all_drifts(guarded)]) == 1
    notes = [each.setting for each in forge_limits.forgejo_limits(forge, office())]
    assert notes == ["refs", "comments", "branches"]


def test_what_stands_at_an_address_that_the_office_named_is_no_leak(newer: tuple[NewerForge, Forgejo]) -> None:
    server, forge = newer
    named = "https://wake.office.example/"
    known = office(f"forge: {{addresses: ['{named}', 'http://plain.office.example/']}}\n")
    server.kept[f"{PLACE}/hooks"] = [hook(1, named), hook(2, "http://plain.office.example/"), hook(3, f"{named}x")]
    mirrors = [named, "https://user:secret@copy.example/x.git", "http://[::1"]
    server.kept[f"{PLACE}/push_mirrors"] = [{"remote_address": each, "remote_name": "m"} for each in mirrors]
    copies = [{"full_name": f"{name}/site", "private": name == "nok"} for name in ("nok", "other")]
    server.kept[f"{PLACE}/forks"] = copies
    found = [each.text("en") for guard in ForgeOutlets(forge, known).guards() for each in guard.drifts()]
    assert [each.split(":")[0] for each in found] == [
        "webhooks plain.office.example",
        "webhooks wake.office.example",
        "push mirrors copy.example",
        "push mirrors ?",
        "forks other/site",
    ]
    assert "secret" not in "".join(found)
    public = office("forge: {visibility: public}\n")
    assert not [
        each for guard in ForgeOutlets(forge, public).guards() for each in guard.drifts() if "fork" in each.setting
    ]


def hook(number: int, url: str) -> dict[str, Any]:
    return {"id": number, "active": True, "config": {"url": url}}


def test_what_people_decide_is_compared_and_never_sent() -> None:
    setting = Protection("x", {"a": True, "b": 1}, {"c": 2}, {"d": 3}, {"a": message("hosting.mend-token")})
    assert setting.put(None) == {"b": 1, "d": 3}
    assert setting.put({"c": 9}) == {"b": 1, "c": 2, "d": 3}
    found = {each.field: each.by_hand for each in setting.drifts({"a": False, "b": 2, "c": 9})}
    assert found == {"a": message("hosting.mend-token"), "b": None, "c": None}
    assert [each.field for each in setting.drifts({"a": True, "b": 1})] == []


def test_a_protection_that_is_missing_is_one_row(newer: tuple[NewerForge, Forgejo]) -> None:
    guarded = forge_protection.guarded(newer[1], office(), DAY)
    rows = [each.row("en") for each in forge_protection.all_drifts(guarded) if isinstance(each.field, str)]
    (main,) = [each for each in rows if each["setting"] == "main"]
    assert (main["wanted"], main["found"], main["kind"]) == ("there", "missing", "drift")
    assert main["mend"] == "Run this again with --apply."
    assert all(isinstance(each, ForgeSetting) for each in guarded[:5])

"""A real Forgejo on loopback: booted as an unprivileged user in a folder of its own, asked through its API."""

import base64
import json
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
import urllib3

from loopback import free_port

CHECKOUT = Path(__file__).resolve().parents[2]
BINARY = CHECKOUT / "node_modules" / "forgejo-dist-linux-x64" / "forgejo"
ADMIN = "site-admin"
_UNPRIVILEGED = "nobody"
_SETTINGS = """\
APP_NAME = Prakat's test peer
RUN_MODE = prod
RUN_USER = {user}
WORK_PATH = {place}
[server]
HTTP_ADDR = 127.0.0.1
HTTP_PORT = {port}
ROOT_URL = http://127.0.0.1:{port}/
OFFLINE_MODE = true
DISABLE_SSH = true
LFS_START_SERVER = false
[database]
DB_TYPE = sqlite3
PATH = {place}/forgejo.db
SQLITE_JOURNAL_MODE = WAL
[security]
INSTALL_LOCK = true
SECRET_KEY = {secret}
INTERNAL_TOKEN = {secret}
PASSWORD_HASH_ALGO = pbkdf2$2$50
[oauth2]
JWT_SECRET = {jwt}
[service]
DISABLE_REGISTRATION = true
[cron]
ENABLED = false
[indexer]
ISSUE_INDEXER_TYPE = db
[mailer]
ENABLED = false
[picture]
DISABLE_GRAVATAR = true
[webhook]
ALLOWED_HOST_LIST = loopback
[cors]
ENABLED = true
ALLOW_DOMAIN = *
[log]
MODE = file
LEVEL = Warn
ROOT_PATH = {place}/log
[git]
HOME_PATH = {place}/home
[repository.signing]
SIGNING_KEY = {key}
SIGNING_NAME = Prakat's test peer
SIGNING_EMAIL = forge@office.example
MERGES = approved
INITIAL_COMMIT = never
"""


def needs(is_there: bool, what: str) -> None:
    """Ends the test where `what` is missing: as skipped, but under CI as failed."""
    if not is_there:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"forge tests need {what}: make tiers")


T = TypeVar("T")
LOOKS, BETWEEN = 1500, 0.2
"""Five minutes and more: Forgejo does in the background what a push or a new request asks for, and on a machine that is
busy with Chromium was seen to take a quarter of a minute. It forgets none of it."""


def until(look: Callable[[], T | None], what: str) -> T:
    """What `look` finds at last; what it has found may be empty, but for None."""
    for _ in range(LOOKS):
        if (found := look()) is not None:
            return found
        time.sleep(BETWEEN)
    raise AssertionError(f"in {LOOKS} looks the forge never showed {what}")


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any


@dataclass
class Forgejo:
    url: str
    place: Path
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


def _identity() -> tuple[str, list[str]]:
    """The user to run as, and the words before the command that make it so: Forgejo refuses to run as root. It ends
    with the tests, even when those are killed."""
    mortal = ["setpriv", "--pdeathsig=TERM"]
    if os.getuid():
        return pwd.getpwuid(os.getuid()).pw_name, mortal
    nobody = pwd.getpwnam(_UNPRIVILEGED)
    return _UNPRIVILEGED, [*mortal, f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]


@contextmanager
def running() -> Iterator[Forgejo]:
    """Booted, with an administrator; ended and removed on leaving."""
    needs(BINARY.is_file(), "the npm package forgejo-dist-linux-x64")
    needs(shutil.which("gpg") is not None, "gpg")
    user, become = _identity()
    place = Path(tempfile.mkdtemp(prefix="prakat-forgejo-"))
    try:
        place.chmod(0o755)
        binary = shutil.copy(BINARY, place / "forgejo")
        port = free_port()
        home = place / "home"
        home.mkdir()
        (home / ".gnupg").mkdir(mode=0o700)
        if become:
            for each in (place, home, home / ".gnupg"):
                shutil.chown(each, user)
        environment = {"HOME": str(home), "PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1"}
        key = _signing_key(become, environment)
        secret, jwt = secrets.token_hex(32), base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        settings = place / "app.ini"
        settings.write_text(_SETTINGS.format(user=user, place=place, port=port, secret=secret, jwt=jwt, key=key))
        if become:
            shutil.chown(settings, user)
        command = [*become, binary, "--config", str(settings)]
        _run([*command, "migrate"], environment)
        _run([*command, "admin", "user", "create", "--admin", *_account(ADMIN)], environment)
        words = ("admin", "user", "generate-access-token", "--username", ADMIN, "--scopes", "all", "--raw")
        token = _run([*command, *words], environment).split()[-1]
        with _server([*command, "web"], environment, place) as process:
            forge = Forgejo(f"http://127.0.0.1:{port}", place, {ADMIN: token})
            until(lambda: _is_up(forge, process), "itself")
            yield forge
        _run([*become, "gpgconf", "--kill", "all"], environment)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _account(login: str) -> list[str]:
    secret = secrets.token_urlsafe(16)
    words = ["--username", login, "--password", secret, "--email", f"{login}@office.example"]
    return [*words, "--must-change-password=false"]


def _run(command: list[str], environment: Mapping[str, str]) -> str:
    done = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def _signing_key(become: list[str], environment: Mapping[str, str]) -> str:
    words = ["gpg", "--batch", "--passphrase", "", "--quick-gen-key"]
    _run([*become, *words, "Prakat's test peer <forge@office.example>", "ed25519", "sign", "0"], environment)
    listing = _run([*become, "gpg", "--list-secret-keys", "--with-colons"], environment)
    return next(line.split(":")[9] for line in listing.splitlines() if line.startswith("fpr:"))


@contextmanager
def _server(command: list[str], environment: Mapping[str, str], place: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with (place / "output").open("wb") as output:
        process = subprocess.Popen(command, env=dict(environment), stdout=output, stderr=output, cwd="/")
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _is_up(forge: Forgejo, process: "subprocess.Popen[bytes]") -> bool | None:
    assert process.poll() is None, (forge.place / "output").read_text(errors="replace")
    try:
        answer = urllib3.request("GET", f"{forge.url}/api/v1/version", retries=False, timeout=60)
    except urllib3.exceptions.HTTPError:
        return None
    return answer.status == 200 or None

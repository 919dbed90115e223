"""Boots a real Forgejo as an unprivileged user in a folder of its own; ended and removed with whoever keeps it."""

import base64
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import urllib3
from forgejo_server import ADMIN, BINARY, Forgejo, until

from loopback import free_port

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
; milliseconds that a writer waits for another: after half a second by default it answers 500
SQLITE_TIMEOUT = 600000
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
[actions]
ENABLED = false
[packages]
ENABLED = false
[indexer]
ISSUE_INDEXER_TYPE = db
[queue]
; a lone entry waits a tenth of a second for others otherwise
BATCH_LENGTH = 1
[queue.push_update]
; in memory: the queue on disk is looked at every two seconds. Not for the others, whose entries are unique: in memory
; Forgejo 1.21 loses some of those
TYPE = channel
[mailer]
ENABLED = false
[picture]
DISABLE_GRAVATAR = true
[webhook]
ALLOWED_HOST_LIST = loopback
[migrations]
ALLOW_LOCALNETWORKS = true
[cors]
ENABLED = true
ALLOW_DOMAIN = *
[log]
MODE = file
LEVEL = Warn
ROOT_PATH = {place}/log
[git]
HOME_PATH = {place}/home
[git.config]
core.hooksPath = {place}/hooks
core.fsync = none
receive.autogc = false
maintenance.auto = false
[repository.signing]
SIGNING_KEY = {key}
SIGNING_NAME = Prakat's test peer
SIGNING_EMAIL = forge@office.example
MERGES = approved
INITIAL_COMMIT = never
"""
_ENVIRONMENT = {"GIT_CONFIG_NOSYSTEM": "1", "GOGC": "400"}
"""Memory is collected a quarter as often as by default."""
_HOOKS = {
    "pre-receive": '[ "$GITEA_INTERNAL_PUSH" = true ]',
    "update": 'case "$1" in refs/pull/*) [ "$GITEA_INTERNAL_PUSH" = true ] ;; esac',
    "post-receive": '[ "$GITEA_INTERNAL_PUSH" = true ]',
}
"""Git's hook -> where Forgejo's own hook does nothing. It is not started there: each start costs a tenth of a second of
a processor, twelve of them a request's way from its push to its record."""
_HOOK = '#!/bin/sh\n{idle} && exit 0\nGOGC=off exec "{place}/forgejo" hook "--config={place}/app.ini" {name} "$@"\n'


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
    user, become = _identity()
    place = Path(tempfile.mkdtemp(prefix="prakat-forgejo-"))
    try:
        port = free_port()
        environment = {"HOME": str(place / "home"), "PATH": os.environ["PATH"], **_ENVIRONMENT}
        _furnish(place, user)
        key = _signing_key(become, environment)
        secret, jwt = secrets.token_hex(32), base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        settings = place / "app.ini"
        settings.write_text(_SETTINGS.format(user=user, place=place, port=port, secret=secret, jwt=jwt, key=key))
        shutil.chown(settings, user)
        command = [*become, str(place / "forgejo"), "--config", str(settings)]
        _run([*command, "migrate"], environment)
        _run([*command, "admin", "user", "create", "--admin", *_account(ADMIN)], environment)
        words = ("admin", "user", "generate-access-token", "--username", ADMIN, "--scopes", "all", "--raw")
        token = _run([*command, *words], environment).split()[-1]
        with _server([*command, "web"], environment, place) as process:
            forge = Forgejo(f"http://127.0.0.1:{port}", {ADMIN: token})
            until(lambda: _is_up(forge, process, place), "itself")
            yield forge
        _run([*become, "gpgconf", "--kill", "all"], environment)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _furnish(place: Path, user: str) -> None:
    """The program, its home and its hooks."""
    shutil.copy(BINARY, place / "forgejo")
    home = place / "home"
    for folder, mode in ((place, 0o755), (home, 0o755), (home / ".gnupg", 0o700), (place / "hooks", 0o755)):
        folder.mkdir(exist_ok=True)
        folder.chmod(mode)
        shutil.chown(folder, user)
    for name, idle in _HOOKS.items():
        hook = place / "hooks" / name
        hook.write_text(_HOOK.format(idle=idle, place=place, name=name))
        hook.chmod(0o755)


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


def _is_up(forge: Forgejo, process: "subprocess.Popen[bytes]", place: Path) -> bool | None:
    assert process.poll() is None, (place / "output").read_text(errors="replace")
    try:
        answer = urllib3.request("GET", f"{forge.url}/api/v1/version", retries=False, timeout=60)
    except urllib3.exceptions.HTTPError:
        return None
    return answer.status == 200 or None

"""repository x remote, letter x mail server -> fetched, pushed, sent. It and `forge_http` open connections"""

import base64
import os
import smtplib
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import urlsplit

import urllib3

from prakat.cannot_work import CannotWork
from prakat.repository.repository import GitFailed, Repository
from prakat.repository.retry import Retry, Sleep

TRIES = 5
_SETTINGS = {
    "http.followRedirects": "false",
    "http.lowSpeedLimit": "1000",
    "http.lowSpeedTime": "30",
    "protocol.version": "2",
}
_REFUSED = (
    "non-fast-forward",
    "fetch first",
    "[rejected]",
    "[remote rejected]",
    "declined",
    "protected branch",
    "not our ref",
)
_MAIL_PORT, _MAIL_TIMEOUT, _PAGE_TIMEOUT = 465, 30, 60


@dataclass(frozen=True, slots=True)
class Remote:
    """Where a repository lives on a forge, and the account that reads and writes there."""

    url: str
    login: str
    token: str = field(repr=False)
    sleep: Sleep = field(default=time.sleep, repr=False)

    def heads(self, repository: Repository) -> dict[str, str]:
        """Full name -> commit of every branch there. Raises CannotWork."""
        out = self._insist(repository, "ls-remote", "--heads", self.url).decode()
        return {name: oid for oid, _, name in (line.partition("\t") for line in out.splitlines())}

    def fetch(self, repository: Repository, *refspecs: str) -> None:
        """Without `+` in front, a branch that was rewritten is refused. Raises CannotWork."""
        self._insist(repository, "fetch", "--no-tags", "--no-write-fetch-head", self.url, *refspecs)

    def push(self, repository: Repository, ref: str) -> None:
        """The branch of that full name, never forced. Raises CannotWork.

        A refusal may be the answer to asking twice, the first answer being lost: then the branch is where it should be.
        """
        try:
            self._insist(repository, "push", self.url, f"{ref}:{ref}")
        except GitFailed:
            if self.heads(repository).get(ref) != repository.ref(ref):
                raise

    def _insist(self, repository: Repository, *command: str) -> bytes:
        """A refusal is final; anything else may pass and is tried again."""
        for attempt in Retry(TRIES, first=1, longest=8).attempts(self.sleep):
            try:
                return repository.run(*command, environment=self._environment())
            except GitFailed as problem:
                if attempt.is_last or any(word in str(problem) for word in _REFUSED):
                    raise
        raise AssertionError("the last try returns or raises")

    def _environment(self) -> Mapping[str, str]:
        """The token goes by the environment: a command line is everybody's to read."""
        basic = base64.b64encode(f"{self.login}:{self.token}".encode()).decode()
        settings = {**_SETTINGS, f"http.{self.url}.extraHeader": f"Authorization: Basic {basic}"}
        found = {"GIT_ALLOW_PROTOCOL": urlsplit(self.url).scheme, "GIT_CONFIG_COUNT": str(len(settings))}
        for place, (name, value) in enumerate(settings.items()):
            found |= {f"GIT_CONFIG_KEY_{place}": name, f"GIT_CONFIG_VALUE_{place}": value}
        return found


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str
    port: int
    login: str
    password: str
    sender: str


def mail_server(environment: Mapping[str, str]) -> MailServer | None:
    """From PRAKAT_SMTP (host or host:port), PRAKAT_SMTP_LOGIN, _PASSWORD, _FROM; None where no server is named.

    Raises CannotWork for a port that is none or a missing sender."""
    named = environment.get("PRAKAT_SMTP", "")
    if not named:
        return None
    host, _, port = named.partition(":")
    sender = environment.get("PRAKAT_SMTP_FROM", "")
    if (port and not (port.isascii() and port.isdecimal())) or "@" not in sender:
        raise CannotWork("PRAKAT_SMTP ต้องเป็น host:port และต้องมี PRAKAT_SMTP_FROM (host:port, and a sender's address)")
    login, password = (environment.get(f"PRAKAT_SMTP_{name}", "") for name in ("LOGIN", "PASSWORD"))
    return MailServer(host, int(port or _MAIL_PORT), login, password, sender)


def send(server: MailServer, letters: list[EmailMessage]) -> None:
    """Over TLS but to this machine itself. Raises CannotWork where the server cannot be reached or refuses."""
    is_local = server.host in ("localhost", "127.0.0.1", "::1")
    try:
        if server.port == _MAIL_PORT:
            session: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=_MAIL_TIMEOUT, context=ssl.create_default_context()
            )
        else:
            session = smtplib.SMTP(server.host, server.port, timeout=_MAIL_TIMEOUT)
        with session:
            if server.port != _MAIL_PORT and not is_local:
                session.starttls(context=ssl.create_default_context())
            if server.login:
                session.login(server.login, server.password)
            for letter in letters:
                session.send_message(letter)
    except (OSError, smtplib.SMTPException) as problem:
        raise CannotWork(f"{server.host}: ส่งอีเมลไม่ได้ (cannot send mail): {problem}") from None


def letter(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    """Header values come without line breaks: EmailMessage refuses them, and `subject` may hold a title."""
    made = EmailMessage()
    made["From"], made["To"] = sender, to
    made["Subject"] = " ".join(subject.split())
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text)
    return made


def page(url: str) -> bytes | None:
    """What stands at an address of the office's site; None where nothing does. Raises CannotWork.

    Over https, but from this machine itself (R35); redirects are not followed."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise CannotWork(f"{url}: ต้องเป็น https:// (must be https)")
    retries = urllib3.Retry(total=TRIES, backoff_factor=0.5, status_forcelist=(429, 500, 502, 503, 504), redirect=0)
    try:
        found = urllib3.request("GET", url, retries=retries, timeout=_PAGE_TIMEOUT, redirect=False)
    except urllib3.exceptions.HTTPError as problem:
        raise CannotWork(f"{url}: เปิดไม่ได้ (cannot be reached): {type(problem).__name__}") from None
    return found.data if found.status == 200 else None


def token(environment: Mapping[str, str] = os.environ) -> str:
    """Of the account that the command works as, from PRAKAT_FORGE_TOKEN and nowhere else. Raises CannotWork."""
    found = environment.get("PRAKAT_FORGE_TOKEN", "")
    if not found or not found.isprintable() or " " in found:
        raise CannotWork("ต้องตั้ง PRAKAT_FORGE_TOKEN เป็นโทเค็นของบัญชีที่ใช้ทำงานนี้ (the token of the account that does this)")
    return found

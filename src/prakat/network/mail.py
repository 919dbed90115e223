"""letter x mail server -> sent"""

import smtplib
import ssl
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import TypeVar

from prakat.cannot_work import CannotWork

_T = TypeVar("_T")
_PORT, _TIMEOUT = 465, 30
_PATIENCE = 3
"""So often a session may break before the server is left alone for now."""
UNREACHED = "network.cannot-send"
"""Said where it is no letter's own trouble."""


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str
    port: int
    login: str
    password: str
    sender: str


def server_of(environment: Mapping[str, str]) -> MailServer | None:
    """From PRAKAT_SMTP (host or host:port), PRAKAT_SMTP_LOGIN, _PASSWORD, _FROM; None where no server is named.

    Raises CannotWork for an invalid port or a missing sender."""
    named = environment.get("PRAKAT_SMTP", "")
    if not named:
        return None
    host, _, port = named.partition(":")
    sender = environment.get("PRAKAT_SMTP_FROM", "")
    if (port and not (port.isascii() and port.isdecimal())) or "@" not in sender:
        raise CannotWork("network.mail-settings", found=named, sender=sender or "—")
    login, password = (environment.get(f"PRAKAT_SMTP_{name}", "") for name in ("LOGIN", "PASSWORD"))
    return MailServer(host, int(port or _PORT), login, password, sender)


def send(server: MailServer, letters: list[EmailMessage]) -> None:
    """Raises CannotWork if the server cannot be reached, or refuses one of them; the others are sent all the same."""
    problems = [problem for _, problem in delivered(server, ((None, each) for each in letters)) if problem]
    if problems:
        raise problems[0]


def delivered(server: MailServer, letters: Iterable[tuple[_T, EmailMessage]]) -> Iterator[tuple[_T, CannotWork | None]]:
    """Sends over TLS, except to this machine itself. Each letter by itself: yields what it is about as soon as the
    server has taken it, or with why it has not. An address that is refused or too slow stops no other; a server that
    is not there, or breaks off again and again, is left alone."""
    session: smtplib.SMTP | None = None
    gone: CannotWork | None = None
    lost = 0
    try:
        for about, each in letters:
            try:
                session = session or (None if gone else _session(server))
            except (OSError, smtplib.SMTPException) as problem:
                gone = CannotWork("network.cannot-send", host=server.host, problem=_words(problem))
            if session is None or gone:
                yield about, gone
                continue
            refused = _sent(session, each)
            if refused and session.sock is None:
                session, lost = None, lost + 1
                gone = (
                    CannotWork("network.cannot-send", host=server.host, problem=refused) if lost == _PATIENCE else None
                )
            yield about, refused
    finally:
        if session:
            session.close()


def _sent(session: smtplib.SMTP, each: EmailMessage) -> CannotWork | None:
    """A session that is of no more use is closed."""
    try:
        session.send_message(each)
    except smtplib.SMTPResponseException as problem:
        return CannotWork("network.letter-refused", to=each["To"], problem=_words(problem))
    except smtplib.SMTPRecipientsRefused as problem:
        code, said = next(iter(problem.recipients.values()))
        return CannotWork("network.letter-refused", to=each["To"], problem=f"{code} {_decoded(said)}")
    except (OSError, smtplib.SMTPException, ValueError) as problem:
        session.close()
        return CannotWork("network.letter-refused", to=each["To"], problem=_words(problem))
    return None


def _session(server: MailServer) -> smtplib.SMTP:
    is_local = server.host in ("localhost", "127.0.0.1", "::1")
    if server.port == _PORT:
        context = ssl.create_default_context()
        session: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_TIMEOUT, context=context)
    else:
        session = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT)
    try:
        if server.port != _PORT and not is_local:
            session.starttls(context=ssl.create_default_context())
        if server.login:
            session.login(server.login, server.password)
    except BaseException:
        session.close()
        raise
    return session


def _words(problem: Exception) -> object:
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"{problem.smtp_code} {_decoded(problem.smtp_error)}"
    return problem if isinstance(problem, OSError) else str(problem)


def _decoded(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def letter(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    """A letter. Its header values may have no line breaks, which EmailMessage refuses."""
    made = EmailMessage()
    made["From"], made["To"] = sender, to
    made["Subject"] = " ".join(subject.split())
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text)
    return made

"""letter x mail server -> sent"""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage

from prakat.cannot_work import CannotWork

_PORT, _TIMEOUT = 465, 30


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
    """Sends over TLS, except to this machine itself. Raises CannotWork if the server cannot be reached or refuses."""
    is_local = server.host in ("localhost", "127.0.0.1", "::1")
    try:
        if server.port == _PORT:
            session: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=_TIMEOUT, context=ssl.create_default_context()
            )
        else:
            session = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT)
        with session:
            if server.port != _PORT and not is_local:
                session.starttls(context=ssl.create_default_context())
            if server.login:
                session.login(server.login, server.password)
            for letter in letters:
                session.send_message(letter)
    except (OSError, smtplib.SMTPException) as problem:
        raise CannotWork("network.cannot-send", host=server.host, problem=problem) from None


def letter(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    """A letter. Its header values may have no line breaks, which EmailMessage refuses."""
    made = EmailMessage()
    made["From"], made["To"] = sender, to
    made["Subject"] = " ".join(subject.split())
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text)
    return made

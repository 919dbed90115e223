"""Letters to owners and webmasters, over a real mail server on loopback."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from loopback import free_port
from prakat.cannot_work import CannotWork
from prakat.network import mail


class Inbox:
    def __init__(self) -> None:
        self.letters: list[Message] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, dict[str, str]]]:
    found = Inbox()
    port = free_port()
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    yield found, {"PRAKAT_SMTP": f"127.0.0.1:{port}", "PRAKAT_SMTP_FROM": "prakat@office.example"}
    controller.stop()


def test_a_letter_arrives_and_no_title_adds_a_header(inbox: tuple[Inbox, dict[str, str]]) -> None:
    found, environment = inbox
    server = mail.server_of(environment)
    assert server
    subject = "คำขอ #1 ข่าว\r\nBcc: everybody@evil.example"
    mail.send(server, [mail.letter(server.sender, "nok@office.example", subject, "รวมคำขอแล้ว\n")])
    (letter,) = found.letters
    assert letter["To"] == "nok@office.example" and letter["Bcc"] is None
    assert letter["Subject"] == "คำขอ #1 ข่าว Bcc: everybody@evil.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "รวมคำขอแล้ว" in letter.get_content()  # type: ignore[attr-defined]


def test_without_a_server_nothing_is_sent() -> None:
    assert mail.server_of({}) is None


@pytest.mark.parametrize("words", [{"PRAKAT_SMTP": "mail:port"}, {"PRAKAT_SMTP": "mail:25", "PRAKAT_SMTP_FROM": "x"}])
def test_a_wrong_setting_is_said(words: dict[str, str]) -> None:
    with pytest.raises(CannotWork):
        mail.server_of(words)


def test_a_server_that_is_not_there_is_said() -> None:
    server = mail.MailServer("127.0.0.1", 1, "", "", "a@b.example")
    with pytest.raises(CannotWork, match=r"network\.cannot-send"):
        mail.send(server, [mail.letter("a@b.example", "c@d.example", "s", "t")])

"""Who is told of what by mail: once each, over restarts, a mail server that is down, and a clock that is wrong."""

import datetime
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

import tell
from loopback import free_port
from prakat.agenda.told import told_before
from prakat.audit_log.record import Reason
from prakat.merging import refusal
from prakat.merging.publisher_state import Phase, PhaseReport, at_work, state_of
from prakat.repository.receipt import set_clock
from prakat.request.shown_digest import digest_shown
from prakat.rules.message import message
from sign_off_office import World, document, law

NEWS = "content/public-relations/2569/news/index.md"
MONDAY = datetime.datetime.fromisoformat("2026-07-06T09:00:00+07:00")
BOTH = {"rak", "ton"}
"""Who can sign first."""


class Inbox:
    """A mail server that refuses whom it is told to."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refused: set[str] = set()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        made = message_from_bytes(envelope.content, policy=default)
        assert isinstance(made, EmailMessage)
        self.letters.append(made)
        return "250 OK"

    def taken(self) -> dict[str, EmailMessage]:
        """The letters since the last time, by whom they are to; never two to one person."""
        found = {str(each["To"]).partition("@")[0]: each for each in self.letters}
        assert len(found) == len(self.letters)
        self.letters.clear()
        return found


@pytest.fixture
def inbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    found, port = Inbox(), free_port()
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("PRAKAT_SMTP", f"127.0.0.1:{port}")
    monkeypatch.setenv("PRAKAT_SMTP_FROM", "prakat@office.example")
    yield found
    controller.stop()


def told(world: World, moment: datetime.datetime | None = None) -> int:
    """As the publisher's timer does it."""
    world.now = moment or world.later()
    set_clock(world.repository.git_dir, world.now.isoformat())
    return tell.main(["--repo", str(world.repository.folder)])


def text(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part
    return str(part.get_content())


@pytest.fixture
def monday(world: World) -> World:
    """A request that has just been sent, on the morning of a working day."""
    world.now = MONDAY
    world.ask(2, {NEWS: document("ข่าว <b>ด่วน</b>")})
    return world


def test_each_is_told_when_it_is_their_turn_and_gets_a_receipt(monday: World, inbox: Inbox) -> None:
    assert told(monday) == 0
    found = inbox.taken()
    assert "dao" not in found and "wit" not in found
    letter = found["ton"]
    assert "ข่าว" in text(letter) and "(คำขอที่ 2)" in text(letter) and "ผู้ขอ: nok" in text(letter)
    head, base = monday.git("rev-parse", "request/2"), monday.main()
    assert digest_shown(head, base, 2) in text(letter)
    assert told(monday) == 0 and not inbox.taken(), "each of each matter once"
    monday.sign(2, "reviewer=ton")
    assert told(monday) == 0
    found = inbox.taken()
    assert {*found} == {"dao", "ton"}
    assert "ในนามของท่าน" in text(found["ton"]) and digest_shown(head, base, 2) in text(found["ton"])
    assert "ขั้นผู้อนุมัติ" in text(found["dao"])


def test_a_letter_loads_and_runs_nothing_and_what_people_typed_is_no_markup(monday: World, inbox: Inbox) -> None:
    told(monday)
    letter = inbox.taken()["ton"]
    assert letter.get_content_type() == "multipart/alternative" and letter["Auto-Submitted"] == "auto-generated"
    part = letter.get_body(("html",))
    assert part
    html = str(part.get_content())
    assert "&lt;b&gt;" in html and "<b>" not in html
    for each in ("<img", "<script", "<link", "<style", "src=", "url(", "<iframe"):
        assert each not in html
    assert "\n" not in letter["Subject"] and "\\u" not in letter["Subject"]


def test_several_matters_are_one_letter(monday: World, inbox: Inbox) -> None:
    monday.ask(3, {"content/law/two/index.md": law("ประกาศที่สอง")})
    told(monday)
    letter = inbox.taken()["ton"]
    assert letter["Subject"].endswith("มี 2 เรื่องถึงท่าน")
    assert "ข่าว" in text(letter) and "ประกาศที่สอง" in text(letter)


def test_reminders_come_after_one_and_three_working_days_and_never_again(monday: World, inbox: Inbox) -> None:
    days = []
    for number in (0, 1, 2, 3, 7):
        told(monday, MONDAY + datetime.timedelta(days=number, hours=1))
        if "ton" in inbox.taken():
            days.append(number)
    assert days == [0, 1, 3]


def test_at_night_and_on_a_holiday_only_what_is_urgent_is_told(monday: World, inbox: Inbox) -> None:
    night = MONDAY.replace(hour=22)
    told(monday, night)
    assert not inbox.taken()
    monday.now = night
    monday.sign(2, "reviewer=ton")
    told(monday)
    assert {*inbox.taken()} == {"ton"}, "what was signed in somebody's name waits for no morning"
    told(monday, MONDAY + datetime.timedelta(days=1))
    assert {*inbox.taken()} == {"dao"}


def test_nothing_is_lost_while_the_server_is_down(
    monday: World, inbox: Inbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    set_clock(monday.repository.git_dir, monday.now.isoformat())
    with at_work(monday.repository.git_dir, Phase.MERGING):
        pass
    with monkeypatch.context() as patch:
        patch.setenv("PRAKAT_SMTP", f"127.0.0.1:{free_port()}")
        assert told(monday) == 1
        assert "PRAKAT_SMTP" in capsys.readouterr().err
        state = state_of(monday.repository.git_dir)
        assert state and Phase.TELLING in state.said, "said on the morning page"
    assert told(monday) == 0
    assert {*inbox.taken()} == BOTH
    state = state_of(monday.repository.git_dir)
    assert state and not state.said


def test_an_address_that_is_refused_stops_no_other_and_is_tried_ever_less_often(
    monday: World, inbox: Inbox, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox.refused = {"ton@office.example"}
    monday.sign(2, "reviewer=ton")
    assert told(monday) == 1
    assert {*inbox.taken()} == {"dao"}
    assert "ton@office.example" in capsys.readouterr().err
    assert told(monday) == 0 and not inbox.taken(), "it waits"
    inbox.refused.clear()
    assert told(monday, monday.now + datetime.timedelta(hours=1)) == 0
    assert {*inbox.taken()} == {"ton"}


def test_who_asked_is_told_of_a_refusal_and_of_what_is_live(monday: World, inbox: Inbox) -> None:
    told(monday)
    inbox.taken()
    with at_work(monday.repository.git_dir, Phase.PUBLISHING):
        pass
    refusal.refuse(monday.merging(), 2, "dao", Reason.INCOMPLETE, "ขาดไฟล์แนบที่ลงนามแล้ว")
    told(monday)
    found = inbox.taken()
    assert {*found} == {"nok"} and "ขาดไฟล์แนบ" in text(found["nok"]) and "ข้อมูลไม่ครบถ้วน" in text(found["nok"])
    monday.publish(3, {"content/law/two/index.md": law("ประกาศที่สอง")})
    told(monday)
    assert "nok" not in inbox.taken(), "merged is not yet seen by readers"
    with at_work(monday.repository.git_dir, Phase.PUBLISHING) as report:
        report.facts["took"] = {3: 7}
    told(monday)
    letter = inbox.taken()["nok"]
    assert "https://office.example/law/two/" in text(letter) and "7 วินาที" in text(letter)


def test_the_webmasters_are_told_of_a_publisher_that_cannot_go_on_once_a_day(monday: World, inbox: Inbox) -> None:
    told(monday)
    inbox.taken()
    with at_work(monday.repository.git_dir, Phase.MERGING) as report:
        halted(report)
    told(monday)
    assert {*inbox.taken()} == {"wit", "won"}
    with at_work(monday.repository.git_dir, Phase.MERGING) as report:
        halted(report)
    told(monday)
    assert not inbox.taken()


def halted(report: PhaseReport) -> None:
    report.problem = message("repository.busy")


def test_a_violation_is_told_to_both_webmasters(monday: World, inbox: Inbox) -> None:
    monday.force({"content/law/forced/index.md": law("ไม่มีใครอนุมัติ")})
    told(monday)
    found = inbox.taken()
    assert "ไม่มีผู้อนุมัติถูกต้อง" in text(found["wit"]) and "ไม่มีผู้อนุมัติถูกต้อง" in text(found["won"])


def test_a_wrong_clock_sends_nothing_twice_and_no_flood(monday: World, inbox: Inbox) -> None:
    told(monday)
    assert {*inbox.taken()} == BOTH
    years = datetime.timedelta(days=3 * 365)
    assert told(monday, MONDAY + years) == 1, "an hour to set it"
    assert not inbox.taken()
    told(monday, MONDAY - years)
    assert not inbox.taken()
    told(monday, MONDAY + datetime.timedelta(hours=1))
    told(monday, MONDAY + datetime.timedelta(hours=1, minutes=30))
    assert not inbox.taken(), "still an hour to be believed again"
    told(monday, MONDAY + datetime.timedelta(hours=2, minutes=30))
    assert not inbox.taken(), "nothing new, and nothing twice"
    told(monday, MONDAY + datetime.timedelta(days=1, hours=1))
    assert {*inbox.taken()} == BOTH, "and the reminder comes at its time"


def test_a_memory_that_cannot_be_read_is_said(monday: World, inbox: Inbox) -> None:
    told(monday)
    inbox.taken()
    place = monday.repository.git_dir / "prakat" / "told.json"
    place.write_bytes(b"[" * 100_000)
    assert told_before(monday.repository.git_dir, monday.now).is_anew
    assert told(monday) == 1
    assert {*inbox.taken()} == BOTH
    assert told(monday) == 0 and not inbox.taken()

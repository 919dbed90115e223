"""The step under way is shown to people who watch, and the work may still be shared by two processes."""

import io
import os
import sys

import pytest

import terminal
from prakat.repository.second_process import done_beside


class Watched(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_people_see_the_step_and_then_an_empty_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", watched := Watched())
    with terminal.steps("กำลังตรวจ"):
        assert watched.getvalue() == "กำลังตรวจ …"
    assert watched.getvalue().endswith("\r          \r"), "as many columns as were seen"


def test_where_nobody_watches_nothing_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    with terminal.steps("กำลังตรวจ"):
        pass
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process is split off")
@pytest.mark.usefixtures("only_thread")
def test_while_it_is_shown_another_process_can_do_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Watched())
    with terminal.steps("กำลังตรวจ"), done_beside(os.getpid) as told:
        assert told() != os.getpid()


def test_a_long_step_stays_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", watched := Watched())
    with terminal.steps("word " * 60):
        assert len(watched.getvalue()) < 100

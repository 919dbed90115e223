"""What somebody typed is kept whole, and nobody else is shown it."""

import datetime
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from prakat.cannot_work import CannotWork
from prakat_desk.keeping import drafts as keeping
from prakat_desk.keeping import small_file
from prakat_desk.keeping.draft import Draft, draft_of
from prakat_desk.keeping.drafts import Drafts
from prakat_desk.keeping.sessions import IDLE, LONGEST, Sessions

NOW = datetime.datetime(2026, 11, 20, 9, tzinfo=datetime.UTC)
TYPED = {"title": ["ประกาศ: \x00 \ud800 # -"], "publish_on-day": ["32"]}


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def drafts(tmp_path: Path, clock: Clock) -> Drafts:
    return Drafts(tmp_path / "drafts", clock)


def test_a_draft_comes_back_as_it_was_typed(drafts: Drafts) -> None:
    made = drafts.begin(Draft("", "nok", ask="recruitment", origin="law/x"))
    saved = drafts.save(replace(made, typed=TYPED | {"title": ["ประกาศ: # -"]}, body="๑. ข้อหนึ่ง\n", removed=("a.pdf",)))
    kept = drafts.add_file(saved, "notice.pdf", "ประกาศ ฉบับลงนาม", b"%PDF-")
    assert drafts.get("nok", made.id) == kept
    assert drafts.content(kept, "notice.pdf") == b"%PDF-"
    assert drafts.of("nok") == [kept]


def test_nobody_is_shown_the_draft_of_somebody_else(drafts: Drafts) -> None:
    made = drafts.begin(Draft("", "nok"))
    assert drafts.get("fah", made.id) is None
    assert drafts.get("fah", f"../nok/{made.id}") is None
    assert drafts.of("fah") == []


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"\xff", b'{"files": 3}', b'{"files": {}, "created": 1}'])
def test_what_is_no_draft_is_none(raw: bytes) -> None:
    assert draft_of(raw) is None


def test_a_file_that_is_lost_or_another_is_not_handed_out(drafts: Drafts) -> None:
    made = drafts.add_file(drafts.begin(Draft("", "nok")), "a.pdf", "a", b"%PDF-")
    (drafts.folder / "nok" / made.id / "files" / "a.pdf").write_bytes(b"%PDF-other")
    assert drafts.content(made, "a.pdf") is None
    assert drafts.content(drafts.drop_file(made, "a.pdf"), "a.pdf") is None


@pytest.mark.parametrize("name", ["../a.pdf", "/etc/passwd", ".a", "A.pdf", "ก.pdf", "a/b.pdf", ""])
def test_a_file_lies_nowhere_but_beside_its_draft(drafts: Drafts, name: str) -> None:
    made = drafts.begin(Draft("", "nok"))
    with pytest.raises(CannotWork):
        drafts.add_file(made, name, "a", b"x")
    assert sorted(each.name for each in drafts.folder.rglob("*") if each.is_file()) == [".lock", "draft.json"]


def test_there_is_an_end_to_what_one_person_may_keep(drafts: Drafts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_DRAFTS", 2)
    monkeypatch.setattr(keeping, "MOST_BYTES", 10)
    made = drafts.begin(Draft("", "nok"))
    drafts.begin(Draft("", "nok"))
    with pytest.raises(CannotWork, match="too-many"):
        drafts.begin(Draft("", "nok"))
    drafts.begin(Draft("", "fah"))
    with pytest.raises(CannotWork, match="too-large"):
        drafts.add_file(made, "a.pdf", "a", b"x" * 11)


def test_what_nobody_has_touched_for_long_is_forgotten(drafts: Drafts, clock: Clock) -> None:
    old = drafts.begin(Draft("", "nok"))
    clock.now += datetime.timedelta(days=keeping.KEPT_DAYS + 1)
    young = drafts.begin(Draft("", "nok"))
    drafts.forget_old()
    assert [each.id for each in drafts.of("nok")] == [young.id] != [old.id]


def test_only_the_desk_may_read_what_is_kept(drafts: Drafts) -> None:
    drafts.add_file(drafts.begin(Draft("", "nok")), "a.pdf", "a", b"x")
    assert {each.stat().st_mode & 0o077 for each in drafts.folder.rglob("*") if each.name != ".lock"} == {0}


def test_a_full_disk_is_said_and_the_draft_before_it_stays(drafts: Drafts, monkeypatch: pytest.MonkeyPatch) -> None:
    made = drafts.begin(Draft("", "nok", body="before"))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWork, match="not-kept"):
        drafts.save(replace(made, body="after"))
    kept = drafts.get("nok", made.id)
    assert kept and kept.body == "before"
    assert not [*(drafts.folder / "nok" / made.id).glob(".draft.json.*")]


KILLED = """
import os, signal, sys
from pathlib import Path
from prakat_desk.keeping import small_file
at = int(sys.argv[2])
def kill(*_):
    global at
    at -= 1
    if not at:
        os.kill(os.getpid(), signal.SIGKILL)
sys.setprofile(kill)
small_file.put(Path(sys.argv[1]), b"after" * 1000)
"""


def test_a_kill_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    place, seen = tmp_path / "draft.json", set[bytes]()
    for at in range(1, 500, 7):
        small_file.put(place, b"before")
        done = subprocess.run([sys.executable, "-c", KILLED, str(place), str(at)], check=False)
        seen.add(small_file.taken(place) or b"")
        if done.returncode != -signal.SIGKILL:
            break
    else:
        pytest.fail("it was killed each time, so its end was never reached")
    assert seen == {b"before", b"after" * 1000}


@pytest.mark.parametrize("away", [IDLE, LONGEST])
def test_a_session_ends(tmp_path: Path, clock: Clock, away: datetime.timedelta) -> None:
    sessions = Sessions(tmp_path / "sessions", clock)
    secret = sessions.begin("nok", "sample")
    step = IDLE if away == IDLE else IDLE / 2
    ends = clock.now + away
    while clock.now < ends:
        assert sessions.of(secret)
        clock.now += step
    assert sessions.of(secret) is None
    sessions.forget_old()
    assert not [*sessions.folder.iterdir()]


ENDED: list[Callable[[Sessions, str], None]] = [
    lambda sessions, secret: sessions.end(secret),
    lambda sessions, secret: sessions.end_all_of("nok"),
]


@pytest.mark.parametrize("end", ENDED)
def test_a_session_that_was_ended_is_over(tmp_path: Path, clock: Clock, end: Callable[[Sessions, str], None]) -> None:
    sessions = Sessions(tmp_path / "sessions", clock)
    secret, other = sessions.begin("nok", "sample"), sessions.begin("fah", "sample")
    end(sessions, secret)
    assert sessions.of(secret) is None
    assert sessions.of(other)


@pytest.mark.parametrize("secret", ["", "../x", "\x00", "\ud800", "a" * 10_000])
def test_a_made_up_secret_is_nobodys(tmp_path: Path, clock: Clock, secret: str) -> None:
    assert Sessions(tmp_path / "sessions", clock).of(secret) is None


def test_the_folder_does_not_say_what_a_browser_must_know(tmp_path: Path, clock: Clock) -> None:
    sessions = Sessions(tmp_path / "sessions", clock)
    secret = sessions.begin("nok", "sample")
    for each in sessions.folder.iterdir():
        assert secret not in each.name
        assert secret.encode() not in each.read_bytes()

"""The reader's deadline: told rightly on each day, in every output, and by a page served later (R12, R19)."""

import datetime
import json
from pathlib import Path

import pytest

import office_builder
from prakat.content import register
from prakat.item.closing import Closing
from prakat.site import edition, feed, public_register
from prakat.site.deadline import Deadline, days_left
from prakat.thai.buddhist_era import weekday_moment
from prakat.thai.clock import clock_meant, is_clock

LAST = datetime.date(2026, 11, 27)
AT = datetime.time(16, 30)


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    made = office_builder.office(tmp_path)
    common = {"publish_on": "2026-11-05", "expires_on": "2026-12-31", "kind": "recruitment"}
    closes = {"on": LAST.isoformat(), "time": "16:30", "what": "applications"}
    office_builder.item(made, "law/closes", closes=closes, **common)
    office_builder.item(made, "law/ends", publish_on="2026-11-05", expires_on="2026-11-28")
    return made


def at(repo: Path, day: datetime.date) -> edition.Edition:
    found = register.read(repo, day)
    assert found.office
    return edition.compile(found, found.office, {})


def test_it_is_said_with_the_day_of_the_week_in_the_buddhist_era() -> None:
    assert weekday_moment(LAST, AT) == "ศุกร์ 27 พ.ย. 2569 16.30 น."
    assert weekday_moment(LAST, None) == "ศุกร์ 27 พ.ย. 2569"
    assert weekday_moment(datetime.date(2026, 12, 31), datetime.time(8, 5)) == "พฤหัสบดี 31 ธ.ค. 2569 08.05 น."


@pytest.mark.parametrize(
    ("day", "left", "words"),
    [
        (25, "อีก 2 วัน", "ปิดรับสมัคร"),
        (26, "พรุ่งนี้", "ปิดรับสมัคร"),
        (27, "วันนี้", "ปิดรับสมัคร"),
        (28, None, "ปิดรับสมัครแล้ว"),
    ],
)
def test_each_day_says_what_is_true_on_it(day: int, left: str | None, words: str) -> None:
    today = LAST.replace(day=day)
    told = Deadline(Closing(LAST, AT, "applications"), today)
    assert told.words == words
    assert told.is_over is (left is None)
    assert told.machine_time == "2026-11-27T16:30+07:00"
    if left:
        assert days_left(LAST, today) == left


def test_home_lists_what_closes_by_its_deadline_and_nothing_that_is_over(repo: Path) -> None:
    """Its last day shown is far away; that of the other is near all the time."""
    assert [each.url for each in at(repo, LAST - datetime.timedelta(15)).closing] == []
    assert [each.url for each in at(repo, LAST - datetime.timedelta(14)).closing] == ["law/closes/"]
    assert [each.url for each in at(repo, LAST).closing] == ["law/closes/", "law/ends/"]
    assert [each.url for each in at(repo, LAST + datetime.timedelta(1)).closing] == ["law/ends/"]


def test_feed_and_register_say_it(repo: Path) -> None:
    edition_then = at(repo, LAST)
    assert "ปิดรับสมัคร ศุกร์ 27 พ.ย. 2569 16.30 น." in feed.atom(edition_then).decode()
    told = dict(public_register.registers(edition_then, public_register.register_lines(edition_then, {})))
    rows = {row["url"]: row for row in json.loads(told["register.json"])["items"]}
    row = rows["law/closes/"]
    assert (row["closes_on"], row["closes_time"], row["closes_what"]) == ("2026-11-27", "16:30", "applications")
    assert rows["law/ends/"]["closes_on"] is None


@pytest.mark.parametrize("kind", ["recruitment", "procurement"])
def test_what_is_proposed_for_a_missing_deadline_is_enough_when_typed(tmp_path: Path, kind: str) -> None:
    place = office_builder.item(office_builder.office(tmp_path), "law/act", kind=kind) / "index.md"
    (finding,) = register.read(tmp_path, LAST.replace(month=10)).findings
    assert finding.rule == "closes.missing"
    told = finding.text("th")
    typed = told[told.index("closes: {") : told.index("}") + 1]
    place.write_text(place.read_text(encoding="utf-8").replace("kind:", f"{typed}\nkind:"), encoding="utf-8")
    assert not register.read(tmp_path, LAST.replace(month=10)).findings


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("16.30 น.", "16:30"),
        ("๑๖.๓๐", "16:30"),
        ("8:30", "08:30"),
        ("8.30 น", "08:30"),
        ("24:00", "23:59"),
        ("เวลา 09.00 น.", "09:00"),
        ("9.00 นาฬิกา", "09:00"),
        ("4 โมงเย็น", "HH:MM"),
        ("", "HH:MM"),
        ("13:75", "HH:MM"),
    ],
)
def test_a_time_written_otherwise_is_refused_with_what_was_meant(written: str, meant: str) -> None:
    assert not is_clock(written)
    assert clock_meant(written) == meant
    assert is_clock(meant) or meant == "HH:MM"

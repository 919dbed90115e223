"""Dates as people write them and as documents need them; only ISO 8601 of the common era is taken (R12, R42, R43)."""

import datetime
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythainlp.util import thai_strftime

from growth import TIMES, is_linear
from prakat.cannot_work import CannotWork
from prakat.rules.finding import rules
from prakat.thai import buddhist_era
from prakat.thai.buddhist_era import BANGKOK, DateProblem, chosen_day, parse_date, parse_with_time
from prakat.thai.month import MONTHS, SHORT_MONTHS

DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))
FORTY = [
    datetime.date(2024, 2, 29),
    *(datetime.date(2025 + month % 3, month, 1 + 2 * month) for month in range(1, 13)),
    *(datetime.date.fromordinal(day) for day in random.Random(2569).sample(range(712_000, 766_000), 27)),
]


def _oracle(day: datetime.date, form: str, *, thai_digits: bool = False) -> str:
    return str(thai_strftime(datetime.datetime.combine(day, datetime.time()), form, thaidigit=thai_digits))


@pytest.mark.parametrize("day", FORTY, ids=str)
def test_thai_dates_agree_with_pythainlp(day: datetime.date) -> None:
    assert buddhist_era.long_date(day) == _oracle(day, "%-d %B %Y")
    assert buddhist_era.short_date(day) == _oracle(day, "%-d %b %y")
    assert buddhist_era.to_thai_digits(buddhist_era.long_date(day)) == _oracle(day, "%-d %B %Y", thai_digits=True)


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        ("2026-09-30", 2569, 4),
        ("2026-10-01", 2570, 1),
        ("2026-12-31", 2570, 1),
        ("2027-01-01", 2570, 2),
        ("2027-03-31", 2570, 2),
        ("2027-04-01", 2570, 3),
        ("2027-06-30", 2570, 3),
        ("2027-07-01", 2570, 4),
        ("2027-09-30", 2570, 4),
    ],
)
def test_fiscal_year_begins_in_october_and_is_named_by_its_end(day: str, year: int, quarter: int) -> None:
    found = datetime.date.fromisoformat(day)
    assert (buddhist_era.fiscal_year(found), buddhist_era.quarter(found)) == (year, quarter)
    for first, last in (buddhist_era.fiscal_days(year), buddhist_era.fiscal_days(year, quarter)):
        assert first <= found <= last
        assert (first.day, first.month % 3, (last + datetime.timedelta(days=1)).day) == (1, 1, 1)
        assert buddhist_era.fiscal_year(first) == buddhist_era.fiscal_year(last) == year
    assert (last - first).days < 92


@pytest.mark.parametrize(
    ("text", "rule", "suggestion"),
    [
        ("2569-10-01", "date.buddhist-era", "2026-10-01"),
        ("2567-02-29", "date.buddhist-era", "2024-02-29"),
        ("2568-02-29", "date.impossible", "2025-02-01–2025-02-28"),
        ("9999-10-01", "date.year", "1900–2100"),
        ("๒๕๖๙-๑๐-๐๑", "date.thai-digits", "2026-10-01"),
        ("๑ ตุลาคม ๒๕๖๙", "date.thai-digits", "2026-10-01"),
        ("2026-02-30", "date.impossible", "2026-02-01–2026-02-28"),
        ("2026-13-01", "date.impossible", "2026-01-01–2026-12-31"),
        ("2026-00-00", "date.impossible", "2026-01-01–2026-12-31"),
        ("0001-01-01", "date.year", "1900–2100"),
        ("01/10/2569", "date.format", "2026-10-01"),
        ("1/10/69", "date.short-year", "2569 = 2026-10-01 / 2069 = 2069-10-01"),
        ("1-10-2026", "date.format", "2026-10-01"),
        ("1.10.2569", "date.format", "2026-10-01"),
        ("1 ต.ค. 69", "date.short-year", "2569 = 2026-10-01"),
        ("1 ตค 2569", "date.format", "2026-10-01"),
        ("1 ตุลาคม พ.ศ. 2569", "date.format", "2026-10-01"),
        ("วันที่ 1 เดือน ตุลาคม 2569", "date.format", "2026-10-01"),
        ("2026-10-01 ", "date.format", "2026-10-01"),
        ("2026-10-01T08:30", "date.with-time", "2026-10-01"),
        ("2026-10-01 08.30", "date.with-time", "2026-10-01"),
        ("1 ตุลาคม 2569 เวลา 08.30 น.", "date.with-time", "2026-10-01"),
        ("วันพฤหัสบดีที่ 1 ตุลาคม 2569", "date.format", "2026-10-01"),
        ("2569/10/1", "date.format", "2026-10-01"),
        ("25691001", "date.format", "2026-10-01"),
        ("2026-10-1", "date.format", "2026-10-01"),
        ("20261001", "date.format", "2026-10-01"),
        ("2026-10", "date.no-day", "2026-10-.."),
        ("10/2569", "date.no-day", "2026-10-.."),
        ("ตุลาคม ๒๕๖๙", "date.no-day", "2026-10-.."),
        ("ต.ค. 69", "date.short-year", "2569 = 2026-10-.."),
        ("31/2/69", "date.impossible", "2026-02-01–2026-02-28"),
        ("31 กุมภาพันธ์ 2569", "date.impossible", "2026-02-01–2026-02-28"),
        ("10/20/2569", "date.impossible", "2026-01-01–2026-12-31"),
        ("พรุ่งนี้", "date.format", "2026-10-01"),
        ("", "date.format", "2026-10-01"),
        ("٢٠٢٦-١٠-٠١", "date.format", "2026-10-01"),
    ],
)
def test_other_forms_are_refused_with_the_date_that_was_meant(text: str, rule: str, suggestion: str) -> None:
    assert parse_date(text) == DateProblem(rule, suggestion)


@given(DAYS)
def test_iso_date_is_that_day(day: datetime.date) -> None:
    assert parse_date(day.isoformat()) == day


@given(DAYS, st.data())
def test_what_people_write_is_mended_to_the_same_day(day: datetime.date, data: st.DataObject) -> None:
    buddhist = f"{day.year + 543:04}-{day.month:02}-{day.day:02}"
    thai = buddhist_era.to_thai_digits
    forms = {
        buddhist: "date.buddhist-era",
        thai(buddhist): "date.thai-digits",
        thai(day.isoformat()): "date.thai-digits",
        f"{day.day}/{day.month}/{day.year + 543}": "date.format",
        f"{day.day} {MONTHS[day.month - 1]} {day.year + 543}": "date.format",
        f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year + 543}": "date.format",
        buddhist_era.long_date(day): "date.format",
        buddhist_era.to_thai_digits(f"{day.day} {MONTHS[day.month - 1]} พ.ศ. {day.year + 543}"): "date.thai-digits",
    }
    text = data.draw(st.sampled_from(sorted(forms)))
    assert parse_date(text) == DateProblem(forms[text], day.isoformat())


@given(st.text() | st.text("0123456789๐๑๙-/. ตค.เดือนพศT:+", max_size=30))
def test_any_text_is_a_day_of_two_centuries_or_a_problem(text: str) -> None:
    for found in (parse_date(text), parse_with_time(text), parse_with_time(text, time_required=True)):
        if isinstance(found, DateProblem):
            assert found.rule in rules()
            assert found.suggestion
        else:
            assert 1900 <= found.year <= 2100


@pytest.mark.parametrize("filler", [" ", ".", "ก", "/ ", "1 "])
def test_long_text_is_refused_in_time(filler: str) -> None:
    """The pattern of written dates is quadratic in blanks."""

    def refused(length: int) -> None:
        assert isinstance(parse_date("1" + filler * length + "x"), DateProblem)

    assert is_linear(refused, 50_000, 50_000 * TIMES)


@pytest.mark.parametrize("text", ["2026-10-01T08:30", "2026-10-01T08:30:00", "2026-10-01T08:30+07:00"])
def test_time_is_of_bangkok(text: str) -> None:
    assert parse_with_time(text) == datetime.datetime(2026, 10, 1, 8, 30, tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("text", "rule", "suggestion"),
    [
        ("2026-10-01T25:00", "date.time", "2026-10-01T..:.."),
        ("2026-10-01T08:60", "date.time", "2026-10-01T..:.."),
        ("2026-10-01T", "date.time", "2026-10-01T..:.."),
        ("2026-10-01T8:30", "date.time", "2026-10-01T08:30"),
        ("2026-10-01 08.30", "date.time", "2026-10-01T08:30"),
        ("2026-10-01 08:30:15", "date.time", "2026-10-01T08:30:15"),
        ("2026-10-01T08:30Z", "date.time", "2026-10-01T15:30"),
        ("2026-10-01T23:30+08:00", "date.time", "2026-10-01T22:30"),
        ("2026-10-01T23:30Z", "date.time", "2026-10-01T..:.."),
        ("2569-10-01T08:30", "date.buddhist-era", "2026-10-01T08:30"),
        ("1 ต.ค. 2569 เวลา 08.30 น.", "date.time", "2026-10-01T08:30"),
        ("๑ ตุลาคม ๒๕๖๙ ๑๖.๓๐ น.", "date.time", "2026-10-01T16:30"),
        ("1 ต.ค. 2569", "date.format", "2026-10-01"),
        ("2569-10-01", "date.buddhist-era", "2026-10-01"),
    ],
)
def test_a_time_is_kept_where_one_may_stand_and_none_is_invented(text: str, rule: str, suggestion: str) -> None:
    assert parse_with_time(text) == DateProblem(rule, suggestion)


@pytest.mark.parametrize(
    ("text", "is_certain"),
    [
        ("2569-10-01", True),
        ("1/6/2569", True),
        ("20/6/2026", True),
        ("1/6/2026", False),
        ("1 มิ.ย. 69", False),
        ("2026-10", False),
        ("2026-02-31", False),
        ("พรุ่งนี้", False),
    ],
)
def test_only_a_date_that_can_be_one_day_is_certain(text: str, is_certain: bool) -> None:
    problem = parse_date(text)
    assert isinstance(problem, DateProblem)
    assert problem.is_certain is is_certain


def test_day_alone_is_no_time_where_one_is_required() -> None:
    assert parse_with_time("2026-10-01") == datetime.date(2026, 10, 1)
    assert parse_with_time("2026-10-01", time_required=True) == DateProblem("date.time", "2026-10-01T..:..")
    assert parse_with_time("1 ต.ค. 2569", time_required=True) == DateProblem("date.time", "2026-10-01T..:..")


@pytest.mark.parametrize(
    ("argument", "environment", "day"),
    [
        ("2026-11-20", {}, "2026-11-20"),
        (None, {"PRAKAT_DATE": "2026-11-20"}, "2026-11-20"),
        ("2026-11-20", {"PRAKAT_DATE": "2020-01-01"}, "2026-11-20"),
        (None, {"PRAKAT_DATE": "2026-11-20T16:59:59+00:00"}, "2026-11-20"),
        (None, {"PRAKAT_DATE": "2026-11-20T17:00:00Z"}, "2026-11-21"),
        (None, {"PRAKAT_DATE": "2026-11-20T00:00:00+07:00"}, "2026-11-20"),
        (None, {"PRAKAT_DATE": "2026-11-19T23:59:59+07:00"}, "2026-11-19"),
    ],
)
def test_chosen_day_is_bangkoks(argument: str | None, environment: dict[str, str], day: str) -> None:
    assert chosen_day(argument, environment).isoformat() == day


@pytest.mark.parametrize(
    "text", ["2569-11-20", "20/11/2026", "2026-11-20T10:00", "0999-01-01T00:00+07:00", "today", " "]
)
def test_unclear_day_is_refused(text: str) -> None:
    with pytest.raises(CannotWork, match=r"thai\.no-day"):
        chosen_day(text, {})


def test_without_a_choice_it_is_today_in_bangkok() -> None:
    before = datetime.datetime.now(BANGKOK).date()
    assert before <= chosen_day(None, {}) <= datetime.datetime.now(BANGKOK).date()

"""Days as people write them in texts and queries, and what only looks like one."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakat.search.folding import folded, shown
from prakat.thai import buddhist_era
from prakat.thai.written_date import in_english, written_dates

DAY = (2026, 11, 27)


def read(text: str) -> list[tuple[int, int, int]]:
    return [(each.year, each.month, each.day) for each in written_dates(folded(shown(text)))]


@pytest.mark.parametrize(
    "text",
    [
        *("27 พฤศจิกายน 2569", "๒๗ พฤศจิกายน พ.ศ. ๒๕๖๙", "วันที่ 27 เดือนพฤศจิกายน พ.ศ.2569", "27 พฤศจิกายน พ.ศ 2569"),
        *("27 พ.ย. 2569", "27 พ.ย. 69", "๒๗ พ.ย. ๖๙", "27พ.ย.69", "27 พย 69", "27 พ. ย. 69", "27 พ.ย 2569"),
        *("27/11/2569", "27/11/69", "27-11-2569", "๒๗/๑๑/๒๕๖๙", "27/11/2026", "2026-11-27", "2569-11-27"),
        *("27 November 2026", "27 nov. 2026", "27th November, 2026", "27 Nov 26", "27 พฤศจิกายน 2026"),
        *("ถึง27พฤศจิกายน2569เวลา 16.30 น.", "(27 พ.ย. 69)", "27  พฤศจิกายน\n2569"),
    ],
)
def test_a_day_is_the_same_however_it_is_written(text: str) -> None:
    assert read(text) == [DAY]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("9–27 พฤศจิกายน 2569", [(2026, 11, 9), DAY]),
        ("9 ถึง 27 พ.ย. 69", [(2026, 11, 9), DAY]),
        ("9 ถึงวันที่ 27 พฤศจิกายน 2569", [(2026, 11, 9), DAY]),
        ("25, 26 และ 27 พฤศจิกายน 2569", [(2026, 11, 25), (2026, 11, 26), DAY]),
        ("9 to 27 November 2026", [(2026, 11, 9), DAY]),
        ("30 ตุลาคม ถึง 27 พฤศจิกายน 2569", [(0, 10, 30), DAY]),
        ("1 พ.ย. 27 พ.ย. 69", [(0, 11, 1), DAY]),
        ("27 พ.ย. 69 และ 2 ธ.ค. 69", [DAY, (2026, 12, 2)]),
    ],
)
def test_several_days_are_several(text: str, days: list[tuple[int, int, int]]) -> None:
    assert read(text) == days


@pytest.mark.parametrize(
    "text",
    ["27 พฤศจิกายน", "27 พ.ย.", "27 พฤศจิกายนนี้", "27 พ.ย. 08.30 น.", "27 พฤศจิกายน 9999", "27 พ.ย. 256", "27 November"],
)
def test_a_day_may_stand_without_its_year(text: str) -> None:
    assert read(text) == [(0, 11, 27)]


@pytest.mark.parametrize(
    "text",
    [
        *("พฤศจิกายน 2569", "1 พยาบาล", "จำนวน 2 กพวง", "20 marbles", "127 พ.ย. 69", "32 พ.ย. 69", "0 พ.ย. 69"),
        *("27/13/2569", "0332/11/69", "1/2/3", "11-11-69-11", "1/11-11-69", "08.30", "27 11 2569", ""),
    ],
)
def test_what_only_looks_like_a_day_is_none(text: str) -> None:
    assert read(text) == []


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2090, 12, 31)))
def test_every_form_in_which_the_site_shows_a_day_is_read(day: datetime.date) -> None:
    whole = (day.year, day.month, day.day)
    forms = (
        buddhist_era.long_date(day),
        buddhist_era.to_thai_digits(buddhist_era.long_date(day)),
        in_english(day),
        day.isoformat(),
    )
    assert [read(f"ก {form} ข") for form in forms] == [[whole]] * len(forms)
    assert all(read(buddhist_era.short_date(day)) == [whole] for _ in range(1) if 1957 < day.year < 2057)


@pytest.mark.parametrize(
    "piece", ["1 ", "1,", "11-", "1 และ ", "1 พ", "1 พ.", "1-1-", "1 nov,", "2569-", "1 เดือน ", "วันที่ "]
)
def test_a_long_text_of_halves_of_days_is_read_to_its_end(piece: str) -> None:
    days = [(each.year, each.month, each.day) for each in written_dates(piece * 100_000)]
    assert set(days) <= {(0, 11, 1)}
    assert read(f"{piece * 1000} 27 พ.ย. 69")[-1] == DAY

"""How titles, texts and telephone numbers are shown: broken where Thai breaks, and not a character of them changed."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakat.site import typography
from prakat.thai.telephone import dial

_TAG = re.compile(r"<[^>]*>")


def _phrases(title: str) -> list[str]:
    return re.findall(r'<span class="phrase">(.*?)</span>', typography.phrases(title))


@pytest.mark.parametrize(
    "title",
    [
        "ประกาศจัดซื้อทรายกำจัดลูกน้ำและน้ำยาพ่น|ปีงบประมาณ 2570",
        "ขยายเวลาฉีดวัคซีนไข้หวัดใหญ่ฟรี|ถึงวันที่ 30 พฤศจิกายน 2569",
        "รับสมัครลูกจ้างชั่วคราว|ตำแหน่งนักวิชาการสาธารณสุข 1 อัตรา",
        "ตารางออกหน่วยคัดกรอง|พฤศจิกายน –|ธันวาคม 2569",
        "พระราชบัญญัติโรคติดต่อ|พ.ศ. 2558",
        "แบบคำขอข้อมูลข่าวสาร (แก้ไข ได้เอง)|ฉบับใหม่",
    ],
)
def test_a_title_breaks_between_phrases_and_never_before_a_number(title: str) -> None:
    assert _phrases(title.replace("|", " ")) == title.split("|")


@given(st.text(st.sampled_from("กขเ็ 1(–)<&'\""), max_size=60))
def test_a_title_keeps_every_character(title: str) -> None:
    assert html.unescape(_TAG.sub("", typography.phrases(title))) == title


@given(st.text(st.sampled_from("กขเ็ 1"), max_size=typography.SHORTEST_TITLE - 1))
def test_a_title_that_verification_looks_for_as_a_whole_element_stays_one(title: str) -> None:
    assert typography.phrases(title) == title


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("เปิดวันที่ 4 ธันวาคม 2569 ที่นี่", "วันที่ 4 ธันวาคม 2569"),
        ("๒๐ พฤศจิกายน ๒๕๖๙", "๒๐ พฤศจิกายน ๒๕๖๙"),
        ("เวลา 08.30–16.30 น. เว้นวันหยุด", "08.30–16.30 น."),
        ("วงเงิน 145,000 บาท", "145,000 บาท"),
    ],
)
def test_dates_times_and_sums_stay_on_one_line(shown: str, kept: str) -> None:
    assert f'<span class="whole">{kept}</span>' in typography.whole(shown)
    assert _TAG.sub("", typography.whole(shown)) == shown


def test_an_attribute_is_no_text() -> None:
    picture = '<img alt="งานวันที่ 6 พฤศจิกายน 2569" src="a.jpg">'
    assert typography.whole(picture) == picture


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("0 2590 1000", "025901000"),
        ("0 2590 1000-9", "025901000"),
        ("08 1234 5678", "0812345678"),
        ("๐ ๐๐๐๐ ๐๐๐๐ ต่อ 12", "000000000"),
        ("+66 2 590 1000", "+6625901000"),
        ("1669", "1669"),
        ("สอบถามที่สำนักงาน", ""),
    ],
)
def test_a_telephone_number_is_dialled_as_it_is_written(written: str, dialled: str) -> None:
    assert dial(written) == dialled


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("0 3425 1234 ต่อ 5", '<a class="whole" href="tel:034251234">0 3425 1234</a> ต่อ 5'),
        (
            "034251234, 1669",
            '<a class="whole" href="tel:034251234">034251234</a>, <a class="whole" href="tel:1669">1669</a>',
        ),
        ("+1 202 555 0100", '<a class="whole" href="tel:+12025550100">+1 202 555 0100</a>'),
        ("สอบถามที่ <สำนักงาน>", "สอบถามที่ &lt;สำนักงาน&gt;"),
    ],
)
def test_the_numbers_of_an_office_can_be_dialled(written: str, shown: str) -> None:
    assert typography.telephone(written) == shown

"""What a reader downloads has a name that tells what it is, and that any phone or computer can store (R13)."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prakat.item.file_type import file_types
from prakat.rules import file_name
from prakat.site.download_name import LONGEST, LONGEST_BYTES, download_names, with_download_names
from prakat.thai.cluster import clusters

TITLES = st.text(st.characters(exclude_categories=()), max_size=300) | st.text(
    'กำเแ่้ิ๒ aA.-_/\\:*?"<>|~()1\u200b\u202e\x00\x7f', max_size=250
)
STORED = st.sampled_from([f"a{ending}" for ending in file_types()])


def named(title: str, stored: str = "notice.pdf") -> str:
    return download_names([(stored, title)])[stored]


@pytest.mark.parametrize(
    ("title", "stored", "name"),
    [
        ("ประกาศรับสมัคร", "notice.pdf", "ประกาศรับสมัคร.pdf"),
        ("ประกาศ ที่ 12/2569", "notice.pdf", "ประกาศ ที่ 12-2569.pdf"),
        ('แบบ "ก" <ใหม่>?', "form.docx", "แบบ ก ใหม่.docx"),
        ("ใคร ? * ก็ได้ | ข", "a.pdf", "ใคร ก็ได้-ข.pdf"),
        ("ก \u202e ข", "a.pdf", "ก ข.pdf"),
        ("เวลา 08:30 น.", "a.pdf", "เวลา 08-30 น.pdf"),
        ("แผน.PDF", "plan.pdf", "แผน.pdf"),
        ("แผน.xlsx", "plan.pdf", "แผน.xlsx.pdf"),
        ("ภาพถ่าย.jpg", "a.jpeg", "ภาพถ่าย.jpeg"),
        ("คำสั่งแต่งตั้ง...", "a.pdf", "คำสั่งแต่งตั้ง.pdf"),
        ("ก\u200bข\u202eค\x00ง", "a.pdf", "กขคง.pdf"),
        ("con", "a.pdf", "เอกสาร-con.pdf"),
        ("COM1.tar", "a.zip", "เอกสาร-COM1.tar.zip"),
        ("???", "a.pdf", "เอกสาร.pdf"),
        (".pdf", "a.pdf", "pdf.pdf"),
        ("ก" * 200, "a.pdf", "ก" * 72 + ".pdf"),
        ("a" * 200, "a.pdf", "a" * 96 + ".pdf"),
    ],
)
def test_a_download_is_called_by_its_title(title: str, stored: str, name: str) -> None:
    assert named(title, stored) == name


def test_files_of_the_same_title_get_numbers() -> None:
    titles = [("a.pdf", "แบบ"), ("b.pdf", "แบบ"), ("c.docx", "แบบ"), ("d.pdf", "แบบ (2)"), ("e.pdf", "ก" * 300)]
    found = download_names([*titles, ("f.pdf", "ก" * 250)])
    assert list(found.values())[:4] == ["แบบ.pdf", "แบบ (2).pdf", "แบบ.docx", "แบบ (2) (2).pdf"]
    assert found["f.pdf"] == "ก" * 70 + " (2).pdf"


@given(st.lists(st.tuples(STORED, TITLES), max_size=8, unique_by=lambda each: each[0]))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_title_gives_a_name_that_every_system_stores(titles: list[tuple[str, str]]) -> None:
    found = download_names(titles)
    assert found.keys() == {stored for stored, _ in titles}
    assert len({each.casefold() for each in found.values()}) == len(found)
    for stored, name in found.items():
        assert name.endswith(stored.removeprefix("a"))
        assert file_name.fits_windows(name) and "/" not in name
        assert not name.startswith((".", " ", "-", "~")) and name == unicodedata.normalize("NFC", name)
        assert len(name) <= LONGEST and len(name.encode()) <= LONGEST_BYTES
        assert not any(unicodedata.category(each).startswith("C") for each in name)


@given(st.text("กขเแำ่้ิ", min_size=1, max_size=200))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_long_title_is_cut_between_whole_letters(title: str) -> None:
    stem = named(title).removesuffix(".pdf")
    whole = unicodedata.normalize("NFC", title)
    assert whole.startswith(stem)
    assert clusters(stem) == clusters(whole)[: len(clusters(stem))]


def test_links_of_the_text_to_what_browsers_do_not_show_are_named_too() -> None:
    text = '<p><a href="a.docx">แบบ</a> <a href="b.pdf">ประกาศ</a> <a href="c.zip">อื่น</a> &lt;a href="a.docx"</p>'
    names = {"a.docx": 'แบบ&"ก.docx', "b.pdf": "ประกาศ.pdf"}
    assert with_download_names(text, names) == text.replace(
        '<a href="a.docx"', '<a href="a.docx" download="แบบ&amp;&quot;ก.docx"'
    )

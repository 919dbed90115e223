"""A stranger's text in a comment is text: whatever it holds, no markup, mention or link comes of it."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from prakat.rules.safe_text import MAX, plain


@given(st.text())
def test_any_text_is_one_line_without_markup(text: str) -> None:
    found = plain(text)
    assert not re.search(r"[<>\"'`*_~\[\]()|\\$+=\n\r-]", found)
    assert not re.search(r"@\w|(?<!&)#\w|://|www\.\w", html.unescape(found))
    assert len(html.unescape(found).replace("\u2060", "")) <= MAX


def test_thai_stays_as_it_is() -> None:
    assert plain("ประกาศ เรื่อง น้ำท่วม พ.ศ. 2569").replace("\u2060", "") == "ประกาศ เรื่อง น้ำท่วม พ.ศ. 2569"


def test_direction_marks_and_invisible_characters_are_gone() -> None:
    assert plain("a\u202eb\u200bc\u2066d\ufeffe") == "abcde"

"""What a reader sees of a text, what must not hide in it, and which addresses every program reads alike (R34, R35)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prakat.rules.web_url import is_web_url
from prakat.thai.visible_text import control_character, visible_length


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *(("", None), ("ก a\n\t", None), ("\u200b\u200c\u200d\u00a0\u00ad", None), ("\ue000", None)),
        *(("a\x00", "U+0000"), ("\x0b", "U+000B"), ("\r", "U+000D"), ("\x1f", "U+001F"), ("\x7f", "U+007F")),
        *(("\x85", "U+0085"), ("\u2028", "U+2028"), ("\u2029", "U+2029"), ("\u202a", "U+202A"), ("\u202e", "U+202E")),
        *(("\u2066", "U+2066"), ("\u2069", "U+2069"), ("\ufeff", "U+FEFF"), ("\ufffe", "U+FFFE"), ("\ud800", "U+D800")),
        *(("\udfff", "U+DFFF"), ("a\u202eb\x00", "U+202E"), ("\u202f", None), ("\u2065", None), ("\u206a", None)),
    ],
)
def test_the_first_character_that_hides_something_is_named(text: str, found: str | None) -> None:
    assert control_character(text) == found


@pytest.mark.parametrize(
    ("text", "length"),
    [("", 0), (" ก ", 1), ("ก่", 1), ("ที่", 1), ("น้ำ", 2), ("a\u200bb", 2), ("a b", 3), ("e\u0301", 1), ("\u00ad", 0)],
)
def test_a_length_is_what_a_reader_would_count(text: str, length: int) -> None:
    assert visible_length(text) == length


@given(st.text())
@settings(deadline=None)
def test_nothing_is_longer_than_its_characters(text: str) -> None:
    assert 0 <= visible_length(text) <= len(text)
    assert (control_character(text) is None) == all(control_character(each) is None for each in text)


@pytest.mark.parametrize(
    "text", ["https://office.example/", "http://a", "HTTPS://a/b?c=d#e", "https://ก.example/ข", "https://[::1]:8000/"]
)
def test_a_web_address_has_a_scheme_and_a_host(text: str) -> None:
    assert is_web_url(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "office.example",
            "//office.example/",
            "ftp://a/",
            "javascript:alert(1)",
            "https:",
            "https://",
            "https:///a",
        ),
        *(
            "https://a b/",
            "https://a/\tb",
            "https://a/\nb",
            "https://a\\b",
            "https://a/<b",
            'https://a/"',
            "https://a/>",
        ),
        *(
            "https://a/\x00",
            "https://a/\x7f",
            "https://a/\u200b",
            "https://a/\u202e",
            "https://a/\ufeff",
            "https://[",
            "mailto:a@b",
        ),
        *(" https://a/", "https://a/ ", "\nhttps://a/", "https://a/\u2060"),
    ],
)
def test_an_address_that_programs_read_in_two_ways_is_none(text: str) -> None:
    assert not is_web_url(text)

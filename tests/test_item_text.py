"""A finding's line is that of the very link, picture or tag, whatever else of the text looks the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import ITEM, written
from prakat.item import body, item
from prakat.item.item import Item
from prakat.item.item_path import ItemPath
from prakat.item.item_text import ItemText


def text_of(written_body: str) -> ItemText:
    found = item.parse_item(ItemPath("law", "", "act"), f"---\n{written(ITEM)}---\n{written_body}".encode())
    assert isinstance(found, Item)
    return ItemText(found, body.render_markdown(found.body))


def lines(written_body: str) -> list[int]:
    """Of each link, from 1 in the body."""
    text = text_of(written_body)
    return [text.line_of_link(index) - text.item.body_line + 1 for index in range(len(text.rendered.links))]


@pytest.mark.parametrize(
    ("written_body", "expected"),
    [
        ("[a](x)\n[b](x)", [1, 2]),
        ("x [a] `[a](x)` \\[a](x)\n\n[a](x)", [3]),
        ("```\n[a](x)\n```\n[a](x)", [4]),
        ("~~~ md\n<https://a.example>\n~~~\n\n<https://a.example>", [5]),
        ("[a][r]\n[b](x)\n\n[r]: x", [2]),
        ("<https://a.example>\n<a@b.example>", [1, 2]),
        ("<\nhttps://a.example> <https://a.example>", [2, 2]),
        ("[a\nb](x) [c](x)", [1, 2]),
        ("[a](\nx)", [1]),
        ("[a](x 'y\nz')\n\n[b](x)", [1, 4]),
        ("[](x)\n\n[ ](x)", [1, 3]),
        ("[![p](i.png)](x)\n\n[a [b] c](x)", [1, 3]),
        ("# [a](x)\n\n> [b](x)\n\n1. ก\n\n    [c](x)\n\n    - [d](x)", [1, 3, 7, 9]),
        ("| ก | ข |\n|---|---|\n| 1 | [a](x) |\n| [b](x) | [c](x) |", [3, 4, 4]),
        ("ก\n\n:   [a](x)\n\nข[^1]\n\n[^1]: [b](x)\n", [3, 7]),
        ("**[a](x)** _[b](x)_\n*[c](x)*", [1, 1, 2]),
        ("1 < 2\n> [a](x)", [2]),
        ("\n\n\u200b[a](x)", [3]),
        ("\U00100000 [a](x)\n\n[a](x)", [1, 3]),
    ],
    ids=str,
)
def test_each_link_has_its_own_line(written_body: str, expected: list[int]) -> None:
    assert lines(written_body) == expected


def test_pictures_and_tags_have_theirs() -> None:
    text = text_of("`![a](i.png) <b>`\n\n![a](i.png)\n![b\n](i.png) <b>\n\n</b\nx>")
    assert [text.line_of_picture(index) - text.item.body_line + 1 for index in range(2)] == [3, 4]
    assert text.lines_showing("i.png") == [text.line_of_picture(0), text.line_of_picture(1)]
    assert [text.line_of_tag(index) - text.item.body_line + 1 for index in range(2)] == [5, 7]


@given(st.text("[]()!<>`\\*_#-:^ \nax|&\t", max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_link_has_some_line_of_its_item(written_body: str) -> None:
    assert all(1 <= line <= written_body.count("\n") + 1 for line in lines(written_body))

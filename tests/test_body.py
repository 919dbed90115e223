"""What a body may turn into: text and links that do nothing, in time, with the findings that the build needs."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from growth import TIMES, is_linear
from prakat.item import body

TAGS = {
    *("p", "a", "img", "span", "div", "br", "em", "strong", "code", "pre", "blockquote"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    *("href", "src", "alt", "id", "class", "rel", "colspan"),
    *("loading", "width", "height", "tabindex", "role", "aria-label"),
}
TOKENS = (
    *(
        "[",
        "]",
        "(",
        ")",
        "!",
        "<",
        ">",
        '"',
        "'",
        "*",
        "_",
        "`",
        "|",
        "\\",
        "~",
        ":",
        "{",
        "}",
        "&",
        ";",
        "#",
        "\n",
        "    ",
    ),
    *(
        "- ",
        "1. ",
        "> ",
        "\n\n",
        "---",
        "```",
        "```py\n",
        "~~~ { .a #b onclick=x }\n",
        "\n```\n",
        "===\n",
        "[^1]",
        "[^1]: ",
    ),
    *("[a]: x", "](", "![](", "![a](<", "<b>", "</b>", "<!--", "-->", "<?", "?>", "<![CDATA[", "<a@b.c>", "<script>"),
    *(
        "https://a.example/",
        "javascript:alert(1)",
        "JaVa&#9;Script&colon;",
        "data:text/html,x",
        "//evil.example",
        "/\\evil",
    ),
    *(
        "&#58;",
        "&amp;",
        "&amp;#58;",
        "&#106;avascript:",
        "&lt;",
        "| a | b |\n|:-|-:|\n",
        ":   ",
        "{: onclick=x }",
        "[TOC]",
    ),
    *("x.png", "ก", "่", "\u200b", "\xa0", "\xad", "wzxhzdk:0", "klzzwxh:0001", "amp"),
)


class Page(HTMLParser):
    """Fails at anything that a browser would run, load from elsewhere, or misread."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        for name, value in attrs:
            assert name in ATTRIBUTES
            if name == "src" or (name == "href" and body.is_remote(value or "")):
                assert not body.is_remote(value or "") or body.scheme(value or "") in body.SAFE_SCHEMES
                assert name != "src" or not body.is_remote(value or "")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data!r}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl!r}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data!r}")

    unknown_decl = handle_decl


@given(st.lists(st.sampled_from(TOKENS), max_size=60).map("".join))
@settings(max_examples=400, deadline=None)
def test_no_text_becomes_active(text: str) -> None:
    Page(body.render_markdown(text).html)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[ก](a.pdf)", "a.pdf"),
        ("[ก](my\\_file.pdf)", "my_file.pdf"),
        ("[ก](?a=1&b=2)", "?a=1&b=2"),
        ("[ก](?a=1&amp;b=2)", "?a=1&b=2"),
        ("[ก](<a (1).pdf>)", "a (1).pdf"),
        ("[ก](a_(1).pdf)", "a_(1).pdf"),
        ("<office@example.org>", "mailto:office@example.org"),
        ("<https://a.example/?a=1&b=2>", "https://a.example/?a=1&b=2"),
        ("https://a.example/?a=1&b=2", "https://a.example/?a=1&b=2"),
        ("[ก](javascript&#58;alert(1))", "javascript&#58;alert(1)"),
        ("[ก](\\\\evil.example)", "\\\\evil.example"),
    ],
)
def test_link_is_read_as_a_browser_reads_it(text: str, target: str) -> None:
    assert [each.target for each in body.render_markdown(text).links] == [target]


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "<java\tscript:alert(1)>",
        "<\x01javascript:alert(1)>",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example/",
        "\\\\evil.example/",
        "</\t/evil.example/>",
        "< //evil.example/>",
        "/\\evil.example/",
    ],
)
def test_unsafe_link_becomes_its_text(target: str) -> None:
    rendered = body.render_markdown(f"[สมัคร]({target})")
    assert "href" not in rendered.html
    assert "สมัคร" in rendered.html


def test_entity_of_an_entity_stays_text_in_an_address() -> None:
    """Written out raw, a browser would make a colon of `&#58;`."""
    for written in ("javascript&#58;alert(1)", "javascript&amp;#58;alert(1)"):
        assert 'href="javascript&amp;#58;alert(1)"' in body.render_markdown(f"[ก]({written})").html


def test_code_in_a_link_title_stays_out_of_the_attribute() -> None:
    Page(body.render_markdown('[ก](a.pdf "\n```py\nx" onclick="y\n```\n")').html)


def test_typed_html_is_shown_as_text_and_reported() -> None:
    rendered = body.render_markdown('<div onclick="x">ก</div>')
    assert [each.text for each in rendered.tags] == ['<div onclick="x">', "</div>"]
    assert "".join(Page(rendered.html).text).strip() == '<div onclick="x">ก</div>'


def test_link_that_leads_nowhere_becomes_its_text() -> None:
    rendered = body.render_markdown("[ระเบียบ](/law/act/)", resolve=lambda target: None)
    assert "href" not in rendered.html
    assert "ระเบียบ" in rendered.html


def test_a_link_says_its_words_or_what_its_picture_shows() -> None:
    links = body.render_markdown("[ก **ข** `ค`](a) [![แผนที่ &](i.png)](b) [ ](c) [ง]() www.a.example").links
    assert [each.text for each in links] == ["ก ข ค", "แผนที่ &", "", "ง", "www.a.example"]
    assert [each.target for each in links] == ["a", "b", "c", "", "https://www.a.example"]


def test_headings_keep_thai_vowels_in_their_anchors() -> None:
    (heading,) = body.render_markdown("## ผู้มีสิทธิ์ <b>สมัคร</b>").headings
    assert (heading.id, heading.level) == ("ผู้มีสิทธิ์-b-สมัคร-b", 2)
    assert heading.text == "ผู้มีสิทธิ์ <b>สมัคร</b>"


def test_equal_headings_have_anchors_of_their_own() -> None:
    headings = body.render_markdown("## ก\n## ก\n## ก_1\n## ก\n# !\n## ?").headings
    assert [each.id for each in headings] == ["ก", "ก_1", "ก_2", "ก_3", "section", "section_1"]


SLOW = {
    "mail": "a@b.",
    "numbers of telephones": "0 2590 1000 ",
    "telephones": "โทร ",
    "addresses": "https://a.b/)",
    "ends of addresses": ")",
    "cells with tabs": "ก\tข\n",
    "tabs": "ก\t",
    "bars": "|a",
    "typed numbers": "1. ก\n",
    "numbers in numbers": "1. ",
    "fences of any length": "".join("`" * length + " x\n" for length in range(60, 3, -1)),
    "one fence": "`" * 5000 + "\n" + "~" * 5000 + "\n",
    "fences in lists": "- ```\n  ก\n",
    "code of any length": "".join("`" * length + " " for length in range(1, 60)),
    "pairs": "*ก* ",
    "pairs in pairs": "**a *b ",
    "titles": "[a](b 'c",
    "counted headings": "# a\n# a_1\n",
    "one address": "https://a.example/" + "a_" * 4000 + ")" * 4000,
    "open links": "[](",
    "open pictures": "![](",
    "open titles": '[a]("',
    "open targets": "[a](<",
    "parentheses in targets": "(())[a]((",
    "open brackets": "[a",
    "equal headings": "# a\n",
    "underlined headings": "===\n",
    "one footnote": "a[^1]\n\n[^1]: b\n\n",
    "footnote marks": "[^1]: ]]",
    "backslashes": "\\",
    "typed tags": "<b>",
    "stars": "*a ",
    "underscores": "_a ",
    "backticks": "`a``",
    "quotations": "> ",
    "lists": "- ",
    "definitions": "a\n\n:   b\n\n",
    "tables": "| a | b |\n|---|---|\n",
    "fences": "```\n",
    "lines": "a  \n",
    "short lines": "a\n",
    "lines of tags": "<p>ก</p>\n",
    "fences that nothing closes": "``` x\n",
    "tables of contents": "[TOC]\n\n",
    "links in one paragraph": "[a](b)\n",
}


def made(name: str, length: int) -> str:
    return SLOW[name] * (length // len(SLOW[name]))


@pytest.mark.parametrize("name", SLOW)
def test_a_long_text_takes_time_as_it_is_long(name: str) -> None:
    assert is_linear(body.render_markdown, made(name, 5_000), made(name, 5_000 * TIMES))


@pytest.mark.parametrize(
    ("widest", "lines"), [(1, 2000), (2000, 1), (1000, 1000)], ids=["long", "wide", "as wide as it is long"]
)
def test_a_table_is_no_longer_than_what_was_typed(widest: int, lines: int) -> None:
    """Empty cells that fill up a million places would be a million cells."""
    text = f"|{'ก|' * widest}\n|-|\n{'|ข|' + chr(10)}" + "|ข|\n" * lines
    assert len(body.render_markdown(text).html) < 40 * len(text)

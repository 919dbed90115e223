"""What a body may turn into: text and links that do nothing, in time, with the findings that the build needs."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prakat.item.complexity import too_complex

from prakat.item import body

TAGS = {
    *("p", "a", "img", "span", "div", "br", "hr", "em", "strong", "code", "pre", "blockquote", "sup"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    *("href", "src", "alt", "title", "id", "class", "rel", "start"),
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
    if too_complex(text) is not None:
        return
    rendered = body.render_markdown(text)
    Page(rendered.html)
    said = [rendered.html, *(each.target for each in rendered.links), *(each.text for each in rendered.headings)]
    assert not any("\x02" in each or "\x03" in each for each in said)
    if not body.has_markup(text):
        assert not (rendered.links or rendered.pictures or rendered.raw_html)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[ก](a.pdf)", "a.pdf"),
        ("[ก](my\\_file.pdf)", "my_file.pdf"),
        ("[ก](?a=1&b=2)", "?a=1&b=2"),
        ("[ก](?a=1&amp;b=2)", "?a=1&b=2"),
        ("<office@example.org>", "mailto:office@example.org"),
        ("<https://a.example/?a=1&b=2>", "https://a.example/?a=1&b=2"),
        ("[ก][1]\n\n[1]: /law/", "/law/"),
        ("[ก](javascript&#58;alert(1))", "javascript:alert(1)"),
        ("[ก](\\\\\\\\evil.example)", "\\\\evil.example"),
    ],
)
def test_link_is_read_as_a_browser_reads_it(text: str, target: str) -> None:
    assert [each.target for each in body.render_markdown(text).links] == [target]


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java&#10;script:alert(1)",
        "&#1;javascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example/",
        "\\\\\\\\evil.example/",
        "/&#9;/evil.example/",
        "&#32;//evil.example/",
        "/\\evil.example/",
    ],
)
def test_unsafe_link_becomes_its_text(target: str) -> None:
    rendered = body.render_markdown(f"[สมัคร]({target})")
    assert "href" not in rendered.html
    assert "สมัคร" in rendered.html


def test_entity_of_an_entity_stays_text_in_an_address() -> None:
    """`&amp;#58;` is the text `&#58;`; written out raw, a browser would make a colon of it."""
    assert 'href="javascript&amp;#58;alert(1)"' in body.render_markdown("[ก](javascript&amp;#58;alert(1))").html


def test_code_in_a_link_title_stays_out_of_the_attribute() -> None:
    Page(body.render_markdown('[ก](a.pdf "\n```py\nx" onclick="y\n```\n")').html)


def test_typed_html_is_shown_as_text_and_reported() -> None:
    rendered = body.render_markdown('<div onclick="x">ก</div>')
    assert rendered.raw_html == ('<div onclick="x">', "</div>")
    assert "".join(Page(rendered.html).text).strip() == '<div onclick="x">ก</div>'


def test_link_that_leads_nowhere_becomes_its_text() -> None:
    rendered = body.render_markdown("[ระเบียบ](/law/act/)", resolve=lambda target: None)
    assert "href" not in rendered.html
    assert "ระเบียบ" in rendered.html


def test_headings_keep_thai_vowels_in_their_anchors() -> None:
    (heading,) = body.render_markdown("## ผู้มีสิทธิ์ <b>สมัคร</b>").headings
    assert (heading.id, heading.level) == ("ผู้มีสิทธิ์-b-สมัคร-b", 2)
    assert heading.text == "ผู้มีสิทธิ์ <b>สมัคร</b>"


def test_equal_headings_have_anchors_of_their_own() -> None:
    first, second = body.render_markdown("## ผู้สมัคร\n\n## ผู้สมัคร").headings
    assert first.id != second.id


SLOW = {
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


@pytest.mark.parametrize("part", SLOW.values(), ids=SLOW)
def test_long_text_is_refused_or_rendered_in_time(part: str) -> None:
    """Ten times what the slowest takes on an idle machine; what was quadratic took minutes."""
    text = part * (40_000 // len(part))
    begun = time.process_time()
    if too_complex(text) is None:
        body.render_markdown(text)
    assert time.process_time() - begun < 8


@pytest.mark.parametrize(
    "text",
    [
        "- ก\n    - ข\n        - ค\n            1. ง",
        "> > > ก",
        "ก [1] ข [2] ค [3] " * 100,
        "\n".join(f"| {number} | [เอกสาร {number}](f{number}.pdf) |" for number in range(2000)),
        "\n\n".join(f"## มาตรา {number}" for number in range(999)),
        "\n".join(f"{number}. ข้อ {number} (ดู [ข้อ](#a))" for number in range(2000)),
        "---\n\n" * 400,
        "(วงเล็บ " * 50,
        ("ข้อความเต็มบรรทัดของระเบียบที่วางมาโดยไม่มีบรรทัดว่างคั่น" * 2 + "\n") * 2500,
        "| ลำดับ | เอกสาร |\n|---|---|\n" + "| 1 | [เอกสาร](f.pdf) |\n" * 9000,
        "- [เอกสาร](f.pdf) ฉบับที่ 1\n" * 9000,
        "```\nคำสั่ง\n```\n\n" * 90,
    ],
    ids=[
        "nested lists",
        "quotations",
        "brackets",
        "table of links",
        "act",
        "long list",
        "rules",
        "parentheses",
        "whole act in one paragraph",
        "long table",
        "long list of links",
        "code",
    ],
)
def test_honest_text_is_not_too_complex(text: str) -> None:
    assert too_complex(text) is None

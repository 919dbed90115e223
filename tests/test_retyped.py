"""HTML that somebody pastes becomes a body that reads the same: no word lost, none that becomes markup (R05, R15)."""

import base64
import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from growth import TIMES, is_linear
from pictures import drawn
from prakat.item import body
from prakat.item.retyped import is_editable, retyped

CHECKOUT = Path(__file__).resolve().parents[1]
PNG = drawn("PNG")
BLOCKS = ("p", "li", "h2", "h3", "h4", "h5", "h6", "td", "th", "blockquote", "ul", "ol", "tr", "table", "pre", "div")


class Page(HTMLParser):
    """What a reader sees, line by line, and what of it is a heading, a cell, strong or a link; knows no Prakat."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lines: list[list[str]] = [[]]
        self.headings: list[str] = []
        self.cells: list[str] = []
        self.strong: list[str] = []
        self.links: list[tuple[str, str]] = []
        self._open: list[tuple[str, str, list[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS or tag == "br":
            self.lines.append([])
            for _, _, said in self._open:
                said.append(" ")
        if tag not in ("br", "img"):
            self._open.append((tag, dict(attrs).get("href") or "", []))

    def handle_endtag(self, tag: str) -> None:
        name, target, said = self._open.pop()
        assert name == tag
        text = " ".join("".join(said).split())
        if tag in BLOCKS:
            self.lines.append([])
        kept = (
            {"h": self.headings, "t": self.cells}.get(tag[0])
            if tag in BLOCKS and tag[1:] not in ("able", "r")
            else None
        )
        if kept is not None:
            kept.append(text)
        elif tag == "strong" and text:
            self.strong.append(text)
        elif tag == "a" and text and not text_is_address(text):
            self.links.append((text, target))

    def handle_data(self, data: str) -> None:
        self.lines[-1].append(data)
        for _, _, said in self._open:
            said.append(data)

    @property
    def said(self) -> list[str]:
        return [line for each in self.lines if (line := " ".join("".join(each).split()))]


def text_is_address(text: str) -> bool:
    return bool(re.match(r"https?://|www\.|[^ ]+@|[+(0-9๐-๙]", text))


def shown(page: str) -> Page:
    return Page(body.render_markdown(retyped(page).text).html)


HOSTILE = (
    *("*", "**", "_", "__", "`", "``", "```", "~~~", "#", "## ", "- ", "+ ", "* ", "> ", "| ", "|", "\\", "\\|", "\\*"),
    *(
        "[",
        "]",
        "(",
        ")",
        "](",
        "![",
        "[ก](ข)",
        "[ก](https://a.example)",
        "<b>",
        "<",
        ">",
        "&amp;",
        "&lt;",
        "---",
        "|---|",
    ),
    *(
        "๑. ",
        "1) ",
        "(ก) ",
        "๑.๑ ",
        "ก. ",
        "1.5 ล้านบาท",
        "ข้อ ๒ ",
        "http://",
        "https://a.example/x_y_z",
        "www.a.example",
    ),
    *("a@b.example", "02 123 4567", "โทร. ", "5*2*3", "a**2", "__/__/____", "\n", " ", "  ", ":", "=", "===", "- 5"),
    *("ก", "น้ำ", "ประกาศ", "x", "Z", "๙", "5", ".", ",", "ๆ", "“", "”", "'", '"', "{", "}", "!", "\xa0", "\t", "[^1]:"),
)
TEXT = st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=7).map("".join)
WORD = st.sampled_from(["ยื่น", "ภายใน", "สามวัน", "Form A", "ราคา", "ก"])
ESCAPED = TEXT.map(html.escape)
INLINE = st.one_of(
    ESCAPED,
    ESCAPED,
    WORD.map(lambda each: f" <strong>{each}</strong> "),
    WORD.map(lambda each: f" <em>{each}</em> "),
    WORD.map(lambda each: f' <a href="https://a.example/q?a=1&amp;b=(2)">{each}</a> '),
    st.just("<br>"),
)
LINE = st.lists(INLINE, min_size=1, max_size=5).map("".join)
FLAT = st.lists(INLINE.filter(lambda each: each != "<br>"), min_size=1, max_size=4).map("".join)
PARAGRAPH = LINE.map(lambda each: f"<p>{each}</p>")
ENTRY = st.tuples(LINE, st.lists(LINE, max_size=2)).map(
    lambda each: f"<li>{each[0]}{''.join(f'<ul><li>{one}</li></ul>' for one in each[1])}</li>"
)
ROW = st.lists(FLAT, min_size=3, max_size=3)
TABLE = st.lists(ROW, min_size=1, max_size=3).map(
    lambda rows: (
        "<table>" + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows) + "</table>"
    )
)
BLOCK = st.one_of(
    PARAGRAPH,
    PARAGRAPH,
    FLAT.map(lambda each: f"<h3>{each}</h3>"),
    st.lists(ENTRY, min_size=1, max_size=3).map(lambda each: f"<ul>{''.join(each)}</ul>"),
    TABLE,
    st.lists(PARAGRAPH, min_size=1, max_size=2).map(lambda each: f"<blockquote>{''.join(each)}</blockquote>"),
)
WRITTEN = st.lists(BLOCK, min_size=1, max_size=4).map("".join)


def without_bullets(lines: list[str]) -> list[str]:
    """A bullet whose words cannot stand behind one is typed."""
    return [each for line in lines if (each := line.lstrip("• ").strip())]


@given(WRITTEN)
@settings(max_examples=150, deadline=None)
def test_whatever_is_pasted_reads_the_same(page: str) -> None:
    expected, found = Page(page), shown(page)
    assert without_bullets(found.said) == without_bullets(expected.said)
    assert [each for each in found.headings if each] == [each for each in expected.headings if each]
    assert [each for each in found.cells if each] == [each for each in expected.cells if each]
    assert "".join("".join(found.strong).split()) in "".join("".join(expected.strong).split())
    assert set(found.links) == set(expected.links)


PIECES = (
    *(
        "<p>",
        "</p>",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "<th colspan=3>",
        "<td rowspan=2>",
        "</table>",
    ),
    *("<b>", "</b>", "<a href='javascript:x'>", "<a href=//x>", "<br>", "<pre>", "<code>", "</pre>", "<blockquote>"),
    *("<ol type=a start=3>", "<h1>", "</h1>", "<img src=x.png alt='a*b'>", "<!--", "-->", "<![if !x]>", "<script>"),
    *("<o:p>", "</script>", "<style>", "<img src='data:image/png;base64,AAAA'>", "ก", "- ", "| ", "`", "\n"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_html_becomes_a_harmless_text(page: str) -> None:
    text = retyped(page).text
    rendered = body.render_markdown(text)
    assert not rendered.tags
    assert "javascript:" not in text
    assert retyped(rendered.html).text is not None


def editable() -> Iterator[tuple[str, bool]]:
    places = (CHECKOUT / "content", CHECKOUT / "tests" / "items" / "accepted")
    for path in sorted(each for place in places for each in place.rglob("index*.md")):
        yield path.relative_to(CHECKOUT).as_posix(), is_editable(path.read_text("utf-8-sig").split("\n---\n", 1)[-1])


def test_every_text_that_there_is_can_be_edited_unless_it_hides_something() -> None:
    found = dict(editable())
    assert len(found) > 200
    assert {path for path, is_so in found.items() if not is_so} == {
        "tests/items/accepted/text.hidden/excepted/content/public-relations/2570/recruitment/index.md",
    }


WORD_LIST = """<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><!--[if !supportLists]--><span
style='mso-list:Ignore'>๑.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;</span></span><!--[endif]-->
ให้ยื่น<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>๒.<span>&nbsp;
</span></span><![endif]><span style='font-weight:700'>ให้แนบ</span>เอกสาร</p><style>p {color: red}</style>"""
CASES = {
    WORD_LIST: "๑. ให้ยื่น\n\n๒. **ให้แนบ**เอกสาร\n",
    "<ol><li>ก</li><li>ข</li></ol>": "1. ก\n2. ข\n",
    '<ol start="3" style="list-style-type: thai"><li>ก<li value=9>ข</ol>': "๓. ก\n๙. ข\n",
    "<ol type=a><li>ก</ol>": "a. ก\n",
    "<ol><li>ก<ol type=i><li>ข</ol></ol>": "1. ก\n   i. ข\n",
    "<b style='font-weight:normal'>ก</b> <span style='font-weight:bold'>ข</span>": "ก **ข**\n",
    "<td>ก</td>": "ก\n",
    "<table><tr><td colspan=2>รวม</td><tr><td>ก</td><td>1<br>2</td></table>": "| รวม | |\n|---|---|\n| ก | 1 2 |\n",
    "<table><tr><td><p>ก</p><p># ข</p></td></tr></table>": "ก\n\n\\# ข\n",
    "<p>ตร.ม.<sup>2</sup> ก\xadข\u200bค</p>": "ตร.ม.² กขค\n",
    '<a href="javascript:alert(1)">ก</a> <a href="file:///C:/x">ข</a>': "ก ข\n",
    '<a href="https://a.example/">https://a.example/</a>': "https://a.example/\n",
    '<p style="display:none">ก</p><p hidden>ข</p>ค': "ค\n",
    "<!--[if mso]><p>ก</p><![endif]--><p>ข</p>": "ข\n",
    "<pre><code>a\n  *b*\n</code></pre>": "```\na\n  *b*\n```\n",
    "<ul><li>ก - </li></ul>": "- ก \\-\n",
    "<ul><li>ก</li><li>-</li></ul>": "• ก\n\n• -\n",
    "<h1>ก #</h1>": "## ก \\#\n",
    "": "",
}


@pytest.mark.parametrize(("page", "text"), CASES.items())
def test_what_programs_put_on_the_clipboard(page: str, text: str) -> None:
    assert retyped(page).text == text


def test_pictures_in_the_html_become_files() -> None:
    data = base64.b64encode(PNG).decode()
    found = retyped(f'<img alt="แผน|ที่" src="data:image/png;base64,{data}"><img src="https://x.example/a.png">')
    (picture,) = found.pictures
    assert picture.raw == PNG
    assert f"({picture.name})" in found.text
    assert [each.id for each in found.doubts] == ["item.retyped-pictures"]


def test_what_is_in_doubt_is_said() -> None:
    page = "<table><tr><td rowspan=2>ก<td>ข<tr><td><table><tr><td>ค</table></table><s>ง</s>"
    assert {each.id for each in retyped(page).doubts} == {
        "item.retyped-merged",
        "item.retyped-nested",
        "item.retyped-struck",
    }


@pytest.mark.parametrize(
    "page",
    [
        *("<div>" * 50_000, "<ul><li>" * 50_000 + "ก", "<table><tr><td>" * 50_000, "<b>*" * 50_000, "ก" * 1_000_000),
        *("<blockquote>" * 50_000 + "ก", "<p>[" * 8_000, "<table>" + "<tr><td colspan=1000 rowspan=1000>ก" * 5_000),
    ],
    ids=range(8),
)
def test_the_time_that_a_page_takes_grows_with_its_length(page: str) -> None:
    assert is_linear(retyped, page[: len(page) // TIMES], page)

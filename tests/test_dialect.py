"""What a body shows: official text as it was typed, first, and the Markdown that people know. Each rule is needed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown_it import MarkdownIt, rules_block, rules_inline

from prakat.item import block_marks, body, dialect, emphasis, link_marks, table_rows, typed_number

CASES = Path(__file__).parent / "items" / "accepted" / "body.html"
PAGES = {page.parent.name: page for page in sorted(CASES.glob("*/page.html"))}


def written(name: str) -> str:
    (document,) = PAGES[name].parent.glob("content/*/*/*/index.md")
    return document.read_text(encoding="utf-8").split("\n---\n", 1)[1]


SHORT = {
    '<div class="x">ก</div>\n\nข': '<p>&lt;div class="x"&gt;ก&lt;/div&gt;</p>\n<p>ข</p>\n',
    "ก<br>ข <b\nค>": "<p>ก&lt;br&gt;ข &lt;b<br>\nค&gt;</p>\n",
    "<b *ก* *ข*>": "<p>&lt;b *ก* *ข*&gt;</p>\n",
    "![แผน*ที่*](a.png)": '<p><img alt="แผน*ที่*" src="a.png" loading="lazy"></p>\n',
    "[](x) [ ](y) [ก *ข*]()": "<p>[](x) [ ](y) [ก *ข*]()</p>\n",
    "*ก*็": "<p>*ก*็</p>\n",
    "# ก": '<h2 id="ก">ก</h2>\n',
    "วันที่ __/__/____": "<p>วันที่ __/__/____</p>\n",
    "(*เฉพาะหญิง) ๔๙* อัตรา": "<p>(*เฉพาะหญิง) ๔๙* อัตรา</p>\n",
    ".52**(ก=30) ข .43**(ก=31)": "<p>.52**(ก=30) ข .43**(ก=31)</p>\n",
    "> .05 ก\n\n> ≥ 5\n\n> - 5": "<p>&gt; .05 ก</p>\n<p>&gt; ≥ 5</p>\n<p>&gt; - 5</p>\n",
    "a**2 ข**ค": "<p>a**2 ข**ค</p>\n",
    "+ ค่าครองชีพ 2,000 บาท": "<p>+ ค่าครองชีพ 2,000 บาท</p>\n",
}


def test_a_short_text_reads_as_expected() -> None:
    assert {text: body.render_markdown(text).html for text in SHORT} == SHORT


@pytest.mark.parametrize("name", PAGES)
def test_a_document_reads_as_its_page(name: str) -> None:
    assert body.render_markdown(written(name)).html == PAGES[name].read_text(encoding="utf-8")


def table(*rows: str, head: str = "") -> str:
    """Cells are divided by spaces."""
    drawn = ["".join(f"<{tag}>{cell}</{tag}>" for cell in row.split(" ")) for row, tag in [(head, "th")] if row]
    thead = "".join(f"<thead><tr>{row}</tr></thead>" for row in drawn)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split(' '))}</tr>" for row in rows)
    return f"<table>{thead}<tbody>{lines}</tbody></table>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("๔. ราคา\nลำดับ\tราคา\n1\t5\n\t6\n๕. ต่อ", table("1 5", " 6", head="ลำดับ ราคา")),
        ("๔. ราคา\n| ก | ข |\n|---|---|\n| 1 | 2 |", table("1 2", head="ก ข")),
        ("- ก\n  ก\tข\tค\n  1\t2\t3\n  \t2\t3", table("1 2 3", " 2 3", head="ก ข ค")),
        ("1\tนายก\t100\n2\tนายข\t200", table("1 นายก 100", "2 นายข 200")),
        ("(๑)\tราคา\t:\tก\n(๒)\tเวลา\t:\tข", table("(๑) ราคา : ก", "(๒) เวลา : ข")),
    ],
    ids=["under a clause", "bars under a clause", "in an entry", "data in the first row", "marks in the first row"],
)
def test_a_table_stands_wherever_its_rows_are_typed(text: str, expected: str) -> None:
    assert expected in re.sub(r"\n", "", body.render_markdown(text).html)


@pytest.mark.parametrize("text", ["\t๑.\tตรวจรับ\n\t๒.\tรายงาน", "๑.\tตรวจรับ\n๒.\tรายงาน"])
def test_clauses_with_tabs_are_no_table(text: str) -> None:
    assert "<table>" not in body.render_markdown(text).html


def shown(text: str) -> list[str]:
    """The lines that a reader sees, without the spaces that browsers leave out."""
    plain = body.plain_text(body.render_markdown(text).html)
    return [" ".join(line.split()) for line in plain.split("\n") if line.strip()]


def typed(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("name", ["typed-numbers", "marks-that-are-text"])
def test_a_document_without_marks_stands_as_it_was_typed(name: str) -> None:
    text = written(name).replace("## ", "", 1).replace("\n- ไฟ", "\nไฟ").replace("\\*", "*")
    assert shown(written(name)) == typed(text)


@pytest.mark.parametrize(
    "text",
    [
        "๑. ก\n\nวรรคคั่น\n\n๓. ค\n\n๒. ข",
        "10. สิบ\n9. เก้า\n\n    วรรคของข้อ\n\n        1) ย่อย\n8. แปด",
        "ข้อความ\n7) เจ็ด",
        "ข้อ ๑ ก\n(๑) ข\n(๒) ค\nข้อ ๒ ง",
        "๑. ก\n๒.ข\n๓. ค",
        "ก. ก\nง. ง\nจ. จ\nประกาศ ณ วันที่ 1",
        "๑.๑.๑ ก\n๑.๑.๒ ข",
        "1. 2. 3. ก",
        "๑. > 60 ปี",
        "(ก) หนึ่ง\n(ข) สอง",
        "> 5 = มาก",
        "2. \n3.",
        "๑.ติดกัน",
        "1 . ห่างกัน",
        "#๑ ก",
        "++ ก",
        "+66 2",
        "** หมายเหตุ",
        "(ดู**) และ (ดู**)",
        "ราคา** บาท ค่าส่ง**",
        "_ก_ข_ค",
        "ก_ข_ ค",
        "x**2 + y**2",
        "a | b | c",
        "| ก |",
        "\\ก \\1 \\\\",
        "![ก]",
        "[ก](b c)",
        "[ก]( )",
        "[ก][ข]\n\n[ข]: /law/",
        "ก[^1]\n\n[^1]: ข",
        "http:// https://ก www. wwwก a@b @ก",
        "[TOC]",
        "&lt;b&gt;",
        "``` x\nก",
        "~~~~\nก\n~~~",
        "======\nก\n------",
        "ก\n: ข",
        "* *ก",
    ],
)
def test_a_text_stands_as_it_was_typed(text: str) -> None:
    text = text.replace("* *ก", "*ก")
    assert shown(text) == typed(text)


def test_a_picture_and_a_link_show_what_they_say() -> None:
    rendered = body.render_markdown("[ระเบียบ](/law/act/ \"ฉบับเต็ม\") ![แผนที่](map.png 'ภาพ')")
    assert body.plain_text(rendered.html).strip() == "ระเบียบ \"ฉบับเต็ม\"  'ภาพ'"
    assert 'alt="แผนที่" src="map.png"' in rendered.html


@pytest.mark.parametrize("mark", ["- ", "1. ", "> "])
def test_what_is_nested_deeper_than_anybody_reads_is_shown_as_it_was_typed(mark: str) -> None:
    text = "".join(f"{' ' * 4 * depth}{mark}ก{depth}\n" for depth in range(40))
    flat = re.sub(r"[-> ]", "", "".join(shown(text)))
    assert flat == re.sub(r"[-> \n]", "", text)


Change = Callable[[MarkdownIt, pytest.MonkeyPatch], None]


def _enable(*names: str, **options: object) -> Change:
    def change(md: MarkdownIt, patch: pytest.MonkeyPatch) -> None:
        md.options.update(options)
        md.enable(list(names))

    return change


def _disable(name: str) -> Change:
    return lambda md, patch: md.disable(name) and None  # type: ignore[func-returns-value]


def _library(rules: str, name: str, rule: object) -> Change:
    def change(md: MarkdownIt, patch: pytest.MonkeyPatch) -> None:
        getattr(md, rules).ruler.at(name, rule, {"alt": ["paragraph", "blockquote", "list"]})

    return change


def _without(module: object, name: str, value: object) -> Change:
    return lambda md, patch: patch.setattr(module, name, value)


def _with_its_text(name: str) -> Change:
    """Ours never stops at such a sign."""

    def change(md: MarkdownIt, patch: pytest.MonkeyPatch) -> None:
        md.inline.ruler.at("text", rules_inline.text)
        if name == "strikethrough":
            md.inline.ruler2.at(name, rules_inline.strikethrough.postProcess)
            md.inline.ruler2.before(name, "pairs", rules_inline.link_pairs)
        md.enable(name)

    return change


CHANGES: dict[str, Change] = {
    "breaks": _enable(breaks=False),
    **{name: _enable(name) for name in ("reference", "lheading", "hr", "code")},
    **{f"the library's text, {name}": _with_its_text(name) for name in ("entity", "strikethrough")},
    "html": _enable("html_block", html=True),
    "typographer": _enable("replacements", "smartquotes", typographer=True),
    **{
        f"no {name}": _disable(name)
        for name in (*dialect.BLOCKS, *sorted(dialect.INLINES.keys() - {"text"}), "newline", "text_join")
    },
    "the library's table": _library("block", "table", rules_block.table),
    "the library's fence": _library("block", "fence", rules_block.fence),
    "the library's quote": _library("block", "blockquote", rules_block.blockquote),
    "the library's list": _library("block", "list", rules_block.list_block),
    "the library's heading": _library("block", "heading", rules_block.heading),
    "the library's paragraph": _library("block", "paragraph", rules_block.paragraph),
    "the library's escape": _library("inline", "escape", rules_inline.escape),
    "the library's code": _library("inline", "backticks", rules_inline.backtick),
    "the library's link": _library("inline", "link", rules_inline.link),
    "the library's tag": _library("inline", "html_inline", rules_inline.html_inline),
    "no typed numbers": _without(block_marks, "number_at", lambda text, begun, end: None),
    "a sentence is broken by a bullet": _without(block_marks, "_may_go_on_a_sentence", lambda mark, text: False),
    "no alignment": _without(table_rows, "_alignments", lambda state, first, last: None),
    "no tabs": _without(table_rows, "_tabbed", lambda state, first, last: ([], first)),
    "clauses are rows": _without(table_rows, "_CLAUSE", re.compile(r"(?!)")),
    "rows end at a line without a tab": _without(table_rows, "_goes_on", lambda state, line, last: False),
    "any target": _without(link_marks, "_MEANT", re.compile("")),
    "sums are emphasis": _without(emphasis, "_counts", lambda character: False),
    "numbers are emphasis": _without(emphasis, "_LETTER", re.compile("")),
    "vowels end a word": _without(emphasis, "_is_mark", lambda character: False),
    "times are numbers": _without(typed_number, "_TYPED", re.compile(r"[0-9๐-๙.]+\.?(?P<decimal>x)?(?= )")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_no_rule_can_be_changed_without_a_document_that_tells(change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    md = dialect.parser.__wrapped__()
    change(md, monkeypatch)
    monkeypatch.setattr(dialect, "parser", lambda: md)
    with pytest.raises((AssertionError, KeyError, TypeError)):
        test_a_short_text_reads_as_expected()
        for name in PAGES:
            test_a_document_reads_as_its_page(name)

"""Two built sites side by side: what reads otherwise, what only looks so, and what is told once for all pages."""

from pathlib import Path

import pytest

from prakat.release.site_difference import PageChange, PageDifference, SiteDifference, compared_sites

PAGE = "<html><head><title>ก</title></head><body><nav>เมนู</nav><main><p>ข้อความ <b>หนา</b></p></main></body></html>"
Texts = dict[str, str]


def compared(place: Path, before: Texts, after: Texts) -> SiteDifference:
    for name, texts in (("before", before), ("after", after)):
        for path, text in texts.items():
            (place / name / path).parent.mkdir(parents=True, exist_ok=True)
            (place / name / path).write_text(text, encoding="utf-8")
    return compared_sites(place / "before", place / "after")


@pytest.mark.parametrize(
    ("old", "new", "change", "words"),
    [
        ("ข้อความ", "ข้อความใหม่", PageChange.TEXT, ("ข้อความ", "ข้อความใหม่")),
        ("<title>ก", "<title>ข", PageChange.TEXT, ("ก", "ข")),
        ("<p>", '<p><img src="a.png" alt="ภาพ">', PageChange.TEXT, ("—", "ภาพ")),
        ("<b>หนา</b>", '<a href="/x/">หนา</a>', PageChange.TEXT, ("—", "/x/")),
        ("<p>", '<p class="new">', PageChange.LOOK, ("", "")),
        ("<b>หนา</b>", "<span><i>ห</i>\n นา</span><!-- x -->", PageChange.LOOK, ("", "")),
    ],
)
def test_a_page_reads_otherwise_or_only_looks_so(
    tmp_path: Path, old: str, new: str, change: PageChange, words: tuple[str, str]
) -> None:
    found = compared(tmp_path, {"law/a/index.html": PAGE}, {"law/a/index.html": PAGE.replace(old, new)})
    assert found == SiteDifference((PageDifference("law/a/", change, *words),), 0, ("", ""), ())


def test_what_is_the_same_is_not_told(tmp_path: Path) -> None:
    texts = {"index.html": PAGE, "assets/a.css": "x"}
    assert compared(tmp_path, texts, texts) == SiteDifference((), 0, ("", ""), ())


def test_what_all_pages_share_is_told_once(tmp_path: Path) -> None:
    pages = {f"law/{name}/index.html": PAGE for name in "abc"}
    menus = {path: text.replace("เมนู", "รายการ") for path, text in pages.items()}
    found = compared(tmp_path, {**pages, "assets/a.css": "x", "atom.xml": "x"}, {**menus, "assets/a.css": "y"})
    assert found == SiteDifference((), 3, ("เมนู", "รายการ"), ("assets/a.css", "atom.xml"))


def test_a_frame_of_other_markup_reads_the_same(tmp_path: Path) -> None:
    found = compared(tmp_path, {"index.html": PAGE}, {"index.html": PAGE.replace("<nav>", "<nav id='m'>")})
    assert found == SiteDifference((), 1, ("", ""), ())


def test_pages_and_their_files_come_go_and_differ(tmp_path: Path) -> None:
    before = {"law/a/index.html": PAGE, "law/b/index.html": PAGE, "law/b/x.pdf": "1", "404.html": PAGE}
    after = {"law/b/index.html": PAGE, "law/b/x.pdf": "2", "law/c/index.html": PAGE, "404.html": PAGE}
    assert compared(tmp_path, before, after).pages == (
        PageDifference("law/a/", PageChange.GONE),
        PageDifference("law/b/", PageChange.FILES),
        PageDifference("law/c/", PageChange.NEW),
    )


def test_a_page_without_a_main_is_content_all_of_it(tmp_path: Path) -> None:
    text = "<html><body><p>ย้ายไปที่ใหม่</p></body></html>"
    found = compared(tmp_path, {"old/index.html": text}, {"old/index.html": text.replace("ใหม่", "อื่น")})
    assert [(each.url, each.change) for each in found.pages] == [("old/", PageChange.TEXT)]

"""What is being written is judged as it will be, and seen as readers will see it, before anybody else knows of it."""

import datetime
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

import office_builder
from prakat.content import register
from prakat.founding.sample_office import sample_of
from prakat.item.item_path import INDEX, ItemPath, parse_path, url_of
from prakat.release import build
from prakat.release.basis import WORK_TREE, Basis
from prakat.repository import objects
from prakat.repository.bare import make_bare
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import PLAIN
from prakat.repository.object_id import EMPTY_TREE
from prakat.repository.repository import Repository
from prakat.rules.finding import Finding
from prakat_desk.desk import Desk
from prakat_desk.preview.draft_check import draft_findings
from prakat_desk.preview.item_draft import ItemDraft
from prakat_desk.preview.previewer import READERS, Previewer
from prakat_desk.preview.surroundings import Surroundings

CHECKOUT = Path(__file__).resolve().parents[2]
REJECTED = CHECKOUT / "tests" / "items" / "rejected"
DAY = datetime.date(2026, 11, 20)
ABOUT_ALL = {"url.taken"}
"""Rules that need the front matter of every item: merging asks them."""


def drafts_in(tree: Path) -> Iterator[ItemDraft]:
    for index in sorted((tree / "content").rglob(INDEX)):
        folder = index.parent
        path = parse_path(url_of(folder.relative_to(tree).as_posix()))
        if (
            path is not None
            and index.is_file()
            and not any(each.is_dir() or each.is_symlink() for each in folder.iterdir())
        ):
            yield ItemDraft(path, index.read_bytes(), {each.name: each for each in folder.iterdir() if each != index})


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return make_bare(tmp_path_factory.mktemp("cases") / "office.git")


def around(repository: Repository, tree: Path, without: ItemPath) -> Surroundings:
    """What lies in a folder, as if main had it, and the item not yet."""
    paths = [each.relative_to(tree).as_posix() for each in sorted(tree.rglob("*")) if each.is_file()]
    own = [each for each in paths if not each.startswith(f"{without.folder}/") and "\n" not in each]
    blobs = {each: objects.write(repository, "blob", (tree / each).read_bytes()) for each in own}
    made = objects.tree_with(repository, EMPTY_TREE, [PathChange(each, "", PLAIN, "", blobs[each]) for each in own])
    return Surroundings(repository, made)


def written(found: Iterator[Finding] | list[Finding]) -> list[tuple[str, int, str]]:
    return sorted((each.path, each.line, each.rule) for each in found if each.rule not in ABOUT_ALL)


@pytest.mark.parametrize("rule", sorted(each.name for each in REJECTED.iterdir()))
def test_a_draft_is_judged_as_the_item_that_it_becomes(rule: str, tmp_path: Path, repository: Repository) -> None:
    """Each case of each rule, item by item."""
    for case in sorted((REJECTED / rule).iterdir()):
        tree = tmp_path / case.name
        office_builder.office(tree)
        shutil.copytree(case, tree, dirs_exist_ok=True)
        whole = register.read(tree, DAY).findings
        for draft in drafts_in(tree):
            own = [each for each in whole if each.path.startswith(f"{draft.path.folder}/")]
            assert written(draft_findings(draft, around(repository, tree, draft.path), DAY)) == written(own), case


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's site."""
    to = tmp_path_factory.mktemp("built")
    build.run(Basis(CHECKOUT, CHECKOUT, None, WORK_TREE), to / "site", DAY)
    return to / "site"


def seen(page: str, base: str) -> str:
    """What the main part of a page says and shows, without what only history knows."""
    [main] = html.document_fromstring(page).xpath("//main")
    for each in main.xpath(".//*[@aria-labelledby='history'] | .//nav | .//*[contains(@class,'printed')]"):
        each.getparent().remove(each)
    for each in main.xpath(".//dt[.='เผยแพร่เมื่อ' or .='ปรับปรุงเมื่อ' or .='อนุมัติโดย']"):
        each.getparent().getparent().remove(each.getparent())
    text = html.tostring(main, encoding="unicode")
    return re.sub(r'href="(?!https?:|mailto:|tel:|#)[^"]*"', 'href=""', text)


PAGES = sorted(each.parent.relative_to(CHECKOUT).as_posix() for each in (CHECKOUT / "content").rglob(INDEX))


def test_the_page_is_that_of_the_site(built: Path, desk: Desk) -> None:
    previewer, compared = Previewer(), 0
    now = desk.main_now.surroundings()
    for folder in PAGES:
        path = parse_path(url_of(folder))
        page = built / url_of(folder) / "index.html"
        assert path
        files = {each.name: each for each in (CHECKOUT / folder).iterdir() if each.name != INDEX}
        draft = ItemDraft(path, (CHECKOUT / folder / INDEX).read_bytes(), files)
        shown = previewer.page(draft, now, DAY)
        if page.is_file():
            assert seen(shown, READERS) == seen(page.read_text(encoding="utf-8"), "../"), folder
            compared += 1
        else:
            assert shown, f"{folder} waits for its day, and is shown as it will be"
    assert compared > 50


HALF = [
    b"",
    b"\xff\xfe",
    b"---\n---\n",
    b"---\ntitle: x\n---\nabc",
    "---\ntitle: [ก]\n"
    "owner: 3\npublish_on: 2569-13-45\nexpires_on: {}\nattachments: [{file: ../x}]\n---\n\n**ก**\n".encode(),
    "---\ntitle: ประกาศเรื่องหนึ่ง\nsummary: สรุปของประกาศเรื่องหนึ่ง\n"
    "withdrawn: {on: 2026-01-01, reason: ผิดพลาด}\n---\nก\n".encode(),
    b"---\ntitle: " + b"[" * 5000 + b"\n---\n",
]


@pytest.mark.parametrize("raw", HALF)
def test_what_is_half_typed_is_shown_as_far_as_it_goes(raw: bytes, desk: Desk) -> None:
    draft = ItemDraft(ItemPath("law", "", "new-one"), raw, {})
    now = desk.main_now.surroundings()
    shown = Previewer().page(draft, now, DAY)
    assert not shown or "<main" in shown
    assert draft_findings(draft, now, DAY)


def test_the_words_of_the_half_typed_are_there(desk: Desk) -> None:
    draft = ItemDraft(ItemPath("law", "", "new-one"), "---\ntitle: ก\n---\n\nเนื้อหา **หนา** <b>\n".encode(), {})
    shown = html.document_fromstring(Previewer().page(draft, desk.main_now.surroundings(), DAY))
    assert shown.xpath("//main//strong/text()") == ["หนา"]
    assert "(ยังไม่มีหัวข้อ)" in shown.xpath("string(//h1)")


def test_related_pages_are_named_on_it(desk: Desk, sample: Path) -> None:
    now = desk.main_now.surroundings()
    other = next(url for url in sorted(now.urls) if url.startswith("law/")).strip("/")
    values = f"title: ประกาศเรื่องหนึ่ง\nsummary: สรุปของประกาศเรื่องหนึ่ง\nrelates:\n  - to: {other}\n    how: amends\n"
    draft = ItemDraft(
        ItemPath("law", "", "new-one"), f"---\n{values}---\n\n[ดู](../{other.split('/')[1]}/)\n".encode(), {}
    )
    page = html.document_fromstring(Previewer().page(draft, now, DAY))
    assert page.xpath("//aside//dt[.='แก้ไข']")
    assert page.xpath("//div[@class='text']//a/text()") == ["ดู"]
    assert sample_of(sample).keys

"""The page of what is being written is the page that the site will have; what is half typed is shown half."""

import datetime
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from drafted import draft_of, main_of, mains_of
from lxml import etree, html

import office_builder
from built_tree import built
from pictures import drawn
from prakat.content import register
from prakat.item.front_matter import read_front_matter
from prakat.item.item_path import INDEX, ROOT, parse_path, url_of
from prakat.repository.repository import open_repository
from prakat.rules.unreadable import Unreadable
from prakat_desk.preview.item_draft import ItemDraft
from prakat_desk.preview.previewer import READERS, Previewer
from prakat_desk.preview.surroundings import Surroundings

CHECKOUT = Path(__file__).resolve().parents[2]
BEFORE, TODAY = datetime.date(2026, 10, 1), datetime.date(2026, 11, 20)
ITEMS = Path(__file__).parents[1] / "items"
FIRST_CASES = [min(rule.iterdir()) for rule in sorted((ITEMS / "rejected").iterdir())[::2]]
LIVE = {"timing": "on_change", "expires_on": "never", "review_by": "2027-10-01"}
NEW, EDITED, MOVED, CANCELLED = "law/new", "law/edited", "law/moved-there", "law/cancelled"
BODY = """## ข้อ 1 เรื่องแรก

ตาม[ประกาศเดิม](../edited/) [ที่เคยอยู่](../was-there/) [ที่ยังไม่มี](../later/) [แบบ](form.pdf)

| ลำดับ | จำนวน |
|---|---|
| 1 | 1,200 |

![ภาพหน้าสำนักงาน](office.png)

## ข้อ 2

## ข้อ 3

## ข้อ 4
"""


@pytest.fixture(scope="module")
def previewer() -> Previewer:
    return Previewer()


def _git(tree: Path, *arguments: str, day: datetime.date = TODAY) -> None:
    moment = f"{day}T09:00:00+07:00"
    environment = {**os.environ, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    known = ["-c", "user.name=x", "-c", "user.email=x@office.example"]
    subprocess.run(["git", "-C", tree, *known, *arguments], check=True, env=environment, capture_output=True)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, previewer: Previewer) -> dict[str, tuple[str, str]]:
    """Path -> its page as previewed before it was merged, and as the site has it on the day of the merge."""
    tree, to = tmp_path_factory.mktemp("office"), tmp_path_factory.mktemp("site")
    office_builder.office(tree)
    office_builder.item(tree, EDITED, **LIVE)
    office_builder.item(tree, "law/moved-here", **LIVE)
    office_builder.item(tree, CANCELLED, **LIVE)
    office_builder.item(tree, "law/later", publish_on="2027-05-03", expires_on="2027-06-01")
    office_builder.item(tree, "law/stays", former_paths=["law/was-there"], relates=[_relation(EDITED)], **LIVE)
    _git(tree, "init", "--quiet", "--initial-branch=main")
    _git(tree, "add", ".")
    _git(tree, "commit", "--quiet", "-m", "x", day=BEFORE)
    repository = open_repository(tree / ".git")
    around = Surroundings(repository, repository.ref("HEAD") or "")

    files = {"form.pdf": office_builder.PDF, "list.csv": "ลำดับ,จำนวน\n1,2\n".encode("utf-8-sig")}
    (office_builder.item(tree, NEW, BODY, files, **_facts()) / "office.png").write_bytes(drawn("PNG"))
    office_builder.item(tree, EDITED, "เนื้อหาที่แก้แล้ว", change_note="แก้เวลาทำการ", **LIVE)
    (tree / "content/law/moved-here").rename(tree / "content" / MOVED)
    office_builder.item(tree, MOVED, former_paths=["law/moved-here"], **LIVE)
    office_builder.item(tree, CANCELLED, withdrawn={"on": str(TODAY), "reason": "ข้อมูลผิด"}, **LIVE)
    origins = {NEW: "", EDITED: EDITED, MOVED: "law/moved-here", CANCELLED: CANCELLED}
    drafts = {path: draft_of(tree, path, f"content/{left}" if left else "") for path, left in origins.items()}
    shown = {path: previewer.page(each, around, TODAY) for path, each in drafts.items()}
    _git(tree, "add", ".")
    _git(tree, "commit", "--quiet", "-m", "x")
    assert not [each.text("en") for each in register.read(tree, TODAY).findings if each.is_error]
    built(tree, to, str(TODAY))
    return {path: (text, (to / path / "index.html").read_text("utf-8")) for path, text in shown.items()}


def _relation(to: str) -> dict[str, str]:
    return {"to": to, "how": "amends"}


def _facts() -> dict[str, object]:
    return {
        "publish_on": str(TODAY),
        "expires_on": "2027-03-01",
        "period": {"start": "2026-12-01", "end": "2027-01-31"},
        "relates": [_relation("law/was-there")],
        "credits": [{"file": "office.png", "holder": "งานบริหารทั่วไป", "licence": "CC BY 4.0"}],
        "document": {"no": "นภ 0332/877", "date": "2026-11-19"},
        "external_link": "https://example.org/",
        "remarks": "โทรถามก่อนมา",
    }


def _main(page: str) -> str:
    """Links as from the item's own address: the site's are relative, the desk's lead to where it serves them."""
    document = html.fromstring(page.replace(f'"{READERS}', '"https://office.example/'))
    document.make_links_absolute("https://office.example/law/x/")
    [main] = document.xpath("//main")
    return str(etree.tostring(main, encoding="unicode", with_tail=False))


@pytest.mark.parametrize("path", [NEW, EDITED, MOVED, CANCELLED])
def test_the_page_is_the_one_that_the_site_will_have(path: str, pages: dict[str, tuple[str, str]]) -> None:
    previewed, built = pages[path]
    assert _main(previewed) == _main(built)


def test_the_page_needs_no_script_and_nothing_from_elsewhere(pages: dict[str, tuple[str, str]]) -> None:
    document = html.fromstring(pages[NEW][0])
    assert not [each for each in document.xpath("//@style | //style") if each]
    inline = [each.text for each in document.xpath("//script") if each.text and each.get("type") != "application/json"]
    assert not inline
    loaded = document.xpath("//link[@rel='stylesheet']/@href | //script/@src | //img/@src")
    assert loaded
    for each in loaded:
        assert each == "office.png" or (CHECKOUT / "theme" / each.removeprefix(READERS).partition("?")[0]).is_file()


def test_whatever_is_wrong_there_is_a_page(tmp_path: Path, previewer: Previewer) -> None:
    trees = [shutil.copytree(case, tmp_path / case.parent.name) for case in FIRST_CASES]
    for each in trees:
        if not (each / "office.yml").exists():
            (each / "office.yml").write_text(office_builder.OFFICE, "utf-8")
    for tree, around in zip(trees, mains_of([(tree, "") for tree in trees], tmp_path / "mains.git"), strict=True):
        for index in sorted((tree / ROOT).rglob(INDEX)):
            path = parse_path(url_of(index.parent.relative_to(tree).as_posix()))
            if path and index.is_file() and all(each.is_file() for each in index.parent.iterdir()):
                page = previewer.page(draft_of(tree, path.url), around, TODAY)
                assert bool(page) == (_is_yaml(index) and around.office is not None), index


def _is_yaml(index: Path) -> bool:
    try:
        return bool(read_front_matter(index.read_bytes()))
    except Unreadable:
        return False


def test_what_is_not_typed_yet_is_said(tmp_path: Path, previewer: Previewer) -> None:
    around = main_of(office_builder.office(tmp_path / "office"))
    path = parse_path("law/act")
    assert path
    typed = '---\nattachments:\n  - {file: "x y", title: แบบ}\n  - {title: ""}\n---\n\n# *\n'.encode()
    page = previewer.page(ItemDraft(path, typed, {}), around, TODAY)
    for told in ("(ยังไม่มีหัวข้อ)", "(ยังไม่มีรายละเอียดโดยย่อ)", "(ยังไม่ได้เลือกหน่วยงาน)", "แบบ (ยังไม่มีไฟล์)", "20 พฤศจิกายน 2569"):
        assert told in page
    assert previewer.page(ItemDraft(path, b"", {}), around, TODAY) == ""


@pytest.mark.parametrize(
    ("address", "typed", "told"),
    [
        ("law/act", "law: {year: 2540}", "2540"),
        ("citizen-manuals/permit", "steps:\n  - {title: ยื่นคำขอ}\n  - {}", "ยื่นคำขอ"),
        ("citizen-manuals/permit", "service: {fee: 20 บาท}", "20 บาท"),
        ("work-manuals/x", "nothing: no", "(ยังไม่ได้ใส่)"),
        ("web-links/x", "links:\n  - {name: กรมอนามัย}", "กรมอนามัย"),
        ("knowledge/x", "source: {name: กรมอนามัย}", "กรมอนามัย"),
        ("e-services/x", "title: จองคิวรับบริการ", "จองคิวรับบริการ"),
        ("statistics/2570/x", "satisfaction: {percent: 87}", "(ยังไม่มีหัวข้อ)"),
    ],
)
def test_what_a_category_asks_for_may_be_half_typed(
    tmp_path: Path, previewer: Previewer, address: str, typed: str, told: str
) -> None:
    around = main_of(office_builder.office(tmp_path / "office"))
    path = parse_path(address)
    assert path
    assert told in previewer.page(ItemDraft(path, f"---\n{typed}\n---\n\nเนื้อหา\n".encode(), {}), around, TODAY)

"""An item that is added changes no numbered page of a listing or of a quarter's record, byte for byte (R10, R44)."""

import re
from pathlib import Path

import pytest

import office_builder
from built_tree import built, page
from prakat.site.listing import PER_PAGE
from prakat.site.record_pages import ROWS_PER_PAGE

BEFORE = 2 * ROWS_PER_PAGE + 2
DAY = "2026-11-20"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same office before and after one item more."""
    place = tmp_path_factory.mktemp("standing")
    tree = office_builder.office(place / "tree")
    for number in range(BEFORE):
        office_builder.item(
            tree, f"law/rule-{number}", publish_on=f"2026-10-{number // 20 + 1:02}", expires_on="2027-01-31"
        )
    before = built(tree, place / "before", DAY)
    office_builder.item(tree, "law/added", publish_on="2026-11-19", expires_on="2027-01-31")
    return before, built(tree, place / "after", DAY)


def test_only_pages_that_tell_of_the_new_item_change(sites: tuple[Path, Path]) -> None:
    before, after = ({path.relative_to(root).as_posix(): path for path in root.rglob("*.html")} for root in sites)
    assert after.keys() - before.keys() == {"law/added/index.html"}
    changed = {name for name, path in before.items() if path.read_bytes() != after[name].read_bytes()}
    told = {
        "index.html",
        "en/index.html",
        "history/index.html",
        "records/index.html",
        "law/index.html",
        "law/2570/index.html",
    }
    told |= {"records/2570/q1/index.html", "records/2570/q1/page/3/index.html"}
    assert changed - {each for each in changed if each.startswith(("evidence/", "oia/"))} == told
    numbered = [name for name in before if re.fullmatch(r"(law|law/2570|records/2570/q1)/page/\d+/index.html", name)]
    assert len(numbered) == 2 * (BEFORE // PER_PAGE - 1) + 2


def test_every_item_is_reached_from_the_newest_page_by_going_to_older_ones(sites: tuple[Path, Path]) -> None:
    for start in ("law/", "law/2570/"):
        url, seen, visited = start, list[str](), list[str]()
        while url:
            document = page(sites[0], url)
            visited.append(url)
            seen += [
                str(each).rstrip("/").rpartition("/")[2] for each in document.xpath("//ul[@class='entries']/li/a/@href")
            ]
            newer, older = (
                document.xpath(f"//nav[@class='pages']//a[@rel='{each}']/@href") for each in ("prev", "next")
            )
            assert [_joined(url, each) for each in newer] == visited[-2:-1]
            url = _joined(url, older[0]) if older else ""
        assert sorted(seen) == sorted(f"rule-{number}" for number in range(BEFORE))
        assert visited[-1] == f"{start}page/1/"


def test_the_newest_page_of_a_year_leads_to_each_other_by_its_days(sites: tuple[Path, Path]) -> None:
    spans = page(sites[0], "law/2570/").xpath("//nav[@class='pages']//details//li")
    told = [" ".join(each.text_content().split()) for each in spans]
    assert told[0] == "หน้า 7 16 ต.ค. 69 ถึง 18 ต.ค. 69"
    assert told[-1] == "หน้า 1 1 ต.ค. 69 ถึง 3 ต.ค. 69"
    assert len(told) == BEFORE // PER_PAGE - 1
    document = page(sites[0], "law/2570/page/7/")
    assert "เผยแพร่ 16 ตุลาคม 2569 ถึง 18 ตุลาคม 2569" in " ".join(document.text_content().split())


def _joined(url: str, target: str) -> str:
    parts = url.split("/")[:-1]
    for each in target.split("/"):
        parts = parts[:-1] if each == ".." else [*parts, each]
    return "/".join(parts)

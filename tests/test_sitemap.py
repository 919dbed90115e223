"""The sitemap beyond the limit of one file: an index, parts that stand still, and a release that reads them all."""

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree

import office_builder
from built_tree import CHECKOUT, built
from prakat.content import register
from prakat.site import edition, sitemap
from prakat.site.built_site import BuiltSite
from prakat.site.site import Site

BASE = "https://office.example/"
DAY = datetime.date(2026, 11, 20)
NEVER: dict[str, object] = {"timing": "on_change", "expires_on": "never", "review_by": "2028-01-01"}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Nine items, of which two have English; one of those came down."""
    repo = office_builder.office(tmp_path / "tree")
    for number in range(8):
        english = {"title_en": "A rule"} if number == 3 else {}
        office_builder.item(repo, f"law/rule-{9 - number}", publish_on=f"2026-10-{number + 1:02}", **NEVER, **english)
    office_builder.item(repo, "law/ended", expires_on="2026-11-01", title_en="Ended")
    return repo


def site_of(tree: Path) -> Site:
    found = register.read(tree, DAY)
    assert found.office
    assert not found.findings
    return Site(edition.compile(found, found.office, {}), is_preview=False)


def places(text: str) -> Mapping[str, str]:
    """Address below the site's root -> the day of its last change."""
    rows = [[*each.itertext(tag="{*}*")] for each in etree.fromstring(text.encode())]
    return {row[0].removeprefix(BASE): "".join(row[1:]) for row in rows}


def test_up_to_the_limit_it_is_one_file(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = site_of(tree)
    monkeypatch.setattr(sitemap, "MAX_ADDRESSES", len(site.indexed))
    assert site.sitemaps.keys() == {"sitemap.xml"}
    assert places(site.sitemaps["sitemap.xml"]).keys() == {each.url for each in site.indexed}


def test_beyond_it_is_an_index_whose_parts_list_each_page_once(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MAX_ADDRESSES", 4)
    site = site_of(tree)
    parts = {name: places(text) for name, text in site.sitemaps.items() if name != "sitemap.xml"}
    index = places(site.sitemaps["sitemap.xml"])
    assert "sitemapindex" in site.sitemaps["sitemap.xml"]
    assert index == {name: max(found.values()) for name, found in parts.items()}
    assert [*parts] == [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    assert all(len(found) == 4 for name, found in parts.items() if name != [*parts][-1])
    listed = [url for found in parts.values() for url in found]
    assert sorted(listed) == sorted(each.url for each in site.indexed)
    assert listed[:5] == ["law/rule-9/", "law/rule-8/", "law/rule-7/", "en/law/rule-6/", "law/rule-6/"]


def test_an_item_that_is_added_leaves_the_older_parts_as_they_were(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MAX_ADDRESSES", 4)
    before = site_of(tree).sitemaps
    office_builder.item(tree, "law/added", publish_on="2026-11-19", **NEVER)
    after = site_of(tree).sitemaps
    assert [name for name in before if before[name] == after[name]] == ["sitemap-1.xml", "sitemap-2.xml"]
    assert "law/added/" in places(after["sitemap-3.xml"])


def test_a_release_is_held_to_every_part(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, site = built(tree, tmp_path / "site", DAY.isoformat()), site_of(tree)
    assert (root / "sitemap.xml").read_text(encoding="utf-8") == site.sitemaps["sitemap.xml"]
    assert not (root / "sitemap.xml.gz").exists()
    monkeypatch.setattr(sitemap, "MAX_ADDRESSES", 4)
    site = site_of(tree)
    site.write(root)
    (root / "sitemap.xml").write_text(site.sitemaps["sitemap.xml"], encoding="utf-8")
    assert problems(root, site) == []
    second = root / "sitemap-2.xml"
    right = second.read_text(encoding="utf-8")
    second.write_text(right.replace("law/rule-6/", "law/ended/"), encoding="utf-8")
    assert problems(root, site) == [("sitemap-2.xml", "site.lists-hidden"), ("sitemap.xml", "site.lacks-live")]
    second.unlink()
    assert set(problems(root, site)) == {("sitemap.xml", "site.lacks-live")}
    second.write_text(right, encoding="utf-8")
    index = site.sitemaps["sitemap.xml"].replace("sitemap-2.xml", "sitemap-1.xml")
    (root / "sitemap.xml").write_text(index, encoding="utf-8")
    assert set(problems(root, site)) == {("sitemap.xml", "site.lacks-live")}


def problems(root: Path, site: Site) -> list[tuple[str, str]]:
    """Of each its file and the id of its message."""
    found = BuiltSite(root, site.edition, CHECKOUT / "theme").problems()
    return [(each.file, each.what.id) for each in found]

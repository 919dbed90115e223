"""Every example that a search box prints finds first what it says; and what people type is among the first five."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from benchmark.fate import DAY
from benchmark.generate import generate
from benchmark.search_sites import OURS
from lxml import html
from playwright.sync_api import Browser
from served import Served, serve
from typed_queries import NOT_YET, TYPED

import office_builder
from built_tree import built
from office_builder import item
from once import once, shared_root

INTRODUCED = ("เช่น ", "For example: ")
PLAIN = {"", "ค้นหา", "Search"}
NEVER: dict[str, object] = {"timing": "on_change", "expires_on": "never", "review_by": "2028-01-01"}


def printed(root: Path) -> set[tuple[str, str]]:
    """Each search page, and each example that a page's box leads to it with, in the box or below it."""
    found = set()
    for place in root.rglob("*.html"):
        here = place.relative_to(root).as_posix().removesuffix("index.html")
        document = html.fromstring(place.read_bytes())
        for box in document.xpath("//input[@type='search']"):
            text = box.get("placeholder", "")
            words = [text.removeprefix(each) for each in INTRODUCED if text.startswith(each)]
            assert words or text in PLAIN, f"{here}: {text}"
            target = urljoin(f"/{here}", box.xpath("ancestor::form")[0].get("action", ""))
            found |= {(target.lstrip("/"), each) for each in words}
        for link in document.xpath("//a[contains(@href, '?q=')]"):
            parts = urlsplit(urljoin(f"/{here}", link.get("href")))
            [query] = parse_qs(parts.query)["q"]
            assert link.text == query
            found.add((parts.path.lstrip("/"), query))
    return found


def first_five(site: Served, browser: Browser, queries: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """The words that are typed on each search page, and the first pages that the search shows."""
    page = browser.new_page()
    for place, asked in groupby(sorted(queries), key=itemgetter(0)):
        page.goto(f"{site.url}{place}")
        for _, query in asked:
            links, _ = page.evaluate(OURS, [query, 5])
            yield query, [each.removeprefix(site.url) for each in links]
    page.close()


def says_what_it_is(site: Served, url: str) -> str:
    """The title and the badges of a page."""
    article = html.parse(site.root / url / "index.html").find(".//article")
    parts = [*article.iter("h1"), *article.xpath(".//header/p[@class='facts' or @class='english']")]
    return " ".join(each.text_content() for each in parts).lower()


@pytest.fixture(scope="session")
def township(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A local government, whose newest pages mention what others are about, and so does its manual."""

    def make(place: Path) -> None:
        tree = office_builder.office(place / "tree")
        kept = {**NEVER, "publish_on": "2026-11-01"}
        item(tree, "citizen-manuals/tax", title="การชำระภาษีที่ดินและสิ่งปลูกสร้าง", title_en="Paying land tax", **kept)
        open_ = {"closes": {"on": "2026-12-31", "what": "applications"}, "expires_on": "2026-12-31"}
        item(tree, "public-relations/job", title="รับโอนพนักงานเทศบาล", kind="recruitment", **open_)
        closed = {"closes": {"on": "2026-11-18", "what": "applications"}, "publish_on": "2026-11-10"}
        item(
            tree,
            "public-relations/closed",
            title="รับโอนนักผังเมือง",
            kind="recruitment",
            expires_on="2026-12-31",
            **closed,
        )
        item(tree, "public-relations/waste", title="วันเก็บขยะชิ้นใหญ่", kind="news", expires_on="2026-12-31")
        newer = {**NEVER, "publish_on": "2026-11-19"}
        item(tree, "work-manuals/all", "ภาษี ขยะ", title="คู่มือลงประกาศรับสมัครงาน ภาษี และขยะ", **newer)
        item(tree, "knowledge/all", "รับสมัครงาน ภาษี ขยะ tax", title="เรื่องทั่วไปของเทศบาล", **newer)
        item(tree, "law/ended", title="ประกาศเรื่องวัคซีน", expires_on="2026-11-01")
        item(tree, "law/later", title="ประกาศเรื่องวัคซีน", publish_on="2026-12-01", expires_on="2026-12-31")
        built(tree, place / "site", "2026-11-20")

    yield from serve(once(shared_root(tmp_path_factory) / "township", make) / "site")


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The benchmark's office."""

    def make(place: Path) -> None:
        generate(place / "tree", 120, seed=4)
        built(place / "tree", place / "site", DAY.isoformat())

    yield from serve(once(shared_root(tmp_path_factory) / "generated", make) / "site")


@pytest.mark.parametrize(
    ("office", "least", "expected"),
    [
        ("sample", 6, {"รับสมัครงาน": "public-relations/2570/recruit-health-officer/"}),
        ("township", 4, {"ภาษี": "citizen-manuals/tax/", "รับสมัครงาน": "public-relations/job/"}),
        ("generated", 2, {}),
    ],
)
def test_every_example_finds_first_what_it_says(
    office: str, least: int, expected: dict[str, str], browser: Browser, request: pytest.FixtureRequest
) -> None:
    site: Served = request.getfixturevalue(office)
    found = [(query, links[0]) for query, links in first_five(site, browser, printed(site.root))]
    assert len(found) >= least
    for query, url in found:
        assert query.lower() in says_what_it_is(site, url), query
        assert not url.startswith("work-manuals/")
    assert expected.items() <= dict(found).items()


def test_the_home_page_has_an_example_in_its_box_that_is_answered_by_one_word(sample: Served) -> None:
    in_boxes = [
        html.parse(sample.root / place / "index.html").xpath("string(//main//input[@type='search']/@placeholder)")
        for place in ("", "en")
    ]
    assert in_boxes == ["เช่น รับสมัครงาน", "For example: vaccination"]


def test_an_office_is_given_the_names_of_its_own_kinds_or_nothing(tmp_path: Path, sparse: Served) -> None:
    assert printed(sparse.root) == set()
    tree = office_builder.office(tmp_path / "tree")
    item(tree, "law/act", title="ระเบียบเทศบาล", kind="law", **NEVER)
    item(tree, "work-manuals/plan", title="คู่มือทำแผน", kind="manual", **NEVER)
    assert printed(built(tree, tmp_path / "site", "2026-11-20")) == {("search/", "กฎหมาย")}


def test_what_people_type_is_among_the_first_five(sample: Served, browser: Browser) -> None:
    found = first_five(sample, browser, (("search/", query) for query in TYPED))
    assert {query for query, links in found if not TYPED[query] & set(links)} == NOT_YET

"""What the pages around the items say: history without old text, a sitemap with true days, English where it is."""

import os
import subprocess
from pathlib import Path

import pytest
from lxml import etree, html

import office_builder
from built_tree import built

CHECKOUT = Path(__file__).resolve().parents[1]
DAY = "2026-11-20"
NEVER: dict[str, object] = {"timing": "on_change", "expires_on": "never", "review_by": "2028-01-01"}
ENGLISH = {"title_en": "How to file a complaint", "summary_en": "Where to go and what to bring."}


def _commit(repo: Path, day: str) -> None:
    who = {f"GIT_{role}_{what}": "a@x.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    when = {"GIT_AUTHOR_DATE": f"{day}T09:00:00+07:00", "GIT_COMMITTER_DATE": f"{day}T09:00:00+07:00"}
    for command in (("add", "."), ("commit", "-qm", day)):
        subprocess.run(["git", *command], cwd=repo, env={**os.environ, **who, **when}, check=True, capture_output=True)


def _lives(repo: Path) -> None:
    """Two items that moved: one while readers could see it, one before."""
    verbal = {"approver": "head", "at": "2026-11-02T09:00", "channel": "โทรศัพท์", "recorded_by": "web1"}
    office_builder.item(repo, "statistics/first", **NEVER, verbal=verbal)
    office_builder.item(repo, "statistics/secret-draft", **NEVER, publish_on="2026-11-10")
    _commit(repo, "2026-11-02")
    office_builder.item(repo, "statistics/first", **NEVER)
    _commit(repo, "2026-11-03")
    for old, new in (("first", "second"), ("secret-draft", "finished")):
        (repo / "content/statistics" / old).rename(repo / "content/statistics" / new)
    paths = {"former_paths": ["statistics/first"]}
    office_builder.item(repo, "statistics/second", **NEVER, **paths)
    office_builder.item(repo, "statistics/finished", **NEVER, publish_on="2026-11-10")
    _commit(repo, "2026-11-03")
    office_builder.item(repo, "statistics/second", **{**NEVER, "review_by": "2027-06-30"}, **paths)
    _commit(repo, "2026-11-04")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office whose items changed on known days."""
    repo, to = office_builder.office(tmp_path_factory.mktemp("office")), tmp_path_factory.mktemp("site")
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=repo, check=True)
    office_builder.item(repo, "law/rule", "ข้อความเก่าที่แก้แล้ว", **NEVER, publish_on="2026-10-05")
    office_builder.item(repo, "law/ended", expires_on="2026-11-01", title="ประกาศที่ครบกำหนด", **ENGLISH)
    _commit(repo, "2026-10-02")
    office_builder.item(repo, "law/rule", "ข้อความก่อนถึงวันเผยแพร่", **NEVER, publish_on="2026-10-05")
    office_builder.item(repo, "knowledge/guide", **NEVER, **ENGLISH, publish_on="2026-10-03")
    withdrawn = {"on": "2026-10-20", "reason": "มีข้อมูลส่วนบุคคล", "hide_title": True}
    office_builder.item(repo, "law/hidden", title="รายชื่อที่ต้องปิดไว้", withdrawn=withdrawn)
    _commit(repo, "2026-10-03")
    office_builder.item(repo, "law/rule", "ข้อความที่ใช้อยู่", **NEVER, publish_on="2026-10-05")
    _commit(repo, "2026-11-02")
    _lives(repo)
    return built(repo, to, DAY)


def _document(site: Path, url: str) -> html.HtmlElement:
    return html.fromstring((site / url / "index.html").read_bytes())


def _texts(found: list[html.HtmlElement]) -> list[str]:
    return [" ".join(each.text_content().split()) for each in found]


def test_the_history_page_tells_days_and_deeds_newest_first(site: Path) -> None:
    days = _document(site, "history").xpath("//ol[@class='days']/li")
    assert [(_texts(day.xpath("h2"))[0], sorted(_texts(day.xpath("ul/li/span[1]")))) for day in days] == [
        ("10 พฤศจิกายน 2569", ["เผยแพร่"]),
        ("4 พฤศจิกายน 2569", ["ต่ออายุ"]),
        ("3 พฤศจิกายน 2569", ["ย้ายที่อยู่", "อนุมัติเป็นหนังสือในภายหลัง"]),
        ("2 พฤศจิกายน 2569", ["ครบกำหนดเผยแพร่แล้ว", "เผยแพร่", "แก้ไข"]),
        ("20 ตุลาคม 2569", ["นำลงแล้ว"]),
        ("5 ตุลาคม 2569", ["เผยแพร่"]),
        ("3 ตุลาคม 2569", ["เผยแพร่", "เผยแพร่"]),
        ("2 ตุลาคม 2569", ["เผยแพร่"]),
    ]


def test_history_never_shows_old_text_or_a_hidden_title(site: Path) -> None:
    everything = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    for hidden in ("ข้อความเก่าที่แก้แล้ว", "ข้อความก่อนถึงวันเผยแพร่", "รายชื่อที่ต้องปิดไว้", "มีข้อมูลส่วนบุคคล"):
        assert hidden not in everything
    assert "ข้อความที่ใช้อยู่" in everything


def test_an_items_page_tells_what_changed_since_readers_can_see_it(site: Path) -> None:
    rows = _document(site, "law/rule").xpath("//section[@aria-labelledby='history']//li")
    assert _texts(rows) == ["2 พฤศจิกายน 2569 แก้ไข", "5 ตุลาคม 2569 เผยแพร่"]


def test_an_items_page_tells_renewal_move_and_written_approval_in_their_order(site: Path) -> None:
    rows = _document(site, "statistics/second").xpath("//section[@aria-labelledby='history']//li")
    assert _texts(rows) == [
        "4 พฤศจิกายน 2569 ต่ออายุ",
        "3 พฤศจิกายน 2569 ย้ายที่อยู่ จาก /statistics/first/",
        "3 พฤศจิกายน 2569 อนุมัติเป็นหนังสือในภายหลัง",
        "2 พฤศจิกายน 2569 เผยแพร่",
    ]
    assert _document(site, "statistics/first").xpath("//a[contains(@href, 'second')]")


def test_where_a_draft_lay_is_told_nowhere(site: Path) -> None:
    assert not any("secret-draft" in path.read_text(encoding="utf-8") for path in site.rglob("*.*ml"))
    assert not _document(site, "statistics/finished").xpath("//section[@aria-labelledby='history']")


def test_an_item_that_never_changed_has_no_history(site: Path) -> None:
    assert not _document(site, "knowledge/guide").xpath("//section[@aria-labelledby='history']")


def test_the_sitemap_lists_indexed_pages_with_the_day_of_their_last_change(site: Path) -> None:
    found = [list(each.itertext(tag="{*}*")) for each in etree.parse(site / "sitemap.xml").getroot()]
    listed = {row[0].removeprefix("https://office.example/"): row[1:] for row in found}
    assert listed["law/rule/"] == ["2026-11-02"]
    assert listed["knowledge/guide/"] == ["2026-10-03"]
    assert listed["en/knowledge/guide/"] == ["2026-10-03"]
    assert listed["law/"] == ["2026-11-02"]
    assert listed[""] == listed["statistics/"] == ["2026-11-10"]
    assert listed["knowledge/"] == ["2026-10-03"]
    assert listed["e-services/"] == []
    assert not {"search/", "law/ended/", "law/hidden/", "en/law/ended/", "404.html"} & listed.keys()


def test_robots_are_told_where_the_sitemap_is(site: Path) -> None:
    assert "Sitemap: https://office.example/sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")


def test_english_stands_where_an_item_has_it_and_leads_back(site: Path) -> None:
    thai, english = _document(site, "knowledge/guide"), _document(site, "en/knowledge/guide")
    assert english.get("lang") == "en"
    assert ENGLISH["title_en"] in thai.xpath("string(//*[@lang='en'][@class='english'])")
    assert thai.xpath("//link[@hreflang='en']/@href") == ["https://office.example/en/knowledge/guide/"]
    assert english.xpath("//link[@hreflang='th']/@href") == ["https://office.example/knowledge/guide/"]
    assert "3 October 2026" in english.xpath("string(//dl)")
    assert not (site / "en/law/rule").exists()


def test_the_english_address_of_what_came_down_leads_to_its_tombstone(site: Path) -> None:
    page = _document(site, "en/law/ended")
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../../../law/ended/"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert ENGLISH["title_en"] not in page.text_content()


def test_a_tombstone_says_what_happened_when_and_whom_to_ask(site: Path) -> None:
    text = _document(site, "law/ended").xpath("string(//main)")
    assert "ประกาศที่ครบกำหนด" in text
    assert "ครบกำหนดเผยแพร่" in text
    assert "2 พฤศจิกายน 2569" in text
    assert all(needed in text for needed in ("งานบริหารทั่วไป", "0 0000 0000", "office@example.org"))


def test_nothing_but_our_own_assets_lands_in_the_site(site: Path) -> None:
    folders = {path.relative_to(site).parts[1] for path in (site / "assets").rglob("*") if path.is_file()}
    assert folders == {"css", "emblem.svg", "fonts", "js", "search"}


def test_no_page_carries_inline_style_or_script(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = html.fromstring(path.read_bytes())
        assert not page.xpath("//*[@style] | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]"), path

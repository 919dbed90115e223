"""Each quarter's record: counted anew from register.json and from a history of its own; never what is hidden (R44)."""

import datetime
import json
import os
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import lxml.html
import pytest

import office_builder
from built_tree import CHECKOUT, built, page, read, text
from office_builder import PDF
from once import once, shared_root
from prakat.founding import story as demo
from prakat.papers.press import Press
from prakat.release.basis import APPROVED
from prakat.repository.repository import open_repository
from prakat.site.chart import bars_chart
from prakat.site.quarter_chart import QuarterChart
from prakat.site.record_pages import ROWS_PER_PAGE
from prakat.thai.buddhist_era import BANGKOK
from prakat.thai.period import Period

DAY = "2026-11-20"
QUARTERS = [(2569, 1), (2569, 2), (2569, 3), (2569, 4), (2570, 1)]
DOWN = ("ครบกำหนดเผยแพร่แล้ว", "นำลงแล้ว", "นำลง", "ระงับการเผยแพร่")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(shared_root(tmp_path_factory) / "evidence", lambda place: built(CHECKOUT, place, DAY))


def rows(document: lxml.html.HtmlElement) -> list[tuple[str, ...]]:
    return [tuple(text(each) for each in row.xpath("./td")) for row in document.xpath("//main//tbody/tr")]


def quarter_of(day: str) -> tuple[int, int]:
    year, month = int(day[:4]), int(day[5:7])
    return year + 543 + (month > 9), {0: 2, 1: 3, 2: 4, 3: 1}[(month - 1) // 3]


@pytest.mark.parametrize(("year", "quarter"), QUARTERS)
def test_what_went_up_and_came_down_is_that_of_the_register(year: int, quarter: int, sample: Path) -> None:
    items: list[dict[str, Any]] = json.loads((sample / "register.json").read_text(encoding="utf-8"))["items"]
    up = Counter(
        each["title"] for each in items if each["published"] and quarter_of(each["published"]) == (year, quarter)
    )
    gone = [each for each in items if each.get("since") and each["published"]]
    down = Counter(each["title"] for each in gone if quarter_of(each["since"]) == (year, quarter))
    document = page(sample, f"records/{year}/q{quarter}/")
    found = rows(document)
    assert Counter(each[1] for each in found if each[3] == "เผยแพร่") == Counter(
        (title or "ไม่แสดงหัวข้อ") for title in up.elements()
    )
    assert sum(each[3] in DOWN for each in found) == down.total()
    assert f"เผยแพร่ {up.total()} ครั้ง" in text(document.xpath("//main")[0])
    assert len(found) == up.total() + down.total()


@pytest.mark.parametrize(("year", "quarter"), QUARTERS)
def test_a_chart_tells_the_numbers_of_the_rows(year: int, quarter: int, sample: Path) -> None:
    document = page(sample, f"records/{year}/q{quarter}/")
    found, charts = rows(document), document.xpath("//figure")
    assert len(charts) == 2
    for each in charts:
        words = text(each.xpath("./figcaption/span")[0]).removeprefix(": ")
        counts = [int(one.rpartition(" ")[2]) for one in words.split(", ")]
        assert sum(counts) == len(found)
        drawn = [" ".join(str(one.text).split()) for one in each.xpath(".//*[local-name()='text']")]
        assert set(words.split(", ")) <= set(drawn), "each bar has its number in words"
    months = Counter(each[0].split(" ")[1] for each in found)
    told = text(charts[0])
    for name, short in (("ตุลาคม", "ต.ค."), ("มกราคม", "ม.ค."), ("เมษายน", "เม.ย."), ("กันยายน", "ก.ย.")):
        if f"{short} เผยแพร่" in told:
            up = sum(each[0].split(" ")[1] == name and each[3] == "เผยแพร่" for each in found)
            assert f"{short} เผยแพร่ {up}," in told
            assert months[name] >= up


def test_the_record_has_the_head_and_the_four_columns_of_the_form(sample: Path) -> None:
    document = page(sample, "records/2569/q4/")
    assert text(document.xpath("//h1")[0]) == (
        "บันทึกรายงานผลการเผยแพร่ข้อมูลผ่านเว็บไซต์ของสำนักงานสาธารณสุขอำเภอธารทอง เดือน กรกฎาคม - กันยายน 2569"
    )
    assert "ไตรมาสที่ 4 ปีงบประมาณ พ.ศ. 2569" in text(document.xpath("//main")[0])
    assert [text(each) for each in document.xpath("//thead//th")] == ["วัน เดือน ปี", "เรื่อง", "เอกสารแนบ", "หมายเหตุ"]
    assert "ยังไม่สิ้นสุด" not in text(document.xpath("//main")[0])
    assert "ไตรมาสนี้ยังไม่สิ้นสุด" in text(page(sample, "records/2570/q1/").xpath("//main")[0])


def test_every_row_leads_to_its_page_or_tombstone_and_pages_lead_to_the_record(sample: Path) -> None:
    for year, quarter in QUARTERS:
        for link in page(sample, f"records/{year}/q{quarter}/").xpath("//main//tbody//a/@href"):
            assert (sample / f"records/{year}/q{quarter}" / link / "index.html").is_file()
    for url in ("history/", "oia/"):
        assert page(sample, url).xpath("//main//a[contains(@href, 'records/')]"), url
    listed = page(sample, "evidence/2569/").xpath("//main//a[contains(@href, 'records/2569/')]")
    assert len(listed) == 4
    sitemap = (sample / "sitemap.xml").read_text(encoding="utf-8")
    assert "/records/</loc>" in sitemap
    assert all(f"/records/{year}/q{quarter}/</loc>" in sitemap for year, quarter in QUARTERS)


# --- a history of three quarters ----------------------------------------------------------------------------------

STORY: tuple[tuple[str, dict[str, dict[str, object] | None]], ...] = (
    ("2026-08-03T10:00:00+07:00", {"law/begun": {}}),
    ("2026-09-30T23:59:00+07:00", {"law/stays": {}, "law/ends": {"expires_on": "2027-01-31"}}),
    ("2026-10-01T00:00:00+07:00", {"law/hidden": {}}),
    ("2026-11-10T10:00:00+07:00", {"law/stays": {"summary": "สรุปที่แก้ไขแล้วของเรื่องนี้"}}),
    (
        "2027-02-02T10:00:00+07:00",
        {"law/hidden": {"withdrawn": {"on": "2027-02-02", "reason": "ยกเลิกแล้วทั้งฉบับ", "hide_title": True}}},
    ),
)
"""Moment of each merge, and the fields of each item."""
BEGUN = {"law/begun": "2026-08-03", "law/stays": "2026-09-30", "law/ends": "2026-09-30", "law/hidden": "2026-10-01"}
TITLES = {
    "law/begun": "ระเบียบที่มีมาก่อนเริ่มใช้ระบบ",
    "law/stays": "ระเบียบที่ยังใช้อยู่เรื่อยมา",
    "law/ends": "ระเบียบที่มีวันสิ้นสุดของตน",
    "law/hidden": "ระเบียบที่ถูกซ่อนหัวข้อ",
}
EXPECTED: Mapping[tuple[int, int], list[tuple[str, ...]]] = {
    (2569, 4): [
        ("30 กันยายน 2569", TITLES["law/ends"], "เอกสาร", "เผยแพร่"),
        ("30 กันยายน 2569", TITLES["law/stays"], "เอกสาร", "เผยแพร่"),
    ],
    (2570, 1): [
        ("1 ตุลาคม 2569", "ไม่แสดงหัวข้อ", "เอกสาร", "เผยแพร่"),
        ("10 พฤศจิกายน 2569", TITLES["law/stays"], "เอกสาร", "แก้ไข"),
    ],
    (2570, 2): [
        ("1 กุมภาพันธ์ 2570", TITLES["law/ends"], "เอกสาร", "ครบกำหนดเผยแพร่แล้ว"),
        ("2 กุมภาพันธ์ 2570", "ไม่แสดงหัวข้อ", "เอกสาร", "นำลงแล้ว"),
    ],
    (2570, 3): [],
}


def committed(tree: Path, at: str, changed: Mapping[str, dict[str, object] | None]) -> None:
    for path, fields in changed.items():
        own: dict[str, object] = {
            "title": TITLES[path],
            "publish_on": BEGUN[path],
            "expires_on": "never",
            "review_by": "2028-01-01",
            "timing": "on_change",
            "period": {"start": BEGUN[path]},
            **(fields or {}),
        }
        office_builder.item(tree, path, f"เนื้อหาของ {path}", {"one.pdf": PDF}, **own)
    environment = {**os.environ, "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at, "TZ": "UTC"}
    for words in (["add", "-A"], ["-c", "user.name=x", "-c", "user.email=x@x.example", "commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(tree), *words], check=True, env=environment)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("story")
    tree = office_builder.office(root / "office")
    subprocess.run(["git", "init", "-qb", "main", str(tree)], check=True)
    for at, changed in STORY:
        committed(tree, at, changed)
    return built(tree, root / "site", "2027-04-05")


@pytest.mark.parametrize(("year", "quarter"), EXPECTED)
def test_a_quarter_has_what_happened_in_it_by_the_clock_of_bangkok(year: int, quarter: int, story: Path) -> None:
    document = page(story, f"records/{year}/q{quarter}/")
    assert rows(document) == EXPECTED[year, quarter]
    if not EXPECTED[year, quarter]:
        assert "ไม่มีการเผยแพร่ในไตรมาสนี้" in text(document.xpath("//main")[0])
        assert not document.xpath("//figure")


def test_what_the_office_began_with_is_told_beside_the_record_and_counts_nowhere(story: Path) -> None:
    main = page(story, "records/2569/q4/").xpath("//main")[0]
    assert "ไม่รวม 1 เรื่องที่มีอยู่แล้วเมื่อเริ่มใช้ระบบนี้" in text(main)
    assert TITLES["law/begun"] not in text(main)
    assert "ไม่รวม" not in text(page(story, "records/2570/q1/").xpath("//main")[0])


def records(root: Path) -> Iterator[str]:
    return (each.parent.relative_to(root).as_posix() for each in (root / "records").rglob("index.html"))


def test_there_is_a_page_from_the_first_quarter_on_and_none_of_a_day_to_come(story: Path) -> None:
    assert set(records(story)) == {"records", *(f"records/{year}/q{quarter}" for year, quarter in EXPECTED)}


def test_a_hidden_title_and_the_text_of_what_ended_stand_on_no_page(story: Path) -> None:
    for each in (story / "records").rglob("index.html"):
        shown = each.read_text(encoding="utf-8").replace("\u200b", "")
        assert TITLES["law/hidden"] not in shown
        assert "เนื้อหาของ law/ends" not in shown


def test_an_office_without_items_has_an_empty_record_of_this_quarter(tmp_path: Path) -> None:
    tree = office_builder.office(tmp_path / "office")
    (tree / "content").mkdir(exist_ok=True)
    root = built(tree, tmp_path / "site", "2026-10-01")
    assert set(records(root)) == {"records", "records/2570/q1"}
    assert "ไม่มีการเผยแพร่" in text(page(root, "records/").xpath("//main")[0])


def test_a_quarter_of_very_many_events_is_paged(tmp_path: Path) -> None:
    tree = office_builder.office(tmp_path / "office")
    count = ROWS_PER_PAGE + 3
    for number in range(count):
        office_builder.item(tree, f"public-relations/2570/news-{number:03}")
    root = built(tree, tmp_path / "site", "2026-11-20")
    first, second = page(root, "records/2570/q1/"), page(root, "records/2570/q1/page/2/")
    assert len(rows(first)) + len(rows(second)) >= count
    assert len(rows(first)) == ROWS_PER_PAGE
    assert not second.xpath("//figure")
    assert second.xpath("//meta[@name='robots'][@content='noindex']")


def test_a_chart_is_the_same_bytes_and_holds_no_markup_of_a_label() -> None:
    counts = (("<script>", 0), ("หมวด & อื่น", 7))
    drawn = QuarterChart("ก", counts).svg
    assert drawn == bars_chart(counts)
    lxml.html.fragment_fromstring(drawn)
    assert "<script" not in drawn
    assert "style" not in drawn


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's history, with every kind of act."""

    def play(place: Path) -> None:
        for _ in demo.begin(place).told():
            pass

    return once(shared_root(tmp_path_factory) / "story", play)


@pytest.mark.parametrize("period", ["2569Q4", "2570Q1", "2570Q2"])
def test_a_page_tells_what_the_paper_tells(period: str, months: Path, tmp_path: Path) -> None:
    office = months / "office.git"
    moment = datetime.datetime(2027, 4, 1, 9, tzinfo=BANGKOK)
    facts = Press.of_main(open_repository(office), moment, None).facts(Period.of(period))
    subprocess.run(["git", "clone", "-q", str(office), str(tmp_path / "clone")], check=True)
    made = read(tmp_path / "clone", moment.date().isoformat(), kind=APPROVED)
    [shown] = [each for each in made.records.all_pages if each.quarter == facts.period]
    told = sorted((each.day, each.category, each.event.value) for each in facts.events)
    assert sorted((each.day, each.category, each.what) for each in shown.events) == told

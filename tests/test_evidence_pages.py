"""Pages of evidence: every number on them is counted anew from register.json, and no address is ever given up."""

import csv
import datetime
import io
import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import new_office
import office_builder
import recount
from built_tree import CHECKOUT, built, page, read, text
from office_builder import PDF
from once import once, shared_root
from prakat.completeness.obligation_list import lists_of
from prakat.item.table_form import table_forms
from prakat.rules import data

DAY = datetime.date(2026, 11, 20)
YEARS = (2569, 2570)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(shared_root(tmp_path_factory) / "evidence", lambda place: built(CHECKOUT, place, DAY.isoformat()))


@pytest.fixture(scope="module")
def rows(sample: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((sample / "register.json").read_text(encoding="utf-8"))["items"]
    return found


def entries(name: str, year: int) -> Mapping[str, Mapping[str, Any]]:
    """As the list's file has them."""
    asked = next(each for each in lists_of("moph", year) if each.id == name)
    for file in sorted((data.folder() / "obligations").glob("*.yml")):
        found = data.load(f"obligations/{file.name}")
        is_own = found["list"] == name and "moph" in found.get("agency_types", ["moph"])
        if is_own and found.get("fiscal_year") == asked.of_year:
            ids = {each.id for each in asked.obligations}
            return {each["id"]: each for each in found["entries"] if each["id"] in ids}
    raise AssertionError(name)


LISTS = [(year, each.id) for year in YEARS for each in lists_of("moph", year)]
_ANSWERS = {"met": "มี", "expiring": "มี", "stale": "มี", "partly": "มีบางส่วน", "missing": "ไม่มี", "not_due": "ยังไม่ครบกำหนด"}


@pytest.mark.parametrize(("year", "name"), LISTS)
def test_every_answer_and_number_is_that_of_the_register(
    year: int, name: str, sample: Path, rows: list[dict[str, Any]]
) -> None:
    document = page(sample, f"evidence/{year}/{name}/")
    own = entries(name, year)
    expected = {id_: recount.state(entry, rows, year, DAY) for id_, entry in own.items()}
    shown = {
        each.get("id"): text(each.xpath(".//strong[contains(@class, 'answer')]")[0])
        for each in document.xpath("//section[@class='answered']")
    }
    assert shown == {id_: _ANSWERS[state] for id_, state in expected.items()}
    there = sum(state in ("met", "expiring", "stale") for state in expected.values())
    asked = sum(state != "not_due" for state in expected.values())
    told = re.search(r"มี (\d+) จาก (\d+) ข้อ", text(document.xpath("//main")[0]))
    assert told and (int(told[1]), int(told[2])) == (there, asked)
    tallies = [
        text(each)
        for each in page(sample, f"evidence/{year}/").xpath("//ul[@class='tally']/li")
        if f"/{name}/" in each.xpath("./a/@href")[0] or each.xpath("./a/@href")[0].startswith(f"{name}/")
    ]
    assert len(tallies) == 1
    assert f"{there} จาก {asked} ข้อ" in tallies[0]


@pytest.mark.parametrize(("year", "name"), LISTS)
def test_every_link_leads_to_an_item_that_serves_it(
    year: int, name: str, sample: Path, rows: list[dict[str, Any]]
) -> None:
    by_url = {row["url"]: row for row in rows}
    own = entries(name, year)
    for section in page(sample, f"evidence/{year}/{name}/").xpath("//section[@class='answered']"):
        entry = own[section.get("id")]
        parts = [entry] if "serves" in entry else entry.get("elements", [])
        topics = {topic for part in parts for topic in part["serves"]}
        for link in section.xpath(".//span[@class='exhibit']/a/@href"):
            url = link.removeprefix("../../../")
            assert set(by_url[url]["fulfils"]) & topics
            assert (sample / url / "index.html").is_file()


def test_the_index_of_sections_7_and_9_names_every_clause_and_says_what_there_is_none_of(sample: Path) -> None:
    document = page(sample, "oia/")
    told = [text(each) for each in document.xpath("//dl[@class='asked']/div/dt/span")]
    assert [f"มาตรา 7 ({number})" for number in range(1, 6)] == told[:5]
    assert {f"มาตรา 9 ({number})" for number in range(1, 9)} <= set(told)
    assert document.xpath("//dl[@class='asked']//span[contains(., 'แจ้งว่าไม่มี')]")


def test_an_index_without_items_says_that_there_is_none(tmp_path: Path) -> None:
    tree = office_builder.office(tmp_path / "office")
    office_builder.item(tree, "public-relations/only")
    document = page(built(tree, tmp_path / "site", "2026-10-02"), "oia/")
    answers = {text(each) for each in document.xpath("//dl[@class='asked']/div/dd")}
    assert answers == {"ไม่มี"}


def test_open_tables_are_served_as_csv(sample: Path, rows: list[dict[str, Any]]) -> None:
    own = [row["url"] for row in rows if (sample / row["url"] / "data" / "skr1.csv").is_file()]
    assert len(own) >= 12
    for url in own:
        text_of = (sample / url / "data" / "skr1.csv").read_text(encoding="utf-8-sig")
        found = list(csv.reader(io.StringIO(text_of)))
        assert found[0] == [each.heading for each in table_forms()["skr1"].columns]
        assert all(len(row) == 9 and re.fullmatch(r"[0-9]+(\.[0-9]+)?|", row[2]) for row in found[1:])
    visits = next(row["url"] for row in rows if (sample / row["url"] / "data" / "visits.csv").is_file())
    document = page(sample, visits)
    assert len(document.xpath("//svg[@role='img']")) == 2
    assert not re.search(r"\b\d{1,3}(\.\d{1,3}){3}\b", text(document.xpath("//main")[0])), "no addresses"


@pytest.mark.parametrize("agency_type", list(data.load("labels.yml")["agency_type"]))
def test_an_office_of_each_type_begins_with_the_pages_of_its_lists(agency_type: str, tmp_path: Path) -> None:
    assert new_office.begun(tmp_path / "new", agency_type=agency_type) == 0
    tree = new_office.checkout(tmp_path / "new" / "office.git", tmp_path / "tree")
    assert f"agency_type: {agency_type}\n" in (tree / "office.yml").read_text(encoding="utf-8")
    made = read(tree, "2026-11-20")
    names = {each.id for each in lists_of(agency_type, 2570)}
    assert {f"evidence/2570/{each}/" for each in names} | {"oia/", "evidence/", "evidence/2570/"} <= made.pages.keys()
    assert all(len(found.coverages) == len(found.asked.obligations) for found in made.evidence.year(2570))


# --- three fiscal years -------------------------------------------------------------------------------------------

STORY: tuple[tuple[str, dict[str, dict[str, object] | None]], ...] = (
    ("2024-11-05", {"law/stays": {}, "law/old-name": {}, "public-relations/2568/ends": {"expires_on": "2025-03-31"}}),
    ("2025-02-03", {"law/old-name": None, "law/new-name": {"former_paths": ["law/old-name"]}}),
    ("2025-11-04", {"law/taken-away": {}, "official-information/2569/report": {"expires_on": "2026-09-30"}}),
    ("2026-05-06", {"law/taken-away": {"withdrawn": {"on": "2026-05-06", "reason": "ข้อมูลคลาดเคลื่อน"}}}),
    ("2026-10-05", {"law/new-name": None, "law/third-name": {"former_paths": ["law/old-name", "law/new-name"]}}),
    (
        "2027-02-02",
        {
            "law/third-name": {
                "former_paths": ["law/old-name", "law/new-name"],
                "withdrawn": {"on": "2027-02-02", "reason": "ยกเลิกแล้วทั้งฉบับ", "hide_title": True},
            }
        },
    ),
)
"""Day of each merge, and what it leaves of each item; None for one that has moved away."""
LOOKED = ("2024-12-01", "2025-03-01", "2025-10-01", "2026-06-01", "2026-10-06", "2027-03-01", "2027-10-01")
BEGUN = {
    "law/stays": "2024-11-05",
    "law/old-name": "2024-11-05",
    "law/new-name": "2024-11-05",
    "law/third-name": "2024-11-05",
}


def commit(tree: Path, day: str, changed: Mapping[str, dict[str, object] | None]) -> None:
    for path, fields in changed.items():
        if fields is None:
            subprocess.run(["git", "-C", str(tree), "rm", "-rq", f"content/{path}"], check=True)
            continue
        first = BEGUN.get(path, day if "withdrawn" not in fields else "2025-11-04")
        end = fields.get("expires_on", "never")
        days = {"publish_on": first, "expires_on": end, "review_by": "2028-01-01", "timing": "on_change"}
        own: dict[str, object] = {**days, "period": {"start": first}, **fields}
        office_builder.item(tree, path, f"เนื้อหาของ {path}", {"one.pdf": PDF}, **own)
    at = f"{day}T10:00:00+07:00"
    environment = {**os.environ, "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
    for words in (["add", "-A"], ["-c", "user.name=x", "-c", "user.email=x@x.example", "commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(tree), *words], check=True, env=environment)


def urls(root: Path) -> Iterator[str]:
    """Every page of a built site."""
    return (each.parent.relative_to(root).as_posix().replace(".", "", 1) for each in root.rglob("index.html"))


def test_whatever_was_published_in_three_fiscal_years_still_answers(tmp_path: Path) -> None:
    """Items are renamed, expire and are withdrawn; each address answers by a page, a redirect or a tombstone."""
    tree = office_builder.office(tmp_path / "office")
    subprocess.run(["git", "init", "-qb", "main", str(tree)], check=True)
    story, known = list(STORY), set[str]()
    for day in LOOKED:
        while story and story[0][0] <= day:
            commit(tree, *story.pop(0))
        root = built(tree, tmp_path / day, day, is_sound=False)
        now = set(urls(root))
        assert known <= now, day
        known |= now
    assert {
        f"evidence/{year}/{name}" for year in (2568, 2569, 2570, 2571) for name in ("oia-7", "announcement")
    } <= known
    quarters = {f"records/{year}/q{quarter}" for year in (2568, 2569, 2570) for quarter in (1, 2, 3, 4)}
    assert {*quarters, "records", "records/2571/q1"} <= known
    assert not known & {"records/2567/q4", "records/2571/q2"}
    last = tmp_path / LOOKED[-1]
    for gone in ("law/taken-away", "law/third-name", "public-relations/2568/ends", "official-information/2569/report"):
        assert page(last, gone).xpath("//meta[@name='robots'][@content='noindex']")
        assert not (last / gone / "one.pdf").exists()
    assert "law/third-name" in (last / "law/old-name/index.html").read_text(encoding="utf-8")

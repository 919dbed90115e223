"""Whatever a reader sees on an item's page is in the search, and nothing else is (R46, R19)."""

import datetime
import json
import os
import re
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from lxml import html

import office_builder
from built_tree import built
from office_builder import PDF, item
from prakat.content import register
from prakat.rules import data
from prakat.search.folding import folded, shown
from prakat.search.index import INDEX_MANIFEST, texts_in
from prakat.site import edition
from prakat.site.endorsement import Endorsement
from prakat.site.findable import FACTS, SEARCH_INDEX, write_search

CHECKOUT = Path(__file__).resolve().parents[1]
DAY = "2026-11-20"
FIXED = {
    *("ตั้งแต่", "ถึง", "จนกว่าจะมีการเปลี่ยนแปลง", "ภาพ", "ที่มา", "เผยแพร่", "เผยแพร่ถึง", "เมื่อ", "เวลา", "ครบกำหนด"),
    *("ได้รับอนุญาตทางวาจาเมื่อ", "รออนุมัติเป็นหนังสือในภายหลัง", "from", "to", "until", "it", "changes"),
    *("ดาวน์โหลด", "download"),
}
"""Words around what is shown, the same on every page."""
NOT_SOUGHT = (
    "nav|h2|dt|details|.//*[contains(@class,'left')]|.//*[contains(@class,'text')]|.//*[contains(@class,'printed')]"
    "|.//a[contains(@class,'button')]|.//a[@href='#files']"
    "|.//section[contains(@class,'files')]//*[@class='facts']/span[2]"
)
"""Headings, ways to go on, digests, sizes, what depends on the day; the text itself is compared elsewhere."""
OFFICE = office_builder.OFFICE.replace("name: งานบริหารทั่วไป", "name: งานบริหารทั่วไป, name_en: General Affairs")
VERBAL = {"approver": "head", "at": "2026-11-19T09:15", "channel": "โทรศัพท์", "recorded_by": "web1"}
PAPER = {"no": "รค 12/2569", "date": "2026-11-12", "signed_by": "นางสาวริน เย็นชล", "position": "หัวหน้าที่ทำการ"}
ENDS = {"open": "amends", "closed": "result_of", "cancelled": "cancels", "replaced": "replaces"}
JPEG = (CHECKOUT / "content/public-relations/2570/big-cleaning-day/poster.jpg").read_bytes()


def _commit(repo: Path, day: str) -> str:
    who = {f"GIT_{role}_{what}": "a@x.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    when = {"GIT_AUTHOR_DATE": f"{day}T09:00:00+07:00", "GIT_COMMITTER_DATE": f"{day}T09:00:00+07:00"}
    environment = {**os.environ, **who, **when}
    for command in (("add", "."), ("commit", "-qm", day)):
        subprocess.run(["git", *command], cwd=repo, env=environment, check=True, capture_output=True)
    asked = subprocess.run(["git", "rev-parse", "HEAD"], cwd=repo, check=True, capture_output=True, text=True)
    return asked.stdout.strip()


def _rich(repo: Path) -> None:
    """An item with everything that stands beside a text, one in English, one that must be reviewed, one that ends."""
    picture = {"file": "queue.jpg", "holder": "ชมรมภาพถ่ายริมคลอง", "licence": "CC BY 4.0", "source": "คลังภาพของชมรม"}
    credit = {"text": "สุภาษิตท้ายเรื่อง", "holder": "หอสมุดริมคลอง", "source": "https://library.example/"}
    files = [{"file": "rates-2570.pdf", "title": "อัตราค่าบริการ"}, {"file": "map.pdf", "title": "ผังห้องบริการ"}]
    source = {"name": "มติที่ประชุมหัวหน้างาน", "date": "2026-11-18T13:30"}
    period = {"start": "2026-11-16", "end": "2026-12-24"}
    folder = item(repo, "public-relations/queue", "ข้อความ ![คิว](queue.jpg)", {"rates-2570.pdf": PDF, "map.pdf": PDF})
    (folder / "queue.jpg").write_bytes(JPEG)
    changed = {"attachments": files, "credits": [picture, credit], "source": source, "period": period, "kind": "alert"}
    urgent = {"verbal": VERBAL, "timing": "immediate", "expires_on": "2026-12-25", "remarks": "โปรดนำบัตรคิวมาด้วย"}
    told: dict[str, object] = {"document": PAPER, "change_note": "ย้ายจุดจอดเรือ"}
    told["relates"] = [{"to": "citizen-manuals/swim", "how": "amends"}]
    told["closes"] = {"on": "2026-11-27", "time": "16:30", "what": "registration"}
    item(repo, "public-relations/queue", "ข้อความ ![คิว](queue.jpg)", **changed, **urgent, **told)
    never: dict[str, object] = {"timing": "on_change", "expires_on": "never", "title_en": "How to park", "kind": "form"}
    _told_in_english(repo)
    item(repo, "citizen-manuals/park", **never, summary_en="Where bicycles stand.", review_by="2028-02-05")
    item(repo, "citizen-manuals/swim", **{**never, "title_en": None}, review_by="2026-11-11")
    item(repo, "law/ending", expires_on="2026-11-24", publish_on="2026-10-03")


def _told_in_english(repo: Path) -> None:
    """Items with all that an English page shows: one that is open, one that was cancelled, one that has closed."""
    english = {"title_en": "A boat for hire", "summary_en": "Who may row it.", "kind": "recruitment"}
    english |= {"document": {**PAPER, "no": "ภต 0932/418"}, "expires_on": "2026-12-25"}
    open_, over = ({"on": day, "time": "16:30", "what": "applications"} for day in ("2026-12-18", "2026-11-19"))
    picture = [{"file": "pier.jpg", "title": "แผนผังท่าเรือ"}]
    item(repo, "public-relations/open", files={"pier.jpg": JPEG}, attachments=picture, closes=open_, **english)
    item(repo, "public-relations/cancelled", closes=over, **english)
    item(repo, "public-relations/replaced", closes=open_, **english)
    item(repo, "public-relations/closed", closes=over, **english)
    relates = [{"to": f"public-relations/{to}", "how": how} for to, how in ENDS.items()]
    item(repo, "law/decision", relates=relates, expires_on="2026-12-25", title_en="A decision on boats")
    withdrawn = {"on": "2026-11-15", "reason": "คลาดเคลื่อน", "hide_title": True}
    item(repo, "law/mistaken", relates=relates[2:3], withdrawn=withdrawn)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site whose items changed once after they were published, by an approval that history proves."""
    repo, to = office_builder.office(tmp_path_factory.mktemp("office"), OFFICE), tmp_path_factory.mktemp("site")
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=repo, check=True)
    item(repo, "citizen-manuals/park", timing="on_change", expires_on="never", review_by="2028-01-01")
    _commit(repo, "2026-10-02")
    _rich(repo)
    approved = {_commit(repo, "2026-11-14"): Endorsement("นายแพทย์ริมคลอง", datetime.date(2026, 11, 13))}
    return built(repo, to / "site", DAY, endorsements=approved)


def indexed(root: Path) -> dict[str, dict[str, Any]]:
    """The pages of an index by their URL."""
    files = (root / SEARCH_INDEX).glob("texts/*.bin")
    return {page["url"]: page for file in files for page in json.loads(zlib.decompress(file.read_bytes())) if page}


def readable(page: dict[str, Any], languages: tuple[str, ...] = ("", "_en")) -> str:
    parts = [page[f"{name}{language}"] for name in ("title", "summary", "category", "unit") for language in languages]
    parts += [each for language in languages for each in page[f"badges{language}"]]
    parts += [value for language in languages for _, value in page[f"facts{language}"]]
    return folded("\n".join((*parts, page["text"])))


def words(element: html.HtmlElement) -> Iterator[str]:
    """What a reader may look for, word by word."""
    for part in element.xpath("|".join(f".//{each}" if each.isalnum() else each for each in NOT_SOUGHT.split("|"))):
        part.drop_tree()
    for word in re.split(r"[\s():]+", folded(shown(" ".join(element.itertext())))):
        if len(word) > 1 and word not in FIXED:
            yield word


def article(root: Path, url: str) -> html.HtmlElement:
    return html.parse(root / url / "index.html").find(".//article")


BOATS = [f"public-relations/{each}/" for each in ENDS]
PAGES = ["public-relations/queue/", "citizen-manuals/park/", "citizen-manuals/swim/", "law/ending/", *BOATS]


@pytest.mark.parametrize("url", PAGES)
def test_every_word_beside_the_text_is_in_the_search(site: Path, url: str) -> None:
    seen = list(words(article(site, url)))
    found = readable(indexed(site)[url])
    assert len(seen) > 15
    assert [word for word in seen if word not in found] == []


@pytest.mark.parametrize(
    ("url", "some"),
    [
        ("citizen-manuals/park/", "general affairs february 2028"),
        (
            "public-relations/open/",
            "applications close 18 december 2026, 16 30 no. 0932/418 dated signed by jpeg picture",
        ),
        ("public-relations/closed/", "applications closed 19 november 2026, 16 30 a decision on boats"),
        ("public-relations/cancelled/", "cancelled by a decision on boats an item whose title is not shown withdrawn"),
        ("public-relations/replaced/", "replaced by a decision on boats"),
        ("law/decision/", "a boat for hire"),
    ],
)
def test_every_word_beside_the_english_summary_is_in_the_search(site: Path, url: str, some: str) -> None:
    """In what the search shows as English, if it is not Thai."""
    seen = list(words(article(site, f"en/{url}")))
    assert {each for each in some.split() if len(each) > 1} - FIXED <= set(seen)
    found = readable(indexed(site)[url])
    assert [word for word in seen if word not in found] == []
    english = readable({**indexed(site)[url], "text": ""}, ("_en",))
    assert [word for word in seen if word.isascii() and word not in english] == []


def test_thai_words_of_an_english_page_are_said_to_be_thai(site: Path) -> None:
    for url in BOATS:
        for element in article(site, f"en/{url}").iter():
            own = [element.text, *(each.tail for each in element)]
            if any(re.search("[ก-๛]", text or "") for text in own):
                assert element.xpath("ancestor-or-self::*[@lang][1]/@lang") == ["th"], own


def test_an_english_page_tells_what_others_do_to_its_item_and_its_document(site: Path) -> None:
    rows = {
        row.find("dt").text: " ".join(row.find("dd").text_content().split())
        for row in article(site, "en/public-relations/open/").xpath(".//dl/div")
    }
    assert rows["Amended by"] == "A decision on boats"
    assert rows["Document"].startswith("No. ภต 0932/418 dated 12 November 2026 signed by")
    assert (
        article(site, "en/public-relations/closed/").xpath("string(.//dt[.='Result']/../dd)") == "A decision on boats"
    )
    [link] = article(site, "en/public-relations/open/").xpath(".//dt[.='Amended by']/../dd/a/@href")
    assert urljoin("/en/public-relations/open/", link) == "/en/law/decision/"


def test_the_english_home_page_says_what_is_over(site: Path) -> None:
    entries = html.parse(site / "en/index.html").xpath(
        "//ul[@class='entries']/li[a[contains(@href, 'public-relations')]]"
    )
    told = {entry.find("a").get("href").split("/")[-2]: entry.xpath("string(.//strong)") for entry in entries}
    assert told == {
        "open": "Applications close 18 December 2026, 16:30",
        "closed": "Applications closed",
        "cancelled": "Cancelled",
        "replaced": "Replaced",
    }


@pytest.mark.parametrize("category", ["public-relations", "citizen-manuals", "law"])
def test_every_word_of_a_listing_is_in_the_search(site: Path, category: str) -> None:
    entries = html.parse(site / category / "index.html").xpath("//ul[@class='entries']/li")
    assert entries
    for entry in entries:
        found = readable(indexed(site)[f"{category}/{entry.find('a').get('href').strip('/')}/".replace("../", "")])
        assert [word for word in words(entry) if word not in found] == []


def test_what_a_panel_calls_its_rows_is_what_the_search_calls_them(site: Path) -> None:
    """So a new row of the page asks for its fact: a line in site/findable.py and a label."""
    labels = {each["th"] for each in data.load("labels.yml")[FACTS].values()} | {"หน่วยงานเจ้าของข้อมูล"}
    related = {each["th"] for how in ("relates", "related_by") for each in data.load("labels.yml")[how].values()}
    manifest = json.loads(zlib.decompress((site / SEARCH_INDEX / INDEX_MANIFEST).read_bytes()))
    assert manifest["labels"] == data.load("labels.yml")[FACTS]
    rows = set()
    for url, page in indexed(site).items():
        found = {manifest["labels"][name]["th"] for name, _ in page["facts"]} | {"หน่วยงานเจ้าของข้อมูล"}
        shown_rows = {each.text for each in article(site, url).iter("dt")} - related
        assert shown_rows - found <= {"เผยแพร่ถึง"}, url  # until it changes
        rows |= shown_rows
    assert rows <= labels
    assert len(rows) > 9


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("public-relations/queue/", ["เรื่องแจ้งเตือน", "กรณีเร่งด่วน"]),
        ("citizen-manuals/park/", ["แบบฟอร์ม"]),
        ("citizen-manuals/swim/", ["แบบฟอร์ม", "ครบกำหนดทบทวน"]),
        ("law/ending/", ["ใกล้ครบกำหนด"]),
        ("public-relations/open/", ["ประกาศรับสมัครงาน"]),
        ("public-relations/closed/", ["ปิดรับสมัครแล้ว", "ประกาศรับสมัครงาน"]),
        ("public-relations/cancelled/", ["ยกเลิกแล้ว", "ประกาศรับสมัครงาน"]),
        ("public-relations/replaced/", ["มีฉบับใหม่แทนแล้ว", "ประกาศรับสมัครงาน"]),
    ],
)
def test_badges_say_what_lists_say_beside_the_title(site: Path, url: str, expected: list[str]) -> None:
    assert indexed(site)[url]["badges"] == expected


def test_files_are_known_by_title_name_and_kind(site: Path) -> None:
    facts = indexed(site)["public-relations/queue/"]["facts"]
    files = [value for name, value in facts if name == "file"]
    assert files == ["อัตราค่าบริการ rates-2570.pdf PDF", "ผังห้องบริการ map.pdf PDF"]


HIDDEN = "ถ้อยคำที่ยังปิดอยู่"


def test_no_word_of_what_is_not_shown_is_in_the_search(tmp_path: Path) -> None:
    repo = office_builder.office(tmp_path / "office")
    fields: dict[str, object] = {"title": HIDDEN, "summary": HIDDEN, "remarks": HIDDEN, "kind": "budget"}
    fields |= {"source": {"name": HIDDEN}, "title_en": "Unseen words", "summary_en": "Unseen words"}
    withdrawn = {"on": "2026-10-10", "reason": HIDDEN}
    for name, changed in {
        "later": {"publish_on": "2026-10-16", "title": f"{HIDDEN} 16"},
        "ended": {"expires_on": "2026-10-14", "period": {"start": "2026-10-01", "end": "2026-10-14"}},
        "withdrawn": {"withdrawn": withdrawn},
        "suspended": {"verbal": {**VERBAL, "at": "2026-10-06T09:00"}},
    }.items():
        item(repo, f"law/{name}", HIDDEN, {"unseen-file.pdf": PDF}, **{**fields, **changed})
    item(repo, "law/shown", "ดู [เรื่องก่อนหน้า](../later/index.md) และ [เรื่องเดิม](../ended/index.md)")
    write(repo, "2026-10-15", tmp_path / "index")
    told = "\n".join(texts_in(tmp_path / "index" / SEARCH_INDEX)).lower()
    assert "ประกาศเรื่องทดสอบระบบ" in told
    for word in (HIDDEN, "unseen", "งบประมาณ", "budget", "16 ตุลาคม", "โทรศัพท์", "law/later", "law/ended"):
        assert word not in told, word


def test_the_day_itself_changes_nothing_of_the_index(tmp_path: Path) -> None:
    repo = office_builder.office(tmp_path / "office")
    item(repo, "law/ending", expires_on="2026-10-20", period={"start": "2026-10-01", "end": "2026-10-20"})
    item(repo, "law/open", expires_on="never", review_by="2027-01-01", timing="on_change", kind="law")
    indexes = [write(repo, day, tmp_path / day) for day in ("2026-10-14", "2026-10-15", "2026-10-20")]
    assert indexes[0]
    assert indexes[0] == indexes[1] == indexes[2]
    assert write(repo, "2026-10-21", tmp_path / "after") != indexes[0]


def write(repo: Path, day: str, to: Path) -> dict[str, bytes]:
    """The files of the index of that day."""
    found = register.read(repo, datetime.date.fromisoformat(day))
    assert found.office
    write_search(edition.compile(found, found.office, {}), to)
    return {path.relative_to(to).as_posix(): path.read_bytes() for path in to.rglob("*") if path.is_file()}

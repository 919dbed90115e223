"""One schema, many faces: each property of an item reaches each of its faces, or stands in EXEMPT with the reason.

A property reaches a face if the face shows something else once the property says something else."""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import built_tree
import office_builder
from office_builder import PDF
from prakat.handbook import derived
from prakat.item.item_path import ItemPath
from prakat.release import build
from prakat.request import field, request_template
from prakat.rules import data
from prakat.site import feed, findable, hidden_words
from prakat.site.edition import Edition

CHECKOUT = Path(__file__).resolve().parents[1]
DAY = "2026-10-02"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
BODY = "เนื้อหาของประกาศ\n\n| เดือน | จำนวน |\n|---|---|\n| ตุลาคม 2569 | 12 |\n\n![ภาพหนึ่ง](one.png)\n\n![ภาพสอง](two.png)"
LONG = "ซึ่งยาวพอที่จะบอกได้ว่าเป็นของรายการนี้รายการเดียวเท่านั้น"
PATH = "/a-page-that-is-of-this-item-alone"
BOSS = "ส่วนบนสุด"

EXAMPLES: Mapping[str, tuple[object, object]] = {
    "title": ("ประกาศเรื่องหนึ่ง", "ประกาศเรื่องสอง"),
    "summary": (f"สรุปหนึ่ง {LONG}", f"สรุปสอง {LONG}"),
    "title_en": ("Notice of one thing", "Notice of another"),
    "summary_en": ("One thing is told here, and nothing else.", "Another thing is told here, and nothing else."),
    "owner.unit": ("admin", "finance"),
    "owner.provider": ("clerk", "checker"),
    "received.channel": ("email", "official_letter"),
    "received.date": ("2026-09-28", "2026-09-29"),
    "period.start": ("2026-10-01", "2026-10-02"),
    "period.end": ("2026-12-31", "2026-12-30"),
    "source.name": (f"แหล่งหนึ่ง {LONG}", f"แหล่งสอง {LONG}"),
    "source.url": (f"https://one.example{PATH}", f"https://two.example{PATH}"),
    "source.date": ("2026-09-01", "2026-09-02"),
    "timing": ("fixed_period", "immediate"),
    "publish_on": ("2026-10-01", "2026-10-02"),
    "expires_on": ("2026-12-31", "2026-12-30"),
    "review_by": ("2026-12-01", "2026-12-02"),
    "attachments.file": ("one.pdf", "two.pdf"),
    "attachments.title": (f"เอกสารหนึ่ง {LONG}", f"เอกสารสอง {LONG}"),
    "credits.file": ("one.png", "two.png"),
    "credits.text": (f"ข้อความหนึ่ง {LONG}", f"ข้อความสอง {LONG}"),
    "credits.holder": (f"ผู้ถือหนึ่ง {LONG}", f"ผู้ถือสอง {LONG}"),
    "credits.licence": (f"สัญญาหนึ่ง {LONG}", f"สัญญาสอง {LONG}"),
    "credits.source": (f"https://one.example/credit{PATH}", f"https://two.example/credit{PATH}"),
    "document.no": (f"ที่หนึ่ง {LONG}"[:60], f"ที่สอง {LONG}"[:60]),
    "document.date": ("2026-09-28", "2026-09-29"),
    "document.signed_by": (f"ผู้ลงนามหนึ่ง {LONG}", f"ผู้ลงนามสอง {LONG}"),
    "document.position": (f"ตำแหน่งหนึ่ง {LONG}", f"ตำแหน่งสอง {LONG}"),
    "closes.on": ("2026-10-16", "2026-10-15"),
    "closes.time": ("16:30", "12:00"),
    "closes.what": ("applications", "bids"),
    "relates.to": ("law/other-one", "law/other-two"),
    "relates.how": ("amends", "cancels"),
    "change_note": (f"แก้ไขหนึ่ง {LONG}", f"แก้ไขสอง {LONG}"),
    "external_link": (f"https://one.example/more{PATH}", f"https://two.example/more{PATH}"),
    "nothing": (False, True),
    "law.year": (2540, 2541),
    "law.status": ("in_force", "amended"),
    "law.gazette": (f"เล่มหนึ่ง {LONG}", f"เล่มสอง {LONG}"),
    "links.group": ("external", "affiliated"),
    "links.name": (f"เว็บหนึ่ง {LONG}", f"เว็บสอง {LONG}"),
    "links.url": (f"https://one.example/site{PATH}", f"https://two.example/site{PATH}"),
    "links.about": (f"ใช้หนึ่ง {LONG}", f"ใช้สอง {LONG}"),
    "steps.title": (f"ขั้นหนึ่ง {LONG}", f"ขั้นสอง {LONG}"),
    "steps.detail": (f"วิธีหนึ่ง {LONG}", f"วิธีสอง {LONG}"),
    "steps.duration": ("15 นาที", "16 นาที"),
    "service.conditions": (f"เงื่อนไขหนึ่ง {LONG}", f"เงื่อนไขสอง {LONG}"),
    "service.place": (f"สถานที่หนึ่ง {LONG}", f"สถานที่สอง {LONG}"),
    "service.documents": ([f"เอกสารหนึ่ง {LONG} ฉบับจริง"], [f"เอกสารสอง {LONG} ฉบับจริง"]),
    "service.fee": (f"ค่าหนึ่ง {LONG}", f"ค่าสอง {LONG}"),
    "service.complaints": (f"ร้องหนึ่ง {LONG}", f"ร้องสอง {LONG}"),
    "forms": (["one.pdf"], []),
    "organisation.name": (f"ส่วนหนึ่ง {LONG}", f"ส่วนสอง {LONG}"),
    "organisation.under": (BOSS, f"{BOSS} ที่สอง"),
    "organisation.head": (f"หัวหน้าหนึ่ง {LONG}", f"หัวหน้าสอง {LONG}"),
    "executives.name": (f"ผู้บริหารหนึ่ง {LONG}", f"ผู้บริหารสอง {LONG}"),
    "executives.position": (f"ตำแหน่งบริหารหนึ่ง {LONG}", f"ตำแหน่งบริหารสอง {LONG}"),
    "executives.phone": (f"โทรหนึ่ง {LONG}", f"โทรสอง {LONG}"),
    "executives.email": (f"เมลหนึ่ง {LONG}", f"เมลสอง {LONG}"),
    "executives.picture": ("one.png", "two.png"),
    "table": ("skr1", "monthly"),
    "satisfaction.percent": (87, 88),
    "satisfaction.respondents": (214, 215),
    "satisfaction.survey": (f"https://one.example/survey{PATH}", f"https://two.example/survey{PATH}"),
    "remarks": (f"หมายเหตุหนึ่ง {LONG}", f"หมายเหตุสอง {LONG}"),
    "channels": (["board"], ["line"]),
    "kind": ("news", "activity"),
    "fulfils": (["oia-9-1"], ["oia-9-3"]),
    "former_paths": (["law/old-one"], ["law/old-two"]),
    "withdrawn.on": ("2026-10-02", "2026-10-01"),
    "withdrawn.reason": (f"เหตุผลหนึ่ง {LONG}", f"เหตุผลสอง {LONG}"),
    "withdrawn.hide_title": (False, True),
    "verbal.approver": ("head", "checker"),
    "verbal.at": ("2026-10-01T08:30", "2026-10-02T09:30"),
    "verbal.channel": (f"โทรศัพท์ {LONG}", f"ที่ประชุม {LONG}"),
    "verbal.recorded_by": ("web1", "web2"),
    "ignore.rule": ("text.long", "attachment.size"),
    "ignore.why": (f"เหตุหนึ่ง {LONG}", f"เหตุสอง {LONG}"),
}
"""Two values of each property, at which no other property need change."""
EARLY = ("withdrawn", "verbal")
LISTS = ("attachments", "ignore", "relates", "links", "steps", "organisation", "executives")
FACES = ("item", "page", "sheet", "search", "leak", "register", "feed", "manual", "template")
PARTICULAR = [
    name
    for name in EXAMPLES
    if name.partition(".")[0] in (*("law", "links", "steps", "service", "organisation", "executives", "satisfaction"),)
]
"""What only items of some categories say."""
EXEMPT: Mapping[str, Mapping[str, Sequence[str]]] = {
    "page": {
        "who answers inside the office is no matter of the public's: the page names the unit": ["owner.provider"],
        "how the request came is the office's own matter, which signers see on its sheet": [
            *("received.channel", "received.date")
        ],
        "where else it is shown is told to those who put it there, on the sheet": ["channels"],
        "the pages of evidence lead to the item, which need not say for what": ["fulfils"],
        "a page of its own at the old address leads here": ["former_paths"],
        "the page says that and when it was permitted, not by whom": [
            *("verbal.approver", "verbal.channel", "verbal.recorded_by")
        ],
        "which check was waived and why is between the writer and who signs": ["ignore.rule", "ignore.why"],
    },
    "search": {
        "it is not on the page either": [
            *("owner.provider", "received.channel", "received.date", "channels", "fulfils", "former_paths"),
            *("verbal.approver", "verbal.channel", "verbal.recorded_by", "ignore.rule", "ignore.why"),
        ],
        "nobody searches the words of an address": [
            *("source.url", "external_link", "credits.source", "links.url", "satisfaction.survey")
        ],
        "the file is found by the title that it has among the attachments": ["forms", "executives.picture"],
        "the other part is found by its own name": ["organisation.under"],
        "the other item is found by its own words": ["relates.to"],
        "what is withdrawn is in no index": ["withdrawn.on", "withdrawn.reason", "withdrawn.hide_title"],
    },
    "leak": {
        "it is a number, a word of a list or an answer, which gives no item away": [
            *("nothing", "law.year", "law.status", "links.group", "steps.duration", "table", "forms"),
            *("organisation.under", "satisfaction.percent", "satisfaction.respondents"),
        ],
        "it is one word of a list, or an id, which gives no item away": [
            *("owner.unit", "owner.provider", "received.channel", "timing", "channels", "kind", "fulfils"),
            *("verbal.approver", "verbal.recorded_by", "ignore.rule", "closes.what", "relates.how"),
        ],
        "it is a date, and dates are alike": [
            *("received.date", "period.start", "period.end", "source.date", "publish_on", "expires_on", "review_by"),
            *("withdrawn.on", "verbal.at", "document.date", "closes.on", "closes.time"),
        ],
        "it is the address of another item, which has a title of its own": ["relates.to"],
        "the file itself is looked for, by its bytes": ["attachments.file", "credits.file", "executives.picture"],
        "an old address leads to the tombstone and may be known": ["former_paths"],
        "it says whether the title may be seen, and is asked for that": ["withdrawn.hide_title"],
    },
    "register": {
        "the register has one form for every category": [*PARTICULAR],
        "the register is a list: who wants the whole item opens its page": [
            *(
                "summary",
                "title_en",
                "summary_en",
                "source.url",
                "source.date",
                "external_link",
                "remarks",
            ),
            *("attachments.title", "credits.file", "credits.text", "credits.holder", "credits.licence"),
            *("credits.source", "withdrawn.reason", "document.signed_by", "document.position", "change_note"),
        ],
        "it is not on the page either": [
            *("owner.provider", "received.channel", "received.date", "channels", "former_paths"),
            *("verbal.approver", "verbal.channel", "verbal.recorded_by", "ignore.rule", "ignore.why"),
        ],
    },
    "feed": {
        "what only some categories say stands on the page": [*PARTICULAR, "nothing", "forms", "table"],
        "a feed says what is new: who wants the whole item opens its page": [
            *("title_en", "summary_en", "period.start", "period.end", "source.name", "source.url", "source.date"),
            *("timing", "expires_on", "review_by", "attachments.file", "attachments.title", "credits.file"),
            *("credits.text", "credits.holder", "credits.licence", "credits.source", "external_link", "remarks"),
            *("kind", "document.no", "document.date", "document.signed_by", "document.position"),
            *("relates.to", "relates.how", "verbal.at"),
        ],
        "it is not on the page either": [
            *("owner.provider", "received.channel", "received.date", "channels", "fulfils", "former_paths"),
            *("verbal.approver", "verbal.channel", "verbal.recorded_by", "ignore.rule", "ignore.why"),
        ],
        "what is withdrawn is in no feed": ["withdrawn.on", "withdrawn.reason", "withdrawn.hide_title"],
    },
}
"""By face, and by the reason why these properties do not reach it."""


def leaves(part: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """Each property that holds a value of its own, by the names on the way to it."""
    for name, each in part.get("properties", {}).items():
        inner = each.get("items", {}) if "properties" in each.get("items", {}) else each
        yield from leaves(inner, f"{before}{name}.") if "properties" in inner else [f"{before}{name}"]


LEAVES = list(leaves(data.load("item.schema.json")))


def front_matter(changed: str = "") -> dict[str, Any]:
    """Every property by its first example, `changed` by its second; what ends an item early only where it is asked."""
    found: dict[str, Any] = {}
    for name in LEAVES:
        top, _, inner = name.partition(".")
        if top in EARLY and not changed.startswith(f"{top}."):
            continue
        value = EXAMPLES[name][name == changed]
        if not inner:
            found[top] = value
        elif top in LISTS:
            found.setdefault(top, [{}])[0][inner] = value
        elif top == "credits":
            entries = found.setdefault(top, [{}, {}])
            for entry in entries[1:] if inner == "text" else entries[:1] if inner == "file" else entries:
                entry[inner] = value
        else:
            found.setdefault(top, {})[inner] = value
    found["organisation"] += [{"name": each} for each in EXAMPLES["organisation.under"]]
    return found


def slug_of(name: str) -> str:
    return "x-" + re.sub(r"[._]", "-", name)


CASES = {**{name: slug_of(name) for name in LEAVES}, "": "x-base", **{f"{each}.": f"x-{each}-base" for each in EARLY}}
"""Each item of the office that the faces are asked of, by what is changed in it."""


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, object]]:
    """What each face shows of each item, without the item's own address: by case, then by face."""
    repo, to = office_builder.office(tmp_path_factory.mktemp("office")), tmp_path_factory.mktemp("site")
    for each in EXAMPLES["relates.to"]:
        office_builder.item(repo, str(each))
    for name, slug in CASES.items():
        place = office_builder.item(repo, f"law/{slug}", BODY, **front_matter(name))
        for file, content in (("one.pdf", PDF), ("two.pdf", PDF + b"\n"), ("one.png", PNG), ("two.png", PNG)):
            (place / file).write_bytes(content)
    read = built_tree.read(repo, DAY, is_sound=False)
    build.run(read, to)
    edition = read.edition
    rows = {str(row["url"]): row for row in built_tree.register_rows(edition)}
    pages = {page.url: page for page in findable.findable_pages(edition)}
    entries = _feed(edition)
    shown = {}
    for name, slug in CASES.items():
        url = f"law/{slug}/"
        item = edition.register.entries[url].item
        neutral = dataclasses.replace(item, path=ItemPath("law", "", "x"), source_lines=None, body_line=0)
        shown[name] = {
            "item": neutral,
            "page": [_page(to / where, slug) for where in (url, f"en/{url}") if (to / where / "index.html").is_file()],
            "sheet": field.fields(field.schema_of("item"), item.source_lines.data, lambda _, id_: id_),
            "search": dataclasses.replace(pages[url], url="") if url in pages else None,
            "leak": sorted(hidden_words.pieces(item, True)),
            "register": {**rows[url], "url": ""},
            "feed": entries.get(url),
        }
    return shown


def _feed(edition: Edition) -> Mapping[str, str]:
    """URL -> its entry, however many there are."""
    pieces = [
        dataclasses.replace(edition, publications=edition.publications[start : start + feed.ENTRIES])
        for start in range(0, len(edition.publications), feed.ENTRIES)
    ]
    entries = (each for piece in pieces for each in etree.fromstring(feed.atom(piece)).iterfind("{*}entry"))
    found = {}
    for entry in entries:
        url = str(entry.findtext("{*}id")).removeprefix(edition.office.site_url)
        found[url] = etree.tostring(entry, encoding="unicode", with_tail=False).replace(url, "")
    return found


def _page(place: Path, slug: str) -> str:
    return (place / "index.html").read_text(encoding="utf-8").replace(slug, "x")


def reached(faces: Mapping[str, Mapping[str, object]], name: str) -> set[str]:
    top = name.partition(".")[0]
    base = faces[f"{top}." if top in EARLY else ""]
    found = {face for face in base if base[face] != faces[name][face]}
    template = request_template.template(data.load("item.schema.json"))
    table = derived.field_table(data.load("item.schema.json"))
    keys = {key.replace("[]", "") for key in re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)}
    return found | ({"manual"} if name in keys else set()) | ({"template"} if f"(`{top}`)" in template else set())


def test_every_property_has_two_examples_that_its_schema_accepts(faces: Mapping[str, object]) -> None:
    assert [*EXAMPLES] == LEAVES, "a new property needs two values in EXAMPLES, in the schema's order"
    assert faces.keys() == CASES.keys()


@pytest.mark.parametrize("name", LEAVES)
def test_a_property_reaches_its_faces_or_is_exempt(faces: Mapping[str, Mapping[str, object]], name: str) -> None:
    exempt = {face for face, reasons in EXEMPT.items() if any(name in named for named in reasons.values())}
    assert set(FACES) - reached(faces, name) == exempt


def test_a_page_counts_days_from_a_day_that_it_names(faces: Mapping[str, Mapping[str, object]]) -> None:
    """So that what is still served tomorrow is no less true."""
    (page, english) = faces[""]["page"]  # type: ignore[misc]
    told = re.sub(r"<[^>]*>", "", page)
    assert "ปิดรับสมัคร ศุกร์ 16 ต.ค. 2569 16.30 น. อีก 14 วัน ณ วันที่ 2 ต.ค. 69" in told
    assert 'datetime="2026-10-16T16:30+07:00"' in page
    assert "Applications close 16 October 2026, 16:30" in re.sub(r"<[^>]*>", "", english)


def test_no_exemption_is_of_a_property_that_is_not_there_or_said_twice() -> None:
    for reasons in EXEMPT.values():
        named = [name for names in reasons.values() for name in names]
        assert set(named) <= set(LEAVES)
        assert len(named) == len(set(named))

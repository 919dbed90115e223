"""The pack of evidence for MOIT 1: what is in it, from where, what is missing and said, and what never gets in."""

import csv
import datetime
import hashlib
import io
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pypdf
import pytest
import yaml

import office_builder
from office_builder import OFFICE, PDF
from once import once, shared_root
from prakat.cannot_work import CannotWork
from prakat.founding.staff import Staff
from prakat.item.item import Item, parse_item
from prakat.item.item_path import ItemPath
from prakat.office.office import Office, parse_office
from prakat.papers.evidence.approved_office import ApprovedOffice
from prakat.papers.evidence.evidence_index import INDEX_COLUMNS, EvidenceIndex
from prakat.papers.evidence.evidence_pack import EvidencePack, evidence_pack
from prakat.papers.evidence.evidence_part import asked_evidence
from prakat.papers.evidence.item_paper import item_paper
from prakat.papers.evidence.packed_file import PackedFile, free_name, safe_name
from prakat.papers.paper import Paper, PaperFields, PaperHeading, PaperTable, Paragraph, Verbatim
from prakat.papers.press import Press
from prakat.papers.whole_text import WholeText
from prakat.repository import objects
from prakat.repository.repository import open_repository
from prakat.rules import data
from prakat.rules.message import Message
from prakat.thai.buddhist_era import BANGKOK, to_arabic_digits
from sign_off_office import OFFICE_CHAIN, TWO, After, World, copy, document, who

CHECKOUT = Path(__file__).resolve().parents[1]
REFERENCE = CHECKOUT.parent / "shared" / "reference" / "moit.yml"
DAY = datetime.date(2026, 7, 20)
YEAR = 2569
FOLDER = "official-information/2569"
ORDER = ItemPath("official-information", "2569", "publication-order")
TOPICS = {
    "1.1": "publication-memo",
    "1.2": "publication-order",
    "1.3": "publication-framework",
    "1.4": "publication-form",
    "2.1": "monitoring-memo",
    "2.2": "monitoring-report",
    "2.3": "publication-form",
}
INDEX = {"index.html", "index.pdf", "index.json", "index.csv"}


@pytest.fixture(scope="module", autouse=True)
def no_chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A machine that has git and ssh-keygen, and nothing else."""
    own = tmp_path_factory.mktemp("programs")
    for name in ("git", "ssh-keygen"):
        (own / name).symlink_to(str(shutil.which(name)))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PATH", str(own))
        yield


def of_ministry(world: World) -> None:
    root = world.git("rev-list", "--max-parents=0", "main")
    world.publish(2, {"office.yml": world.office(root) + b"agency_type: moph\n"}, *OFFICE_CHAIN, author="won")


def evidence(topic: str, **changed: object) -> dict[str, bytes | None]:
    """An item that fulfils the topic, with its signed document."""
    start, end = ("2024-10-01", "2025-09-30") if topic == "monitoring-report" else ("2025-10-01", "2026-09-30")
    fields: dict[str, object] = {
        "fulfils": [topic],
        "period": {"start": start, "end": end},
        "attachments": [{"file": "signed.pdf", "title": f"ฉบับลงนาม {topic}"}],
        "expires_on": "2027-12-31",
        **changed,
    }
    path = f"{FOLDER}/{topic}"
    made = document(str(fields.pop("title", f"หลักฐานเรื่อง {topic}")), path=path, **fields)
    return {f"content/{path}/index.md": made, f"content/{path}/signed.pdf": PDF + topic.encode()}


def complete(world: World) -> None:
    of_ministry(world)
    for number, topic in enumerate(dict.fromkeys(TOPICS.values()), start=3):
        world.publish(number, evidence(topic))


@pytest.fixture
def bare(world_after: After) -> World:
    return world_after(of_ministry)


@pytest.fixture
def full(world_after: After) -> World:
    return world_after(complete)


@pytest.fixture(scope="module")
def kept(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that has it all, and two packs of it; only read."""

    def make(place: Path) -> None:
        world = copy(founded, place)
        complete(world)
        for name in ("one.zip", "two.zip"):
            found = pack(world).packed(YEAR)
            (place / name).write_bytes(found.content)
            (place / "told.json").write_text(json.dumps(ids(found.told)))

    return once(shared_root(tmp_path_factory) / "evidence-pack", make)


@pytest.fixture
def office(kept: Path) -> World:
    return World(kept, Staff(open_repository(kept / "office.git"), kept / "keys"))


@pytest.fixture
def files(kept: Path) -> Mapping[str, bytes]:
    return unpacked(kept / "one.zip")


def stub(kind: str, about: str) -> Paper:
    return Paper(Verbatim(kind), f"กระดาษ {kind} {about}", (Paragraph(f"{kind} {about}"),))


def pack(world: World, day: datetime.date = DAY, **changed: Any) -> EvidencePack:
    return replace(EvidencePack(world.repository, world.audit(), day, stub, "moit-1"), **changed)


def written(made: EvidencePack, to: Path, year: int = YEAR) -> tuple[Mapping[str, bytes], tuple[Message, ...]]:
    found = made.packed(year)
    to.write_bytes(found.content)
    assert found.told[-1].values["digest"] == hashlib.sha256(found.content).hexdigest()
    return unpacked(to), found.told


def unpacked(place: Path) -> Mapping[str, bytes]:
    with zipfile.ZipFile(place) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(files["index.json"])["files"]
    return found


def ids(told: tuple[Message, ...]) -> list[str]:
    return [each.id.removeprefix("papers_evidence.") for each in told]


def test_the_seven_parts_are_those_of_the_assessment_and_of_the_reference(office: World) -> None:
    known = ApprovedOffice.of(office.repository, office.audit(), DAY)
    parts = asked_evidence("moit-1", known.covered(YEAR), YEAR).parts
    assert [each.no for each in parts] == list(TOPICS)
    assert {each.no: each.cells[0].element.serves for each in parts} == {no: (topic,) for no, topic in TOPICS.items()}
    if REFERENCE.is_file():
        told = yaml.safe_load(REFERENCE.read_text(encoding="utf-8"))["moit1_evidence"]
        expected = [f"{no} {to_arabic_digits(words)}" for no, words in told.items()]
        assert [each.words for each in parts] == expected


@pytest.mark.parametrize("name", [each.stem for each in (data.folder() / "evidence").glob("*.yml")])
def test_each_part_of_a_pack_is_an_element_of_its_obligation(name: str) -> None:
    found = data.load(f"evidence/{name}.yml")
    for path in (data.folder() / "obligations").glob(f"{found['list']}-*.yml"):
        entries = {each["id"]: each for each in data.load(f"obligations/{path.name}")["entries"]}
        words = [each["th"] for each in entries[found["obligation"]]["elements"]]
        assert [each.split(" ")[0] for each in words] == [each["no"] for each in found["parts"]]
    numbers = [each["no"] for each in found["parts"]]
    assert all(each.get("of", numbers[0]) in numbers for each in found["parts"])


def test_all_that_is_packed_is_in_the_index_with_its_digest(files: Mapping[str, bytes], kept: Path) -> None:
    listed = rows(files)
    assert {each["file"] for each in listed} | INDEX == set(files)
    for each in listed:
        content = files[each["file"]]
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (each["sha256"], each["bytes"])
        assert each["file"].isascii()
    table = list(csv.DictReader(io.StringIO(files["index.csv"].decode("utf-8-sig"))))
    assert tuple(table[0]) == INDEX_COLUMNS
    assert [each["sha256"] for each in table] == [each["sha256"] for each in listed]
    page = lxml.html.document_fromstring(files["index.html"])
    links = [str(each.get("href")) for each in page.iter("a")]
    assert {each for each in links if not each.startswith("https://office.example/")} == set(files) - INDEX
    for each in listed:
        assert each["sha256"] in files["index.html"].decode()
    assert json.loads((kept / "told.json").read_text()) == ["no-chromium", "digest"]


def test_each_published_file_is_the_one_of_main_with_its_approval(office: World, files: Mapping[str, bytes]) -> None:
    numbers = {topic: number for number, topic in enumerate(dict.fromkeys(TOPICS.values()), start=3)}
    documents = [each for each in rows(files) if each["kind"] in ("document", "text")]
    assert len(documents) == 2 * len(TOPICS)
    for each in documents:
        assert files[each["file"]] == office.repository.object(each["blob"])[1]
        assert office.git("rev-parse", f"main:{each['path']}") == each["blob"]
        topic = TOPICS[each["part"]]
        assert each["request"] == numbers[topic]
        assert office.git("log", "-1", "--first-parent", "--format=%H", "main", "--", each["path"]) == each["commit"]
        assert each["verdict"] == "clean"
        assert [signer.split(":")[0].split("ขั้น")[-1] for signer in each["signers"]] == [
            "ผู้ตรวจสอบ",
            "ผู้อนุมัติ",
            "ผู้ดูแลเว็บไซต์",
        ]
        assert all(("(ตำแหน่ง)" in signer and "2569" in signer) or "69" in signer for signer in each["signers"])
        assert each["url"] == f"https://office.example/{FOLDER}/{topic}/"


def test_request_forms_are_of_what_they_are_evidence_for(files: Mapping[str, bytes]) -> None:
    papers = {each["part"]: each for each in rows(files) if each["kind"] == "paper"}
    assert {no: each["title"] for no, each in papers.items()} == {
        "1.4": f"กระดาษ form {FOLDER}/publication-order",
        "2.3": f"กระดาษ form {FOLDER}/monitoring-report",
    }


def test_the_same_pack_has_the_same_bytes(kept: Path) -> None:
    assert (kept / "one.zip").read_bytes() == (kept / "two.zip").read_bytes()
    with zipfile.ZipFile(kept / "one.zip") as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_missing_is_said_with_how_to_close_it(bare: World, tmp_path: Path) -> None:
    files, told = written(pack(bare), tmp_path / "moit.zip")
    assert ids(told) == [
        "draft",
        "missing",
        "missing",
        "missing",
        "draft",
        "draft",
        "missing",
        "no-chromium",
        "digest",
    ]
    by_part = {each["part"]: each for each in rows(files)}
    assert [by_part[no]["kind"] for no in TOPICS] == ["draft", None, None, None, "draft", "draft", None]
    assert [by_part[no]["title"] for no in ("1.1", "2.1", "2.2")] == [
        "กระดาษ memo-approval 2569",
        "กระดาษ memo-monitoring 2568",
        "กระดาษ annual 2568",
    ]
    page = files["index.html"].decode()
    table = files["index.csv"].decode("utf-8-sig")
    for no in ("1.2", "1.3", "1.4", "2.3"):
        (words,) = by_part[no]["remarks"]
        assert words.startswith(f"ยังไม่มี {no} ")
        assert TOPICS[no] in words
        assert words in page
        assert words in table


def test_what_cannot_be_made_is_missing_with_the_reason(bare: World, tmp_path: Path) -> None:
    def refuse(kind: str, about: str) -> Paper:
        raise CannotWork("repository.none", place=f"{kind} {about}")

    _, told = written(pack(bare, make=refuse), tmp_path / "moit.zip")
    assert ids(told).count("no-paper") == 3
    assert ids(told).count("missing") == len(TOPICS)


def test_what_was_withdrawn_since_goes_into_no_pack(full: World, tmp_path: Path) -> None:
    gone = {"on": "2026-07-10", "reason": "มีข้อมูลส่วนบุคคล", "hide_title": True}
    full.publish(20, evidence("publication-order", withdrawn=gone))
    files, told = written(pack(full), tmp_path / "moit.zip")
    assert not [name for name in files if "publication-order" in name]
    assert "หลักฐานเรื่อง publication-order" not in files["index.html"].decode()
    assert "left-out" in ids(told) or "missing" in ids(told)


def test_what_only_lies_in_a_work_tree_is_no_evidence(full: World, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    full.git("worktree", "add", "-q", "--detach", str(tree), "main")
    (tree / "content" / FOLDER / "publication-order" / "signed.pdf").write_bytes(b"%PDF-1.4 altered")
    there = replace(full.repository, folder=tree)
    files, _ = written(pack(full, repository=there), tmp_path / "moit.zip")
    assert files["1.2-order/2569-publication-order-signed.pdf"] == PDF + b"publication-order"


def test_what_a_violation_holds_back_is_not_packed(full: World, tmp_path: Path) -> None:
    before = full.main()
    full.force(evidence("publication-order", title="ไม่ผ่านคำขอ"))
    files, told = written(pack(full), tmp_path / "moit.zip")
    assert "held-back" in ids(told)
    assert json.loads(files["index.json"])["commit"] == before
    assert "ไม่ผ่านคำขอ" not in files["index.html"].decode()


def test_an_office_whose_audit_has_no_beginning_is_told_so(full: World, tmp_path: Path) -> None:
    tree = full.git("rev-parse", "main^{tree}")
    root = objects.commit(full.repository, tree, [], "all of it anew", who("wit"), full.later())
    full.git("update-ref", "refs/heads/main", root)
    full.git("update-ref", "-d", "refs/heads/audit-log")
    files, told = written(pack(full), tmp_path / "moit.zip")
    assert "unproven" in ids(told)
    documents = [each for each in rows(files) if each["kind"] == "document"]
    assert {(each["request"], each["verdict"]) for each in documents} == {(None, None)}
    assert {each["commit"] for each in documents} == {root}


def test_an_office_that_is_not_asked_is_told_so(world: World) -> None:
    with pytest.raises(CannotWork, match=r"papers_evidence\.not-asked name=moit-1 year=2569"):
        pack(world).packed(YEAR)


def test_a_year_without_a_list_is_told_so(bare: World) -> None:
    with pytest.raises(CannotWork, match=r"papers_evidence\.not-asked name=moit-1 year=2560"):
        pack(bare).packed(2560)


def test_a_list_that_is_only_carried_over_is_told_so(full: World, tmp_path: Path) -> None:
    _, told = written(pack(full, day=datetime.date(2026, 10, 5)), tmp_path / "moit.zip", 2570)
    assert told[0].id == "completeness.carried-over"


def test_a_pack_that_is_not_known_is_told(bare: World) -> None:
    with pytest.raises(CannotWork, match=r"papers_evidence\.no-pack found=\.\./labels known=moit-1"):
        pack(bare, name="../labels").packed(YEAR)


def test_the_press_makes_its_papers_of_main_alone(full: World, tmp_path: Path) -> None:
    """Though it was called in a clone in which somebody has begun to change an item."""
    clone = tmp_path / "clone"
    subprocess.run([str(shutil.which("git")), "clone", "-q", str(full.repository.folder), str(clone)], check=True)
    index = clone / "content" / FOLDER / "publication-order" / "index.md"
    index.write_bytes(document("ยังไม่ได้ขอเผยแพร่", path=ORDER.url.strip("/")))
    press = Press.of_folder(clone, datetime.datetime.combine(DAY, datetime.time(9), BANGKOK))
    found = evidence_pack(press, "moit-1", YEAR)
    (tmp_path / "moit.zip").write_bytes(found.content)
    files = unpacked(tmp_path / "moit.zip")
    form = text_of(files["1.4-request-form/form-2569-publication-order.pdf"])
    assert "หลักฐานเรื่องpublication-order" in form
    assert not [name for name, content in files.items() if name.endswith("page.pdf") and "ยังไม่ได้ขอ" in text_of(content)]
    assert "ยังไม่ได้ขอ" not in files["index.html"].decode()


def test_without_history_there_is_no_evidence(tmp_path: Path) -> None:
    tree = office_builder.office(tmp_path / "tree")
    press = Press.of_folder(tree, datetime.datetime.combine(DAY, datetime.time(9), BANGKOK))
    with pytest.raises(CannotWork, match=r"papers_evidence\.no-history"):
        evidence_pack(press, "moit-1", YEAR)


HOSTILE = (
    '<script>alert(1)</script>"><img src=x onerror=alert(2)>',
    '=HYPERLINK("https://evil.example","x")',
    "@SUM(1)",
    "\u202egnp.exe\u2066",
    "ก" * 300,
    "🦟" * 3,
    "ปกติ\u0000\u001b[31m",
)


def test_a_hostile_title_is_only_text(bare: World) -> None:
    titles = [WholeText(each).text() for each in HOSTILE]
    files = tuple(
        PackedFile(f"1.1-x/{number}.pdf", b"x", "document", each, f"https://office.example/{each}")
        for number, each in enumerate(titles)
    )
    told = {each.name: each.content for each in hostile(pack(bare).index(YEAR), files).own_files()}
    page = lxml.html.document_fromstring(told["index.html"].decode())
    assert not list(page.iter("script", "img"))
    table = list(csv.DictReader(io.StringIO(told["index.csv"].decode("utf-8-sig"))))
    listed = json.loads(told["index.json"])["files"]
    for number, title in enumerate(titles):
        assert title in page.text_content()
        cell = table[number]["title"]
        assert cell.lstrip("'") == title
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert listed[number]["title"] == title
    for name in ("index.html", "index.csv", "index.json"):
        assert not set(told[name].decode("utf-8-sig")) & set("\u202e\u2066\u0000\u001b")


def hostile(index: EvidenceIndex, files: tuple[PackedFile, ...]) -> EvidenceIndex:
    return replace(index, parts=(replace(index.parts[0], files=files), *index.parts[1:]))


def test_stored_names_become_safe_ones() -> None:
    assert safe_name("ประกาศ 1.pdf") == "1.pdf"
    assert safe_name("../../etc/passwd") == "etc-passwd"
    assert safe_name("ไทย") == "file"
    assert len(safe_name("a" * 300 + ".pdf")) <= 80
    taken: set[str] = set()
    assert [free_name("a/B.pdf", taken), free_name("a/b.pdf", taken), free_name("a/b.pdf", taken)] == [
        "a/B.pdf",
        "a/b-2.pdf",
        "a/b-3.pdf",
    ]


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_index_and_the_items_are_papers_too(files: Mapping[str, bytes]) -> None:
    told = text_of(files["index.pdf"])
    for each in rows(files):
        assert each["sha256"] in told
        assert each["file"] in told
    item = text_of(files["1.2-order/2569-publication-order-page.pdf"])
    for said in ("หลักฐานเรื่อง publication-order", "รายละเอียดโดยย่อของประกาศเรื่องทดสอบ", "เนื้อหา", "ฉบับลงนาม"):
        assert "".join(said.split()) in item


BODY = """\
ย่อหน้าแรก **ตัวหนา** [กรมควบคุมโรค](https://ddc.example/)

## ขั้นตอน

1. ข้อหนึ่ง
2. ข้อสอง

- จุด

| ช่อง | เขียนอย่างไร |
|---|---|
| หัวข้อ | ชื่อเรื่อง |
"""


def test_a_paper_of_an_item_says_all_that_its_page_says() -> None:
    known, item = parse_office(OFFICE.encode()), parse_item(ORDER, document(body=BODY, path=ORDER.url.strip("/")))
    assert isinstance(known, Office)
    assert isinstance(item, Item), item
    blocks = item_paper(known, item).blocks
    assert PaperHeading("ขั้นตอน", 2) in blocks
    assert PaperTable(("ช่อง", "เขียนอย่างไร"), (("หัวข้อ", "ชื่อเรื่อง"),)) in blocks
    told = [each.text for each in blocks if isinstance(each, Paragraph)]
    assert told[1:] == ["ย่อหน้าแรก ตัวหนา กรมควบคุมโรค", "1. ข้อหนึ่ง", "2. ข้อสอง", "• จุด"]
    assert isinstance(blocks[-1], PaperFields)
    assert blocks[-1].rows[-1][1] == f"{known.site_url}{ORDER.url}"


def test_an_urgent_item_that_was_suspended_is_left_out(bare: World, tmp_path: Path) -> None:
    verbal = {"approver": "dao", "at": "2026-07-01T09:00", "channel": "โทรศัพท์", "recorded_by": "won"}
    bare.publish(3, evidence("publication-order", verbal=verbal, publish_on="2026-07-01"), *TWO)
    files, told = written(pack(bare), tmp_path / "moit.zip")
    assert not [name for name in files if "publication-order" in name]
    assert "missing" in ids(told)


def test_nothing_of_the_environment_gets_in(files: Mapping[str, bytes], kept: Path) -> None:
    for content in files.values():
        assert os.fsencode(kept) not in content

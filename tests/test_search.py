"""The index, read back by a model of what theme/assets/search/engine.js does with it."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakat.search.folding import GRAM, OVERLAP, PASSAGE, day_grams, day_run, folded, grams, passages, shown
from prakat.search.index import INDEX_MANIFEST, FindablePage, PageFact, texts_in, write_index
from prakat.search.postings import ENTRY, PASSAGES_PER_SEGMENT, SEGMENT
from prakat.thai.written_date import written_dates

NOTICE = FindablePage(
    url="public-relations/2569/recruitment/",
    title="ประกาศรับสมัครงานตำแหน่งพยาบาลวิชาชีพ",
    summary="รับสมัครบุคคลเพื่อเลือกสรรเป็นพนักงานราชการ",
    text="ตามหนังสือที่ นภ ๐๓๓๒/๘๗๗ ลงวันที่ 20 พฤศจิกายน 2569 ให้ยื่นใบสมัครด้วยตนเอง",
    category="ข่าวประชาสัมพันธ์",
    published="2026-11-20",
    unit="กลุ่มงานบริหารทั่วไป",
    title_en="Vacancy: registered nurse",
    summary_en="Applications in person",
    category_en="News and notices",
    unit_en="General Administration",
    badges=("ประกาศรับสมัครงาน", "กรณีเร่งด่วน"),
    badges_en=("Recruitment",),
    facts=(PageFact("until", "15 ธันวาคม 2569"), PageFact("file", "ใบสมัคร application-form.docx Word")),
    facts_en=(PageFact("until", "15 December 2026"),),
)
REPORT = FindablePage(
    url="statistics/2569/patients/",
    title="สถิติผู้รับบริการ",
    summary="จำนวนผู้ป่วยนอกรายเดือน",
    text="ผู้ป่วยนอกทั้งหมด 1,234 ราย",
    category="สถิติ",
    published="2026-10-01",
    unit="กลุ่มงานยุทธศาสตร์",
)
NOT_READ = ("url", "published", "is_for_staff", "is_past")
LETTERS = "กขคาิี่้็ั์ำแเ ๑1aA/.\n"


def unpacked(path: Path) -> bytes:
    return zlib.decompress(path.read_bytes())


class Reader:
    def __init__(self, index: Path) -> None:
        self.manifest = json.loads(unpacked(index / INDEX_MANIFEST))
        self.folder = index / self.manifest["folder"]

    def found(self, query: str) -> list[str]:
        """URLs of the pages that hold every word of the query, or its one date, in no order."""
        if dates := list(written_dates(folded(shown(query)))):
            [day] = map(day_run, dates)
            return [self.page(number)["url"] for number in sorted(self.promised(day))]
        terms = folded(shown(query)).split()
        promised = set.intersection(*map(self.promised, terms))
        return [page["url"] for page in map(self.page, sorted(promised)) if holds(page, terms)]

    def promised(self, term: str) -> set[int]:
        """Numbers of the pages of which some passage has every gram of the term."""
        letters = term[:OVERLAP]
        wanted = [letters[start : start + GRAM] for start in range(max(1, len(letters) - GRAM + 1))]
        return {self.owner(passage) for passage in set.intersection(*map(self.passages, wanted))}

    def passages(self, start: str) -> set[int]:
        entries = (entry for number in range(len(self.manifest["shards"])) for entry in self.entries(number))
        is_short = len(start) < GRAM
        return set().union(
            *(found for gram, found in entries if gram == start or (is_short and gram.startswith(start)))
        )

    def owner(self, passage: int) -> int:
        for page, count in enumerate(self.manifest["passages"]):
            if passage < count:
                return page
            passage -= count
        raise AssertionError("a passage of no page")

    def page(self, number: int) -> dict[str, Any]:
        file, place = divmod(number, self.manifest["pagesPerFile"])
        page: dict[str, Any] = json.loads(unpacked(self.folder / "texts" / f"{file}.bin"))[place]
        return page

    def entries(self, number: int) -> Iterator[tuple[str, set[int]]]:
        shard, place = unpacked(self.folder / "grams" / f"{number}.bin"), 0
        while place < len(shard):
            name, size = ENTRY.unpack_from(shard, place)
            start = place + ENTRY.size
            yield shard[start : start + name].decode(), set(places(shard[start + name : start + name + size]))
            place = start + name + size


def places(segments: bytes) -> Iterator[int]:
    start = 0
    while start < len(segments):
        number, count, planes = SEGMENT.unpack_from(segments, start)
        start += SEGMENT.size
        low = segments[start : start + count]
        high = segments[start + count : start + 2 * count] if planes == 2 else bytes(count)
        passage = number * PASSAGES_PER_SEGMENT
        for less, more in zip(low, high, strict=True):
            passage += less + 256 * more
            yield passage
        start += count * planes


def holds(page: dict[str, Any], terms: list[str]) -> bool:
    readable = folded("\n".join(strings({name: page[name] for name in page if name not in NOT_READ})))
    return all(term in readable for term in terms)


def strings(part: Any) -> Iterator[str]:
    """Every text of a page; of a fact only its value, since readers do not look for what it is called."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, PageFact) or (isinstance(part, list) and len(part) == 2 and part[0] in ("until", "file")):
        yield part[1]
    else:
        for each in part.values() if isinstance(part, dict) else part:
            yield from strings(each)


def read(tmp_path: Path, *pages: FindablePage) -> Reader:
    write_index(pages, tmp_path / "index")
    return Reader(tmp_path / "index")


@pytest.mark.parametrize(
    "query",
    [
        "พยาบาล",
        "สมัครงานตำแหน่ง",
        "เลือกสรรเป็น",
        "ใบสมัคร",
        "นภ 0332/877",
        "นภ ๐๓๓๒/๘๗๗",
        "๒๐ พฤศจิกายน ๒๕๖๙",
        "NURSE",
        "ให้ยื่น พยาบาล",
        "นภ",
        "person",
        "สมัครงาน",
        "เร่งด่วน",
        "ประชาสัมพันธ์",
        "notices",
        "บริหารทั่วไป",
        "administration",
        "recruit",
        "application-form.docx",
        "word",
        "15 ธันวาคม 2569",
        "๑๕ ธ.ค. ๖๙",
        "15/12/2569",
        "2026-12-15",
        "15 Dec 2026",
        "15 ธันวาคม",
        "20 พ.ย. 69",
        "๒๐ พฤศจิกายน พ.ศ. ๒๕๖๙",
    ],
)
def test_whatever_stands_in_a_record_is_found_alone(query: str, tmp_path: Path) -> None:
    assert read(tmp_path, NOTICE, REPORT).found(query) == [NOTICE.url]


@pytest.mark.parametrize("query", ["พยาบาล ผู้ป่วยนอก", "สมัครตำแหน่ง", "0332/878", "until", "15 ธ.ค. 70", "16 ธันวาคม"])
def test_what_stands_in_no_record_is_not_found(query: str, tmp_path: Path) -> None:
    assert read(tmp_path, NOTICE, REPORT).found(query) == []


@given(st.data())
def test_any_two_characters_of_any_text_are_found(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    writing = st.text(LETTERS, max_size=30)
    pages = [
        replace(NOTICE, url=str(number), title=title, summary=summary, text=text * repeats)
        for number, (title, summary, text, repeats) in enumerate(
            data.draw(st.lists(st.tuples(writing, writing, writing, st.integers(1, 40)), min_size=1, max_size=6))
        )
    ]
    reader = read(tmp_path_factory.mktemp("search"), *pages)
    chosen = data.draw(st.sampled_from(pages))
    runs = [run for part in (chosen.title, chosen.summary, chosen.text) for run in shown(part).split() if len(run) > 1]
    if runs:
        run = data.draw(st.sampled_from(runs))
        start = data.draw(st.integers(0, len(run) - 2))
        term = run[start : data.draw(st.integers(start + 2, min(len(run), start + 2 * OVERLAP)))]
        expected = [each.url for each in pages if holds(as_shown(each), [folded(term)])]
        assert reader.found(term) == expected


def as_shown(page: FindablePage) -> dict[str, Any]:
    names = (name for name in FindablePage.__dataclass_fields__ if name not in NOT_READ)
    return {name: [*map(shown, strings(getattr(page, name)))] for name in names}


def test_a_term_across_the_seam_of_two_passages_is_found(tmp_path: Path) -> None:
    seam = "ก" * (PASSAGE - 3) + "ครุภัณฑ์คอมพิวเตอร์" + "ก" * PASSAGE
    assert read(tmp_path, replace(REPORT, text=seam), NOTICE).found("ครุภัณฑ์คอมพิวเตอร์") == [REPORT.url]


def test_a_gram_on_more_passages_than_a_segment_names_is_found_on_all(tmp_path: Path) -> None:
    count = PASSAGES_PER_SEGMENT // 4 + 300
    bare = replace(REPORT, summary="", text="", category="")
    reader = read(tmp_path, *(replace(bare, url=str(number)) for number in range(count)))
    assert reader.passages("สถิ") == set(range(0, 4 * count, 4))


def test_the_index_names_no_gram_that_stands_in_no_text(tmp_path: Path) -> None:
    reader = read(tmp_path, NOTICE, REPORT)
    named = {
        (gram, passage)
        for number in range(len(reader.manifest["shards"]))
        for gram, passages_of in reader.entries(number)
        for passage in passages_of
    }
    parts = [folded(shown(part)) for page in (NOTICE, REPORT) for part in passages_of_a_page(page)]
    told = ((place, grams(part) | day_grams(part)) for place, part in enumerate(parts))
    assert named == {(gram, place) for place, found in told for gram in found}


def passages_of_a_page(page: FindablePage) -> Iterator[str]:
    """As theme/assets/search/engine.js counts them: what stands before the text, the text, and last the facts."""
    yield f"{page.title} {page.title_en}"
    yield " ".join((*page.badges, *page.badges_en))
    yield f"{page.summary} {page.summary_en}"
    yield from passages(shown(page.text))
    named = (page.category, page.category_en, page.unit, page.unit_en)
    yield " ".join((*named, *(each.value for each in (*page.facts, *page.facts_en))))


def test_the_manifest_says_what_facts_are_called_and_which_pages_are_for_staff_or_past(tmp_path: Path) -> None:
    labels = {"until": {"th": "เผยแพร่ถึง", "en": "Shown until"}}
    pages = [
        NOTICE,
        *(replace(REPORT, url=str(number), is_for_staff=number % 4 == 1, is_past=number == 3) for number in range(7)),
    ]
    write_index(pages, tmp_path / "index", labels)
    manifest = Reader(tmp_path / "index").manifest
    assert manifest["labels"] == labels
    assert manifest["staff"] == [2, 6]
    assert manifest["past"] == [4]


def test_the_days_of_a_long_text_are_found_wherever_they_stand_in_it(tmp_path: Path) -> None:
    text = f"เริ่ม 1 ม.ค. 69 {'ก' * 3 * PASSAGE} ประชุม ๓ มีนาคม ๒๕๗๐ {'ข' * PASSAGE} 9–27 เมษายน 2570"
    reader = read(tmp_path, replace(REPORT, text=text), NOTICE)
    for day in ("1 มกราคม 2569", "3/3/70", "9 เม.ย. 70", "27 เมษายน 2570"):
        assert reader.found(day) == [REPORT.url], day
    assert reader.found("10 เมษายน 2570") == []


def test_shards_are_sorted_and_the_manifest_names_the_first_gram_of_each(tmp_path: Path) -> None:
    text = " ".join(chr(first) + chr(second) + "ก" for first in range(0xE01, 0xE2F) for second in range(0xE01, 0xE2F))
    reader = read(tmp_path, replace(REPORT, text=text))
    shards = [[gram for gram, _ in reader.entries(number)] for number in range(len(reader.manifest["shards"]))]
    assert len(shards) > 2
    assert reader.manifest["shards"] == [shard[0] for shard in shards]
    assert [gram for shard in shards for gram in shard] == sorted({gram for shard in shards for gram in shard})


def test_the_same_pages_make_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_index(iter([NOTICE, REPORT]), tmp_path / name)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_another_text_makes_another_folder_and_takes_the_earlier_one_away(tmp_path: Path) -> None:
    first = read(tmp_path, NOTICE)
    second = read(tmp_path, replace(NOTICE, text="ยกเลิก"))
    assert not first.folder.exists()
    assert second.folder.exists()


def test_an_office_without_items_has_an_index_that_finds_nothing(tmp_path: Path) -> None:
    reader = read(tmp_path)
    assert (reader.manifest["days"], reader.manifest["passages"], reader.manifest["shards"]) == ([], [], [])


def test_a_day_that_is_no_date_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="month must be"):
        write_index([replace(NOTICE, published="2569-13-01")], tmp_path / "index")


def test_texts_tells_everything_that_the_index_says(tmp_path: Path) -> None:
    write_index([NOTICE, REPORT], tmp_path)
    told = "\n".join(texts_in(tmp_path))
    for page in (NOTICE, REPORT):
        assert all(value in told for values in as_shown(page).values() for value in values)
        assert all(gram in told.split("\n") for gram in grams(folded(page.text)))


def test_texts_does_not_tell_of_what_is_not_there(tmp_path: Path) -> None:
    write_index([REPORT], tmp_path)
    assert not any("พยาบาล" in text for text in texts_in(tmp_path))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("น\u0e4d\u0e49า", "น้ำ"),
        ("น\u0e49\u0e4dา", "น้ำ"),
        ("ท\u0e48\u0e35", "ที่"),
        ("ป\u0e49\u0e38", "ปุ้"),
        ("ท\u0e48\u0e48\u0e35", "ที\u0e48\u0e48"),
        ("เเละ", "และ"),
        ("  สอง\n\tคำ  ", "สอง คำ"),
        ("ตัด\u200bคำ\u00ad\ufeff", "ตัดคำ"),
        ("cafe\u0301", "café"),
    ],
)
def test_what_looks_the_same_is_written_the_same(written: str, expected: str) -> None:
    assert shown(written) == expected


@given(st.text(LETTERS + "ฺุํ่ "))
def test_every_piece_of_a_shown_text_is_a_shown_text(text: str) -> None:
    whole = shown(text)
    pieces = [whole[start:end] for start in range(len(whole)) for end in range(start + 1, len(whole) + 1)]
    assert all(shown(piece) == piece.strip() for piece in pieces)


@given(st.text())
def test_folding_keeps_the_length_of_what_a_query_can_hold(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.text(LETTERS, max_size=3 * PASSAGE))
def test_passages_hold_every_piece_as_long_as_their_overlap(text: str) -> None:
    pieces = list(passages(text))
    assert all(
        any(text[start : start + OVERLAP] in piece for piece in pieces) for start in range(len(text) - OVERLAP + 1)
    )

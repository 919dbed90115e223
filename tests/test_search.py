"""The index, read back by a model of what theme/assets/search/engine.js does with it."""

import hashlib
import json
import pickle
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakat.search import gathering, index, postings
from prakat.search.findable_page import FindablePage, PageFact
from prakat.search.folding import GRAM, OVERLAP, PASSAGE, day_run, folded, grams, passages, shown
from prakat.search.gathering import GatheredGrams, gather
from prakat.search.index import in_batches, texts_in, write_gathered, write_index
from prakat.search.index_manifest import INDEX_MANIFEST, PAGES_AT_ONCE, PAGES_PER_BATCH
from prakat.search.numpy_grams import NumpyGrams
from prakat.search.plain_grams import PlainGrams
from prakat.search.postings import PAGES_PER_RANGE, SEGMENT
from prakat.search.slot import gram_masks
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
        self.index = index
        self.manifest = json.loads(unpacked(index / INDEX_MANIFEST))

    def found(self, query: str) -> list[str]:
        """URLs of the pages that hold every word of the query, or its one date, in the order of their numbers."""
        if dates := list(written_dates(folded(shown(query)))):
            [day] = map(day_run, dates)
            return [self.page(number)["url"] for number in sorted(self.promised(day))]
        terms = folded(shown(query)).split()
        promised = set.intersection(*map(self.promised, terms))
        return [page["url"] for page in map(self.page, sorted(promised)) if holds(page, terms)]

    def promised(self, term: str) -> set[int]:
        """Numbers of the pages of which some slot has every gram of the term."""
        letters = term[:OVERLAP]
        wanted = [letters[start : start + GRAM] for start in range(max(1, len(letters) - GRAM + 1))]
        return {page for page, _ in set.intersection(*map(self.slots, wanted))}

    def slots(self, start: str) -> set[tuple[int, int]]:
        """Page and slot of each gram that begins so."""
        is_short = len(start) < GRAM
        return {
            (page, slot)
            for gram, page, slot in self.postings()
            if gram == start or (is_short and gram.startswith(start))
        }

    def page(self, number: int) -> dict[str, Any]:
        file, place = divmod(number, self.manifest["pagesPerFile"])
        which, name = divmod(file, self.manifest["filesPerList"])
        page: dict[str, Any] = self.read("texts", self.read("lists", self.manifest["texts"][which])[name])[place]
        return page

    def read(self, folder: str, name: str) -> Any:
        return json.loads(unpacked(self.index / folder / f"{name}.bin"))

    @property
    def shards(self) -> list[list[tuple[str, int, str]]]:
        """Of each block: gram and range of the first segment, and the name."""
        return [
            [(gram, part, name) for *_, listed in block for gram, part, name in self.read("lists", listed)]
            for block in self.manifest["blocks"]
        ]

    def entries(self, name: str) -> Iterator[tuple[str, int, dict[int, int]]]:
        """Of a shard: gram, range, and the mask of each page."""
        shard, place = unpacked(self.index / "grams" / f"{name}.bin"), 0
        while place < len(shard):
            letters, part, count, planes = SEGMENT.unpack_from(shard, place)
            gaps = place + SEGMENT.size + letters
            masks = gaps + count * planes
            low, high = shard[gaps : gaps + count], shard[gaps + count : masks] or bytes(count)
            pages = accumulate(less + 256 * more for less, more in zip(low, high, strict=True))
            place = masks + count
            yield shard[gaps - letters : gaps].decode(), part, dict(zip(pages, shard[masks:place], strict=True))

    def postings(self) -> Iterator[tuple[str, int, int]]:
        """Gram, page, and slot."""
        for _, _, name in chain.from_iterable(self.shards):
            for gram, part, masks in self.entries(name):
                for page, mask in masks.items():
                    yield from ((gram, part * PAGES_PER_RANGE + page, slot) for slot in range(8) if mask >> slot & 1)


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
    """With so many that came down behind them that all have grams."""
    gone = [f"gone/{number}/" for number in range(-len(pages) % PAGES_AT_ONCE)]
    write_index(pages, tmp_path / "index", order=[*(each.url for each in pages), *gone])
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


def test_a_gram_on_more_pages_than_a_range_has_is_found_on_all(tmp_path: Path) -> None:
    count = PAGES_PER_RANGE + 300
    bare = replace(REPORT, summary="", text="", category="")
    reader = read(tmp_path, *(replace(bare, url=str(number)) for number in range(count)))
    assert reader.slots("สถิ") == {(number, 0) for number in range(count)}


def test_the_index_names_no_gram_that_stands_in_no_text(tmp_path: Path) -> None:
    reader = read(tmp_path, NOTICE, REPORT)
    parts = [(page, slot, part) for page, each in enumerate((NOTICE, REPORT)) for slot, part in slots(each)]
    told = ((page, slot, found) for page, slot, part in parts for found in grams(part) | day_grams(part))
    assert set(reader.postings()) == {(gram, page, slot) for page, slot, gram in told}


def slots(page: FindablePage) -> Iterator[tuple[int, str]]:
    """As theme/assets/search/grams.js counts them: what stands before the text, the text, and last the facts."""
    named = (page.category, page.category_en, page.unit, page.unit_en)
    facts = (each.value for each in (*page.facts, *page.facts_en))
    parts = [
        (0, f"{page.title} {page.title_en}"),
        (1, " ".join((*page.badges, *page.badges_en))),
        (2, f"{page.summary} {page.summary_en}"),
        *((3 + number % 4, part) for number, part in enumerate(passages(shown(page.text)))),
        (7, " ".join((*named, *facts))),
    ]
    yield from ((slot, folded(shown(part))) for slot, part in parts)


def day_grams(text: str) -> set[str]:
    return grams(" ".join(map(day_run, written_dates(text))))


@given(st.data())
def test_many_pages_at_once_have_the_grams_of_each(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """The postings of a whole index are those that a page's own slots say."""
    writing = st.text(LETTERS + "9 ม.ค. 69 𝒳\u00a0\u2000İ", max_size=60)
    drawn = data.draw(st.lists(st.tuples(writing, writing, st.integers(1, 60)), min_size=1, max_size=8))
    pages = [
        replace(NOTICE, url=str(number), title=title, text=text * repeats)
        for number, (title, text, repeats) in enumerate(drawn)
    ]
    told = {
        (gram, number, slot)
        for number, page in enumerate(pages)
        for gram, mask in gram_masks(page.as_shown).items()
        for slot in range(8)
        if mask >> slot & 1
    }
    assert set(read(tmp_path_factory.mktemp("search"), *pages).postings()) == told


def test_an_index_is_the_same_with_numpy_and_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "SHARD_BYTES", 100)
    count = PAGES_PER_RANGE + 3 * PAGES_PER_BATCH // 2
    pages = [replace(REPORT, url=str(number), text=f"ครั้งที่ {number * 7919}", summary="") for number in range(count)]
    order = [each.url for each in pages]
    del pages[-PAGES_PER_BATCH - 3 : -PAGES_PER_BATCH : 2]
    known: tuple[type[GatheredGrams], ...] = (NumpyGrams, PlainGrams)
    for number, kind in enumerate(known):
        monkeypatch.setattr(gathering, "gatherer", lambda kind=kind: kind)
        monkeypatch.setattr(index, "gatherer", lambda kind=kind: kind)
        write_index(pages, tmp_path / str(number), order=order)
    assert contents(tmp_path / "0") == contents(tmp_path / "1")
    assert len(contents(tmp_path / "0")) > 100


def test_the_manifest_says_what_facts_are_called_and_which_pages_are_for_staff_or_past(tmp_path: Path) -> None:
    labels = {"until": {"th": "เผยแพร่ถึง", "en": "Shown until"}}
    pages = [
        NOTICE,
        *(replace(REPORT, url=str(number), is_for_staff=number % 4 == 1, is_past=number > 4) for number in range(7)),
    ]
    order = ["gone/", *(each.url for each in pages[:3]), "gone/too/", *(each.url for each in pages[3:])]
    write_index(pages, tmp_path / "index", labels, order)
    manifest = Reader(tmp_path / "index").manifest
    assert manifest["labels"] == labels
    assert manifest["signs"] == ".001.00032"
    day = date.fromisoformat(NOTICE.published).toordinal()
    assert manifest["days"] == [day, date.fromisoformat(REPORT.published).toordinal() - day, *[0] * 6]


def test_what_came_down_keeps_its_number_and_leaves_no_word_of_its_address(tmp_path: Path) -> None:
    order = ["law/hidden/", NOTICE.url, *(f"law/gone/{number}/" for number in range(20)), REPORT.url]
    write_index([NOTICE, REPORT], tmp_path, order=order)
    reader = Reader(tmp_path)
    assert reader.manifest["signs"] == f".0{'.' * 20}0"
    assert [reader.page(number)["url"] for number in (1, 22)] == [NOTICE.url, REPORT.url]
    assert not any("hidden" in text or "gone" in text for text in texts_in(tmp_path))


def test_a_page_that_is_not_in_the_order_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="stands not in the order"):
        write_index([NOTICE, REPORT], tmp_path, order=[REPORT.url, NOTICE.url])


def test_the_newest_pages_wait_for_their_grams_until_they_are_enough(tmp_path: Path) -> None:
    pages = [replace(REPORT, url=str(number)) for number in range(PAGES_PER_BATCH + 2 * PAGES_AT_ONCE + 1)]
    for count in (0, PAGES_AT_ONCE - 1, PAGES_AT_ONCE, PAGES_PER_BATCH + PAGES_AT_ONCE - 1, len(pages)):
        write_index(pages[:count], tmp_path / "index")
        reader = Reader(tmp_path / "index")
        whole = count - count % PAGES_AT_ONCE
        assert reader.manifest["withGrams"] == whole
        assert {page for page, _ in reader.slots("สถิ")} == set(range(whole))
        joined = count - count % PAGES_PER_BATCH
        assert len(reader.shards) == (whole > joined) + (joined > 0)


def test_the_days_of_a_long_text_are_found_wherever_they_stand_in_it(tmp_path: Path) -> None:
    text = f"เริ่ม 1 ม.ค. 69 {'ก' * 3 * PASSAGE} ประชุม ๓ มีนาคม ๒๕๗๐ {'ข' * PASSAGE} 9–27 เมษายน 2570"
    reader = read(tmp_path, replace(REPORT, text=text), NOTICE)
    for day in ("1 มกราคม 2569", "3/3/70", "9 เม.ย. 70", "27 เมษายน 2570"):
        assert reader.found(day) == [REPORT.url], day
    assert reader.found("10 เมษายน 2570") == []


def test_shards_are_sorted_and_lists_name_the_first_segment_of_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postings, "SHARDS_PER_LIST", 8)
    letters = range(0xE01, 0xE2F)
    text = " ".join(chr(first) + chr(second) + "ก" for first in letters for second in letters)
    pages = [replace(REPORT, url=str(number), text=text, title=text[:900]) for number in range(3 * PAGES_AT_ONCE)]
    reader = read(tmp_path, *pages)
    [listed] = reader.shards
    shards = [[(gram, part) for gram, part, _ in reader.entries(name)] for *_, name in listed]
    assert len(shards) > 20
    assert len(reader.manifest["blocks"][0]) > 1
    assert [(gram, part) for gram, part, _ in listed] == [shard[0] for shard in shards]
    assert [each for shard in shards for each in shard] == sorted({each for shard in shards for each in shard})
    firsts = [tuple(reader.read("lists", name)[0][:2]) for *_, name in reader.manifest["blocks"][0]]
    assert firsts == [(gram, part) for gram, part, _ in reader.manifest["blocks"][0]]


def test_a_frequent_gram_is_split_over_shards_and_told_of_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "SHARD_BYTES", 100)
    bare = replace(REPORT, summary="", text="", category="", unit="", title="สถิติ")
    reader = read(tmp_path, *(replace(bare, url=str(number)) for number in range(2 * PAGES_PER_RANGE)))
    listed = [(gram, part) for shards in reader.shards for gram, part, _ in shards]
    assert {("สถิ", 0), ("สถิ", 1)} <= set(listed)
    assert reader.slots("สถิ") == {(number, 0) for number in range(2 * PAGES_PER_RANGE)}
    told = [text for text in texts_in(tmp_path / "index") if "สถิ" in text.split("\n") and "{" not in text]
    assert len(told) >= 2


def test_the_same_pages_make_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_index(iter([NOTICE, REPORT]), tmp_path / name)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_pages_gathered_in_another_process_make_the_same_bytes(tmp_path: Path) -> None:
    pages = [replace(REPORT, url=str(number), text=f"เรื่องที่ {number}") for number in range(PAGES_PER_BATCH + 20)]
    order = [each.url for each in pages]
    gathered = (pickle.loads(pickle.dumps(gather(batch))) for batch in in_batches(pages))
    digests = write_gathered(gathered, order, tmp_path / "one", {}), write_index(pages, tmp_path / "two")
    assert digests[0] == digests[1]
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_files_are_named_by_what_they_hold_and_earlier_ones_are_taken_away(tmp_path: Path) -> None:
    pages = [replace(REPORT, url=str(number), text=f"เรื่องที่ {number}") for number in range(PAGES_AT_ONCE)]
    write_index(pages, tmp_path)
    before = contents(tmp_path)
    write_index([*pages[:-1], replace(pages[-1], text="เรื่องที่ 99")], tmp_path)
    after = contents(tmp_path)
    for name, content in (before | after).items():
        named = hashlib.sha256(content).hexdigest().startswith(Path(name).stem)
        assert named is (name != INDEX_MANIFEST)
    texts = [{name for name in each if name.startswith("texts/")} for each in (before, after)]
    assert [len(texts[0] - texts[1]), len(texts[1] - texts[0]), len(texts[0] & texts[1])] == [1, 1, 7]


def test_an_office_without_items_has_an_index_that_finds_nothing(tmp_path: Path) -> None:
    manifest = read(tmp_path).manifest
    assert [manifest[name] for name in ("days", "signs", "texts", "blocks")] == [[], "", [], []]


def test_a_day_that_is_no_date_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="month must be"):
        write_index([replace(NOTICE, published="2569-13-01")], tmp_path / "index")


def test_texts_tells_everything_that_the_index_says(tmp_path: Path) -> None:
    told = "\n".join(texts_in(read(tmp_path, NOTICE, REPORT).index))
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


def test_a_changed_word_leaves_most_passages_as_they_were() -> None:
    words = [f"คำที่{number}ของเรื่องนี้" for number in range(400)]
    before = list(passages(" ".join(words)))
    words[100] = "คำ"
    after = list(passages(" ".join(words)))
    assert len(before) == len(after) > 15
    assert sum(one != other for one, other in zip(before, after, strict=True)) <= len(before) // 2

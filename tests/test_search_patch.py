"""An index that was patched is, byte for byte, the index made from nothing; what cannot be proven is not patched."""

import shutil
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import pytest

from prakat.search import patch, postings
from prakat.search.findable_page import FindablePage, PageFact
from prakat.search.index import texts_in, write_index
from prakat.search.index_manifest import INDEX_MANIFEST, PAGES_AT_ONCE, PAGES_PER_BATCH
from prakat.search.patch import IndexPatch, KnownIndex, WholeIndexNeeded, patch_index
from prakat.search.postings import PAGES_PER_RANGE

LABELS = {"until": {"th": "เผยแพร่ถึง", "en": "Shown until"}}
WORDS = [
    *("ประกาศ", "รับสมัคร", "พนักงาน", "โรงพยาบาล", "ตำบล", "อำเภอ", "งบประมาณ"),
    *("ปี", "2569", "วันที่", "15", "ม.ค.", "69", "vaccine", "ครุภัณฑ์"),
]


@dataclass
class Office:
    """Pages that come, change and go, and the index of them."""

    place: Path
    random: Random
    pages: dict[str, FindablePage] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    made: int = 0

    def write(self, name: str) -> KnownIndex:
        """The whole index."""
        shown = (self.pages[url] for url in self.order if url in self.pages)
        digest = write_index(shown, self.place / name, LABELS, self.order)
        return KnownIndex(self.place / name, digest, list(self.order))

    def text(self, most: int) -> str:
        return " ".join(self.random.choices(WORDS, k=self.random.randrange(most)))

    def add(self) -> str:
        self.made += 1
        url = f"law/{self.made:05}/"
        day = f"2026-{self.made // 28 % 12 + 1:02}-{self.made % 28 + 1:02}"
        text, is_staff = self.text(200), self.random.random() < 0.1
        fact = PageFact("until", self.text(4))
        self.pages[url] = FindablePage(
            url, self.text(6), self.text(9), text, "กฎหมาย", day, "งานกลาง", facts=(fact,), is_for_staff=is_staff
        )
        self.order.append(url)
        return url

    def amend(self) -> str:
        url = self.random.choice(list(self.pages))
        words = self.pages[url].text.split(" ")
        words[self.random.randrange(len(words))] = self.random.choice(["", "คำใหม่", "1 กุมภาพันธ์ 2570", self.text(40)])
        self.pages[url] = replace(self.pages[url], text=" ".join(words), is_past=self.random.random() < 0.5)
        return url

    def remove(self) -> str:
        url = self.random.choice(list(self.pages))
        del self.pages[url]
        return url

    def rename(self) -> str:
        """To an address that may stand before others of the same day."""
        url = self.random.choice(list(self.pages)[-20:])
        page, at = self.pages.pop(url), self.order.index(url)
        new = f"a{url}"
        self.pages[new] = replace(page, url=new)
        self.order[at] = new
        if at and self.random.random() < 0.5:
            self.order[at - 1 : at + 1] = reversed(self.order[at - 1 : at + 1])
        return f"{url} {new}"

    def change(self, count: int) -> dict[str, FindablePage | None]:
        acts = [self.add, self.add, self.amend, self.amend, self.remove, self.rename]
        told = " ".join(self.random.choice(acts if self.pages else [self.add])() for _ in range(count)).split()
        return {url: self.pages.get(url) for url in told}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def patched(before: KnownIndex, to: Path, done: IndexPatch) -> dict[str, bytes]:
    """The files that the two say together; nothing is told twice, nothing is unused that was not there."""
    kept, new = contents(before.place), contents(to)
    assert new.keys() == done.written | {INDEX_MANIFEST}
    assert not done.written & kept.keys()
    assert done.unused <= kept.keys()
    return {name: content for name, content in kept.items() if name not in done.unused} | new


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many shards and lists of few pages."""
    monkeypatch.setattr(postings, "SHARD_BYTES", 300)
    monkeypatch.setattr(postings, "SHARDS_PER_LIST", 6)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("seed", "first"), [(1, 0), (2, 13), (3, 29), (4, 250), (5, 262), (6, 300)])
def test_whatever_changes_a_patched_index_is_the_one_made_from_nothing(seed: int, first: int, tmp_path: Path) -> None:
    office = Office(tmp_path, Random(seed))
    for _ in range(first):
        office.add()
    before, patches = office.write("0"), 0
    for step in range(1, 15):
        changes = office.change(office.random.choice((1, 1, 2, 7)))
        whole = office.write(str(step))
        try:
            done = patch_index(before, tmp_path / f"patch-{step}", changes, office.order, LABELS)
        except WholeIndexNeeded:
            assert len(before.order) // PAGES_PER_BATCH != len(office.order) // PAGES_PER_BATCH
        else:
            assert done.digest == whole.digest
            assert patched(before, tmp_path / f"patch-{step}", done) == contents(whole.place)
            patches += 1
        before = whole
    assert patches >= 13


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("first", [PAGES_AT_ONCE, 2 * PAGES_AT_ONCE + 1, PAGES_PER_BATCH + 2 * PAGES_AT_ONCE])
def test_where_pages_vanish_from_the_order_others_wait_again(first: int, tmp_path: Path) -> None:
    office = Office(tmp_path, Random(first))
    for _ in range(first):
        office.add()
    before = office.write("before")
    gone = office.order[-5], office.order[-2]
    for url in gone:
        office.order.remove(url)
        office.pages.pop(url)
    done = patch_index(before, tmp_path / "patch", dict.fromkeys(gone), office.order, LABELS)
    assert patched(before, tmp_path / "patch", done) == contents(office.write("whole").place)


def test_a_page_of_a_later_range_is_patched_in_its_own(tmp_path: Path) -> None:
    office = Office(tmp_path, Random(1))
    for number in range(PAGES_PER_RANGE + PAGES_PER_BATCH):
        url = f"{number:05}/"
        office.pages[url] = FindablePage(url, "ประกาศ", "", "", "", "2026-10-01", "")
        office.order.append(url)
    before = office.write("before")
    changes: dict[str, FindablePage | None] = {}
    for number, title in ((3, "ประกาศผล"), (PAGES_PER_RANGE + 3, "ประ"), (PAGES_PER_RANGE + 9, "")):
        url = f"{number:05}/"
        if title:
            office.pages[url] = replace(office.pages[url], title=title)
        else:
            del office.pages[url]
        changes[url] = office.pages.get(url)
    done = patch_index(before, tmp_path / "patch", changes, office.order, LABELS)
    whole = office.write("whole")
    assert patched(before, tmp_path / "patch", done) == contents(whole.place)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path, Random(7))
    for _ in range(3 * PAGES_AT_ONCE + 5):
        made.add()
    return made


def test_a_new_page_writes_its_texts_and_no_grams(office: Office) -> None:
    before = office.write("before")
    url = office.add()
    done = patch_index(before, office.place / "patch", {url: office.pages[url]}, office.order, LABELS)
    assert {name.split("/")[0] for name in done.written} == {"texts", "lists"}
    assert len(done.written) == 2


def test_no_word_of_what_came_down_is_left(office: Office) -> None:
    url = office.order[5]
    office.pages[url] = replace(office.pages[url], text="ฃฅฃฅ ลับเฉพาะ")
    before = office.write("before")
    done = patch_index(before, office.place / "patch", {url: None}, office.order, LABELS)
    for name in done.unused:
        (before.place / name).unlink()
    shutil.copytree(office.place / "patch", before.place, dirs_exist_ok=True)
    told = "\n".join(texts_in(before.place))
    assert url not in told
    assert not any(gram in told for gram in ("ฃฅฃ", "ฅฃฅ", "ลับ", "ฉพา"))


def test_what_changes_nothing_writes_nothing(office: Office) -> None:
    before = office.write("before")
    url = office.order[0]
    done = patch_index(before, office.place / "patch", {url: office.pages[url]}, office.order, LABELS)
    assert done == IndexPatch(before.digest, frozenset(), frozenset())
    assert contents(office.place / "patch") == {INDEX_MANIFEST: (before.place / INDEX_MANIFEST).read_bytes()}


def _every(folder: str) -> Callable[[Path], Iterator[Path]]:
    return lambda index: (index / folder).iterdir()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def _another(path: Path) -> None:
    """Well packed, but not what its name says."""
    path.write_bytes(zlib.compress(zlib.decompress(path.read_bytes())[::-1]))


@pytest.mark.parametrize("damage", [Path.unlink, _cut, _another], ids=["missing", "cut", "another"])
@pytest.mark.parametrize("folder", ["texts", "grams", "lists", ""])
def test_a_damaged_index_is_not_patched(folder: str, damage: Callable[[Path], None], office: Office) -> None:
    before = office.write("before")
    for path in [*_every(folder)(before.place)] if folder else [before.place / INDEX_MANIFEST]:
        damage(path)
    with pytest.raises(WholeIndexNeeded):
        patch_index(before, office.place / "patch", {office.order[3]: None}, office.order, LABELS)
    assert not (office.place / "patch" / INDEX_MANIFEST).exists()


@pytest.mark.parametrize("seed", range(4))
def test_a_patch_of_a_partly_damaged_index_is_right_or_none(seed: int, office: Office) -> None:
    before = office.write("before")
    chosen = Random(seed).sample(sorted(before.place.glob("*/*.bin")), 3)
    for path in chosen:
        _another(path)
    changes = office.change(1)
    whole = office.write("whole")
    try:
        done = patch_index(before, office.place / "patch", changes, office.order, LABELS)
    except WholeIndexNeeded:
        return
    found = patched(before, office.place / "patch", done)
    wrong = {name for name, content in contents(whole.place).items() if found.get(name) != content}
    assert wrong <= {path.relative_to(before.place).as_posix() for path in chosen}
    assert done.digest == whole.digest


def test_another_index_than_the_known_one_is_not_patched(office: Office) -> None:
    before = office.write("before")
    changes = {office.order[3]: None}
    other = [*office.order[1:], office.order[0]]
    for known in (replace(before, digest="0" * 64), replace(before, order=other), replace(before, order=[])):
        with pytest.raises(WholeIndexNeeded):
            patch_index(known, office.place / "patch", changes, office.order, LABELS)


def test_a_page_whose_grams_are_others_than_its_text_says_is_not_patched(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a change of the rule by which grams are found."""
    before = office.write("before")
    monkeypatch.setattr(patch, "gram_masks", lambda page: {"กขค": 1} if page.text else {"กขค": 2})
    url = office.order[3]
    changed = replace(office.pages[url], text="")
    with pytest.raises(WholeIndexNeeded):
        patch_index(before, office.place / "patch", {url: changed}, office.order, LABELS)


def test_too_many_changes_ask_for_a_whole_index(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patch, "MOST_PAGES", 20)
    before = office.write("before")
    office.order.insert(40, office.order.pop())
    done = patch_index(before, office.place / "patch", {}, office.order[:], LABELS)
    assert patched(before, office.place / "patch", done) == contents(office.write("whole").place)
    before = office.write("before")
    office.order.insert(0, office.order.pop())
    with pytest.raises(WholeIndexNeeded):
        patch_index(before, office.place / "patch-2", {}, office.order, LABELS)


def test_a_page_that_stands_not_in_the_order_is_refused(office: Office) -> None:
    before = office.write("before")
    page = replace(office.pages[office.order[0]], url="law/other/")
    with pytest.raises(ValueError, match="law/other/ stands not in the order"):
        patch_index(before, office.place / "patch", {"law/other/": page}, office.order, LABELS)

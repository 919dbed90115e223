"""A publication by what changed is the one from nothing, byte for byte; it reads what it must and keeps only values.

Many more changes than here are compared by tests/increment_comparison.py, which says how."""

import datetime
import json
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from changing_office import ChangingOffice
from increment_comparison import compared, differences, limit, quick
from prakat import product
from prakat.completeness.exhibit import Exhibit
from prakat.content import register, registered_item
from prakat.item.item import Item
from prakat.release import increment, release
from prakat.release.kept_site import kept_site
from prakat.release.release_folder import ReleaseFolder, only_publisher
from prakat.repository.second_process import done_beside
from prakat.rules.kept_value import UNREAD, decoded, encoded
from prakat.site import drawing, edition
from prakat.site.card import GONE, card_of, whole_json
from prakat.site.kept_item import KeptItem
from prakat.site.publication import Publication
from prakat.site.tombstone import Tombstone

CHECKOUT = Path(__file__).resolve().parents[1]
SAMPLES_DAY = datetime.date(2026, 11, 20)
OPEN: dict[str, Any] = {"timing": "on_change", "expires_on": "never", "review_by": "2027-12-01"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[ChangingOffice]:
    """Published once: three items that stay as they are."""
    with quick(is_small=False):
        made = ChangingOffice.founded(tmp_path, seed=1, count=0)
        for name in ("one", "two", "three"):
            made.write(f"law/{name}", {"publish_on": str(made.day), **OPEN}, {})
        made.commit()
        made.clean = set(made.git("rev-list", "HEAD").split())
        made.publish(made.released)
        yield made


def why(office: ChangingOffice) -> list[str]:
    """Publishes, which must give what a publication from nothing gives; says why it was one."""
    before = Counter(office.remarks)
    assert differences(office) == []
    return [*(office.remarks - before)]


# --- the same bytes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20))
def test_what_changed_gives_what_nothing_gives(seed: int, tmp_path: Path) -> None:
    """Each of so many sequences of changes goes on from the one before, by chance of the seed alone."""
    compared(tmp_path, seed, steps=7)


def test_the_builder_gives_the_same_as_what_changed(tmp_path: Path) -> None:
    office = ChangingOffice.founded(tmp_path, seed=4)
    office.publish(office.released)
    for act in (office.add, office.move, office.remove, office.wait_a_day):
        act()
    office.commit()
    assert why(office) == []


def test_the_english_home_page_has_what_an_old_item_says_anew_for_the_second_time_on_a_day(
    office: ChangingOffice,
) -> None:
    old, new = (str(office.day - datetime.timedelta(days=each)) for each in (40, 1))
    for number in range(edition.NEWEST):
        office.write(f"law/new-{number}", {"publish_on": new, **OPEN}, {})
    for summary in ("A first summary", "A second summary", "A third summary"):
        english = {"title_en": "An old notice", "summary_en": summary}
        office.write("statistics/old", {"publish_on": old, **OPEN, **english}, {})
        office.commit()
        assert why(office) == []
        assert summary in (office.released / "current" / "en" / "index.html").read_text(encoding="utf-8")


def test_a_listing_beyond_a_hundred_items_is_the_same(tmp_path: Path) -> None:
    with quick(is_small=False):
        office = ChangingOffice.founded(tmp_path, seed=2, count=0)
        for number in range(104):
            day = office.day - datetime.timedelta(days=number % 4)
            office.write(f"law/rule-{number}", {"publish_on": str(day), **OPEN}, {}, "ข้อความ")
        office.commit()
        office.publish(office.released)
        office.write("law/another", {"publish_on": str(office.day), **OPEN}, {})
        shutil.rmtree(office.tree / "content/law/rule-7")
        office.commit()
        assert why(office) == []


# --- why a site is made from nothing ------------------------------------------------------------------------------


def _change_program(office: ChangingOffice, patched: pytest.MonkeyPatch) -> None:
    theme = office.place / "theme"
    shutil.copytree(product.part("theme"), theme)
    with (theme / "item.html").open("a", encoding="utf-8") as page:
        page.write("<!-- another template -->")
    part = product.part
    patched.setattr(product, "part", lambda name: theme if name == "theme" else part(name))
    patched.setattr(product, "stamp", product.stamp.__wrapped__)  # as another process would find it


def _go_back_to_another_release(office: ChangingOffice, _: pytest.MonkeyPatch) -> None:
    office.amend_text()
    office.commit()
    office.publish(office.released)
    with only_publisher(office.released) as folder:
        release.roll_back(folder, office.day)


def test_proof_that_is_taken_away_is_not_told_any_more(office: ChangingOffice) -> None:
    """Though no commit came and no day passed."""
    office.clean.clear()
    assert why(office) == ["release.anew-history"]


def _take_proof_away(office: ChangingOffice, _: pytest.MonkeyPatch) -> None:
    office.clean -= {office.git("rev-parse", "HEAD")}


def _publish_a_policy(office: ChangingOffice, _: pytest.MonkeyPatch) -> None:
    office.write("law/policy", {"publish_on": str(office.day), **OPEN, "kind": "policy"}, {})


def _let_a_version_wait(office: ChangingOffice, _: pytest.MonkeyPatch) -> None:
    office.write("law/one", {"publish_on": str(office.day + datetime.timedelta(days=3)), **OPEN}, {})


def _change_many(office: ChangingOffice, patched: pytest.MonkeyPatch) -> None:
    patched.setattr(increment, "MOST_FOLDERS", 1)
    office.write("law/one", {"publish_on": str(office.day), **OPEN}, {})
    office.write("law/two", {"publish_on": str(office.day), **OPEN}, {})


def _alter_the_release(office: ChangingOffice, _: pytest.MonkeyPatch) -> None:
    page = office.released / "current" / "law" / "one" / "index.html"
    page.unlink()
    page.write_text("<p>planted", encoding="utf-8")


REASONS: Mapping[str, Callable[[ChangingOffice, pytest.MonkeyPatch], object]] = {
    "program": _change_program,
    "other-release": _go_back_to_another_release,
    "kind": lambda office, _: office.publish_work_tree(office.released),
    "earlier-day": lambda office, _: office.turn_clock_back(),
    "history": _take_proof_away,
    "office": lambda office, _: office.change_office(),
    "odd-path": lambda office, _: office.litter(),
    "many": _change_many,
    "waiting": _let_a_version_wait,
    "frame": _publish_a_policy,
    "altered": _alter_the_release,
    "damaged": lambda office, _: office.kept.unlink(),
}


@pytest.mark.parametrize("reason", REASONS)
def test_a_site_is_made_from_nothing_for_this_reason(
    reason: str, office: ChangingOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    REASONS[reason](office, monkeypatch)
    office.commit()
    office.clean |= {office.git("rev-parse", "HEAD")}
    assert why(office) == [f"release.anew-{reason}"]


def test_each_reason_is_provoked() -> None:
    told = (CHECKOUT / "schemas/messages/release.yml").read_text(encoding="utf-8")
    known = {line.partition(":")[0].removeprefix("release.anew-") for line in told.splitlines() if "anew-" in line[:14]}
    assert known == REASONS.keys()


def test_history_that_was_written_anew_is_read_from_nothing(office: ChangingOffice) -> None:
    office.git("commit", "-q", "--amend", "-m", "Publish: อื่น (#9)")
    office.clean = set(office.git("rev-list", "HEAD").split())
    assert why(office) == ["release.anew-history"]


def test_what_a_later_clock_landed_is_told_when_its_day_has_come(office: ChangingOffice) -> None:
    """A day is wrong for a while: main then has commits of a later day, which that day's site does not tell of."""
    office.day += datetime.timedelta(days=3)
    office.write("law/one", {"publish_on": str(office.day), **OPEN, "title": "ประกาศของวันข้างหน้า"}, {})
    office.commit()
    office.day -= datetime.timedelta(days=2)
    assert why(office)
    for _ in range(4):
        office.day += datetime.timedelta(days=1)
        why(office)


def test_what_happens_at_a_former_path_is_told_where_it_is_named(office: ChangingOffice) -> None:
    office.remove()
    gone = office.gone[-1]
    office.write("law/heir", {"publish_on": str(office.day), **OPEN, "former_paths": [gone]}, {})
    office.commit()
    why(office)
    office.write(gone, {"publish_on": str(office.day), **OPEN}, {})
    office.commit()
    why(office)
    office.amend_text()
    office.commit()
    why(office)


def test_of_two_versions_that_wait_each_comes_on_its_day(office: ChangingOffice) -> None:
    for path in ("law/one", "law/new"):
        for days in (2, 4):
            fields = {"publish_on": str(office.day + datetime.timedelta(days=days)), **OPEN}
            office.write(path, {**fields, "title": f"ประกาศของวันที่ {days} ที่รออยู่"}, {})
            office.commit()
    office.clean = set(office.git("rev-list", "HEAD").split())
    for _ in range(6):
        why(office)
        office.day += datetime.timedelta(days=1)


# --- it reads what it must ----------------------------------------------------------------------------------------

MOST_PROCESSES = 30
"""So many git commands one changed item takes, however large the office is: what the repository is and may do, the
commits since, what they touched, the files of the item, its versions' dates, its approval."""


@pytest.mark.parametrize("count", [3, 30])
def test_one_changed_item_is_all_that_is_read(count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with quick(is_small=False):
        office = ChangingOffice.founded(tmp_path, seed=3, count=0)
        for number in range(count):
            day = office.day - datetime.timedelta(days=number)
            office.write(f"law/rule-{number}", {"publish_on": str(day), **OPEN}, {}, "ข้อความ")
        office.commit()
        office.publish(office.released)
        office.write("law/rule-1", {"publish_on": str(office.day), **OPEN}, {}, "ข้อความที่แก้แล้ว")
        office.commit()
        read, pages, started = _counted(monkeypatch, tmp_path)
        assert office.publish(office.released).remarks == ()
        assert read == ["content/law/rule-1"]
        drawn = pages()
        assert [each for each in drawn if each.startswith("law/rule")] == ["law/rule-1/"]
        assert "" in drawn
        assert len(drawn) < MOST_DRAWN
        assert 0 < len(started) < MOST_PROCESSES


MOST_DRAWN = 16
"""The item, both homes and searches, the listing and its year, history and records."""


def test_without_a_change_nothing_is_read_and_no_page_drawn(
    office: ChangingOffice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    read, pages, _ = _counted(monkeypatch, tmp_path)
    before = ReleaseFolder(office.released).current_id()
    assert office.publish(office.released).release == before
    assert (read, pages()) == ([], [])


def test_on_a_new_day_only_what_that_day_changes_is_read(
    office: ChangingOffice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fields = {"publish_on": str(office.day), "expires_on": str(office.day)}
    office.write("law/ends", fields, {})
    office.commit()
    office.publish(office.released)
    read, pages, _ = _counted(monkeypatch, tmp_path)
    office.day += datetime.timedelta(days=1)
    office.publish(office.released)
    assert read == ["content/law/ends"]
    drawn = pages()
    assert not {"law/one/", "law/two/", "law/three/"} & {*drawn}
    assert "law/ends/" in drawn


def _counted(patched: pytest.MonkeyPatch, tmp_path: Path) -> tuple[list[str], Callable[[], list[str]], list[str]]:
    """Item folders that are read, pages that are drawn, by whatever process, and git commands that are started."""
    read: list[str] = []
    started: list[str] = []
    reader, page, popen = registered_item.read_folder, drawing.page, subprocess.Popen.__init__
    drawn = tmp_path / "drawn"
    drawn.touch()

    def reads(folder: Any) -> Any:
        read.append(folder.path.folder)
        return reader(folder)

    def draws(environment: Any, view: Any) -> str:
        with drawn.open("a", encoding="utf-8") as told:
            told.write(f"{view.url}\n")
        return page(environment, view)

    def starts(self: Any, command: Any, *arguments: Any, **options: Any) -> None:
        started.append(str(command))
        popen(self, command, *arguments, **options)

    limit(patched, "read_folder", reads)
    patched.setattr(drawing, "page", draws)
    patched.setattr(subprocess.Popen, "__init__", starts)
    return read, lambda: drawn.read_text(encoding="utf-8").splitlines(), started


# --- what is kept is values ---------------------------------------------------------------------------------------

HOSTILE = [
    "</script><script>alert(1)</script>",
    "'; DROP TABLE item; --",
    "\\u0000 \\ud800 {{ 7*7 }} %s {0}",
    "cos\nsystem\n(S'true'\ntR.",
    "__import__('os').system('true')",
    "\u202eกลับ\u2066 ‮\ufeff",
]


def test_what_is_kept_is_json_and_words(office: ChangingOffice) -> None:
    """By structure: every cell is empty, JSON, an address or a digest; so nothing in it can be run."""
    with closing(sqlite3.connect(office.kept)) as opened:
        tables = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        others = [*opened.execute("SELECT name FROM sqlite_master WHERE type NOT IN ('table', 'index')")]
        cells = [(table, *each) for table in tables for each in _cells(opened, table)]
    assert others == []
    assert {"about", "item", "page", "line"} <= tables
    assert len(cells) > 50
    for table, column, cell in cells:
        if column in {("item", "folder"), ("page", "url"), ("line", "url"), ("about", "name")}:
            continue
        assert _is_value(table, column, cell), (table, column, cell)


def _cells(opened: sqlite3.Connection, table: str) -> Iterator[tuple[str, object]]:
    found = opened.execute(f"SELECT * FROM {table}")
    names = [each[0] for each in found.description]
    for row in found:
        yield from zip(names, row, strict=True)


PLAIN = {"url", "folder", "name", "source", "proof", "csv"}
"""Columns of words; all others are JSON."""


def _is_value(table: str, column: str, cell: object) -> bool:
    if cell in (None, b"", "") or column in PLAIN:
        return cell is None or isinstance(cell, str | bytes)
    raw = cell if isinstance(cell, bytes) else str(cell).encode()
    return isinstance(json.loads(raw), str | int | list | dict)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_back_as_they_were(text: str, office: ChangingOffice) -> None:
    words = f"ประกาศเรื่อง {' '.join(text.split())}"[:150]
    about = {"publish_on": str(office.day), **OPEN, "title": words, "remarks": words}
    office.write("law/one", about, {}, f"เนื้อหา\n\n{text}")
    office.commit()
    office.publish(office.released)
    found = register.read(office.tree, office.day)
    assert found.office
    appears = edition.compile(found, found.office, {}).by_url.get("law/one/")
    if appears:
        back = decoded(Publication, whole_json(appears))
        assert (back.item.title, back.item.body, back.item.remarks) == (words, appears.item.body, words)
    office.write(
        "law/two", {"publish_on": str(office.day), **OPEN, "relates": [{"to": "law/one", "how": "amends"}]}, {}
    )
    office.commit()
    why(office)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"null", b'{"item": 1}', b'"x"', b"\x80\x04."])
def test_what_is_no_value_of_ours_is_refused(raw: bytes) -> None:
    with pytest.raises((ValueError, TypeError, LookupError)):
        decoded(Publication, raw)


@pytest.mark.usefixtures("only_thread")
def test_another_process_opens_what_is_kept_itself(office: ChangingOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """As SQLite asks of it."""
    opened: list[object] = []
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda file: opened.append(file) or connect(file))
    with kept_site(office.kept) as kept:
        with done_beside(lambda: (kept.sources(), kept.cards(), len(opened))) as told:
            assert told() == (kept.sources(), kept.cards(), 2)
        assert len(opened) == 1


def test_code_is_never_kept() -> None:
    with pytest.raises(TypeError):
        encoded({"x": _cells})


# --- what stands for an item says the same ------------------------------------------------------------------------


@pytest.mark.parametrize("day", [SAMPLES_DAY, datetime.date(2026, 10, 2), datetime.date(2027, 3, 1)])
def test_a_kept_item_says_what_the_item_says(day: datetime.date) -> None:
    found = register.read(CHECKOUT, day)
    assert found.office
    made = edition.compile(found, found.office, {})
    for each in (*made.shown, *made.scheduled):
        card, raw = card_of(each, (), found.office.settings, day), whole_json(each)
        kept = KeptItem(card, partial(_loaded, Tombstone if card.place == GONE else Publication, raw))
        for name in NAMES[type(each)]:
            mine, its = (_told(one, name, found.office.settings) for one in (each, kept))
            assert its == mine, (each.url, name)
        if isinstance(each, Publication):
            assert [*map(kept.note_of, each.turns)] == [*map(each.note_of, each.turns)]
    assert len(made.shown) > 50


NAMES = {kind: [name for name in dir(kind) if not name.startswith("_")] for kind in (Publication, Tombstone)}
ASKED_OF_SETTINGS = {"exhibit", "ending"}
ASKED_OF_A_TURN = "note_of"


def _loaded(kind: Any, raw: bytes, _: str) -> Any:
    return decoded(kind, raw)


def _told(appears: Any, name: str, settings: Any) -> object:
    """Without the lines on which things stand in a file, and without how an item is read."""
    value = getattr(appears, name)
    if name == ASKED_OF_A_TURN:
        return callable(value)
    value = value(settings) if name in ASKED_OF_SETTINGS else value
    if isinstance(value, Exhibit):
        value = replace(value, read=len), value.item
    return _without_lines(value)


def _without_lines(value: object) -> object:
    if isinstance(value, tuple) and type(value) is tuple:
        return tuple(map(_without_lines, value))
    return replace(value, source_lines=UNREAD) if isinstance(value, Item) else value

"""Names that Windows cannot store are not merged, take nothing down, and are never written by a command on Windows."""

import datetime
import unicodedata
import zoneinfo
from pathlib import Path

import platformdirs.macos
import pytest
from hypothesis import given
from hypothesis import strategies as st

import office_builder
from prakat.audit import auditor_memory
from prakat.audit.auditor_memory import AuditorMemory, default_folder
from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.item import item_path
from prakat.item.category import categories
from prakat.merging import plan
from prakat.repository import snapshot
from prakat.repository.signature import Verified
from prakat.request import request_check
from prakat.rules import file_name
from prakat.rules.file_name import fits_windows, for_windows
from prakat.thai.buddhist_era import BANGKOK, moment_of
from sign_off_office import CHAIN, OFFICE_CHAIN, World, law
from small_history import Step, made

DEVICES = ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
DAY = datetime.date(2026, 7, 20)


@pytest.mark.parametrize(
    "name", [*DEVICES, "CON", "CONIN$", "aux.pdf", "nul.tar.gz", "com1 .txt", "a.", "a ", "a:b", "\x01"]
)
def test_windows_cannot_store_it(name: str) -> None:
    assert not fits_windows(name)
    assert fits_windows(for_windows(name))


@pytest.mark.parametrize("name", ["console", "com", "com0", "com10", "auxiliary.pdf", "a.con", ".hidden", "ก.pdf"])
def test_windows_can_store_it(name: str) -> None:
    assert fits_windows(name)
    assert for_windows(name) == name


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_a_name_that_is_proposed_fits_windows(name: str) -> None:
    assert fits_windows(file_name.proposed(name))
    assert fits_windows(for_windows(name) or "a")


@given(st.from_regex(file_name.FILE_NAME, fullmatch=True) | st.from_regex(item_path.SLUG, fullmatch=True))
def test_no_two_allowed_names_are_one_to_another_disk(name: str) -> None:
    """Neither by case nor by the form of their letters: each stays what it is."""
    assert name == unicodedata.normalize("NFC", name).casefold() == unicodedata.normalize("NFKD", name)


def test_no_two_categories_are_one_to_another_disk() -> None:
    assert all(item_path.SLUG.fullmatch(each) and fits_windows(each) for each in categories())


def test_it_is_not_merged(world: World) -> None:
    world.ask(2, {"content/law/con/index.md": law()})
    world.sign(2, "reviewer=ton", "approver=dao", "webmaster=wit")
    assert world.merge(2) == ["request.check"]


def test_what_is_live_stays_live(tmp_path: Path) -> None:
    repo = office_builder.office(tmp_path)
    office_builder.item(repo, "law/aux")
    found = register.read(repo, datetime.date(2026, 10, 15))
    assert [each.rule for each in found.errors] == ["path.windows"]
    assert "law/aux/" in found.entries
    assert not found.left_out


@pytest.mark.parametrize("name", ["aux.md", "a:b", "C:evil", "a.", "GIT~1:x", "nul"])
def test_on_windows_no_such_name_is_written(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A colon would lead to another drive, or into a hidden stream of another file."""
    repository, ids = made(tmp_path / "office.git", Step("root", files={f"content/{name}": b"x", "a": b"x"}))
    (tmp_path / "out").mkdir()
    snapshot.export(repository.folder, ids["root"], tmp_path / "out")
    monkeypatch.setattr(snapshot, "IS_WINDOWS", True)
    (tmp_path / "other").mkdir()
    with pytest.raises(CannotWork) as problem:
        snapshot.export(repository.folder, ids["root"], tmp_path / "other")
    assert problem.value.message == "repository.unsafe-path"
    assert not list((tmp_path / "other").iterdir())


def test_on_a_disk_without_capitals_no_file_covers_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository, ids = made(tmp_path / "office.git", Step("root", files={"a/b": b"x", "a/B": b"y"}))
    opened = Path.open
    monkeypatch.setattr(Path, "open", lambda self, *more, **named: opened(Path(str(self).lower()), *more, **named))
    to = Path(str(tmp_path).lower()) / "out"
    if to.parent != tmp_path:
        pytest.skip("this folder has capitals itself")
    to.mkdir()
    with pytest.raises(CannotWork) as problem:
        snapshot.export(repository.folder, ids["root"], to)
    assert problem.value.message == "repository.unwritable"


def test_on_windows_only_the_users_own_profile_is_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditor_memory, "IS_WINDOWS", True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    known = Verified({"a" * 64: True})
    for folder, kept in ((tmp_path / "home" / "cache", ["a" * 64]), (tmp_path / "elsewhere", [])):
        memory = AuditorMemory(folder)
        memory.keep_verified(known)
        assert list(memory.verified().verdicts) == kept
        assert [each.name for each in folder.iterdir()] == ["signatures"]


def test_caches_lie_where_each_system_keeps_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "prakat"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_folder() == tmp_path / ".cache" / "prakat"
    mac = platformdirs.macos.MacOS("prakat", appauthor=False).user_cache_path
    assert mac == tmp_path / "Library" / "Caches" / "prakat"


@given(st.integers(min_value=0, max_value=4_102_444_800))
def test_the_offset_of_bangkok_is_that_of_the_data_of_time_zones(seconds: int) -> None:
    own = moment_of(seconds)
    other = datetime.datetime.fromtimestamp(seconds, zoneinfo.ZoneInfo("Asia/Bangkok"))
    assert (own, own.isoformat(), own.tzinfo) == (other, other.isoformat(), BANGKOK)


@pytest.mark.parametrize("seconds", [-1, 32_535_215_999 + 1, 253_402_275_599])
def test_a_moment_is_known_before_1970_and_after_3000(seconds: int) -> None:
    assert moment_of(seconds).timestamp() == seconds


def test_line_ends_alone_change_nothing_that_readers_see(world: World) -> None:
    """A text pushed with CRLF, or with a mark at its beginning, is another file but the same page."""
    path = "content/law/act/index.md"
    plain = law("พระราชบัญญัติ", body="หนึ่ง\n\n- สอง\n- สาม")
    dressed = b"\xef\xbb\xbf" + plain.replace(b"\n", b"\r\n")
    world.publish(2, {path: plain})
    before = world.main()
    world.publish(3, {path: dressed})
    assert world.problems() == []
    assert world.repository.object(world.git("rev-parse", f"main:{path}"))[1] == dressed
    pages = []
    for commit in (before, world.main()):
        (folder := world.place / f"tree-{commit}").mkdir()
        snapshot.export(world.repository.folder, commit, folder)
        entry = register.read(folder, DAY).entries["law/act/"]
        pages.append((entry.item.title, entry.item.body, entry.item.expires_on))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("path", ["docs/aux.md", "nul", "Con.d/a", "docs/com1.tar.gz", "docs/a:b", "docs/trailing."])
def test_a_name_beside_the_items_that_windows_cannot_store_is_not_merged(world: World, path: str) -> None:
    world.ask(2, {path: b"x"})
    world.sign(2, *OFFICE_CHAIN)
    found = plan.merge(world.merging(), 2)
    assert isinstance(found, list) and [each.id for each in found] == ["request.check"]
    (told,) = [each.text("en") for each in found]
    mended = told.partition("Rename it to ")[2].partition(". ")[0].rstrip(".")
    assert "[path.windows]" in told and fits_windows(mended)
    _, errors = request_check.check(world.repository, world.main(), world.git("rev-parse", "request/2"), DAY)
    assert errors == 1
    world.publish(
        3, {"/".join(mended if not fits_windows(part) else part for part in path.split("/")): b"x"}, *OFFICE_CHAIN
    )


@pytest.mark.parametrize("path", ["docs/auxiliary.md", "docs/nullable", "docs/com10.md", "docs/.con", "docs/icon"])
def test_a_name_that_only_looks_like_it_is_merged(world: World, path: str) -> None:
    world.publish(2, {path: b"x"}, *OFFICE_CHAIN)


def test_a_name_that_main_has_already_can_still_be_changed_and_deleted(world: World) -> None:
    before = world.main()
    world.force({"docs/aux.md": b"x"})
    world.publish(2, {}, *CHAIN, message=f"Content: as it stands\n\nRegularises: {world.main()}\n")
    world.publish(3, {"docs/aux.md": b"y"}, *OFFICE_CHAIN)
    world.publish(4, {"docs/aux.md": None}, *OFFICE_CHAIN)
    assert world.problems() == [] and before != world.main()

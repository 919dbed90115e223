"""What check keeps of its last run never changes what it says: it only says it sooner (R37)."""

import datetime
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import check
import checking
import office_builder
from prakat.audit.auditor_memory import default_folder
from prakat.content import folder_memory, kept_answer, register
from prakat.content.item_folder import ItemFolder, walk
from prakat.content.kept_reading import kept_reading, reading_kept
from prakat.content.registered_item import FolderReading, read_folder
from prakat.item.item import Item

CHECKOUT = Path(__file__).resolve().parents[1]
DAY = datetime.date(2026, 10, 10)
Said = tuple[int, str, str]
Check = Callable[..., Said]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("PRAKAT_DATE", raising=False)
    return tmp_path / "cache" / "prakat" / "checked"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """One item that is right, one that is not, and one that leads to both."""
    made = office_builder.office(tmp_path / "office")
    office_builder.item(made, "law/act", former_paths=["law/older"])
    office_builder.item(made, "law/order", expires_on="2026-10-15")
    office_builder.item(made, "law/rules", "ดู[คำสั่ง](../order/) [เดิม](/law/older/) [ไม่มี](../none/)")
    return made


@pytest.fixture
def said(cache: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """Exit code, stdout and stderr."""

    def call(repo: Path, *words: object, day: datetime.date = DAY) -> Said:
        code = check.main(["--repo", str(repo), "--date", day.isoformat(), *map(str, words)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.fixture
def anew(said: Check, tmp_path: Path) -> Check:
    """The same by whoever keeps nothing."""

    def call(*words: object, **more: datetime.date) -> Said:
        (tmp_path / "a-file").touch()
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("XDG_CACHE_HOME", str(tmp_path / "a-file"))
            return said(*words, **more)

    return call


@pytest.fixture
def is_kept(monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """Whether the call before was answered without looking for an answer, since this was last asked."""
    found: list[object] = []
    real = checking.checked
    monkeypatch.setattr(checking, "checked", lambda *all: (found.append(all), real(*all))[1])

    def ask() -> bool:
        was = not found
        found.clear()
        return was

    return ask


def settle() -> None:
    """Until a change of a file that was just written would bear another time."""
    time.sleep(0.15)


def test_an_unchanged_office_is_answered_from_memory_alone(
    office: Path, said: Check, is_kept: Callable[[], bool]
) -> None:
    settle()
    first = said(office)
    assert not is_kept()
    assert first[0] == 1
    assert "link.broken" in first[1]
    assert said(office) == first
    assert is_kept()
    json, english = said(office, "--format", "json"), said(office, "--lang", "en")
    assert not is_kept()
    assert json[1] != first[1] != english[1]
    assert (said(office), said(office, "--format", "json"), said(office, "--lang", "en")) == (first, json, english)
    assert is_kept()
    said(office, day=DAY + datetime.timedelta(days=1))
    assert not is_kept()


def _git(repo: Path, *words: str) -> None:
    named = ["-c", "user.name=nok", "-c", "user.email=nok@office.example"]
    subprocess.run(["git", "-C", str(repo), *named, *words], check=True, capture_output=True)


def _same_size(file: Path) -> None:
    """Another content of the same length and with the times of before, as far as anybody can set them."""
    before = file.stat()
    file.write_bytes(file.read_bytes().replace("ทดสอบ".encode(), "ทดลอง".encode(), 1))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "text": lambda repo: (repo / "content/law/act/index.md").write_text("---\n", encoding="utf-8"),
    "same size and time": lambda repo: _same_size(repo / "content/law/act/index.md"),
    "mode": lambda repo: (repo / "content/law/act/index.md").chmod(0o640),
    "file": lambda repo: (repo / "content/law/act/more.pdf").write_bytes(office_builder.PDF),
    "item": lambda repo: office_builder.item(repo, "law/none"),
    "item gone": lambda repo: shutil.rmtree(repo / "content/law/order"),
    "item moved": lambda repo: (repo / "content/law/order").rename(repo / "content/law/none"),
    "items changed places": lambda repo: (
        (repo / "content/law/order").rename(repo / "content/x"),
        (repo / "content/law/act").rename(repo / "content/law/order"),
        (repo / "content/x").rename(repo / "content/law/act"),
    ),
    "stray": lambda repo: (repo / "content/law/stray.txt").touch(),
    "link": lambda repo: (repo / "content/law/linked").symlink_to("act"),
    "link for a folder": lambda repo: (
        (repo / "content/law").rename(repo / "elsewhere"),
        (repo / "content/law").symlink_to("../elsewhere"),
    ),
    "office": lambda repo: _same_size(repo / "office.yml"),
    "no office": lambda repo: (repo / "office.yml").unlink(),
    "registers": lambda repo: (repo / "registers").mkdir(),
    "history": lambda repo: _git(repo, "commit", "-qm", "more", "--allow-empty"),
    "main": lambda repo: _git(repo, "branch", "-m", "main", "other"),
    "no history": lambda repo: (repo / ".git").rename(repo / "elsewhere"),
    "objects": lambda repo: shutil.rmtree(next((repo / ".git/objects").glob("??"))),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_changed_is_looked_at_again(
    office: Path, said: Check, anew: Check, is_kept: Callable[[], bool], change: str
) -> None:
    _git(office, "init", "-q", "-b", "main")
    _git(office, "add", "-A")
    _git(office, "commit", "-qm", "first")
    settle()
    said(office)
    said(office)
    is_kept()
    CHANGES[change](office)
    now = said(office)
    assert not is_kept()
    assert now == anew(office)
    settle()
    assert said(office) == said(office) == now


def test_what_was_changed_a_moment_ago_is_not_yet_trusted(
    office: Path, said: Check, is_kept: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_answer, "_TICK", 10**12)
    first = said(office)
    is_kept()
    assert said(office) == first
    assert not is_kept()


def test_times_in_whole_seconds_are_trusted_later() -> None:
    whole, finer = "33188 1 2 3 5000000000", "33188 1 2 3 5000000001"
    assert not kept_answer.is_settled(whole, 6_900_000_000)
    assert kept_answer.is_settled(whole, 7_100_000_000)
    assert not kept_answer.is_settled(finer, 5_050_000_000)
    assert kept_answer.is_settled(finer, 5_200_000_000)
    assert kept_answer.is_settled("-", 6_900_000_000)


def test_only_the_folders_that_changed_are_read_again(
    office: Path, said: Check, anew: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def noting(folder: ItemFolder) -> FolderReading:
        read.append(folder.path.slug)
        return read_folder(folder)

    monkeypatch.setattr(folder_memory, "read_folder", noting)
    settle()
    said(office)
    assert sorted(read) == ["act", "order", "rules"]
    read.clear()
    office_builder.item(office, "law/order", expires_on="2026-12-15")
    settle()
    now = said(office)
    assert read == ["order"]
    assert now == anew(office)
    read.clear()
    assert said(office, "content/law")[1:] == now[1:]
    assert said(office, "--diff") == anew(office, "--diff")
    assert said(office, "--fix") == anew(office, "--fix")
    assert not set(read) - {"act", "order", "rules"}


class World:
    """An office in which anything may be changed at any time."""

    def __init__(self, repo: Path, chance: random.Random) -> None:
        self.repo, self.chance, self.day, self.count = office_builder.office(repo), chance, DAY, 0
        _git(repo, "init", "-q", "-b", "main")
        for _ in range(4):
            self.write(self.name())
        self.commit()

    def name(self) -> str:
        self.count += 1
        return f"{self.chance.choice(['law', 'public-relations', 'law/2569'])}/item-{self.count}"

    @property
    def items(self) -> list[Path]:
        return sorted(each.parent for each in (self.repo / "content").rglob("index.md"))

    def path(self) -> str:
        return self.chance.choice(self.items).relative_to(self.repo / "content").as_posix()

    def write(self, path: str, **fields: object) -> None:
        shutil.rmtree(self.repo / "content" / path, ignore_errors=True)
        start = self.day + datetime.timedelta(days=self.chance.randint(-5, 5))
        end = start + datetime.timedelta(days=self.chance.randint(1, 30))
        period = {"start": start.isoformat(), "end": end.isoformat()}
        shown = {"publish_on": start.isoformat(), "expires_on": end.isoformat(), "period": period}
        if self.items and self.chance.random() < 0.5:
            fields["relates"] = [{"to": self.path(), "how": "amends"}]
        links = "".join(f"\n[ดู](/{self.path()}/#part) " for _ in range(self.chance.randint(0, 2)) if self.items)
        files = {"doc.pdf": office_builder.PDF} if self.chance.random() < 0.3 else {}
        body = f"เนื้อหา ที่{self.chance.choice(['นี่', 'นั่น', 'โน่นน', 'เเปลก'])} {links} {self.chance.randint(1, 99)}"
        office_builder.item(self.repo, path, body, files, **shown, **fields)

    def move(self) -> None:
        old = self.path()
        shutil.rmtree(self.repo / "content" / old)
        self.write(self.name(), former_paths=[old])

    def office(self) -> None:
        file = self.repo / "office.yml"
        old, new = self.chance.sample(["id: clerk", "id: keeper", "2025-10-01}", "2025-10-02}"], 2)
        file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    def pass_days(self) -> None:
        self.day += datetime.timedelta(days=self.chance.randint(1, 9))

    def commit(self) -> None:
        _git(self.repo, "add", "-A")
        _git(self.repo, "commit", "-qm", "more", "--allow-empty")

    def act(self) -> None:
        any_item = self.repo / "content" / self.path()
        acts: list[Callable[[], object]] = [
            lambda: self.write(self.name()),
            lambda: self.write(self.path()),
            lambda: (any_item / "index.md").write_text(
                self.chance.choice(["---\na: [\n---\n", "", "---\na: 1\n---\n"])
            ),
            lambda: (any_item / f"file-{self.chance.randint(1, 3)}.pdf").write_bytes(office_builder.PDF),
            lambda: (any_item / "index.md").rename(any_item / "index.txt"),
            lambda: (any_item / f"a{self.count}.pdf").symlink_to("index.md"),
            lambda: _same_size(any_item / "index.md"),
            lambda: shutil.rmtree(any_item),
            *(self.move, self.office, self.pass_days, self.commit),
        ]
        self.chance.choice(acts)()
        if len(self.items) < 3:
            self.write(self.name())


@pytest.mark.parametrize("seed", range(3))
def test_after_any_changes_it_says_what_it_would_say_without_memory(
    tmp_path: Path, said: Check, anew: Check, seed: int
) -> None:
    world = World(tmp_path / "office", random.Random(seed))
    for _ in range(10):
        for _ in range(world.chance.randint(0, 2)):
            world.act()
        for words in ([], ["--format", "json"]):
            expected = anew(world.repo, *words, day=world.day)
            assert said(world.repo, *words, day=world.day) == expected
            if world.chance.random() < 0.5:
                settle()
            assert said(world.repo, *words, day=world.day) == expected


def _folders() -> Iterator[ItemFolder]:
    for office_yml in sorted((CHECKOUT / "tests" / "items").rglob("office.yml")):
        yield from (each for each in walk(office_yml.parent) if isinstance(each, ItemFolder))
    yield from (each for each in walk(CHECKOUT) if isinstance(each, ItemFolder))


def test_a_reading_comes_back_as_it_was() -> None:
    """Of every item that a rule refuses, and of those of the sample."""
    count = 0
    for folder in _folders():
        reading = read_folder(folder)
        back = reading_kept(kept_reading(reading))
        assert repr(back.findings) == repr(reading.findings)
        assert (back.entry is None, back.text is None) == (reading.entry is None, reading.text is None)
        if reading.text and back.text:
            assert back.text.rendered == reading.text.rendered
        if reading.entry and back.entry:
            assert back.entry.files == reading.entry.files
            assert back.entry.item.source_lines.lines == reading.entry.item.source_lines.lines
            for name in {*Item.__dataclass_fields__} - {"source_lines"}:
                assert getattr(back.entry.item, name) == getattr(reading.entry.item, name), name
        count += 1
    assert count > 150


@pytest.mark.parametrize("what", ["answers", "readings"])
def test_what_is_damaged_foreign_or_of_another_version_is_made_anew(
    office: Path, said: Check, cache: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle()
    first = said(office)
    kept = next(cache.glob(f"*.{what}"))
    whole = kept.read_bytes()
    chance = random.Random(1)
    for _ in range(12):
        spoilt = bytearray(whole)
        for _ in range(chance.randint(1, 40)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        kept.write_bytes(spoilt[: chance.choice([len(spoilt), 0, 100, len(spoilt) // 2])])
        if what == "readings":
            next(cache.glob("*.answers")).unlink(missing_ok=True)
        assert said(office) == first
    kept.write_bytes(whole.replace(b"law", b"war"))
    assert said(office) == first
    monkeypatch.setattr(folder_memory, "_FORMAT", "0")
    monkeypatch.setattr(kept_answer, "_FORMAT", "0")
    assert said(office) == first
    assert sorted(each.suffix for each in cache.iterdir()) == [".answers", ".readings"]


def test_what_others_may_have_written_is_not_believed(
    office: Path, said: Check, cache: Path, is_kept: Callable[[], bool]
) -> None:
    settle()
    first = said(office)
    is_kept()
    for place, mode in ((next(cache.glob("*.answers")), 0o622), (cache, 0o777)):
        before = place.stat().st_mode
        place.chmod(mode)
        assert said(office, day=DAY) == first
        assert not is_kept()
        place.chmod(before)


def test_nothing_is_kept_in_the_office_that_is_judged(
    office: Path, said: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(office.rglob("*"))
    (office.parent / "alias").symlink_to(office)
    for place in (office / ".cache", office.parent / "alias" / "content"):
        monkeypatch.setenv("XDG_CACHE_HOME", str(place))
        assert said(office) == said(office)
        assert sorted(office.rglob("*")) == before


def test_two_offices_are_never_taken_for_each_other(office: Path, said: Check, anew: Check, tmp_path: Path) -> None:
    other = shutil.copytree(office, tmp_path / "other")
    shutil.rmtree(other / "content" / "law" / "rules")
    settle()
    link = tmp_path / "link"
    for each in (office, other, office, other):
        link.unlink(missing_ok=True)
        link.symlink_to(each)
        assert said(link) == said(link) == anew(each)


def test_the_folder_in_which_the_command_is_typed_may_be_the_office(
    office: Path,
    cache: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    is_kept: Callable[[], bool],
) -> None:
    def here(place: Path) -> str:
        monkeypatch.chdir(place)
        check.main(["--date", DAY.isoformat()])
        return capsys.readouterr().out

    settle()
    first = here(office)
    within = here(office / "content" / "law")
    is_kept()
    assert (here(office), here(office / "content" / "law")) == (first, within)
    assert is_kept()
    (office / "content" / "office.yml").touch()
    assert here(office / "content" / "law") != within
    assert not is_kept()


def test_it_is_kept_beside_what_an_audit_keeps(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Path(kept_answer.cache_folder()) == default_folder() / "checked"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert Path(kept_answer.cache_folder()) == default_folder() / "checked"


def test_a_kept_answer_loads_nothing_that_finds_answers(office: Path, cache: Path) -> None:
    settle()
    program = "import check, sys; code = check.main(sys.argv[1:]); print(*sys.modules); sys.exit(code)"
    words = [sys.executable, "-c", program, "--repo", str(office), "--date", DAY.isoformat()]
    own = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (CHECKOUT / "src", CHECKOUT / "scripts")))}
    runs = [subprocess.run(words, env=own, capture_output=True, check=False) for _ in range(3)]
    assert {each.returncode for each in runs} == {1}
    said, loaded = ({each.stdout.rpartition(b"\n")[0].rpartition(b"\n")[part] for each in runs} for part in (0, 2))
    assert len(said) == 1
    modules = min(loaded, key=len).decode().split()
    assert "prakat.content.kept_answer" in modules
    assert not {"checking", "terminal", "argparse", "yaml", "sqlite3", "pathlib", "json", "prakat.product"} & {*modules}


def test_without_memory_nothing_is_said_of_it(
    office: Path, said: Check, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = said(office)
    monkeypatch.setattr(sys, "platform", "win32")
    assert kept_answer.cache_folder() == ""
    assert said(office) == first
    monkeypatch.undo()
    assert register.read(office, DAY).findings

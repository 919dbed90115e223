"""Faults planted in the spare tree, in what is kept, in the release: found by the next publication (R19, R37, R46)."""

import datetime
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Mapping
from contextlib import closing, nullcontext
from pathlib import Path

import pytest

import office_builder
from prakat.release import assembly, fresh_files, spare_tree, tree_examination
from prakat.release.assembly import Assembly
from prakat.release.basis import APPROVED, Basis
from prakat.release.increment import Increment
from prakat.release.release_folder import ReleaseFolder, only_publisher
from prakat.release.walked_trees import WalkedTrees
from prakat.site import drawing
from prakat.site.card import Card
from prakat.site.digest import digests
from prakat.site.page_sources import PageSources

DAY, NEXT = datetime.date(2026, 10, 14), datetime.date(2026, 10, 15)
SECRET = "ข้อความที่ประชาชนต้องไม่เห็นอีกต่อไปเพราะพ้นกำหนดแล้ว"
FORGED = "เรื่องที่ไม่มีใครอนุมัติ"
ONE, TWO = "law/one/index.html", "law/two/index.html"


class Office:
    """A repository that is published approved."""

    def __init__(self, place: Path) -> None:
        self.repo = office_builder.office(place / "office")
        self.to = ReleaseFolder(place / "www")
        self.git("init", "-q", "-b", "main")
        office_builder.item(self.repo, "law/one", "ผู้มีสิทธิตามข้อ ๓ [ประกาศ](../two/)", {"one.pdf": office_builder.PDF})
        office_builder.item(self.repo, "law/two", SECRET, expires_on=DAY.isoformat())
        office_builder.item(self.repo, "knowledge/other", "ดูเพิ่มที่ [ประกาศ](../../law/one/)")
        self.commit()

    def git(self, *arguments: str) -> str:
        names = {f"GIT_{who}_{what}": "a@x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        days = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{DAY}T09:00:00+0700")
        command = ["git", "-C", str(self.repo), *arguments]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **names, **days})
        return done.stdout.strip()

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", "x")

    def amend(self) -> None:
        office_builder.item(self.repo, "law/one", "ผู้มีสิทธิตามข้อ ๔", {"one.pdf": office_builder.PDF})
        self.commit()

    def publish(self, day: datetime.date = DAY, *, is_whole: bool = False) -> Assembly:
        with only_publisher(self.to.root) as folder:
            basis = Basis(folder.staging / "tree", self.repo, self.git("rev-parse", "HEAD"), APPROVED)
            done = assembly.publish(basis, day, folder, 5, lambda _: nullcontext(), is_whole=is_whole)
            spare_tree.prepare_spare(folder)
        return done

    def current(self) -> Path:
        found = self.to.current_folder()
        assert found
        return found

    def is_right(self) -> bool:
        return digests(self.current()) == self.to.manifest(self.current().name)["files"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    found = Office(tmp_path)
    assert found.publish().release
    return found


def ids(done: Assembly) -> tuple[set[str], set[str], set[str]]:
    """Of problems, remarks and deviations."""
    problems = {each.what.id for each in done.problems}
    return problems, {each.id for each in done.remarks}, {each.id for each in done.deviations}


def planted(file: Path, text: str = "<p>planted</p>") -> None:
    """In place of the file, as another one."""
    raw = file.read_bytes()
    file.unlink()
    file.write_bytes(raw + text.encode())


def test_what_changed_is_verified_and_released(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    trees: list[Path] = []
    whole = tree_examination.TreeExamination.examine
    monkeypatch.setattr(
        tree_examination.TreeExamination, "examine", lambda self, tree: (trees.append(tree), whole(self, tree))[1]
    )
    office.amend()
    assert ids(office.publish()) == (set(), set(), set())
    assert ids(office.publish(NEXT)) == (set(), set(), set())
    assert ids(office.publish(NEXT)) == (set(), set(), set())
    assert len(trees) == 2, "the third had nothing to do"
    assert office.is_right()


PLANTINGS: Mapping[str, Callable[[Path], object]] = {
    "a page in place of another": lambda root: planted(root / TWO),
    "a page that was written into": lambda root: (root / ONE).chmod(0o644) or (root / ONE).write_text("x"),
    "a page besides": lambda root: (root / "law/three.html").write_text(SECRET),
    "a page lost": lambda root: (root / ONE).unlink(),
    "a link": lambda root: (root / "law/link").symlink_to("/etc"),
}


@pytest.mark.parametrize("name", PLANTINGS)
def test_what_was_planted_in_the_release_is_told_and_gone(office: Office, name: str) -> None:
    PLANTINGS[name](office.current())
    office.amend()
    done = office.publish()
    assert ids(done) == (set(), {"release.anew-altered"}, {"release.altered"})
    assert done.exit_code == 1
    assert office.is_right()
    assert ids(office.publish()) == (set(), set(), set())


def test_files_copied_back_are_verified_anew_and_no_offence(office: Office) -> None:
    root = office.current()
    shutil.copytree(root, root.with_name("copy"))
    shutil.rmtree(root)
    root.with_name("copy").rename(root)
    office.amend()
    done = office.publish()
    assert ids(done) == (set(), {"release.anew-altered"}, set())
    assert done.exit_code == 0


@pytest.mark.parametrize("name", sorted(PLANTINGS.keys() - {"a page that was written into"}))
def test_what_was_planted_in_the_spare_tree_gets_nowhere(office: Office, name: str) -> None:
    """Written into in place it is the release's own file."""
    (spare,) = spare_tree.spare_trees(office.to)
    PLANTINGS[name](spare)
    office.amend()
    assert ids(office.publish()) == (set(), set(), set())
    assert office.is_right()


def test_what_comes_into_the_spare_tree_once_it_was_walked_through_is_not_released(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = WalkedTrees.of

    def walked(to: ReleaseFolder, released: Path) -> WalkedTrees:
        found = whole(to, released)
        (spare,) = spare_tree.spare_trees(to)
        PLANTINGS["a page besides"](spare)
        return found

    monkeypatch.setattr(WalkedTrees, "of", walked)
    office.amend()
    before, done = office.current(), office.publish()
    assert (done.release, ids(done)[0]) == (None, {"site.tree-besides"})
    assert office.current() == before
    monkeypatch.undo()
    assert ids(office.publish()) == (set(), set(), set())
    assert office.is_right()


def rewritten(office: Office, table: str, change: Callable[[sqlite3.Connection], object]) -> None:
    with closing(sqlite3.connect(office.to.kept)) as connection, connection:
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        change(connection)


def test_a_row_that_something_else_wrote_is_not_believed(office: Office) -> None:
    other = "UPDATE cards SET json = CAST(replace(CAST(json AS TEXT), '\"live\"', '\"due\"') AS BLOB)"
    rewritten(office, "cards", lambda to: to.execute(other))
    office.amend()
    assert ids(office.publish()) == (set(), {"release.anew-damaged"}, set())


def forged_title(connection: sqlite3.Connection) -> None:
    """With right checksums."""
    row = "SELECT folder, whole, proof FROM item WHERE folder LIKE '%other'"
    folder, whole, proof = connection.execute(row).fetchone()
    (cards,) = connection.execute("SELECT json FROM cards").fetchone()
    url = f"{folder.removeprefix('content/')}/"
    (card,) = (each for each in json.loads(cards) if each[Card._fields.index("url")] == url)
    title = card[Card._fields.index("title")].encode()
    told = [raw.replace(title, FORGED.encode()) for raw in (cards, whole)]
    assert told[0] != cards and told[1] != whole
    proofs = [
        hashlib.sha256(begun + raw).hexdigest()[:16]
        for begun, raw in zip((b"/\n", f"{url}\n".encode()), told, strict=True)
    ]
    connection.execute("UPDATE cards SET json = ?, proof = ?", (told[0], proofs[0]))
    values = (told[1], proofs[1] + proof[16:], folder)
    connection.execute("UPDATE item SET whole = ?, proof = ? WHERE folder = ?", values)


def test_what_a_forged_row_got_into_the_site_a_whole_build_tells(office: Office) -> None:
    rewritten(office, "cards", forged_title)
    assert ids(office.publish(NEXT)) == (set(), set(), set())
    assert FORGED in (office.current() / "index.html").read_text(encoding="utf-8")
    done = office.publish(NEXT, is_whole=True)
    assert ids(done) == (set(), set(), {"release.diverged"})
    assert done.exit_code == 1
    assert "index.html" in done.summary.text("en")
    assert FORGED not in (office.current() / "index.html").read_text(encoding="utf-8")
    assert ids(office.publish(NEXT, is_whole=True)) == (set(), set(), set())


def test_a_whole_build_of_the_same_is_the_same(office: Office) -> None:
    office.amend()
    office.publish()
    made = office.publish(NEXT)
    done = office.publish(NEXT, is_whole=True)
    assert (done.release, done.exit_code, ids(done)) == (made.release, 0, (set(), set(), set()))


def test_a_whole_build_of_another_day_compares_nothing(office: Office) -> None:
    assert ids(office.publish(NEXT, is_whole=True)) == (set(), set(), set())


def test_a_whole_build_tells_what_was_altered(office: Office) -> None:
    planted(office.current() / TWO)
    assert ids(office.publish(is_whole=True)) == (set(), set(), {"release.altered"})
    assert office.is_right()


def drawn_otherwise(old: str, new: str) -> Callable[[pytest.MonkeyPatch], object]:
    page = drawing.page
    return lambda patch: patch.setattr(drawing, "page", lambda *told: page(*told).replace(old, new))


def nothing_drawn(patch: pytest.MonkeyPatch) -> None:
    """What came down stays as it was."""
    whole = fresh_files.fresh_files

    def stale(found: Increment, sources: Mapping[str, str], *told: object) -> object:
        kept = {url: sources[url] for url in found.sources.all() if url in sources}
        patch.setattr(PageSources, "all", lambda _: kept)
        patch.setattr(PageSources, "evidence", {})
        return whole(found, sources, *told)  # type: ignore[arg-type]

    patch.setattr(assembly, "fresh_files", stale)


FAULTS: Mapping[str, tuple[Callable[[pytest.MonkeyPatch], object], str]] = {
    "a drawing that adds what came down": (drawn_otherwise("</main>", f"<p>{SECRET}</p></main>"), "site.leak"),
    "a drawing that loses a digit": (drawn_otherwise("๔", "4"), "site.unread"),
    "pages that nobody drew": (nothing_drawn, "site.lists-tombstone"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_made_wrong_is_not_released(office: Office, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    office.amend()
    before = office.current()
    make, what = FAULTS[name]
    make(monkeypatch)
    done = office.publish(NEXT)
    assert done.release is None
    assert what in ids(done)[0]
    assert done.exit_code == 1
    assert office.current() == before
    monkeypatch.undo()
    assert ids(office.publish(NEXT)) == (set(), set(), set())
    assert office.is_right()


def test_a_file_that_is_not_the_manifests_is_not_released(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever put the tree together."""
    whole = tree_examination.TreeExamination.examine
    monkeypatch.setattr(
        tree_examination.TreeExamination, "examine", lambda self, tree: (planted(tree / TWO), whole(self, tree))[1]
    )
    office.amend()
    before, done = office.current(), office.publish()
    assert (done.release, {each.file for each in done.problems}) == (None, {TWO})
    assert ids(done)[0] == {"site.tree-differs"}
    assert office.current() == before
    assert office.is_right()

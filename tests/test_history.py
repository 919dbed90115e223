"""git is read in one pass, whole and as it is: no environment, attribute, link or replacement changes what was seen."""

import datetime
import os
import subprocess
from pathlib import Path

import pytest

from prakat.cannot_work import CannotWork
from prakat.content.action import Action
from prakat.repository import snapshot
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import head_of, open_repository
from prakat.repository.work_tree import is_dirty
from prakat.site import revision

LATE = datetime.date(2030, 1, 1)


def git(place: Path, *arguments: str, when: str = "2026-07-01T09:00:00+07:00") -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    for role in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{role}_NAME": "a", f"GIT_{role}_EMAIL": "a@x.example", f"GIT_{role}_DATE": when}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *arguments],
        cwd=place,
        env=environment,
        check=True,
        capture_output=True,
    )
    return done.stdout.decode().strip()


@pytest.fixture
def office(tmp_path: Path) -> Path:
    place = tmp_path / "office"
    folder = place / "content" / "law" / "2569" / "act"
    folder.mkdir(parents=True)
    git(place, "init", "-q", "-b", "main")
    (folder / "index.md").write_text("one")
    git(place, "add", ".")
    git(place, "commit", "-qm", "one\n\n:100644 100644 a b M\n\0x".replace("\0", ""))
    git(place, "checkout", "-qb", "request/1")
    (folder / "notice.pdf").write_bytes(b"%PDF\r\n")
    git(place, "add", ".")
    git(place, "commit", "-qm", "two", when="2026-07-02T09:00:00+07:00")
    git(place, "checkout", "-q", "main")
    git(place, "merge", "-q", "--no-ff", "-m", "three", "request/1", when="2026-07-03T18:00:00+00:00")
    return place


def test_revisions_are_those_of_main_by_the_day_in_bangkok(office: Path) -> None:
    found = revision.revisions(office, LATE)["content/law/2569/act"]
    assert [(each.day.isoformat(), each.action) for each in found] == [
        ("2026-07-01", Action.PUBLISHED),
        ("2026-07-04", Action.AMENDED),
    ]


def test_revisions_end_with_the_day_asked(office: Path) -> None:
    assert len(revision.revisions(office, datetime.date(2026, 7, 3))["content/law/2569/act"]) == 1


def test_a_folder_without_repository_or_commit_has_no_history(tmp_path: Path) -> None:
    assert revision.revisions(tmp_path, LATE) == {}
    assert head_of(tmp_path) is None
    git(tmp_path, "init", "-q")
    assert revision.revisions(tmp_path, LATE) == {}
    assert head_of(tmp_path) is None


def test_a_folder_inside_another_repository_is_not_that_repository(office: Path) -> None:
    assert head_of(office / "content") is None


def test_a_shallow_clone_is_refused(office: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{office}", "shallow")
    with pytest.raises(CannotWork):
        revision.revisions(tmp_path / "shallow", LATE)


def test_variables_of_a_hook_lead_nowhere_else(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert head_of(office)
    assert not is_dirty(office, ["content"])


def test_a_replaced_commit_is_read_as_it_was(office: Path) -> None:
    first = git(office, "rev-list", "--max-parents=0", "HEAD")
    second = git(office, "rev-parse", "HEAD")
    git(office, "replace", second, first)
    assert next(open_repository(office).log("HEAD")).id == second
    assert len(revision.revisions(office, LATE)["content/law/2569/act"]) == 2


def test_a_changed_or_new_file_makes_the_work_tree_dirty(office: Path) -> None:
    assert not is_dirty(office, ["content"])
    (office / "content" / "law" / "new.txt").write_text("x")
    assert is_dirty(office, ["content"])
    assert not is_dirty(office, ["office.yml"])


def test_export_writes_bytes_as_git_holds_them(office: Path, tmp_path: Path) -> None:
    (office / ".gitattributes").write_text("*.md text eol=crlf export-ignore\n")
    (office / "outside").symlink_to("/etc/passwd")
    git(office, "add", ".")
    git(office, "commit", "-qm", "four")
    target = tmp_path / "out"
    target.mkdir()
    snapshot.export(office, "HEAD", target)
    assert (target / "content/law/2569/act/index.md").read_bytes() == b"one"
    assert (target / "content/law/2569/act/notice.pdf").read_bytes() == b"%PDF\r\n"
    assert (target / "outside").is_symlink()
    assert not (target / "outside").exists()


def test_export_of_no_commit_cannot_work(office: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotWork):
        snapshot.export(office, NOTHING, tmp_path)


def test_a_repository_read_a_thousand_commits_deep_is_read_once(office: Path) -> None:
    commits = list(open_repository(office).log("HEAD"))
    assert [len(each.parents) for each in commits] == [2, 1, 0]
    assert [change.path for change in commits[0].changes] == ["content/law/2569/act/notice.pdf"]
    assert commits[2].message.startswith("one\n\n:100644")

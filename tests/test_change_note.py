"""A change of a live item's text asks for a note; a renewal and what nobody could read yet ask for none (R17)."""

import datetime
import subprocess
from pathlib import Path

import pytest

import check
import office_builder
from prakat.content import register
from prakat.request.change_note import notes_missing_in

DAY = datetime.date(2026, 10, 10)
BODY = "สอบวันที่ 9 ธันวาคม 2569"


def git(repo: Path, *arguments: str) -> None:
    named = ["-c", "user.name=nok", "-c", "user.email=nok@office.example"]
    subprocess.run(["git", *named, *arguments], cwd=repo, check=True, capture_output=True)


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """On a branch that leaves main, where the item has a note of its last change."""
    made = office_builder.office(tmp_path / "office")
    office_builder.item(made, "law/act", BODY, change_note="เพิ่มสถานที่สอบ")
    office_builder.item(made, "law/later", BODY, publish_on="2026-10-11")
    git(made, "init", "-q", "-b", "main")
    git(made, "add", "-A")
    git(made, "commit", "-qm", "main")
    git(made, "switch", "-qc", "request/2")
    return made


def asked(repo: Path) -> list[str]:
    found = notes_missing_in(repo, register.read(repo, DAY))
    return [f"{each.path}:{each.line} {each.rule}" for each in found]


@pytest.mark.parametrize(
    ("body", "changed", "is_asked"),
    [
        (BODY, {"change_note": "เพิ่มสถานที่สอบ"}, False),
        ("สอบวันที่ 16 ธันวาคม 2569", {"change_note": "เพิ่มสถานที่สอบ"}, True),
        ("สอบวันที่ 16 ธันวาคม 2569", {}, True),
        ("สอบวันที่ 16 ธันวาคม 2569", {"change_note": "เลื่อนวันสอบ"}, False),
        (BODY, {"change_note": "เพิ่มสถานที่สอบ", "title": "ประกาศเรื่องอื่น"}, True),
        (BODY, {"change_note": "เพิ่มสถานที่สอบ", "closes": {"on": "2026-10-20", "what": "applications"}}, True),
        (BODY, {"change_note": "เพิ่มสถานที่สอบ", "expires_on": "2026-12-31"}, False),
        (BODY, {"change_note": "เพิ่มสถานที่สอบ", "fulfils": ["oia-9-1"]}, False),
        ("ก", {"withdrawn": {"on": "2026-10-10", "reason": "คลาดเคลื่อน"}}, False),
        ("ก", {"ignore": [{"rule": "change-note.missing", "why": "แก้คำสะกดเท่านั้น"}]}, False),
    ],
)
def test_a_change_of_what_readers_read_asks_for_a_new_note(
    repo: Path, body: str, changed: dict[str, object], is_asked: bool
) -> None:
    assert asked(repo) == []
    office_builder.item(repo, "law/act", body, **changed)
    line = 10 if "change_note" in changed else 2
    assert asked(repo) == ([f"content/law/act/index.md:{line} change-note.missing"] if is_asked else [])
    git(repo, "add", "-A")
    git(repo, "commit", "-qm", "2", "--allow-empty")
    assert bool(asked(repo)) is is_asked


def test_nobody_has_read_what_is_new_or_not_up_yet(repo: Path) -> None:
    office_builder.item(repo, "law/later", "ข้อความอื่น", publish_on="2026-10-11")
    office_builder.item(repo, "law/new", "ข้อความใหม่")
    assert asked(repo) == []


def test_check_says_it_and_what_it_proposes_is_enough(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ["--repo", str(repo), "--date", DAY.isoformat()]
    office_builder.item(repo, "law/act", "สอบวันที่ 16 ธันวาคม 2569")
    assert check.main(told) == 0
    assert "change-note.missing" in capsys.readouterr().out
    office_builder.item(repo, "law/act", "สอบวันที่ 16 ธันวาคม 2569", change_note="เลื่อนวันสอบ")
    assert check.main(told) == 0
    assert "change-note.missing" not in capsys.readouterr().out


def test_where_git_cannot_tell_nothing_is_compared(repo: Path, tmp_path: Path) -> None:
    office_builder.item(repo, "law/act", "ข้อความอื่น")
    assert asked(repo)
    git(repo, "branch", "-m", "main", "other")
    assert asked(repo) == []
    git(repo, "branch", "-m", "other", "main")
    for each in (repo / ".git" / "objects").rglob("*"):
        if each.is_file():
            each.unlink()
    assert asked(repo) == []
    assert asked(office_builder.office(tmp_path / "no repository")) == []

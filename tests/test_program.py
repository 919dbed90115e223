"""git, ssh-keygen and Python's own modules: found where they are installed, never in the folder that is judged."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import office_builder
from prakat.cannot_work import CannotWork
from prakat.repository import program as programs
from prakat.repository.program import program
from small_history import Step, made

MODULES = (
    "yaml",
    "json",
    "argparse",
    "git",
    "orjson",
    "rich",
    "mkdocs",
    "terminal",
    "by_name",
    "check",
    "sitecustomize",
)


def runnable(place: Path) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("#!/bin/sh\ntouch hijacked\n", encoding="utf-8")
    place.chmod(0o755)
    return place


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """An office whose folder holds modules and programs with the names of others."""
    place = office_builder.office(tmp_path / "hostile")
    office_builder.item(place, "law/act")
    taken = 'open("hijacked", "w").close(); raise SystemExit("hijacked")\n'
    for name in MODULES:
        (place / f"{name}.py").write_text(taken, encoding="utf-8")
    (place / "prakat").mkdir()
    (place / "prakat" / "__init__.py").write_text(taken, encoding="utf-8")
    (place / "scripts").mkdir()
    (place / "scripts" / "check.py").write_text(taken, encoding="utf-8")
    for name in ("git", "ssh-keygen", "git.exe", "python"):
        runnable(place / name)
    subprocess.run([shutil.which("git") or "", "init", "-q", str(place)], check=True)
    return place


@pytest.mark.parametrize("words", [["check", "--date", "2026-10-15"], ["due"], ["--version"], ["audit"]])
def test_the_present_folder_gives_the_command_nothing(hostile: Path, words: list[str]) -> None:
    """As pip installs it, in a folder that is on PATH by a dot, with nothing that makes Python careful."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    own["PATH"] = f".{os.pathsep}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = Path(sys.executable).with_name("prakat")
    done = subprocess.run([str(command), *words], cwd=hostile, env=own, capture_output=True, check=False)
    assert done.returncode in (0, 1, 2)
    assert b"hijacked" not in done.stdout + done.stderr
    assert not (hostile / "hijacked").exists()


def test_a_relative_folder_on_path_is_passed_over(
    hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = runnable(tmp_path / "programs" / "git")
    monkeypatch.chdir(hostile)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", "../hostile", str(right.parent)]))
    assert program("git") == str(right)
    monkeypatch.setenv("PATH", os.pathsep.join(["", "."]))
    for name, told in {"git": "repository.no-git", "ssh-keygen": "repository.no-ssh-keygen"}.items():
        with pytest.raises(CannotWork) as problem:
            program(name)
        assert problem.value.message == told


@pytest.mark.parametrize("folder", ["cmd", "bin", "mingw64/bin"])
def test_on_windows_the_ssh_keygen_of_git_comes_first(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git for Windows puts only one of its folders on PATH."""
    git = runnable(tmp_path / "Git" / folder / "git.exe")
    own = runnable(tmp_path / "Git" / "usr" / "bin" / "ssh-keygen.exe")
    older = runnable(tmp_path / "System32" / "OpenSSH" / "ssh-keygen.exe")
    monkeypatch.setattr(programs, "IS_WINDOWS", True)
    monkeypatch.setenv("PATH", os.pathsep.join([str(older.parent), str(git.parent)]))
    assert program("git") == str(git)
    assert program("ssh-keygen") == str(own)
    own.unlink()
    programs._found.cache_clear()
    assert program("ssh-keygen") == str(older)


def test_what_git_sets_inside_hooks_does_not_reach_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository, ids = made(tmp_path / "office.git", Step("root"))
    monkeypatch.setenv("PATH", str(Path(shutil.which("git") or "").parent))
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_WORK_TREE", "GIT_CONFIG_PARAMETERS"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    assert repository.line("rev-parse", ids["root"]) == ids["root"]
    assert [each.id for each in repository.log(ids["root"])] == [ids["root"]]

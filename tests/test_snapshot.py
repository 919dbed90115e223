"""A commit's tree on disk: every byte as git has it, nothing followed, nothing outside the folder (R34)."""

from pathlib import Path

import pytest

from prakat.cannot_work import CannotWork
from prakat.repository import objects
from prakat.repository.repository import Repository
from prakat.repository.snapshot import NOWHERE, export
from small_history import Step, made


def exported(place: Path, **files: object) -> Path:
    repository, ids = made(place / "office.git", Step("root", files=files["files"]))  # type: ignore[arg-type]
    (place / "out").mkdir()
    export(repository.folder, ids["root"], place / "out")
    return place / "out"


def test_bytes_are_those_of_git_whatever_the_tree_asks_for(tmp_path: Path) -> None:
    files = {
        ".gitattributes": b"* text eol=crlf ident\n",
        "a/b.txt": b"$Id$\nline\n",
        "ก.bin": bytes(range(256)),
        "empty": b"",
    }
    found = exported(tmp_path, files=files)
    there = {path.relative_to(found).as_posix(): path.read_bytes() for path in found.rglob("*") if path.is_file()}
    assert there == files


def test_a_link_leads_nowhere_and_a_repository_is_an_empty_folder(tmp_path: Path) -> None:
    files = {"link": ("120000", b"/etc/passwd"), "a/sub": ("160000", b"1" * 40), "run": ("100755", b"x")}
    found = exported(tmp_path, files=files)
    assert (found / "link").is_symlink()
    assert str((found / "link").readlink()) == NOWHERE
    assert not (found / "link").exists()
    assert list((found / "a" / "sub").iterdir()) == []
    assert (found / "run").read_bytes() == b"x"


def tree(repository: Repository, *entries: tuple[str, str, str]) -> str:
    """One that git itself would not write: mode, name and object."""
    raw = b"".join(f"{mode} {name}".encode() + b"\0" + bytes.fromhex(oid) for mode, name, oid in entries)
    given = repository.run("hash-object", "-t", "tree", "-w", "--stdin", "--literally", given=raw)
    return given.decode().strip()


@pytest.mark.parametrize("name", ["..", ".", ".git", ".GIT", "a\\b"])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    repository, _ = made(tmp_path / "office.git", Step("root"))
    blob = objects.write(repository, "blob", b"x")
    inner = tree(repository, ("100644", name, blob)) if "\\" in name else tree(repository, ("100644", "x", blob))
    outer = tree(repository, ("40000", "folder" if "\\" in name else name, inner))
    (tmp_path / "out").mkdir()
    with pytest.raises(CannotWork):
        export(repository.folder, outer, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    repository, _ = made(tmp_path / "office.git", Step("root"))
    blobs = [objects.write(repository, "blob", each) for each in (b"x", b"y")]
    twice = tree(repository, *(("100644", "a", blob) for blob in blobs))
    (tmp_path / "out").mkdir()
    with pytest.raises(CannotWork):
        export(repository.folder, twice, tmp_path / "out")


def test_a_commit_or_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    repository, _ = made(tmp_path / "office.git", Step("root"))
    (tmp_path / "out").mkdir()
    for oid in ("e" * 40, tree(repository, ("100644", "a", "e" * 40))):
        with pytest.raises(CannotWork):
            export(repository.folder, oid, tmp_path / "out")


def test_a_name_that_no_disk_holds_is_said(tmp_path: Path) -> None:
    repository, ids = made(tmp_path / "office.git", Step("root", files={"a" * 300: b"x"}))
    (tmp_path / "out").mkdir()
    with pytest.raises(CannotWork):
        export(repository.folder, ids["root"], tmp_path / "out")


def test_a_folder_changed_on_the_disk_is_not_written(tmp_path: Path) -> None:
    """Its id no longer says what it holds."""
    repository, ids = made(tmp_path / "office.git", Step("root", files={"a/b": b"x"}))
    repository.run("unpack-objects", "-q", given=repository.run("pack-objects", "--all", "--stdout", "-q"))
    forged = objects.write(repository, "blob", b"forged")
    oid = repository.line("rev-parse", f"{ids['root']}:a")
    path = repository.git_dir / "objects" / oid[:2] / oid[2:]
    raw = b"100644 b\0" + bytes.fromhex(forged)
    import zlib

    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(zlib.compress(b"tree %d\0" % len(raw) + raw))
    (tmp_path / "out").mkdir()
    with pytest.raises(CannotWork):
        export(repository.folder, ids["root"], tmp_path / "out")

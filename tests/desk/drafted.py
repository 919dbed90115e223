"""an office in a folder x an item of it -> the same office as main of a bare repository, and the item as a draft"""

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from prakat.item.item_path import INDEX, ROOT, parse_path
from prakat.repository.repository import open_repository
from prakat_desk.preview.item_draft import ItemDraft
from prakat_desk.preview.surroundings import Surroundings


def mains_of(trees: Sequence[tuple[Path, str]], to: Path) -> list[Surroundings]:
    """Of each tree without what lies at a path: a commit of one bare repository, which stays on no branch."""
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", to], check=True)
    commits = [b"".join(_commit(*each)) for each in trees]
    stream = b"".join(
        b"commit refs/heads/main\nmark :%d\n%s" % (number, each) for number, each in enumerate(commits, start=1)
    )
    marks = to.with_name(f"{to.name}.marks")
    command = ["git", f"--git-dir={to}", "fast-import", "--quiet", "--force", f"--export-marks={marks}"]
    subprocess.run(command, input=stream, check=True)
    known = dict(line.split() for line in marks.read_text("ascii").splitlines())
    repository = open_repository(to)
    return [Surroundings(repository, known[f":{number}"]) for number in range(1, len(trees) + 1)]


def main_of(tree: Path, without: str = "") -> Surroundings:
    return mains_of([(tree, without)], tree.with_name(f"{tree.name}.git"))[0]


def _commit(tree: Path, without: str) -> Iterator[bytes]:
    yield b"committer x <x@office.example> 1790000000 +0700\ndata 1\nx\ndeleteall\n"
    paths = [tree / "office.yml", *(tree / ROOT).rglob("*"), *(tree / "registers").rglob("*")]
    for place in paths:
        path = place.relative_to(tree).as_posix()
        if place.is_file() and not (without and path.startswith(f"{without}/")):
            raw = place.read_bytes()
            yield b'M 100644 inline "%s"\ndata %d\n%s\n' % (path.encode(), len(raw), raw)


def draft_of(tree: Path, path: str, origin: str = "") -> ItemDraft:
    """The item at that path of the tree."""
    known = parse_path(path)
    assert known, path
    folder = tree / known.folder
    files = {each.name: each for each in folder.iterdir() if each.name != INDEX}
    return ItemDraft(known, (folder / INDEX).read_bytes(), files, origin)

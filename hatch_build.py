"""What a wheel and an sdist hold: files that git tracks, and the commit; nothing else that lies in the checkout."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMMIT = "COMMIT"
PACKAGES = ("src/prakat/", "src/prakat_desk/")
FOLDERS = ("schemas/", "theme/", "hooks/", "scripts/")
"""What a wheel holds beside src/prakat: every part of Prakat that is used where no checkout is (prakat.product)."""
FILES = frozenset({"mkdocs.yml", "requirements.lock", "requirements-desk.lock"})
OF_A_CHECKOUT = frozenset({"scripts/bench.py", "scripts/derive.py"})
"""Commands that work on Prakat itself."""


class Parts(BuildHookInterface):  # type: ignore[type-arg]
    told: "tempfile.TemporaryDirectory[str]"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """`version` is the kind of build: standard or editable."""
        if version == "editable":
            return
        root, in_wheel = Path(self.root), self.target_name == "wheel"
        self.told = tempfile.TemporaryDirectory(prefix="prakat-")
        told = Path(self.told.name) / COMMIT
        told.write_text(f"{_commit(root)}\n", encoding="ascii")
        included = build_data["force_include"]
        included[str(told)] = f"prakat/{COMMIT}" if in_wheel else COMMIT
        for name in sorted(_source(root)):
            place = _place_in_wheel(name) if in_wheel else name
            if place:
                included[str(root / name)] = place

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self.told.cleanup()


def _place_in_wheel(name: str) -> str:
    """Empty for what no office needs."""
    if name.startswith(PACKAGES):
        return name.removeprefix("src/")
    if name in FILES or (name.startswith(FOLDERS) and name not in OF_A_CHECKOUT):
        return f"prakat/{name}"
    match name.split("/"):
        case ["docs", "manual", picture] if picture.endswith(".webp"):
            return f"prakat/{name}"
        case ["content", "work-manuals", manual, "index.md"] if manual.endswith("-manual"):
            return f"prakat/manuals/{manual.removesuffix('-manual')}.md"
        case ["content", "work-manuals", manual, attached] if manual.endswith("-manual"):
            return f"prakat/manuals/{attached}"
    return ""


def _source(root: Path) -> Iterator[str]:
    """The files of a checkout that git tracks; an sdist has no others."""
    if not (root / ".git").exists():
        there = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        yield from (name for path in there if (name := path.relative_to(root).as_posix()) not in (COMMIT, "PKG-INFO"))
        return
    for entry in _git(root, "ls-files", "-z", "--stage").split("\0")[:-1]:
        told, _, name = entry.partition("\t")
        if not told.startswith("100"):
            raise RuntimeError(f"{name} must be a file, and is a link or a repository: no package can hold it")
        yield name


def _commit(root: Path) -> str:
    """The commit that is built, 40 hex digits; an sdist brings its own."""
    told = root / COMMIT
    if (root / ".git").exists():
        return _git(root, "rev-parse", "HEAD").strip()
    if told.is_file():
        return told.read_text(encoding="ascii").strip()
    raise RuntimeError(f"{root} must be a git checkout of Prakat or its sdist: nothing here names a commit")


def _git(root: Path, *words: str) -> str:
    own = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER_REPOSITORY}
    asked = ["git", "-C", str(root), *words]
    done = subprocess.run(asked, env=own, check=False, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"git {words[0]} in {root}: {done.stderr.strip()}")
    return done.stdout


_OF_ANOTHER_REPOSITORY = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX"})
"""A git hook sets them for the repository whose hook it is."""

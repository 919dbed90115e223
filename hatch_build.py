"""What a wheel holds beside src/prakat: every part of Prakat that is used where no checkout is (prakat.product)."""

import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMMIT = "COMMIT"
FOLDERS = ("schemas", "theme", "hooks", "scripts")
FILES = ("mkdocs.yml", "requirements.lock")
OF_A_CHECKOUT = frozenset({"scripts/bench.py", "scripts/derive.py"})
"""Commands that work on Prakat itself."""


class Parts(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """`version` is the kind of build: standard or editable. Raises CalledProcessError outside of a repository."""
        if version == "editable":
            return
        root = Path(self.root)
        included = build_data["force_include"]
        told = Path(tempfile.mkdtemp(prefix="prakat-")) / COMMIT
        told.write_text(f"{_commit(root)}\n", encoding="ascii")
        if self.target_name == "sdist":
            included[str(told)] = COMMIT
            return
        included[str(told)] = f"prakat/{COMMIT}"
        for path in (each for folder in FOLDERS for each in sorted((root / folder).rglob("*"))):
            name = path.relative_to(root).as_posix()
            if path.is_file() and path.suffix != ".pyc" and name not in OF_A_CHECKOUT:
                included[str(path)] = f"prakat/{name}"
        for name in FILES:
            included[str(root / name)] = f"prakat/{name}"
        for manual in sorted((root / "content" / "work-manuals").glob("*-manual/index.md")):
            included[str(manual)] = f"prakat/manuals/{manual.parent.name.removesuffix('-manual')}.md"
            for attached in sorted(set(manual.parent.iterdir()) - {manual}):
                included[str(attached)] = f"prakat/manuals/{attached.name}"


def _commit(root: Path) -> str:
    """The commit that is built; an sdist brings its own."""
    told = root / COMMIT
    if told.is_file():
        return told.read_text(encoding="ascii").strip()
    asked = ["git", "-C", str(root), "rev-parse", "HEAD"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()

"""Another version of Prakat installed beside this one: a copy of what a wheel holds, and its command `prakat`."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import hatch_build

import prakat
from prakat import product

CHECKOUT = Path(__file__).resolve().parents[1]
_LAUNCHER = """\
#!/bin/sh
PYTHONPATH={library} PYTHONDONTWRITEBYTECODE= exec {python} -P -m prakat "$@"
"""
Change = Callable[[Path], object]
"""What is different in the package's folder."""


def installed(place: Path, version: str, change: Change = lambda package: None, sha256: str = "") -> Path:
    """The command of that version; pip installed it from a wheel with that digest, if one is given."""
    library, package = place / "lib", place / "lib" / "prakat"
    shutil.copytree(Path(prakat.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in hatch_build.FOLDERS:
        shutil.copytree(CHECKOUT / name, package / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in hatch_build.FILES:
        (package / name).parent.mkdir(exist_ok=True)
        shutil.copy(CHECKOUT / name, package / name)
    (package / hatch_build.COMMIT).write_text("c" * 40 + "\n", encoding="ascii")
    about = library / f"prakat-{version}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: prakat\nVersion: {version}\n", encoding="utf-8")
    if sha256:
        noted = {"url": "file:///prakat.whl", "archive_info": {"hashes": {"sha256": sha256}}}
        (about / "direct_url.json").write_text(json.dumps(noted), encoding="utf-8")
    change(package)
    command = place / "bin" / "prakat"
    command.parent.mkdir()
    command.write_text(_LAUNCHER.format(library=library, python=sys.executable), encoding="utf-8")
    command.chmod(0o755)
    return command


def retain_schemas(package: Path) -> None:
    """As a release does whose schemas differ from those of this one."""
    kept = package / "schemas" / "earlier" / product.version()
    kept.mkdir(parents=True, exist_ok=True)
    for name in ("item", "office"):
        shutil.copy(package / "schemas" / f"{name}.schema.json", kept)
    shutil.copytree(package / "schemas" / "categories", kept / "categories", dirs_exist_ok=True)


def edited(path: Path, old: str, new: str) -> None:
    """Changes a file of the package."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")

"""name of a part of Prakat -> its place in this checkout or in an installed wheel: never in the tree being judged"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import prakat

_PACKAGE = Path(prakat.__file__).parent
_CHECKOUT = _PACKAGE.parents[1]
_COMMIT = "COMMIT"
"""A file that only a wheel has: the commit from which it was built."""


def checkout() -> Path | None:
    """The checkout in which Prakat is developed; None where Prakat is installed from a wheel."""
    return None if (_PACKAGE / _COMMIT).is_file() else _CHECKOUT


def part(name: str) -> Path:
    """A file or folder that Prakat brings: schemas, theme, hooks, scripts, mkdocs.yml, manuals, requirements.lock."""
    return (checkout() or _PACKAGE) / name


def receive_hook() -> Path:
    """What examines each push to a bare repository."""
    return part("hooks") / "pre_receive.py"


def command() -> Path:
    """`prakat` as this Python's own bin folder has it."""
    return Path(sys.executable).with_name("prakat")


def version() -> str:
    from importlib import metadata  # here: it loads all that reads an e-mail, and few commands ask

    return metadata.version("prakat")


@cache
def stamp() -> str:
    """Another one whenever anything is installed, or a file of ours is saved: by their times, sizes and names. Of what
    this process runs, whatever is installed while it does: so it is asked for before anything is made."""
    parts = (_PACKAGE, *map(part, ("schemas", "theme", "hooks", "mkdocs.yml")))
    told = [sys.version, *_installed(), *(line for each in parts for line in _saved(each))]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _installed() -> Iterator[str]:
    """Of each folder that packages are installed in, when that last happened."""
    for each in map(Path, sys.path):
        if each.name.endswith("-packages") and each.is_dir():
            yield f"{each} {each.stat().st_mtime_ns}"


def _saved(place: Path) -> Iterator[str]:
    if place.is_file():
        found = place.stat()
        yield f"{place} {found.st_size} {found.st_mtime_ns}"
        return
    with os.scandir(place) as entries:
        for each in sorted(entries, key=lambda entry: entry.name):
            if each.is_dir():
                yield from _saved(Path(each)) if each.name != "__pycache__" else ()
            else:
                found = each.stat()
                yield f"{each.path} {found.st_size} {found.st_mtime_ns}"


def requirement(wheel: Path | None = None) -> str:
    """The line by which pip installs this very Prakat and no other: of `wheel`, else as pip noted it when it installed
    a file. Empty where nobody knows the hash, as in a checkout."""
    known = _sha256(wheel) if wheel else _installed_sha256()
    return f"prakat=={version()} --hash=sha256:{known}" if known else ""


def _sha256(wheel: Path) -> str:
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


def _installed_sha256() -> str:
    from importlib.metadata import distribution

    told = json.loads(distribution("prakat").read_text("direct_url.json") or "{}")
    archive = told.get("archive_info", {})
    return str(archive.get("hashes", {}).get("sha256") or archive.get("hash", "").removeprefix("sha256="))


def built_from() -> str:
    """The commit from which the installed wheel was built, 40 hex digits; empty in a checkout."""
    return "" if checkout() else (_PACKAGE / _COMMIT).read_text(encoding="ascii").strip()

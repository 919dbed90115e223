"""name of a part of Prakat -> its place in this checkout or in an installed wheel: never in the tree being judged"""

import hashlib
import json
import sys
from importlib.metadata import distribution
from importlib.metadata import version as _version_of
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
    return _version_of("prakat")


def requirement(wheel: Path | None = None) -> str:
    """The line by which pip installs this very Prakat and no other: of `wheel`, else as pip noted it when it installed
    a file. Empty where nobody knows the hash, as in a checkout."""
    known = _sha256(wheel) if wheel else _installed_sha256()
    return f"prakat=={version()} --hash=sha256:{known}" if known else ""


def _sha256(wheel: Path) -> str:
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


def _installed_sha256() -> str:
    told = json.loads(distribution("prakat").read_text("direct_url.json") or "{}")
    archive = told.get("archive_info", {})
    return str(archive.get("hashes", {}).get("sha256") or archive.get("hash", "").removeprefix("sha256="))


def built_from() -> str:
    """The commit from which the installed wheel was built, 40 hex digits; empty in a checkout."""
    return "" if checkout() else (_PACKAGE / _COMMIT).read_text(encoding="ascii").strip()

"""office.yml -> the version of Prakat that the office agreed to; another line for it, and whether this one is that"""

import re
from functools import cache
from pathlib import Path

from prakat import product
from prakat.cannot_work import CannotWork
from prakat.office import office
from prakat.office.office import FILE, Office
from prakat.rules import schema
from prakat.rules.finding import Finding
from prakat.rules.message import Message, message
from prakat.rules.strict_yaml import YamlDocument, read_yaml_bytes
from prakat.rules.unreadable import Unreadable
from prakat.rules.wording import Listed

KEY = "prakat"
_LONGEST = 1_000
_LINE = re.compile(rb"^prakat:(?P<value>[^#\r\n]*?)(?P<comment>[ \t]+#[^\r\n]*|[ \t]*)(?P<end>\r?\n|\Z)", re.MULTILINE)


def version_of(requirement: str) -> str:
    """`0.2.0` of the line by which pip installs it; empty for an empty line."""
    return requirement.partition("==")[2].partition(" ")[0]


def version_number(requirement: str) -> tuple[int, ...]:
    """The same as numbers, to be compared; none for an empty line, which is less than any."""
    return tuple(map(int, version_of(requirement).split("."))) if requirement else ()


def own_requirement(source: Path | None = None) -> str:
    """The line by which pip installs the Prakat that runs: from the wheel that it was installed from, or from the file
    with that line; else as pip noted it, which it does for a wheel alone. Empty where nobody knows the hash.

    Raises CannotWork where the file cannot be read, or is of another version."""
    if source is None:
        return product.requirement()
    try:
        if source.suffix == ".whl" and source.name.startswith(f"prakat-{product.version()}-"):
            return product.requirement(source)
        line = source.read_bytes()[:_LONGEST].decode("utf-8", "replace").strip()
    except OSError as problem:
        raise CannotWork("office.unreadable-pin", place=source, problem=problem) from None
    if source.suffix == ".whl" or not _pinned().fullmatch(line) or version_of(line) != product.version():
        raise CannotWork("office.other-pin", place=source, must=product.version())
    return line


@cache
def _pinned() -> re.Pattern[str]:
    return re.compile(str(schema.named("office").content["properties"][KEY]["pattern"]))


def disagreement(known: Office) -> Message | None:
    """That the running Prakat is not the one that the office agreed to; None where it is, or none is named."""
    agreed, running = known.prakat, product.requirement()
    if not agreed or agreed == running:
        return None
    if version_of(agreed) != product.version():
        return message("office.other-version", agreed=version_of(agreed), found=product.version())
    return message("office.other-build", found=product.version()) if running else None


def agreed_line(requirement: str) -> str:
    """The line of office.yml."""
    return f"{KEY}: {requirement}"


def agreeing(raw: bytes, requirement: str) -> bytes:
    """office.yml with that one line changed or added, and every other byte as it was.

    Raises CannotWork where that line alone cannot be changed."""
    before = _document(raw)
    line = agreed_line(requirement).encode()
    changed = _LINE.sub(lambda found: line + found["comment"] + found["end"], raw, count=1)
    if KEY not in before.data:
        end = b"\r\n" if b"\r\n" in raw else b"\n"
        changed = raw + (b"" if raw.endswith(b"\n") else end) + line + end
    try:
        is_right = _document(changed).data == {**before.data, KEY: requirement}
    except CannotWork:
        is_right = False
    if not is_right:
        raise CannotWork("office.agree-by-hand", file=FILE, line=Listed((line.decode(),)))
    return changed


def _document(raw: bytes) -> YamlDocument:
    try:
        found = read_yaml_bytes(raw, office.MAX_BYTES)
    except Unreadable as problem:
        refused = Finding(FILE, problem.line, problem.rule, problem.values)
        raise CannotWork("office.unreadable", finding=refused) from None
    if not isinstance(found.data, dict):
        raise CannotWork("office.unreadable", finding=Finding(FILE, 1, "front-matter.not-mapping", {}))
    return found

"""documents of tests/items/ -> what a rule refuses and what it accepts, with the finding's lines marked"""

import difflib
from collections.abc import Collection, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import NamedTuple

from prakat.rules.wording import visible

EXPECTED = "expected.txt"
_TEXTS = (".md", ".yml")
_WIDTH, _MOST, _HEAD = 140, 12, 12
_MARK, _PLAIN = "> ", "  "


class Example(NamedTuple):
    rejected: str
    accepted: str


class _Place(NamedTuple):
    path: str
    lines: frozenset[int]
    """The lines of the findings in that file, from 1."""


def example(items: Path, rule: str, cases: Mapping[str, str]) -> Example:
    """The pair of the rule's documents that differs least, or the pair that `cases` names.

    Raises FileNotFoundError where the rule has none."""
    refused, taken = (
        [items / side / rule / cases[side]] if side in cases else _all(items / side / rule)
        for side in ("rejected", "accepted")
    )
    rejected, accepted = min(product(refused, taken), key=lambda pair: (_distance(*pair), pair))
    place = _place(rejected, rule)
    if _is_text(rejected / place.path):
        return Example(_excerpt(rejected, place), _answer(rejected, accepted, place))
    return Example(_listing(rejected, place.path), _listing(accepted))


def _all(folder: Path) -> list[Path]:
    return sorted(each for each in folder.iterdir() if each.is_dir())


def _place(case: Path, rule: str) -> _Place:
    """The first file in which the rule finds something, and the lines of its findings."""
    found: dict[str, set[int]] = {}
    for line in (case / EXPECTED).read_text(encoding="utf-8").splitlines():
        where, named, _ = line.rsplit(" ", 2)
        path, _, number = where.rpartition(":")
        if named == rule:
            found.setdefault(path, set()).add(int(number))
    path = next(iter(found))
    return _Place(path, frozenset(found[path]))


def _is_text(path: Path) -> bool:
    return path.is_file() and path.suffix in _TEXTS


def _read(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines()


def _files(case: Path) -> dict[str, Path]:
    found = {path.relative_to(case).as_posix(): path for path in sorted(case.rglob("*")) if path.is_file()}
    return {name: path for name, path in found.items() if name != EXPECTED}


def _distance(rejected: Path, accepted: Path) -> int:
    """How many files only one of them has, plus how many lines differ."""
    ours, theirs = _files(rejected), _files(accepted)
    apart = 20 * len(ours.keys() ^ theirs.keys())
    for name in ours.keys() & theirs.keys():
        if _is_text(ours[name]):
            changed = difflib.ndiff(_read(ours[name]), _read(theirs[name]))
            apart += sum(line[0] in "+-" for line in changed)
    return apart


def _excerpt(case: Path, place: _Place) -> str:
    """The lines of the findings and those around them."""
    lines = _read(case / place.path)
    lines += [""] * (max(place.lines) - len(lines))
    shown = sorted({near for line in place.lines for near in range(line - 1, line + 2) if 0 < near <= len(lines)})
    return "\n".join([place.path, *_numbered(lines, shown, place.lines)])


def _answer(rejected: Path, accepted: Path, place: _Place) -> str:
    """What the accepted document has instead, near the findings or else wherever the two differ."""
    ours, theirs = _files(rejected), _files(accepted)
    for path in (place.path, *sorted(ours.keys() & theirs.keys())):
        if path in theirs and _is_text(theirs[path]):
            before, after = _read(ours[path]), _read(theirs[path])
            near = place.lines if path == place.path else frozenset()
            if shown := _changed(before, after, near) or _changed(before, after, frozenset()):
                return "\n".join([path, *_numbered(after, shown[:_MOST], ())])
    return _listing(accepted)


def _changed(before: list[str], after: list[str], near: Collection[int]) -> list[int]:
    """Lines of `after`, from 1, that differ from `before` or lie around removed ones; only those next to the lines
    `near`, if any are given."""
    found: set[int] = set()
    for kind, first, last, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal" and (not near or any(first <= line <= last + 1 for line in near)):
            found |= set(range(start + 1, end + 1)) or {start, start + 1}
    return sorted(line for line in found if 0 < line <= len(after))


def _numbered(lines: list[str], shown: list[int], marked: Collection[int]) -> Iterator[str]:
    before = shown[0] - 1 if shown else 0
    for number in shown:
        if number != before + 1:
            yield f"{_PLAIN}   ..."
        before = number
        yield f"{_MARK if number in marked else _PLAIN}{number:3}  {visible(lines[number - 1], _WIDTH)}".rstrip()


def _listing(case: Path, marked: str = "") -> str:
    """The files of a case, each with its size and first bytes unless it is text; only a few if there are many."""
    found = list(_files(case).items())
    lines = [
        f"{_MARK if marked and (name == marked or name.startswith(f'{marked}/')) else _PLAIN}{name}{_kind(path)}"
        for name, path in found
    ]
    missing = [f"{_MARK}{marked}"] if marked and not any(line.startswith(_MARK) for line in lines) else []
    return "\n".join([*missing, *lines[:_MOST], *([f"{_PLAIN}..."] if len(lines) > _MOST else [])])


def _kind(path: Path) -> str:
    """The size and first bytes of a file that is not text."""
    if path.suffix in _TEXTS:
        return ""
    raw = path.read_bytes()
    head = "".join(chr(byte) if 32 < byte < 127 else "." for byte in raw[:_HEAD])
    return f"        {len(raw)} bytes{': ' if head else ''}{head}"

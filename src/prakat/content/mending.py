"""bytes of an office's file -> the same with the damage that is certain mended, and the difference as a diff"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prakat.item import front_matter, item_path
from prakat.item.item_damage import mended_item
from prakat.office import office
from prakat.rules import schema
from prakat.rules.damaged_text import FOR_PEOPLE
from prakat.rules.damaged_yaml import mended_yaml
from prakat.rules.strict_yaml import read_yaml
from prakat.rules.text_decoding import without_directions
from prakat.rules.unreadable import Unreadable

_LINE_END = re.compile(r"\r\n|\r|\n")
_BOM = "\ufeff"
_CONTEXT = 3
"""Lines around a change that a diff shows."""
_NO_END = "\\ No newline at end of file"


@dataclass(frozen=True, slots=True)
class Mending:
    path: str
    """POSIX, relative to the repository."""
    before: bytes
    after: bytes

    @property
    def lines(self) -> int:
        """How many lines differ."""
        return len(self._changed())

    def diff(self) -> str:
        """As git and patch read it."""
        old, new = _lines(self.before), _lines(self.after)
        told = [f"--- a/{self.path}", f"+++ b/{self.path}"]
        for first, last in _hunks(self._changed(), len(old)):
            told.append(f"@@ -{first + 1},{last - first} +{first + 1},{last - first} @@")
            told += _hunk(old[first:last], new[first:last])
        return "\n".join(told) + "\n"

    def _changed(self) -> list[int]:
        pairs = zip(_lines(self.before), _lines(self.after), strict=True)
        return [place for place, (old, new) in enumerate(pairs) if old != new]


def mending(path: str, raw: bytes) -> Mending:
    """Of index.md, office.yml or a register. Every byte that is not damaged stays; so does a file that is no UTF-8."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return Mending(path, raw, raw)
    bom = _BOM if text.startswith(_BOM) else ""
    ends = _LINE_END.findall(text)
    found = _mended(path, without_directions(_LINE_END.sub("\n", text.removeprefix(bom))))
    lines = found.split("\n")
    if len(lines) != len(ends) + 1:
        return Mending(path, raw, raw)
    return Mending(path, raw, (bom + "".join(map("".join, zip(lines, [*ends, ""], strict=True)))).encode())


def _mended(path: str, text: str) -> str:
    if item_path.is_index(path):
        return mended_item(path.split("/")[1], text) if len(text.encode()) <= front_matter.MAX_BYTES else text
    name = office.OFFICE_SCHEMA if path == office.FILE else path.removesuffix(".yml")
    form = schema.named(name)
    try:
        read_yaml(text)
    except Unreadable:
        return text
    return mended_yaml(text, [form], FOR_PEOPLE)


def _lines(raw: bytes) -> list[str]:
    """Each with its end."""
    text = raw.decode("utf-8", "surrogateescape")
    ends = [*_LINE_END.findall(text), ""]
    found = list(map("".join, zip(_LINE_END.split(text), ends, strict=True)))
    return found if found[-1] else found[:-1]


def _hunks(changed: Sequence[int], count: int) -> Iterator[tuple[int, int]]:
    """From and to which line, those that touch each other together."""
    first = last = -1
    for place in changed:
        if first >= 0 and place - _CONTEXT <= last:
            last = min(count, place + _CONTEXT + 1)
            continue
        if first >= 0:
            yield first, last
        first, last = max(0, place - _CONTEXT), min(count, place + _CONTEXT + 1)
    if first >= 0:
        yield first, last


def _hunk(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    for before, after in zip(old, new, strict=True):
        if before == after:
            yield from _shown(" ", before)
        else:
            yield from _shown("-", before)
            yield from _shown("+", after)


def _shown(sign: str, line: str) -> Iterator[str]:
    yield sign + line.removesuffix("\n")
    if not line.endswith("\n"):
        yield _NO_END

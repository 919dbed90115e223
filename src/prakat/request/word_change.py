"""two versions of a text -> every word that changed, each with the text around it"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from prakat.request.look_alike import are_alike, equal_ends, spelled
from prakat.thai.cluster import clusters
from prakat.thai.visible_text import with_signs

AROUND = 24
"""Clusters shown before and after a change, on its own line."""
_ISLAND = 3
"""At most so many equal clusters between two changes join them to one: fewer than most words have."""
_MOST = 400_000_000
"""Pieces before times pieces after: beyond it, all between the equal beginning and end counts as one change."""


class WordChange(NamedTuple):
    line: int
    """Its line, from 1, in the new text, or in the old one where something was only removed."""
    before: str
    removed: str
    added: str
    after: str


@dataclass(slots=True)
class Effort:
    """How much more comparing one sheet may cost, since a stranger's texts may be made to be hard to compare."""

    left: int = 10 * _MOST

    def allows(self, one: Sequence[str], other: Sequence[str]) -> bool:
        cost = len(one) * len(other)
        if cost > min(_MOST, self.left):
            return False
        self.left -= cost
        return True


class _Block(NamedTuple):
    """Where two texts differ: the range in the old one and the range in the new one."""

    start: int
    end: int
    new_start: int
    new_end: int


def word_changes(old: str, new: str, effort: Effort) -> list[WordChange]:
    """In the order of the text."""
    ours, theirs = old.split("\n"), new.split("\n")
    found: list[WordChange] = []
    for each in _blocks(ours, theirs, effort):
        line = (each.new_start if each.new_end > each.new_start else each.start) + 1
        before, after = ours[each.start : each.end], theirs[each.new_start : each.new_end]
        found += _within(_paragraph(before), _paragraph(after), line, effort)
    return found


def _paragraph(lines: Sequence[str]) -> list[str]:
    return clusters("".join(f"{line}\n" for line in lines))


def told_apart(old: str, new: str) -> tuple[str, str]:
    """Both texts; where they differ but look alike, with the codes of the characters that differ."""
    ours, theirs = clusters(old), clusters(new)
    _spell(ours, theirs, _blocks(ours, theirs, Effort()))
    return "".join(ours), "".join(theirs)


def _spell(old: list[str], new: list[str], blocks: Sequence[_Block]) -> None:
    """Writes codes into blocks that look alike; both lists keep their lengths."""
    for each in blocks:
        one, other = old[each.start : each.end], new[each.new_start : each.new_end]
        if are_alike("".join(one), "".join(other)):
            told = spelled("".join(one), "".join(other))
            old[each.start : each.end] = [told[0], *[""] * (len(one) - 1)]
            new[each.new_start : each.new_end] = [told[1], *[""] * (len(other) - 1)]


def _within(old: list[str], new: list[str], line: int, effort: Effort) -> Iterator[WordChange]:
    counted = 0
    blocks = _blocks(old, new, effort)
    _spell(old, new, blocks)
    for each in _told_together(blocks, old):
        shown, here, to = (new, each.new_start, each.new_end) if new else (old, each.start, each.end)
        line += shown[counted:here].count("\n")
        counted = here
        yield WordChange(
            line,
            _last_line(shown[max(here - AROUND, 0) : here], here > AROUND),
            _visible("".join(old[each.start : each.end])),
            _visible("".join(new[each.new_start : each.new_end])),
            _first_line(shown[to : to + AROUND], len(shown) > to + AROUND),
        )


def _blocks(old: Sequence[str], new: Sequence[str], effort: Effort) -> list[_Block]:
    start, end = equal_ends(old, new)
    ours, theirs = old[start : len(old) - end], new[start : len(new) - end]
    found: list[_Block] = []
    if not effort.allows(ours, theirs):
        return [_Block(start, start + len(ours), start, start + len(theirs))]
    from rapidfuzz.distance import Indel  # here: few who know a request compare its words

    for each in Indel.opcodes(ours, theirs):
        if each.tag != "equal":
            block = _Block(*(start + at for at in (each.src_start, each.src_end, each.dest_start, each.dest_end)))
            if found and (found[-1].end, found[-1].new_end) == (block.start, block.new_start):
                found[-1] = _joined(found[-1], block)
            else:
                found.append(block)
    return found


def _joined(one: _Block, other: _Block) -> _Block:
    return _Block(one.start, other.end, one.new_start, other.new_end)


def _told_together(blocks: Sequence[_Block], old: Sequence[str]) -> list[_Block]:
    """Joins the changes within one word, even if a letter between them is the same."""
    found: list[_Block] = []
    for block in blocks:
        between = old[found[-1].end : block.start] if found else []
        if found and len(between) <= _ISLAND and not any(each.isspace() for each in between):
            found[-1] = _joined(found[-1], block)
        else:
            found.append(block)
    return found


def _last_line(around: Sequence[str], is_cut: bool) -> str:
    text = "".join(around)
    return text.rpartition("\n")[2] if "\n" in text else "…" * is_cut + text


def _first_line(around: Sequence[str], is_cut: bool) -> str:
    text = "".join(around)
    return text.partition("\n")[0] if "\n" in text else text + "…" * is_cut


def _visible(text: str) -> str:
    return with_signs(text) if text.isspace() else text.replace("\n", with_signs("\n"))

"""parts of a page that somebody may paste or import: runs of text, lines, lists, tables, quotations, code"""

from dataclasses import dataclass, replace

from prakat.thai.buddhist_era import to_arabic_digits
from prakat.thai.telephone import dial


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look; or a picture, whose text is what it shows."""

    text: str
    is_strong: bool = False
    is_emphasis: bool = False
    is_code: bool = False
    href: str = ""
    source: str = ""
    """Of a picture; empty of a text."""

    @property
    def is_own_address(self) -> bool:
        """Whether the link says where it leads, so that it needs no brackets."""
        if self.href.startswith("tel:"):
            return self.href == f"tel:{dial(to_arabic_digits(self.text))}"
        return self.href in (self.text, f"https://{self.text}", f"mailto:{self.text}")


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """A paragraph, or a heading of one line."""

    lines: tuple[Line, ...]
    level: int = 0
    """Of a heading, 2 to 6."""


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    line: Line
    alignment: str = ""
    """`center`, `right` or nothing."""


@dataclass(frozen=True, slots=True)
class Grid:
    rows: tuple[tuple[Cell, ...], ...]
    has_head: bool


@dataclass(frozen=True, slots=True)
class Quotation:
    blocks: tuple["PageBlock", ...]


@dataclass(frozen=True, slots=True)
class ListEntry:
    blocks: tuple["PageBlock", ...]
    is_loose: bool
    """Whether its text is a paragraph of its own, with space around it."""


@dataclass(frozen=True, slots=True)
class PageList:
    entries: tuple[ListEntry, ...]
    is_numbered: bool
    """Then the number is the beginning of each entry's text."""


PageBlock = Lines | Code | Grid | Quotation | PageList


def text_of(line: Line) -> str:
    return "".join(run.text for run in line)


def tidied(runs: list[Run]) -> Line:
    """White space as a browser shows it: single, none at both ends, and of no look of its own."""
    kept: list[Run] = []
    for run in runs:
        text = run.text if run.source else _collapsed(run.text, is_after_space=_ends_with_space(kept))
        if run.source or text:
            kept.append(_joined(kept.pop(), text) if _is_alike(kept, run, text) else _with(run, text))
    if kept and not kept[-1].source and kept[-1].text.endswith(" "):
        last = kept.pop()
        kept += [_with(last, last.text.rstrip())] if last.text.strip() else []
    return tuple(kept)


def _collapsed(text: str, *, is_after_space: bool) -> str:
    words = " ".join(text.split())
    before = " " if text[:1].isspace() and not is_after_space else ""
    after = " " if words and text[-1:].isspace() else ""
    return before + words + after


def _ends_with_space(runs: list[Run]) -> bool:
    return not runs or (not runs[-1].source and runs[-1].text.endswith(" "))


def _is_alike(kept: list[Run], run: Run, text: str) -> bool:
    if not kept or kept[-1].source or run.source:
        return False
    return _with(kept[-1], text) == _with(run, text)


def _joined(run: Run, text: str) -> Run:
    return _with(run, run.text + text)


def _with(run: Run, text: str) -> Run:
    return replace(run, text=text, is_emphasis=run.is_emphasis and not run.is_strong)

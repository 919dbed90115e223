"""element of a page that begins a block -> the block is opened, and what is to be done where it ends"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from prakat.item.block_builder import BlockBuilder
from prakat.item.element_style import list_number, style_of
from prakat.item.page_block import Run

_HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass(slots=True)
class _Count:
    """Of a list: the number of its next entry; 0 and no kind where entries have none, or say it themselves."""

    at: int = 0
    kind: str = "bullet"


@dataclass(slots=True)
class BlockOpener:
    builder: BlockBuilder = field(default_factory=BlockBuilder)
    code: list[str] | None = None
    """What was said so far of code that is open."""
    language: str = ""
    lines_as_typed: int = 0
    """How many elements are open in which a line ends where it was typed so."""
    _tables: int = 0
    _counts: list[_Count] = field(default_factory=list)

    def begin(self, tag: str, attributes: Mapping[str, str]) -> Callable[[], None] | None:
        """Opens a block; what is to be done where it ends."""
        builder = self.builder
        if tag in _HEADINGS:
            builder.begin_heading(_HEADINGS[tag])
            return builder.end_heading
        if tag in ("table", "tr", "td", "th"):
            return self._begin_part_of_table(tag, attributes)
        if tag in ("ul", "ol", "menu", "dir"):
            return self._begin_list(tag, attributes)
        if tag == "li":
            return self._begin_entry(attributes)
        if tag == "blockquote" and builder.may_nest:
            builder.begin_quote()
            return builder.end_quote
        if tag == "pre":
            return self._begin_pre()
        if tag == "p":
            builder.loosen()
        builder.end_paragraph()
        return builder.end_paragraph

    def _begin_pre(self) -> Callable[[], None]:
        self.builder.end_paragraph()
        if self.builder.table is None and self.code is None:
            self.code = []
            return self._end_code
        self.lines_as_typed += 1
        return self._end_pre

    def _end_pre(self) -> None:
        self.lines_as_typed -= 1
        self.builder.end_paragraph()

    def _end_code(self) -> None:
        text, self.code = "".join(self.code or ()), None
        language, self.language = self.language, ""
        self.builder.put_code(text.strip("\n"), language)

    def _begin_list(self, tag: str, attributes: Mapping[str, str]) -> Callable[[], None]:
        builder = self.builder
        builder.end_paragraph()
        if not builder.may_nest:
            return builder.end_paragraph
        is_typed = tag == "ol" and "typed" in attributes.get("class", "").split()
        count = _Count()
        if tag == "ol":
            kind = "typed" if is_typed else style_of(attributes).list_kind or "decimal"
            count = _Count(_whole(attributes.get("start", ""), 1), kind)
        self._counts.append(count)
        builder.begin_list(is_numbered=tag == "ol")
        return self._end_list

    def _end_list(self) -> None:
        self._counts.pop()
        self.builder.end_list()

    def _begin_entry(self, attributes: Mapping[str, str]) -> Callable[[], None]:
        builder = self.builder
        if not self._counts or not builder.may_nest:
            builder.end_paragraph()
            builder.add(Run("• " if not self._counts else ""))
            return builder.end_paragraph
        builder.begin_entry()
        count = self._counts[-1]
        if count.kind not in ("typed", "bullet"):
            count.at = _whole(attributes.get("value", ""), count.at)
            builder.add(Run(f"{list_number(count.at, count.kind)} "))
            count.at += 1
        return builder.end_entry

    def _begin_part_of_table(self, tag: str, attributes: Mapping[str, str]) -> Callable[[], None]:
        builder = self.builder
        if tag == "table":
            self._tables += 1
            builder.has_nested = builder.has_nested or self._tables > 1
            if self._tables == 1:
                builder.begin_table()
                return self._end_table
            builder.end_paragraph()
            return self._end_inner_table
        if self._tables != 1 or builder.table is None:
            builder.end_paragraph()
            return builder.end_paragraph
        if tag == "tr":
            builder.begin_row()
            return builder.end_paragraph
        span = tuple(min(max(_whole(attributes.get(name, ""), 1), 1), 1000) for name in ("colspan", "rowspan"))
        builder.begin_cell((span[0], span[1]), style_of(attributes).alignment, is_head=tag == "th")
        return builder.end_cell

    def _end_inner_table(self) -> None:
        self._tables -= 1
        self.builder.end_paragraph()

    def _end_table(self) -> None:
        self._tables -= 1
        self.builder.end_table()


def _whole(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text.strip()) else otherwise

"""item's body, rendered -> on which line of index.md each of its links, pictures and tags is written"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from prakat.item import body, line_mark
from prakat.item.item import Item

_T = TypeVar("_T")


@dataclass(frozen=True)
class ItemText:
    """Has no slots, so that lines are cached. They are sought only for findings, by a second rendering."""

    item: Item
    rendered: body.Rendered

    def line_of_link(self, index: int) -> int:
        """The line of `rendered.links[index]`; for a reference, the line that uses it, not its definition."""
        return self._link_lines[index]

    def line_of_picture(self, index: int) -> int:
        """The line of `rendered.pictures[index]`."""
        return self._picture_lines[index]

    def line_of_tag(self, index: int) -> int:
        """The line of `rendered.raw_html[index]`."""
        return self._tag_lines[index]

    @cached_property
    def shown(self) -> Mapping[str, Sequence[int]]:
        """File that should lie beside index.md -> the pictures that show it."""
        found: dict[str, list[int]] = {}
        for index, picture in enumerate(self.rendered.pictures):
            if not body.is_remote(picture.target):
                found.setdefault(picture.target, []).append(index)
        return found

    def lines_showing(self, file: str) -> list[int]:
        return [self.line_of_picture(index) for index in self.shown[file]]

    @cached_property
    def _marked(self) -> body.Rendered | None:
        text = line_mark.marked(self.item.body)
        try:
            return body.render_markdown(text) if text is not None else None
        except RecursionError:
            return None

    @cached_property
    def _link_lines(self) -> Sequence[int]:
        marked = self._marked.links if self._marked else ()
        return self._lines(self.rendered.links, marked, lambda link: link.target, lambda link: link.text)

    @cached_property
    def _picture_lines(self) -> Sequence[int]:
        marked = self._marked.pictures if self._marked else ()
        return self._lines(self.rendered.pictures, marked, lambda picture: picture.target, lambda picture: picture.alt)

    @cached_property
    def _tag_lines(self) -> Sequence[int]:
        marked = self._marked.raw_html if self._marked else ()
        return self._lines(self.rendered.raw_html, marked, str, str)

    def _lines(
        self, written: Sequence[_T], marked: Sequence[_T], target: Callable[[_T], str], text: Callable[[_T], str]
    ) -> list[int]:
        """The line of each; the body's first line where there is no mark, or where the marks changed the rendering."""
        if len(written) != len(marked):
            return [self.item.body_line] * len(written)
        found = []
        for each, told in zip(written, marked, strict=True):
            is_same = target(each) == line_mark.bare(target(told))
            line = line_mark.line_of(text(told)) if is_same else None
            found.append(self.item.body_line + (line or 0))
        return found

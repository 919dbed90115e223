"""item's body, rendered -> on which line of index.md each of its links, pictures and tags is written"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from prakat.item import body
from prakat.item.item import Item
from prakat.item.rendered import Rendered


@dataclass(frozen=True)
class ItemText:
    """Has no slots, so that what the body shows is cached."""

    item: Item
    rendered: Rendered

    def line_of_link(self, index: int) -> int:
        """The line of `rendered.links[index]`."""
        return self.item.body_line + self.rendered.links[index].line

    def line_of_picture(self, index: int) -> int:
        """The line of `rendered.pictures[index]`."""
        return self.item.body_line + self.rendered.pictures[index].line

    def line_of_tag(self, index: int) -> int:
        """The line of `rendered.tags[index]`."""
        return self.item.body_line + self.rendered.tags[index].line

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


def pictures_of(item: Item) -> ItemText:
    """The text of which nothing is asked but its pictures; one without any is not rendered."""
    return ItemText(item, body.render_markdown(item.body) if "![" in item.body else Rendered(""))

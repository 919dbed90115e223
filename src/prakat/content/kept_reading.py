"""reading of an item folder <-> two texts: what the register asks of each item, and the rest of it; never code"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple, cast

import orjson

from prakat.content.registered_item import FolderReading, RegisteredItem
from prakat.item.item import Item
from prakat.item.item_text import ItemText
from prakat.item.rendered import Rendered
from prakat.rules.finding import Finding
from prakat.rules.kept_value import UNREAD, decoded_fields, decoded_from, encoded
from prakat.rules.kept_words import kept_words, words_kept
from prakat.rules.strict_yaml import Pointer, YamlDocument


class KeptReading(NamedTuple):
    told: bytes
    """The item without its lines, its files, what is wrong with it, and its text where that has links."""
    lines: bytes
    """Where everything stands in index.md."""


class RememberedItem:
    """Stands for an Item: each of its fields is made when it is first asked for, since most never are."""

    def __init__(self, told: Mapping[str, Any], lines: bytes) -> None:
        self._told, self._lines = told, lines

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = decoded_fields(Item)[name](self._told[name])
        self.__dict__[name] = found
        return found

    @cached_property
    def source_lines(self) -> YamlDocument:
        """Without its values."""
        return YamlDocument({}, {tuple(pointer): line for pointer, line in orjson.loads(self._lines)})

    def line(self, *pointer: str | int) -> int:
        return self.source_lines.line(*pointer)


def kept_reading(reading: FolderReading) -> KeptReading:
    """Raises TypeError or ValueError for what could not be read back exactly."""
    entry, findings, text = reading
    lines: Mapping[Pointer, int] = entry.item.source_lines.lines if entry else {}
    told = {
        "item": orjson.Fragment(encoded(replace(entry.item, source_lines=UNREAD))) if entry else None,
        "files": list(entry.files) if entry else [],
        "findings": [[each.path, each.line, each.rule, kept_words(each.values)] for each in findings],
        "rendered": orjson.Fragment(encoded(text.rendered)) if text else None,
    }
    return KeptReading(orjson.dumps(told), orjson.dumps([[list(pointer), line] for pointer, line in lines.items()]))


def reading_kept(kept: KeptReading) -> FolderReading:
    """What `kept_reading` was given. Raises ValueError, TypeError or LookupError for anything else."""
    told = orjson.loads(kept.told)
    findings = tuple(Finding(path, line, rule, words_kept(values)) for path, line, rule, values in told["findings"])
    if told["item"] is None:
        return FolderReading(None, findings)
    item = cast(Item, RememberedItem(told["item"], kept.lines))
    text = ItemText(item, decoded_from(Rendered, told["rendered"])) if told["rendered"] else None
    return FolderReading(RegisteredItem(item, tuple(told["files"])), findings, text)

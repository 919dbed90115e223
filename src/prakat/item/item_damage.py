"""bytes of an index.md that can be read -> what is damaged in it, as findings; and the same with the certain mended"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from prakat.item.front_matter import FrontMatter, read_front_matter, split
from prakat.item.item_path import ItemPath
from prakat.rules import schema
from prakat.rules.damaged_text import FOR_PEOPLE, damaged_text, flaws, mended
from prakat.rules.damaged_yaml import damaged_yaml, mended_yaml
from prakat.rules.finding import Finding
from prakat.rules.schema import Schema
from prakat.rules.strict_yaml import YamlDocument
from prakat.rules.unreadable import Unreadable


def item_damage(path: ItemPath, raw: bytes) -> Iterator[Finding]:
    """Nothing of front matter that YAML cannot read."""
    try:
        parts = split(raw)
    except Unreadable:
        return
    yield from damaged_yaml(path.file, parts.text, item_schemas(path.category), first_line=2)
    yield from damaged_text(path.file, parts.body, flaws(parts.body), parts.body_line)


def item_schemas(category: str) -> Collection[Schema]:
    extra = schema.for_category(category)
    return (schema.named("item"), extra) if extra else (schema.named("item"),)


def mended_item(category: str, text: str) -> str:
    """The text of an index.md, with LF, without the certain damage; unchanged where it cannot be read."""
    try:
        parts, document = read_front_matter(text.encode())
    except Unreadable:
        return text
    excepted = _excepted(document) | FOR_PEOPLE
    front = mended_yaml(parts.text, item_schemas(category), excepted)
    return _joined(text, parts, front, mended(parts.body, excepted))


def _excepted(document: YamlDocument) -> set[str]:
    """The rules of which the item asks to be excepted."""
    found: Any = document.data.get("ignore") if isinstance(document.data, Mapping) else None
    entries = found if isinstance(found, list) else []
    return {str(each["rule"]) for each in entries if isinstance(each, Mapping) and "rule" in each}


def _joined(text: str, parts: FrontMatter, front: str, body: str) -> str:
    """The parts between the fences as they were typed."""
    begun = text.index("\n") + 1
    rest = text[begun + len(parts.text) :]
    fence = rest[: len(rest) - len(parts.body)]
    return text[:begun] + front + fence + body

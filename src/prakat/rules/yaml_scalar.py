"""YAML text -> each of its values with its key and the place where it is written, for whoever mends the text itself"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from prakat.rules.strict_yaml import Pointer


@dataclass(frozen=True, slots=True)
class YamlScalar:
    pointer: Pointer
    value: str
    start: int
    end: int
    """Places in the text, in characters, quotes included."""
    quote: str
    """As YAML begins it; empty for one without quotes."""


def yaml_scalars(text: str) -> Iterator[YamlScalar]:
    """The values of a text that strict_yaml reads, keys left out; nothing of one that YAML cannot read."""
    try:
        events: list[Any] = list(yaml.parse(text, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, UnicodeEncodeError):
        return
    path: list[Any] = []
    """Of each mapping around, the key that waits for its value, or None; of each list, its next entry's number."""
    for event in events:
        if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            path.pop()
            _go_on(path)
        elif isinstance(event, yaml.MappingStartEvent):
            path.append(None)
        elif isinstance(event, yaml.SequenceStartEvent):
            path.append(0)
        elif isinstance(event, yaml.ScalarEvent):
            if path and path[-1] is None:
                path[-1] = event.value
                continue
            written: Any = event
            start, end = written.start_mark.index, written.end_mark.index
            yield YamlScalar(tuple(path), event.value, start, end, event.style or "")
            _go_on(path)


def _go_on(path: list[Any]) -> None:
    if path:
        path[-1] = path[-1] + 1 if isinstance(path[-1], int) else None

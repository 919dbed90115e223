"""text of a YAML file x values for some places -> the text with those values, every other byte as it was"""

import copy
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import yaml

from prakat.cannot_work import CannotWork
from prakat.rules.strict_yaml import Pointer, read_yaml
from prakat.rules.unreadable import Unreadable

Edit = tuple[Pointer, Any]
"""A place, and what stands there afterwards: None takes away what is there; the next index of a list adds to it."""
_PLAIN = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[a-zA-Z\u0e01-\u0e46]([\u0e01-\u0e59a-zA-Z0-9 .()/-]*[\u0e01-\u0e59a-zA-Z0-9.)])?"
)
"""Dates, and texts of letters, that no reader of YAML takes for anything else."""
_CONSTANTS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})
_INVISIBLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
"""What YAML reads as a line end in quotes, or not at all."""
_WIDEST = 100
"""Characters of a list of texts between brackets; a longer one has a line for each."""


def edited_yaml(text: str, edits: Sequence[Edit]) -> str:
    """One edit after the other. Raises CannotWork for a text that is no YAML of ours, or cannot be edited so."""
    try:
        must = copy.deepcopy(read_yaml(text).data)
        for place, value in edits:
            must = _as_edited(must, place, value)
            text = _edited(text, place, value)
        is_so = read_yaml(text).data == must
    except (Unreadable, LookupError, TypeError, AttributeError):
        is_so = False
    if not is_so:
        raise CannotWork("rules.not-edited", place=".".join(map(str, edits[0][0])))
    return text


def _as_edited(data: Any, place: Pointer, value: Any) -> Any:
    if data is None:
        data = []
    held: Any = data
    for step in place[:-1]:
        held = held[step]
    if value is None:
        del held[place[-1]]
    elif isinstance(held, list) and place[-1] == len(held):
        held.append(value)
    else:
        held[place[-1]] = value
    return data


def _edited(text: str, place: Pointer, value: Any) -> str:
    root: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    if root is None:
        return _with_line_end(text) + "".join(_block(value, 0, _newline(text)))
    parent, name = _at(root, place[:-1]), place[-1]
    if value is None:
        return _without(text, parent, name)
    index = _index(parent, name)
    if index is None:
        return _added(text, parent, name, value, is_root=len(place) == 1)
    return _replaced(text, parent, index, value)


def _at(root: Any, place: Pointer) -> Any:
    for step in place:
        index = _index(root, step)
        assert index is not None, "what stands above a place is there"
        root = _parts(root)[index][1]
    return root


def _parts(node: Any) -> list[tuple[Any, Any]]:
    """Each property's name and value; of a list's entry the same node twice."""
    return node.value if isinstance(node, yaml.MappingNode) else [(each, each) for each in node.value]


def _index(node: Any, step: str | int) -> int | None:
    if isinstance(node, yaml.MappingNode):
        return next((at for at, (key, _) in enumerate(node.value) if key.value == step), None)
    assert isinstance(step, int)
    return step if step < len(node.value) else None


def _replaced(text: str, parent: Any, index: int, value: Any) -> str:
    name, held = _parts(parent)[index]
    start, end = held.start_mark.index, _end(text, held)
    if _is_block(held):
        assert name is not held, "of an entry the properties are edited, one by one"
        return f"{text[: name.end_mark.index]}: {_inline(value)}{text[end:]}"
    space = "" if start < end or text[start - 1 : start].isspace() else " "
    return text[:start] + space + _inline(value) + text[end:]


def _added(text: str, parent: Any, name: str | int, value: Any, *, is_root: bool) -> str:
    newline, parts = _newline(text), _parts(parent)
    if not _is_block(parent) and not (is_root and not parts):
        shown = _inline(value) if isinstance(name, int) else f"{name}: {_inline(value)}"
        end = _end(text, parts[-1][1]) if parts else parent.start_mark.index + 1
        return text[:end] + ", " * bool(parts) + shown + text[end:]
    if not parts:
        lines = "".join(_block(value, 0, newline)).removesuffix(newline)
        return text[: parent.start_mark.index] + lines + text[parent.end_mark.index :]
    end, indent = _line_end(text, _end(text, parts[-1][1])), parent.start_mark.column
    if isinstance(name, str):
        made = _property(name, value, " " * indent, newline)
    elif _is_block(parts[-1][1]):
        made = "".join(_block(value, indent, newline))
    else:
        made = f"{' ' * indent}- {_inline(value)}{newline}"
    return _with_line_end(text[:end]) + made + text[end:]


def _without(text: str, parent: Any, name: str | int) -> str:
    index, parts = _index(parent, name), _parts(parent)
    assert index is not None, "what is taken away is there"
    start, end = parts[index][0].start_mark.index, _end(text, parts[index][1])
    after = parts[index + 1][0].start_mark.index if index + 1 < len(parts) else None
    if _is_block(parent):
        own = _line_start(text, start)
        if index == 0 and isinstance(name, str) and text[own:start].strip():
            assert after is not None, "an entry has more than one property"
            return text[:start] + text[after:]
        return text[:own] + text[_line_end(text, end) :]
    if after is not None:
        return text[:start] + text[after:]
    return text[: _end(text, parts[index - 1][1]) if index else start] + text[end:]


def _block(value: Any, indent: int, newline: str) -> Iterator[str]:
    """An entry of a list in lines of its own, the first behind a dash."""
    if not isinstance(value, Mapping):
        yield f"{' ' * indent}- {_inline(value)}{newline}"
        return
    for at, (name, each) in enumerate(value.items()):
        made = _property(name, each, " " * (indent + 2), newline)
        yield made if at else f"{' ' * indent}- {made.lstrip()}"


def _property(name: str, value: Any, indent: str, newline: str) -> str:
    is_list = isinstance(value, list) and bool(value)
    if is_list and (isinstance(value[0], Mapping) or len(_inline(value)) > _WIDEST):
        return f"{indent}{name}:{newline}" + "".join(f"{indent}  - {_inline(each)}{newline}" for each in value)
    return f"{indent}{name}: {_inline(value)}{newline}"


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{name}: {_inline(each)}' for name, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    if isinstance(value, str):
        is_plain = _PLAIN.fullmatch(value) and value.lower() not in _CONSTANTS
        return value if is_plain else _quoted(value)
    return json.dumps(value)


def _quoted(value: str) -> str:
    """In double quotes, as JSON and YAML both read it."""
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _is_block(node: Any) -> bool:
    return not isinstance(node, yaml.ScalarNode) and not node.flow_style


def _end(text: str, node: Any) -> int:
    """Behind its last character; the parser's own mark of what has lines of its own stands before what follows."""
    if _is_block(node):
        return _end(text, _parts(node)[-1][1])
    start: int = node.start_mark.index
    return start + len(text[start : node.end_mark.index].rstrip())


def _line_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def _line_end(text: str, place: int) -> int:
    """Behind the line's end."""
    return text.find("\n", place) + 1 or len(text)


def _with_line_end(text: str) -> str:
    return text if not text or text.endswith("\n") else text + _newline(text)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def edits_between(before: Mapping[str, Any], after: Mapping[str, Any], place: Pointer) -> Iterable[Edit]:
    """What makes the one entry of the other, property by property, those that are new last."""
    for name in before:
        if before[name] != after.get(name):
            yield (*place, name), after.get(name)
    yield from (((*place, name), value) for name, value in after.items() if name not in before)

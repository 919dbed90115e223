"""schemas/, the commands' parsers and module docstrings -> every text derived from them, as README's rooms or docs/"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from prakat.handbook.command_page import Command, Option, command_page
from prakat.handbook.desk_manual import desk_manual_page
from prakat.handbook.explanation import EXAMPLES
from prakat.handbook.manual import MANUALS
from prakat.handbook.module_page import module_page, room_table
from prakat.handbook.requirement_page import requirement_page
from prakat.handbook.rule_page import example_list, rule_page, violation_page
from prakat.item.item_path import folder_of, index_of
from prakat.request import request_template
from prakat.rules import data
from prakat.rules.data import label
from prakat.rules.message import message
from prakat.rules.wording import Listed

README = Path("README.md")
STAFF_MANUAL = Path(index_of(folder_of("work-manuals/staff-manual")))
REQUEST_TEMPLATE = Path(request_template.TEMPLATE_PATH)
DOCS = Path("docs")
_HEADS = ("handbook.field", "handbook.meaning", "handbook.required")


def texts(repo: Path, commands: Sequence[Command], shared: Sequence[Option]) -> Mapping[Path, str]:
    """What each file with a derived part must say, its other parts unchanged; a missing file is left out.

    `commands` are those of scripts/, and `shared` the options that most of them take."""
    package, items = repo / "src" / "prakat", repo / "tests" / "items"
    derived: Mapping[Path, Callable[[str], str]] = {
        README: lambda text: between(text, "rooms", room_table(package, "docs/modules.md")),
        STAFF_MANUAL: _staff_manual,
        REQUEST_TEMPLATE: lambda text: request_template.template(data.load("item.schema.json")),
        DOCS / "modules.md": lambda text: module_page(package),
        DOCS / "commands.md": lambda text: command_page(commands, shared, _read(repo / "Makefile")),
        DOCS / "rules.md": lambda text: rule_page(items),
        Path("schemas", EXAMPLES): lambda text: example_list(items),
        DOCS / "violations.md": lambda text: violation_page(),
        DOCS / "requirements.md": lambda text: requirement_page(package),
        **{DOCS / f"manual-{role}.md": partial(_desk_manual, role) for role in MANUALS},
    }
    return {path: derive(_read(repo / path)) for path, derive in derived.items() if (repo / path).is_file()}


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def between(text: str, name: str, content: str) -> str:
    """`text` with everything between `<!-- name:begin -->` and `<!-- name:end -->` replaced."""
    pattern = re.compile(rf"(<!-- {name}:begin -->\n).*?(<!-- {name}:end -->)", re.DOTALL)
    return pattern.sub(lambda match: match.group(1) + content + match.group(2), text)


def _desk_manual(role: str, text: str) -> str:
    return desk_manual_page(role)


def _staff_manual(text: str) -> str:
    table = re.compile(rf"(?<=\n)\| {re.escape(message(_HEADS[0]).text())} \|.*\n(?:\|.*\n)+")
    return table.sub(lambda match: field_table(data.load("item.schema.json")), text, count=1)


def field_table(schema: Mapping[str, Any]) -> str:
    """The request form's fields for people: key, Thai title and description, and whether it must be filled.

    The parts of a field follow it, as `period.start`; `credits[].file` is the part of each entry of a list."""
    rows = [f"| {' | '.join(message(each).text() for each in _HEADS)} |", "|---|---|---|"]
    always, sometimes = message("handbook.always").text(), message("handbook.sometimes").text()
    rows += (f"| `{key}` | {meaning} | {need} |" for key, meaning, need in _fields(schema, "", always, sometimes))
    return "\n".join(rows) + "\n"


def _meaning(field: Mapping[str, Any]) -> str:
    """Its title and description, each word that may be typed with what people read for it, and examples."""
    parts = [f"{field['title']}: {field['description']}"]
    choice = field.get("items", {}) if field.get("type") == "array" else field
    if words := [f"`{each}` {label(choice['labels'], each)}" for each in choice.get("enum", ()) if "labels" in choice]:
        parts.append(message("handbook.one-of", words=Listed.of(words)).text())
    elif examples := [f"`{each if isinstance(each, str) else _flow(each)}`" for each in field.get("examples", ())]:
        parts.append(message("handbook.for-example", examples=Listed.of(examples)).text())
    return " ".join(parts)


def _flow(value: object) -> str:
    """A list, or a number, as it is typed."""
    return f"[{', '.join(value)}]" if isinstance(value, list) else str(value)


def _fields(part: Mapping[str, Any], before: str, always: str, sometimes: str) -> Iterator[tuple[str, str, str]]:
    """(key, title and description, whether required); required fields say `always`, others `sometimes`."""
    for key, field in part.get("properties", {}).items():
        need = always if key in part.get("required", ()) else sometimes
        yield f"{before}{key}", _meaning(field), need
        inner = always if need == message("handbook.always").text() else f"{sometimes} `{before}{key}`"
        yield from _fields(field, f"{before}{key}.", inner, sometimes)
        yield from _fields(field.get("items", {}), f"{before}{key}[].", inner, sometimes)

"""schemas/ and the modules' own words -> the texts derived from them: README's modules, the staff manual's fields"""

import ast
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from prakat.request import request_template
from prakat.rules import data
from prakat.rules.message import message

README = Path("README.md")
STAFF_MANUAL = Path("content/work-manuals/staff-manual/index.md")
REQUEST_TEMPLATE = Path(".github", "PULL_REQUEST_TEMPLATE.md")
_HEADS = ("handbook.field", "handbook.meaning", "handbook.required")


def texts(repo: Path) -> Mapping[Path, str]:
    """What each file with a derived part must say, the rest as it stands; a file that is not there is left out."""
    derived: Mapping[Path, Callable[[Path, str], str]] = {
        README: _readme,
        STAFF_MANUAL: _staff_manual,
        REQUEST_TEMPLATE: lambda repo, text: request_template.template(data.load("item.schema.json")),
    }
    return {
        path: derive(repo, (repo / path).read_text(encoding="utf-8"))
        for path, derive in derived.items()
        if (repo / path).is_file()
    }


def between(text: str, name: str, content: str) -> str:
    """`text` with what stands between `<!-- name:begin -->` and `<!-- name:end -->` replaced."""
    pattern = re.compile(rf"(<!-- {name}:begin -->\n).*?(<!-- {name}:end -->)", re.DOTALL)
    return pattern.sub(lambda match: match.group(1) + content + match.group(2), text)


def _readme(repo: Path, text: str) -> str:
    return between(text, "modules", module_table(repo / "src" / "prakat"))


def module_table(package: Path) -> str:
    """One row a module: its docstring's first line, which says what goes in and what comes out."""
    rows = ["| module | in -> out |", "|---|---|"]
    for path in sorted(package.rglob("*.py")):
        if path.stem != "__init__":
            words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            name = path.relative_to(package).with_suffix("").as_posix().replace("/", ".")
            rows.append(f"| `{name}` | {words.partition(chr(10))[0].replace('|', chr(92) + '|')} |")
    return "\n".join(rows) + "\n"


def _staff_manual(repo: Path, text: str) -> str:
    table = re.compile(rf"(?<=\n)\| {re.escape(message(_HEADS[0]).text())} \|.*\n(?:\|.*\n)+")
    return table.sub(lambda match: field_table(data.load("item.schema.json")), text, count=1)


def field_table(schema: Mapping[str, Any]) -> str:
    """The request form's fields for people: key, Thai title and description, and whether it must be filled."""
    always, sometimes = message("handbook.always").text(), message("handbook.sometimes").text()
    rows = [f"| {' | '.join(message(each).text() for each in _HEADS)} |", "|---|---|---|"]
    for key, field in schema["properties"].items():
        meaning = f"{field['title']}: {field['description']}"
        rows.append(f"| `{key}` | {meaning} | {always if key in schema['required'] else sometimes} |")
    return "\n".join(rows) + "\n"

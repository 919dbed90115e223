"""src/prakat -> its rooms, floor by floor, and every module, each with the first line of its docstring"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from prakat.handbook.floors import DESK_FLOORS, FLOORS, ROOMS
from prakat.handbook.markdown import anchor, opening, table

_PACKAGE = "__init__"
_ROOM = re.compile(r"prakat\.([a-z_]+)")
_CALLERS = "scripts/ · hooks/ · prakat_desk"
_DESK = "prakat_desk"


def room_table(package: Path, prefix: str = "") -> str:
    """One row for each room, from the top floor down, with its docstring: what goes in and what comes out.

    `prefix` is the path to docs/modules.md."""
    rows = ((f"[`{room}`]({prefix}#{room})", _line(_opening_of(package, room))) for room in ROOMS)
    return table(("room", "in -> out"), rows)


def module_page(package: Path) -> str:
    parts = [opening("handbook.modules-title", "handbook.modules", "src/prakat"), diagram(), room_table(package)]
    parts += [_section(package, room) for room in ROOMS]
    return "\n".join([*parts, _desk(package.with_name(_DESK))])


def diagram() -> str:
    """A picture of the floors, one above the other."""
    floors = [_CALLERS, *(" · ".join(floor) for floor in FLOORS)]
    width = max(map(len, floors)) + 4
    edge = f"+{'-' * width}+"
    drawn = [line for floor in floors for line in (edge, f"|{floor:^{width}}|")]
    return "\n".join(["```text", *drawn, edge, "```", ""])


def _section(package: Path, room: str) -> str:
    modules = list(_modules(package, room))
    used = sorted({each for path in modules for each in _rooms_used(path)} - {room}, key=ROOMS.index)
    known = ", ".join(f"[{each}](#{each})" for each in used) or "—"
    rows = ((f"`{_name(package, path)}`", _line(path)) for path in modules)
    heading = [anchor(room), "", f"## {room}", "", f"{_line(_opening_of(package, room))}", "", f"imports: {known}", ""]
    return "\n".join([*heading, table(("module", "in -> out"), rows)])


def _desk(package: Path) -> str:
    """The desk, which stands beside the house: its modules, from the top floor down."""
    floors = [(room, path) for floor in DESK_FLOORS for room in floor for path in _modules(package, room)]
    rows = ((f"`{_name(package, path)}`", _line(path)) for _, path in floors)
    words = _line(package / f"{_PACKAGE}.py")
    heading = [anchor(_DESK), "", f"## {_DESK}", "", words, "", f"src/{_DESK}", ""]
    return "\n".join([*heading, table(("module", "in -> out"), rows)])


def _opening_of(package: Path, room: str) -> Path:
    """The file whose docstring describes the room."""
    single = package / f"{room}.py"
    return single if single.is_file() else package / room / f"{_PACKAGE}.py"


def _modules(package: Path, room: str) -> Iterator[Path]:
    if (single := package / f"{room}.py").is_file():
        yield single
    yield from (path for path in sorted((package / room).rglob("*.py")) if path.stem != _PACKAGE)


def _rooms_used(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: Iterable[str] = ()
        if isinstance(node, ast.Import):
            names = (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names = (f"{node.module}.{alias.name}" for alias in node.names)
        yield from (found[1] for name in names if (found := _ROOM.match(name)) and found[1] in ROOMS)


def _line(path: Path) -> str:
    """A module's first line, for a cell of a table."""
    words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return words.partition("\n")[0].replace("|", r"\|")


def _name(package: Path, path: Path) -> str:
    return path.relative_to(package).with_suffix("").as_posix().replace("/", ".")

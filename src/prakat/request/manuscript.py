"""a file that people write (an item, office.yml, a register) -> its fields and its text, or all of it as text"""

from dataclasses import dataclass
from pathlib import PurePosixPath

from prakat.content import logbook
from prakat.item import front_matter
from prakat.item.item_path import is_index, item_folder
from prakat.office import office
from prakat.request.field import Field, Names, fields, schema_of
from prakat.rules.strict_yaml import read_yaml, yaml_comments
from prakat.rules.text_decoding import decode_text
from prakat.rules.unreadable import Unreadable

_REGISTERS = {f"{logbook.REGISTERS}/{name}.yml": f"{logbook.REGISTERS}/{name}" for name in logbook.NAMES}


@dataclass(frozen=True, slots=True)
class Manuscript:
    path: str
    raw: bytes
    data: object
    """None where there is no such file, or nothing in it."""
    text: str
    """The text below the fields."""
    is_readable: bool = True
    comments: str = ""
    """What people wrote behind # between the fields, one a line; no program reads it."""

    def as_text(self) -> "Manuscript":
        """The whole file as text without fields, as it is written: bytes that are no text and line ends included."""
        return Manuscript(self.path, self.raw, None, self.raw.decode("utf-8", "surrogateescape"), self.is_readable)

    def fields(self, names: Names) -> list[Field]:
        return [] if self.data is None else fields(schema_of(*_schema_name(self.path)), self.data, names)


def is_manuscript(path: str) -> bool:
    return path == office.FILE or path in _REGISTERS or is_index(path)


def limit_of(path: str) -> int:
    """In bytes; a larger file is not read as a manuscript."""
    if path == office.FILE:
        return office.MAX_BYTES
    return logbook.MAX_BYTES if path in _REGISTERS else front_matter.MAX_BYTES


def manuscript(path: str, raw: bytes | None) -> Manuscript:
    """The manuscript at such a path; None stands for a missing file."""
    if raw is None:
        return Manuscript(path, b"", None, "")
    try:
        if not is_index(path):
            text = decode_text(raw, limit_of(path))
            return Manuscript(path, raw, read_yaml(text).data, "", comments=yaml_comments(text))
        parts, document = front_matter.read_front_matter(raw)
        return Manuscript(path, raw, document.data, parts.body, comments=yaml_comments(parts.text))
    except Unreadable:
        return Manuscript(path, raw, None, "", is_readable=False)


def _schema_name(path: str) -> tuple[str, str]:
    """The name of the schema, and the category that adds to it."""
    if is_index(path):
        return "item", PurePosixPath(item_folder(path) or path).parts[1]
    return _REGISTERS.get(path, "office"), ""

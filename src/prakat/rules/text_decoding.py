"""bytes -> UTF-8 text with LF and no control characters, or why they are not, and which encoding they may be in"""

from pathlib import Path

from prakat.rules.unreadable import Unreadable
from prakat.thai.hidden_mark import code_and_name
from prakat.thai.visible_text import DIRECTIONS, control_character

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def head(path: Path, limit: int) -> bytes:
    """The beginning of a file for `decode_text`: up to one byte more than `limit`. Raises OSError."""
    with path.open("rb") as stream:
        return stream.read(limit + 1)


def decode_text(raw: bytes, limit: int) -> str:
    """UTF-8 text with LF and without control characters, of at most `limit` bytes.

    Raises Unreadable, which names TIS-620 if the bytes look so, else the first byte that is not UTF-8."""
    if len(raw) > limit:
        raise Unreadable("file.too-large", 1, found=str(len(raw)), limit=str(limit))
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = _likely_encoding(raw) or f"0x{raw[error.start]:02x}"
        raise Unreadable("file.encoding", line, found=found) from None
    if control := control_character(text):
        character = chr(int(control[2:], 16))
        position = text.index(character)
        column = position - text.rfind("\n", 0, position)
        raise Unreadable(
            "text.control", text.count("\n", 0, position) + 1, found=code_and_name(character), column=str(column)
        )
    return text


def without_directions(text: str) -> str:
    """The text without the marks that turn the direction of others, or say the order of bytes: none shows anything."""
    return DIRECTIONS.sub("", text)


def _likely_encoding(raw: bytes) -> str:
    """The encoding that the bytes are probably in; empty if they do not tell."""
    if raw.startswith(_UTF16):
        return "UTF-16"
    high = [byte for byte in raw[:20_000] if byte >= 0x80]
    thai = sum(0xA1 <= byte <= 0xDA or 0xDF <= byte <= 0xFB for byte in high)
    try:
        raw[:20_000].decode("cp874")
    except UnicodeDecodeError:
        return ""
    return "TIS-620 / Windows-874" if high and thai > 0.9 * len(high) else ""

"""text of a file -> the lines that git left in it where two versions could not be merged (R16)"""

import re
from collections.abc import Iterator

from prakat.rules.finding import Finding

_MARKER = re.compile(r"(?:<{7}|>{7})(?: .*)?")
"""Of those that git writes only these are no Markdown: ======= underlines a heading, and > quotes."""
_BASE = re.compile(r"\|{7}(?: .*)?")
"""What both versions come from, in git's style diff3; alone it may be an empty row of a table."""


def conflict_markers(path: str, raw: bytes) -> Iterator[Finding]:
    """A finding for each. What else is wrong with a file that cannot be read follows from them, and is not said."""
    if b"<" * 7 not in raw and b">" * 7 not in raw:
        return
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    is_between = False
    for number, line in enumerate(lines, start=1):
        is_marker = _MARKER.fullmatch(line) is not None
        if is_marker or (is_between and _BASE.fullmatch(line)):
            yield Finding(path, number, "text.conflict-marker", {"found": line})
        is_between = is_between if not is_marker else line.startswith("<")

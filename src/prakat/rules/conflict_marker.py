"""text of a file -> the lines that git left in it where two versions could not be merged (R16)"""

import re
from collections.abc import Iterator

from prakat.rules.finding import Finding

_MARKER = re.compile(r"(?:<{7}|>{7})(?: .*)?")
"""Of the three that git writes only these are no Markdown: ======= underlines a heading, and > quotes."""


def conflict_markers(path: str, raw: bytes) -> Iterator[Finding]:
    """A finding for each. What else is wrong with a file that cannot be read follows from them, and is not said."""
    if b"<" * 7 not in raw and b">" * 7 not in raw:
        return
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), start=1):
        if _MARKER.fullmatch(line):
            yield Finding(path, number, "text.conflict-marker", {"found": line})

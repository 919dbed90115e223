"""text that people wrote -> what of it may stand on paper: nothing in it hides, or turns what is beside it"""

import re

from prakat.rules.wording import visible

_NO_CHARACTER = re.compile("[\ufffe\uffff]")


def printable(text: str) -> str:
    """Line ends stay; tabs are spaces; control and direction characters are escaped, as wording.visible does."""
    return "\n".join(map(_printable_line, text.replace("\r\n", "\n").replace("\t", " ").split("\n")))


def _printable_line(line: str) -> str:
    return _NO_CHARACTER.sub("\ufffd", visible(line, len(line) + 1))

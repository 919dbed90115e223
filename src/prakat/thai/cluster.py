"""text -> its indivisible pieces: a Thai letter with its vowels and marks, a number, a Latin word, a space"""

import re

_CLUSTER = re.compile(
    r"[เแโใไ]?[ก-ฮ][ัิ-ฺ็-๎]*[าำะๅ]?"
    r"|[0-9๐-๙]+|[A-Za-z]+|\s|.[ัิ-ฺ็-๎\u0300-\u036f]*",
    re.DOTALL,
)


def clusters(text: str) -> list[str]:
    """The pieces, which joined give the text."""
    return _CLUSTER.findall(text)

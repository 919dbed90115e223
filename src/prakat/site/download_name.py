"""titles and stored names of an item's files -> the name under which a reader keeps each download, in Thai (R13)"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from prakat.item.file_type import file_types, type_of
from prakat.rules import file_name
from prakat.rules.data import label
from prakat.thai.cluster import clusters

LONGEST, LONGEST_BYTES = 100, 220
"""With its ending. File systems take 255 bytes, and browsers need some for `.crdownload` and ` (1)`; a Thai letter
has three."""
_JOINS = re.compile(r"\s*[/\\:|]\s*")
"""Between parts, as in 12/2569 or 08:30: a hyphen says the same."""
_LINK = re.compile(r'<a href="([a-z0-9._-]+)"')
_SPACE = re.compile(r"\s+")
_REFUSED = frozenset('*?"<>')
_ENDS = " .~-_"
_SAME = {".jpeg": (".jpeg", ".jpg"), ".jpg": (".jpg", ".jpeg")}


def download_names(titles: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """(stored name, title) -> by stored name: what Windows, Android and macOS can all store, no two alike."""
    taken: set[str] = set()
    found = {}
    for stored, title in titles:
        found[stored] = next(each for each in _candidates(stored, title) if each.casefold() not in taken)
        taken.add(found[stored].casefold())
    return found


def with_download_names(text: str, names: Mapping[str, str]) -> str:
    """The item's text as HTML, in which links to files that browsers do not show say the name of the copy too."""

    def named(link: re.Match[str]) -> str:
        stored = link[1]
        kind = type_of(stored)
        if stored not in names or (kind and kind.opens):
            return link[0]
        return f'{link[0]} download="{html.escape(names[stored])}"'

    return _LINK.sub(named, text)


def _candidates(stored: str, title: str) -> Iterator[str]:
    """The name, then the same with a number behind it."""
    ending = Path(stored).suffix
    stem = _stem(title, ending)
    yield _cut(stem, ending)
    number = 2
    while True:
        yield _cut(stem, f" ({number}){ending}")
        number += 1


def _stem(title: str, ending: str) -> str:
    """The title without what no file name may have, and without an ending that it already has."""
    spaced = _SPACE.sub(" ", unicodedata.normalize("NFC", title))
    kept = "".join(each for each in spaced if each not in _REFUSED and not _is_unseen(each))
    plain = _SPACE.sub(" ", _JOINS.sub("-", kept)).strip(_ENDS)
    for same in _SAME.get(ending, (ending,)):
        if ending in file_types() and plain.casefold().endswith(same):
            plain = plain[: -len(same)].strip(_ENDS)
    nameless = label("page", "nameless")
    plain = plain or nameless
    return plain if file_name.fits_windows(plain) else f"{nameless}-{plain}"


def _is_unseen(letter: str) -> bool:
    """Control and format characters, halves of a pair, private ones, and numbers that are no letter."""
    return unicodedata.category(letter).startswith("C")


def _cut(stem: str, ending: str) -> str:
    """As much of it as has room, never a part of a letter with its marks."""
    room, room_bytes = LONGEST - len(ending), LONGEST_BYTES - len(ending.encode())
    pieces = clusters(stem)
    kept = ""
    for piece in pieces if len(pieces) > 1 else stem:  # one word longer than the room is cut anywhere
        if len(kept) + len(piece) > room or len((kept + piece).encode()) > room_bytes:
            break
        kept += piece
    return f"{kept.rstrip(_ENDS) or label('page', 'nameless')}{ending}"

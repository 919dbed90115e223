"""an item's text as HTML -> the same, with pictures that follow one another side by side, each a link to itself"""

import re
from collections.abc import Iterator

_PICTURE = r'<img(?:\s+[a-z-]+="[^"]*")*\s*/?>'
_BETWEEN = r"(?:\s|<br ?/?>)*"
_ROW = re.compile(rf"<p>{_BETWEEN}{_PICTURE}(?:{_BETWEEN}{_PICTURE})*{_BETWEEN}</p>")
_EACH = re.compile(_PICTURE)
_SOURCE = re.compile(r'\ssrc="([^"]*)"')


def galleries(html: str) -> str:
    """Paragraphs that hold nothing but pictures, two pictures or more, become one gallery; all else stays as it is."""
    made, at = [], 0
    for start, end in _runs(html):
        pictures = _EACH.findall(html, start, end)
        if len(pictures) > 1:
            made += [html[at:start], '<div class="gallery">', *map(_linked, pictures), "</div>"]
            at = end
    return "".join((*made, html[at:]))


def _runs(html: str) -> Iterator[tuple[int, int]]:
    """Where such paragraphs begin and end that have nothing between them."""
    start = end = 0
    for row in _ROW.finditer(html):
        if end and not html[end : row.start()].strip():
            end = row.end()
            continue
        yield start, end
        start, end = row.span()
    yield start, end


def _linked(picture: str) -> str:
    """The whole picture is one touch away, also where its column is narrow."""
    source = _SOURCE.search(picture)
    return f'<a class="picture" href="{source[1]}">{picture}</a>' if source else picture

"""item's body, rendered -> the anchors of its page to which links may lead (R46)"""

import re

from prakat.item import body
from prakat.item.item import Item

OF_EVERY_PAGE = frozenset({"", "top", "main", "contents", "files", "credits", "history"})
"""Of theme/item.html, and those by which browsers know the beginning of a page."""
_ID = re.compile(r'<[a-z][a-z0-9]*(?: [^<>]*)? id="([^"<>]*)"')


def anchors_of(html: str) -> frozenset[str]:
    return frozenset(_ID.findall(html)) | OF_EVERY_PAGE


def anchors_of_item(item: Item) -> frozenset[str]:
    return anchors_of(body.render_markdown(item.body).html)

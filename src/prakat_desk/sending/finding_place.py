"""a finding about an item that is still a draft -> the field of the form at which it can be mended"""

from prakat.item.front_matter import read_front_matter
from prakat.item.item_path import index_of, item_folder
from prakat.rules.finding import Finding
from prakat.rules.unreadable import Unreadable


def field_of(finding: Finding, raw: bytes) -> str:
    """As the form names it: `owner.unit`; `body` for the text, `files` for a file. `raw` is the index.md."""
    folder = item_folder(finding.path)
    if folder is None or finding.path != index_of(folder):
        return "files"
    try:
        parts, document = read_front_matter(raw)
    except Unreadable:
        return ""
    if finding.line >= parts.body_line:
        return "body"
    there = [tuple(pointer) for pointer, line in document.lines.items() if line == finding.line]
    return max((".".join(map(str, each)) for each in there), key=len, default="")

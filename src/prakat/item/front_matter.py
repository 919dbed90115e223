"""the bytes of one index.md -> its front matter and its body, or the first reason why they cannot be told apart"""

from dataclasses import dataclass

from prakat.rules.message import message
from prakat.rules.strict_yaml import YamlDocument, read_yaml
from prakat.rules.text_decoding import decode_text
from prakat.rules.unreadable import Unreadable

MAX_BYTES = 512 * 1024
MAX_FRONT_MATTER = 64 * 1024
FENCE = "---"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    text: str
    body: str
    body_line: int


def split(raw: bytes) -> FrontMatter:
    """Front matter and body of an index.md, without guessing. Raises Unreadable."""
    lines = decode_text(raw, MAX_BYTES).split("\n")
    if lines[0].rstrip() != FENCE:
        first = next((index for index, line in enumerate(lines) if line.strip()), 0)
        rule = "front-matter.first-line" if lines[first].strip() == FENCE else "front-matter.missing"
        raise Unreadable(rule, first + 1, found=lines[first] or message("item.empty-file"))
    for index in range(1, len(lines)):
        if lines[index].rstrip() == FENCE:
            front_matter = "\n".join(lines[1:index]) + "\n"
            if len(front_matter) > MAX_FRONT_MATTER:
                raise Unreadable("yaml.too-large", 1, found=str(len(front_matter)), limit=str(MAX_FRONT_MATTER))
            return FrontMatter(front_matter, "\n".join(lines[index + 1 :]), index + 2)
    raise Unreadable("front-matter.not-closed", 1)


def read_front_matter(raw: bytes) -> tuple[FrontMatter, YamlDocument]:
    """The parts of an index.md, and what its front matter says. Raises Unreadable."""
    parts = split(raw)
    return parts, read_yaml(parts.text, first_line=2)

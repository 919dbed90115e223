"""bytes of an index.md x a person -> the same bytes with that person as its provider, nothing else touched (R40)"""

from functools import lru_cache

from prakat.cannot_work import CannotWork
from prakat.item.front_matter import FENCE
from prakat.rules.edited_yaml import edited_yaml

_PROVIDER = ("owner", "provider")


@lru_cache(maxsize=4096)
def with_provider(raw: bytes, person: str) -> bytes:
    """Raises CannotWork for front matter that cannot be edited so. Kept, since a hand-over of hundreds of pages is
    looked at several times before it is sent."""
    text = raw.decode("utf-8", "surrogateescape")
    lines = text.split("\n")
    last = next((at for at in range(1, len(lines)) if lines[at].rstrip() == FENCE), None)
    if last is None:
        raise CannotWork("rules.not-edited", place=".".join(_PROVIDER))
    front = "".join(f"{line}\n" for line in lines[1:last])
    edited = edited_yaml(front, [(_PROVIDER, person)])
    return "\n".join([lines[0], edited.removesuffix("\n"), *lines[last:]]).encode("utf-8", "surrogateescape")

"""what somebody is about to ask for, as far as it is typed <-> JSON in the small folder"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson


@dataclass(frozen=True, slots=True)
class DraftFile:
    title: str
    size: int
    """In bytes."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Draft:
    id: str
    """32 hex digits; they tell nothing and open nothing: only its owner is shown a draft."""
    person: str
    ask: str = ""
    """Of schemas/asks.yml; empty where it is about an item that there is."""
    action: str = "new"
    path: str = ""
    """The item's path below content/, as far as it is chosen."""
    base: str = ""
    """The commit from which an item that there is was taken up; empty for a new one."""
    origin: str = ""
    """The item's path in it, which `path` may leave."""
    request: int = 0
    """The number under which it was sent; 0 while it was not."""
    mends: int = 0
    """The open request on which it is to be sent again; 0 where it is a new one."""
    head: str = ""
    """The commit that it was last about to be sent as, noted before: whoever was stopped then finds it again."""
    typed: Mapping[str, list[str]] = field(default_factory=dict)
    """Every entry of the form by its name, as it was typed."""
    body: str = ""
    files: Mapping[str, DraftFile] = field(default_factory=dict)
    """Name as it is stored beside the item -> the file."""
    removed: tuple[str, ...] = ()
    """Names of the item's own files that are to go."""
    doubts: tuple[str, ...] = ()
    """What was not certain in the document that it was begun with, in words."""
    is_from_document: bool = False
    """Whether it has been filled from a document and nobody has said yet that it was read over."""
    created: datetime.datetime = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    changed: datetime.datetime = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)

    @property
    def is_sent(self) -> bool:
        return self.request > 0

    @property
    def title(self) -> str:
        return (self.typed.get("title") or [""])[-1].strip()

    def as_json(self) -> bytes:
        return orjson.dumps(self, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)


def draft_of(raw: bytes) -> Draft | None:
    """None for what this version did not write: a draft of another shape is no draft."""
    try:
        found = orjson.loads(raw)
        files = {name: DraftFile(**each) for name, each in found.pop("files").items()}
        created, changed = (datetime.datetime.fromisoformat(found.pop(name)) for name in ("created", "changed"))
        removed, doubts = tuple(found.pop("removed")), tuple(found.pop("doubts", ()))
        return Draft(files=files, removed=removed, doubts=doubts, created=created, changed=changed, **found)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None

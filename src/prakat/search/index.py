"""what readers may find -> an index in small files, in which their browser finds it without a server (R46)"""

import hashlib
import json
import shutil
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, astuple, dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from prakat.search import folding
from prakat.search.postings import Postings, grams_in

MANIFEST = "manifest.bin"
TEXTS, GRAMS = "texts", "grams"
RECORDS_PER_FILE = 4
COMPRESSION = 4
"""Of zlib: level 6 takes twice the time to save a tenth."""


@dataclass(frozen=True, slots=True)
class FindablePage:
    """A page that readers can find."""

    url: str
    """Below the site's root, as in public-relations/2569/recruitment/."""
    title: str
    summary: str
    text: str
    """What else the page shows; title and summary need not be in it again."""
    category: str
    """By the name that readers know."""
    published: str
    """ISO 8601, common era."""
    unit: str
    title_en: str = ""
    summary_en: str = ""


def write_index(records: Iterable[FindablePage], to: Path) -> None:
    """Make `to` the folder of the index of these pages, whatever it was before.

    The same records in the same order make the same bytes. They are taken one after the other and not kept. Raises
    ValueError for a `published` that is no date."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    files = _Files(to)
    postings = Postings()
    days, passages = [], []
    for number, batch in enumerate(_batches(records)):
        clean = [_shown(record) for record in batch]
        files.write(f"{TEXTS}/{number}.bin", _json([asdict(record) for record in clean]))
        days += [date.fromisoformat(record.published).toordinal() for record in clean]
        passages += [_add(record, postings) for record in clean]
    firsts = []
    for number, (first, shard) in enumerate(postings.shards()):
        files.write(f"{GRAMS}/{number}.bin", shard)
        firsts.append(first)
    rule = {"gram": folding.GRAM, "overlap": folding.OVERLAP, "recordsPerFile": RECORDS_PER_FILE}
    found = {"days": days, "passages": passages, "shards": firsts}
    (to / MANIFEST).write_bytes(zlib.compress(_json({"folder": files.close(), **rule, **found}), COMPRESSION))


class _Files:
    """Compressed files in a folder that gets its name from their digest in the end: a browser that kept files of an
    earlier index never takes them for those of this one."""

    def __init__(self, to: Path) -> None:
        self._folder = to / "unfinished"
        self._digest = hashlib.sha256()
        for name in (TEXTS, GRAMS):
            (self._folder / name).mkdir(parents=True)

    def write(self, name: str, content: bytes) -> None:
        packed = zlib.compress(content, COMPRESSION)
        self._digest.update(f"{name} {len(packed)} ".encode() + packed)
        (self._folder / name).write_bytes(packed)

    def close(self) -> str:
        """The name that the folder got."""
        name = self._digest.hexdigest()[:16]
        self._folder.rename(self._folder.with_name(name))
        return name


def _batches(records: Iterable[FindablePage]) -> Iterator[list[FindablePage]]:
    rest = iter(records)
    while batch := list(islice(rest, RECORDS_PER_FILE)):
        yield batch


def _shown(record: FindablePage) -> FindablePage:
    return FindablePage(*map(folding.shown, astuple(record)))


def _add(record: FindablePage, postings: Postings) -> int:
    """How many passages the record has: the first is its title, the second its summary, the others its text."""
    before = postings.passages
    for parts in ((record.title, record.title_en), (record.summary, record.summary_en)):
        postings.add(folding.grams(folding.folded(" ".join(parts))))
    for passage in folding.passages(folding.folded(record.text)):
        postings.add(folding.grams(passage))
    return postings.passages - before


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def texts(index: Path) -> Iterator[str]:
    """Everything that a written index says, as plain text, a file at a time: of pages what a result shows of them, of
    shards their grams, a line each. For whoever must know that a text is in no index (R19)."""
    for path in sorted(index.rglob("*.bin")):
        content = zlib.decompress(path.read_bytes())
        if path.parent.name == GRAMS:
            yield "\n".join(grams_in(content))
        elif path.parent.name == TEXTS:
            yield "\n".join(value for record in json.loads(content) for value in record.values())
        else:
            yield "\n".join(json.loads(content)["shards"])

"""pages that readers may find -> an index in small files, which a browser searches without a server (R46)"""

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

INDEX_MANIFEST = "manifest.bin"
TEXTS, GRAMS = "texts", "grams"
PAGES_PER_FILE = 4
COMPRESSION = 4
"""Level of zlib; level 6 takes twice the time to save a tenth."""


@dataclass(frozen=True, slots=True)
class FindablePage:
    """A page that readers can find."""

    url: str
    """Below the site's root, as in public-relations/2569/recruitment/."""
    title: str
    summary: str
    text: str
    """The other text of the page; title and summary need not be repeated in it."""
    category: str
    """The category's name for readers."""
    published: str
    """ISO 8601, common era."""
    unit: str
    title_en: str = ""
    summary_en: str = ""


def write_index(pages: Iterable[FindablePage], to: Path) -> None:
    """Makes `to` the folder of these pages' index, replacing whatever it held.

    The same pages in the same order give the same bytes. Pages are read one by one and not kept in memory. Raises
    ValueError for a `published` that is not a date."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    files = _Files(to)
    postings = Postings()
    days, passages = [], []
    for number, batch in enumerate(_batches(pages)):
        clean = [_shown(page) for page in batch]
        files.write(f"{TEXTS}/{number}.bin", _json([asdict(page) for page in clean]))
        days += [date.fromisoformat(page.published).toordinal() for page in clean]
        passages += [_add(page, postings) for page in clean]
    firsts = []
    for number, (first, shard) in enumerate(postings.shards()):
        files.write(f"{GRAMS}/{number}.bin", shard)
        firsts.append(first)
    rule = {"gram": folding.GRAM, "overlap": folding.OVERLAP, "pagesPerFile": PAGES_PER_FILE}
    found = {"days": days, "passages": passages, "shards": firsts}
    (to / INDEX_MANIFEST).write_bytes(zlib.compress(_json({"folder": files.close(), **rule, **found}), COMPRESSION))


class _Files:
    """Compressed files in a folder that is finally named by their digest, so that a browser never takes cached files of
    an earlier index for these."""

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
        """Names the folder by its digest; returns that name."""
        name = self._digest.hexdigest()[:16]
        self._folder.rename(self._folder.with_name(name))
        return name


def _batches(pages: Iterable[FindablePage]) -> Iterator[list[FindablePage]]:
    rest = iter(pages)
    while batch := list(islice(rest, PAGES_PER_FILE)):
        yield batch


def _shown(page: FindablePage) -> FindablePage:
    return FindablePage(*map(folding.shown, astuple(page)))


def _add(page: FindablePage, postings: Postings) -> int:
    """Adds the page's passages, first title, then summary, then text; returns how many."""
    before = postings.passages
    for parts in ((page.title, page.title_en), (page.summary, page.summary_en)):
        postings.add(folding.grams(folding.folded(" ".join(parts))))
    for passage in folding.passages(folding.folded(page.text)):
        postings.add(folding.grams(passage))
    return postings.passages - before


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def texts_in(index: Path) -> Iterator[str]:
    """All the text in an index, file by file: what a result shows of each page, and each shard's grams, one a line. It
    is for checking that a text is in no index (R19)."""
    for path in sorted(index.rglob("*.bin")):
        content = zlib.decompress(path.read_bytes())
        if path.parent.name == GRAMS:
            yield "\n".join(grams_in(content))
        elif path.parent.name == TEXTS:
            yield "\n".join(value for page in json.loads(content) for value in page.values())
        else:
            yield "\n".join(json.loads(content)["shards"])

"""pages that readers may find -> an index in small files, which a browser searches without a server (R46)"""

import hashlib
import json
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from prakat.search import folding
from prakat.search.postings import Postings, grams_in

INDEX_MANIFEST = "manifest.bin"
TEXTS, GRAMS = "texts", "grams"
PAGES_PER_FILE = 4
COMPRESSION = 4
"""Level of zlib; level 6 takes twice the time to save a tenth."""


class PageFact(NamedTuple):
    """What stands beside a page's text."""

    name: str
    """Which of the index's labels says what it is."""
    value: str


@dataclass(frozen=True, slots=True)
class FindablePage:
    """A page that readers can find by everything in it; what stands in one part need not be repeated in another.

    A word counts most in a title, then in a badge, in a summary, in a text, and least among the facts."""

    url: str
    """Below the site's root, as in public-relations/2569/recruitment/."""
    title: str
    summary: str
    text: str
    category: str
    """The category's name for readers."""
    published: str
    """ISO 8601, common era."""
    unit: str
    title_en: str = ""
    summary_en: str = ""
    category_en: str = ""
    unit_en: str = ""
    badges: tuple[str, ...] = ()
    """What kind of page it is, in the few words that lists show beside its title."""
    badges_en: tuple[str, ...] = ()
    facts: tuple[PageFact, ...] = ()
    facts_en: tuple[PageFact, ...] = ()
    is_for_staff: bool = False
    """Whether it is meant for the office's own people: then its words count half."""
    is_past: bool = False
    """Whether what it calls for is over: then it stands behind others whose words count as much."""


def write_index(
    pages: Iterable[FindablePage], to: Path, labels: Mapping[str, Mapping[str, str]] = MappingProxyType({})
) -> None:
    """Makes `to` the folder of these pages' index, replacing whatever it held. `labels`: fact's name -> language ->
    what is called so.

    The same pages in the same order give the same bytes. Pages are read one by one and not kept in memory. Raises
    ValueError for a `published` that is not a date."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    files = _Files(to)
    postings = Postings()
    days, passages, staff, past = [], [], [], []
    for number, batch in enumerate(_batches(pages)):
        clean = list(map(_as_shown, batch))
        files.write(f"{TEXTS}/{number}.bin", _json(list(map(_parts, clean))))
        days += [date.fromisoformat(page.published).toordinal() for page in batch]
        passages += [_add(page, postings) for page in clean]
        staff += [number * PAGES_PER_FILE + place for place, page in enumerate(batch) if page.is_for_staff]
        past += [number * PAGES_PER_FILE + place for place, page in enumerate(batch) if page.is_past]
    firsts = []
    for number, (first, shard) in enumerate(postings.shards()):
        files.write(f"{GRAMS}/{number}.bin", shard)
        firsts.append(first)
    rule = {"gram": folding.GRAM, "overlap": folding.OVERLAP, "pagesPerFile": PAGES_PER_FILE, "labels": dict(labels)}
    found = {"days": days, "passages": passages, "staff": staff, "past": past, "shards": firsts}
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


def _parts(page: FindablePage) -> dict[str, Any]:
    return {each.name: getattr(page, each.name) for each in fields(page)}


def _as_shown(page: FindablePage) -> FindablePage:
    return FindablePage(**{name: _shown(part) for name, part in _parts(page).items()})


def _shown(part: Any) -> Any:
    """A text as the search shows it, or each text of a part."""
    if isinstance(part, str):
        return folding.shown(part)
    if isinstance(part, PageFact):
        return PageFact(part.name, _shown_again(part.value))
    return tuple(map(_shown, part)) if isinstance(part, tuple) else part


_shown_again = lru_cache(1 << 12)(folding.shown)
"""For what many pages have alike, as days and names."""


def _add(page: FindablePage, postings: Postings) -> int:
    """Adds the page's passages: title, badges, summary, those of the text, facts; returns how many."""
    before = postings.passages
    _add_whole((page.title, page.title_en), postings)
    _add_whole((*page.badges, *page.badges_en), postings)
    _add_whole((page.summary, page.summary_en), postings)
    text = folding.folded(page.text)
    days = folding.day_grams(text)
    for passage in folding.passages(text):
        postings.add(folding.grams(passage) | days)
        days = set()
    named = (page.category, page.category_en, page.unit, page.unit_en)
    _add_whole((*named, *(each.value for each in (*page.facts, *page.facts_en))), postings)
    return postings.passages - before


def _add_whole(texts: Iterable[str], postings: Postings) -> None:
    folded = folding.folded(" ".join(texts))
    postings.add(folding.grams(folded) | folding.day_grams(folded))


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def texts_in(index: Path) -> Iterator[str]:
    """All the text in an index, file by file: what a result shows of each page, and each shard's grams, one a line. It
    is for checking that a text is in no index (R19)."""
    for path in sorted(index.rglob("*.bin")):
        content = zlib.decompress(path.read_bytes())
        if path.parent.name == GRAMS:
            yield "\n".join(grams_in(content))
        else:
            yield "\n".join(_strings(json.loads(content)))


def _strings(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for each in content.values() if isinstance(content, dict) else content:
            yield from _strings(each)

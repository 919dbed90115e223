"""increment -> the files of the next release that differ from the current one's, and what the whole of it then holds"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from prakat.content.address import ENGLISH, YEAR_REGISTERS, is_sitemap_part
from prakat.item.item_path import url_of
from prakat.release.increment import Increment
from prakat.repository.second_process import done_beside
from prakat.search.index_manifest import INDEX_MANIFEST
from prakat.search.patch import KnownIndex
from prakat.site.digest import digests
from prakat.site.earlier import Tally
from prakat.site.findable import SEARCH_INDEX, patch_search
from prakat.site.open_data import DATA
from prakat.site.public_register import RegisterLine, register_lines
from prakat.site.publication import Publication
from prakat.site.view import PAGE_FILE

_INDEX = f"{SEARCH_INDEX}/"


@dataclass(frozen=True, slots=True)
class FreshFiles:
    folder: Path
    digests: Mapping[str, str]
    """Of the whole release: path below the site's root -> SHA-256."""
    sources: Mapping[str, str]
    """Of the pages that were drawn: URL -> what from."""
    lines: Mapping[str, RegisterLine]
    """Of the items of which the registers may say something else: by URL."""
    gone: tuple[str, ...]
    """URLs of the pages that are no more."""
    tallies: Mapping[str, Tally]
    """Of the lists of evidence, by URL."""


def fresh_files(
    found: Increment, sources: Mapping[str, str], before: Mapping[str, str], released: Path, to: Path
) -> FreshFiles:
    """`sources` and `before` are of the release before, which lies in `released`: what its pages were drawn from, and
    its files' digests. Other processes draw what is no item's page: of evidence from the beginning, since that takes
    longest; the rest as soon as is known what differs."""
    to.mkdir(parents=True)
    of_evidence = _differing(found.sources.evidence, sources)
    with done_beside(partial(_evidence_drawn, found, of_evidence, to)) as tallies:
        told = found.sources.all()
        changed, gone = _differing(told, sources), sources.keys() - told.keys()
        of_items = [url for url in changed if url.removeprefix(ENGLISH) in found.site.edition.by_url]
        others = changed.keys() - {*of_items} - of_evidence.keys()
        with done_beside(partial(_draw, found, sorted(others), to)) as drawn:
            known = {url: line for url, line in found.lines().items() if told.get(url) == sources.get(url)}
            lines = register_lines(found.site.edition, known)
            found.site.write_lists(to, lines)
            _draw(found, of_items, to)  # before they are sought, so that the search says what their pages do
            index = KnownIndex(released / SEARCH_INDEX, before.get(f"{_INDEX}{INDEX_MANIFEST}", ""), found.search_order)
            left = _left(found, gone, _search(found, {*changed, *gone}, index, to), before)
            _write_items_files(found, before, to)
            drawn()
        tallied = tallies()
    written = _written(to, before)
    told_anew = {url: line for url, line in lines.items() if url not in known}
    return FreshFiles(to, {**left, **written}, changed, told_anew, tuple(sorted(gone)), tallied)


def _differing(now: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    return {url: source for url, source in now.items() if before.get(url) != source}


def _evidence_drawn(found: Increment, urls: Collection[str], to: Path) -> Mapping[str, Tally]:
    """Returns the tallies of the lists of evidence, which its pages are made of."""
    _draw(found, urls, to)
    return found.site.evidence.all_tallies


def _written(to: Path, before: Mapping[str, str]) -> Mapping[str, str]:
    """Digests of all that was made; what is as it was before does not stay."""
    written = digests(to)
    for name, digest in written.items():
        if before.get(name) == digest:
            (to / name).unlink()
    return written


def _search(found: Increment, changed: Collection[str], known: KnownIndex, to: Path) -> frozenset[str] | None:
    edition, ever = found.site.edition, {*found.search_order}
    return patch_search(edition, {url for url in changed if url in edition.by_url or url in ever}, known, to)


def _draw(found: Increment, urls: Collection[str], to: Path) -> None:
    if not urls:
        return
    from prakat.site import drawing  # here: it loads what reads templates

    environment = drawing.environment_of(found.site)
    for url in urls:
        drawing.write_page(environment, found.site.pages[url], to)


def _write_items_files(found: Increment, before: Mapping[str, str], to: Path) -> None:
    """Of the public items that were read anew."""
    for each in found.anew.values():
        if isinstance(each, Publication) and each.state.is_public:
            known = {file.facts.name: file.facts.sha256 for file in each.files}
            for name, place in found.site.files_of(each):
                if before.get(name) != known[place.name]:
                    (to / name).parent.mkdir(parents=True, exist_ok=True)
                    (to / name).write_bytes(place.read_bytes())
            found.site.write_made(each, to)


def _left(
    found: Increment, pages: Collection[str], index: frozenset[str] | None, before: Mapping[str, str]
) -> dict[str, str]:
    """Digests of what the release before has and the next one may have as it is: without `pages`, and without what of
    the `index` is not used any more."""
    gone = _Gone(found, frozenset(pages), index)
    left = {name: digest for name, digest in before.items() if not gone.holds(name)}
    return left | {name: before[name] for each in found.anew.values() for name in _names(each) if name in before}


def _names(appears: object) -> Iterator[str]:
    """Of the files that are served beside its page."""
    if isinstance(appears, Publication) and appears.state.is_public:
        yield from (f"{appears.url}{name}" for name in appears.file_names)


class _Gone:
    """Files of the release before that are in the next one only if they are written or named anew."""

    def __init__(self, found: Increment, pages: frozenset[str], index: frozenset[str] | None) -> None:
        self._owners = frozenset(url_of(each.folder) for each in found.rows)
        self._pages = pages
        self._index = index

    def holds(self, name: str) -> bool:
        folder, _, last = name.rpartition("/")
        url = f"{folder}/" if folder else ""
        if last == PAGE_FILE:
            return url in self._pages
        if name.startswith(_INDEX):
            return self._index is None or name.removeprefix(_INDEX) in self._index
        return url.removesuffix(DATA) in self._owners or is_sitemap_part(name) or name.startswith(YEAR_REGISTERS)

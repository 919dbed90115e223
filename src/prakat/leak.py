"""built folder x edition -> files that hold the text or the bytes of an item that the public must not see"""

import gzip
import html
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import ahocorasick

from prakat import attachment, data, findable, search_text, tree
from prakat import search as search_index
from prakat.edition import Edition
from prakat.item import Item

LEAST = 20
"""Characters that a piece of text has before it tells one item from another."""
_MARKUP = re.compile(r"[\n*_`\[\]()#|>!~\\<{}]+")
_TEXT = frozenset([".html", ".xml", ".json", ".csv", ".txt", ".js", ".css", ".svg", ".map", ".webmanifest"])
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def search(root: Path, edition: Edition, digests: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each leaking file with what it leaks. Compressed and segmented indexes are looked into as well."""
    hidden_files = _hidden_files(edition)
    needles = _automaton(edition)
    for file, digest in digests.items():
        if digest in hidden_files:
            yield file, hidden_files[digest]
        if needles is not None:
            yield from ((file, needle) for text in readable(root / file) for _, needle in needles.iter(text))
    if needles is not None and (root / findable.INDEX).is_dir():
        index = search_index.texts(root / findable.INDEX)
        shown = _compiled(search_text.shown(needle) for needle in needles.values())
        yield from ((findable.INDEX, needle) for text in index for _, needle in shown.iter(text))


def readable(path: Path) -> Iterator[str]:
    """The text in a file as a reader, a crawler or a search script could get it; nothing for pictures and documents."""
    raw = path.read_bytes()
    if raw.startswith(b"\x1f\x8b"):
        try:
            raw = gzip.decompress(raw)
        except (OSError, EOFError, zlib.error):
            return
    elif path.suffix not in _TEXT:
        return
    text = raw.decode("utf-8", errors="replace").replace("\u200b", "")
    yield text
    if "&" in text:
        yield html.unescape(text)
    if "\\u" in text:
        yield _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)


def _hidden_items(edition: Edition) -> Iterator[tuple[Item, bool]]:
    """Items of which nothing may be read, and whether that includes the title."""
    yield from ((each.item, True) for each in edition.scheduled)
    yield from ((each.item, not each.title) for each in edition.tombstones)


def _hidden_files(edition: Edition) -> dict[str, str]:
    public = {file.facts.sha256 for each in edition.publications for file in each.files}
    found = {}
    for item, _ in _hidden_items(edition):
        for name in edition.register.entries[item.path.url].files:
            place = f"{item.path.folder}/{name}"
            digest = attachment.facts(edition.register.repo / place).sha256
            if digest not in public:
                found[digest] = place
    return found


def pieces(item: Item, with_title: bool) -> Iterator[str]:
    """The sentences of an item that would give it away."""
    texts = [item.summary, item.summary_en, item.remarks, *(each.title for each in item.attachments), item.body]
    if with_title:
        texts += [item.title, item.title_en]
    for text in texts:
        yield from (piece.strip() for piece in _MARKUP.split(text) if len(piece.strip()) >= LEAST)


def _automaton(edition: Edition) -> "ahocorasick.Automaton | None":
    """Every hidden sentence that nothing public says too; None if there is none."""
    found = {piece for item, with_title in _hidden_items(edition) for piece in pieces(item, with_title)}
    if not found:
        return None
    automaton = _compiled(found)
    for text in _public_texts(edition):
        found.difference_update(piece for _, piece in automaton.iter(text))
    return _compiled(found) if found else None


def _compiled(found: Iterable[str]) -> "ahocorasick.Automaton":
    automaton = ahocorasick.Automaton()
    for piece in sorted(found):
        automaton.add_word(piece, piece)
    automaton.make_automaton()
    return automaton


def _public_texts(edition: Edition) -> Iterator[str]:
    for publication in edition.publications:
        item = publication.item
        yield "\n".join(
            (item.title, item.title_en, item.summary, item.summary_en, item.remarks, item.source.name, item.body)
        )
        yield "\n".join(each.title for each in item.attachments)
        yield "\n".join(f"{each.subject}\n{each.holder}\n{each.licence}\n{each.source}" for each in item.credits)
    for tombstone in edition.tombstones:
        yield f"{tombstone.title}\n{tombstone.reason}\n{tombstone.unit}"
    office = edition.office
    yield "\n".join((office.name, office.name_en, *office.contact.values()))
    yield "\n".join(unit.name for unit in office.units.values())
    yield "\n".join(each.th for each in tree.categories().values())
    yield json.dumps(data.load("labels.yml"), ensure_ascii=False)

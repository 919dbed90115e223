"""built folder x edition -> files that hold the text or the bytes of an item that the public must not see"""

import gzip
import html
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import ahocorasick

from prakat.item import body
from prakat.item.credit import Credit
from prakat.item.file_facts import facts_of
from prakat.item.item import Item
from prakat.rules import data
from prakat.search import folding
from prakat.search.index import texts_in
from prakat.site import findable, site, typography
from prakat.site.edition import Edition

LEAST = 40
"""Characters from which on a sentence identifies an item; shorter ones also stand in forms and templates."""
LEAST_TITLE = typography.SHORTEST_TITLE
"""Characters from which on a title is looked for anywhere; a shorter one only where it is all of an element or a
value."""
_TEXT = frozenset([".html", ".xml", ".json", ".csv", ".txt", ".js", ".css", ".svg", ".map", ".webmanifest"])
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def leaks(root: Path, edition: Edition, digests: Mapping[str, str], theme: Path) -> Iterator[tuple[str, str]]:
    """Each leaking file with what it leaks. Compressed and segmented indexes are searched as well.

    A sentence that also stands in a public text or in a template below `theme` is no leak.
    """
    hidden_files = _hidden_files(edition)
    needles = _automaton(edition, theme)
    for file, digest in digests.items():
        if digest in hidden_files:
            yield file, hidden_files[digest]
        if needles is not None:
            yield from ((file, needle) for text in readable(root / file) for _, needle in needles.iter(text))
    if needles is not None and (root / findable.SEARCH_INDEX).is_dir():
        indexed = texts_in(root / findable.SEARCH_INDEX)
        shown = _compiled(folding.shown(needle) for needle in needles.values())
        yield from ((findable.SEARCH_INDEX, needle) for text in indexed for _, needle in shown.iter(text))


def readable(path: Path) -> Iterator[str]:
    """The text in a file as a reader, crawler or search script could get it; nothing for pictures and documents."""
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
    if path.suffix in (".html", ".xml"):
        yield body.plain_text(text)
    if "&" in text:
        yield html.unescape(text)
    if "\\u" in text:
        yield _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)


def _hidden_items(edition: Edition) -> Iterator[tuple[Item, bool]]:
    """Each item whose text must not be readable, and whether its title is hidden too."""
    yield from ((each.item, True) for each in edition.scheduled)
    yield from ((each.entry.item, True) for each in edition.held_back)
    yield from ((each.item, not each.title) for each in edition.tombstones)


def _hidden_files(edition: Edition) -> dict[str, str]:
    """Digest -> the file that it gives away: as it is stored, and as it would be published."""
    public = {file.facts.sha256 for each in edition.publications for file in each.files}
    hidden = [(facts_of(place), f"{folder}/{name}") for folder, name, place in _hidden_places(edition)]
    hidden += [  # the picture is public, what else its file tells is not
        (file.facts, f"{each.item.path.folder}/{file.facts.name}")
        for each in edition.publications
        for file in (*each.files, *each.withheld)
    ]
    digests = {digest: place for facts, place in hidden for digest in (facts.sha256, facts.stored_sha256)}
    return {digest: place for digest, place in digests.items() if digest not in public}


def _hidden_places(edition: Edition) -> Iterator[tuple[str, str, Path]]:
    """Item folder and name of each hidden file, and where it lies."""
    for item in (*(each.item for each in edition.scheduled), *(each.item for each in edition.tombstones)):
        for name in edition.register.entries[item.path.url].files:
            yield item.path.folder, name, edition.register.place(item.path.folder) / name
    for held in edition.held_back:
        for name in held.entry.files:
            yield held.entry.item.path.folder, name, held.folder / name


def pieces(item: Item, with_title: bool) -> Iterator[str]:
    """The sentences that would give an item away, as a page or an index would contain them."""
    texts = [item.summary, item.summary_en, item.remarks, item.external_link, item.change_note, *_source(item)]
    texts += [item.document.no, item.document.signed_by, item.document.position] if item.document else ()
    texts += (each.title for each in item.attachments)
    texts += item.particulars.texts
    texts += (text for each in item.credits for text in _credit(each))
    texts += [*item.ignored.values(), item.verbal.channel if item.verbal else ""]
    yield from (text for text in (*texts, *_lines(item)) if len(text) >= LEAST)
    if with_title:
        for title in filter(None, (item.title, item.title_en)):
            if len(title) >= LEAST_TITLE:
                yield title
            else:
                yield from (f">{html.escape(title)}<", f'"{title}"')
        if item.withdrawn and len(item.withdrawn.reason) >= LEAST_TITLE:
            yield item.withdrawn.reason


def _credit(credit: Credit) -> tuple[str, ...]:
    return (*credit.files, credit.text, credit.holder, credit.licence, credit.source)


def _source(item: Item) -> tuple[str, ...]:
    return (item.source.name, item.source.url) if item.source else ()


def _lines(item: Item) -> Iterator[str]:
    """The body's lines as they are shown."""
    shown = body.plain_text(body.render_markdown(item.body).html)
    yield from (line.strip() for line in shown.split("\n"))


def _automaton(edition: Edition, theme: Path) -> "ahocorasick.Automaton | None":
    """Finds every hidden sentence that no public text contains; None if there is no such sentence."""
    found = {piece for item, with_title in _hidden_items(edition) for piece in pieces(item, with_title)}
    if not found:
        return None
    automaton = _compiled(found)
    for text in _public_texts(edition, theme):
        found.difference_update(piece for _, piece in automaton.iter(text))
    return _compiled(found) if found else None


def _compiled(found: Iterable[str]) -> "ahocorasick.Automaton":
    automaton = ahocorasick.Automaton()
    for piece in sorted(found):
        automaton.add_word(piece, piece)
    automaton.make_automaton()
    return automaton


def _public_texts(edition: Edition, theme: Path) -> Iterator[str]:
    """Every text of a site without the hidden items."""
    base = edition.office.site_url
    for publication in edition.publications:
        item = publication.item
        yield item.body
        yield edition.plain(publication)
        yield "\n".join((item.title, item.title_en, item.summary, item.summary_en, item.remarks, *_source(item)))
        yield f'>{html.escape(item.title)}< "{item.title}" >{html.escape(item.title_en)}< "{item.title_en}"'
        yield "\n".join((item.external_link, item.change_note, *(each.title for each in item.attachments)))
        yield "\n".join("\n".join(_credit(each)) for each in item.credits)
        yield "\n".join(item.particulars.texts)
        if item.document:
            yield "\n".join((item.document.no, item.document.signed_by, item.document.position))
    for tombstone in edition.tombstones:
        yield f"{tombstone.title}\n{tombstone.reason}\n{tombstone.unit}"
        yield f'>{html.escape(tombstone.title)}< "{tombstone.title}"'
    for view in site.Site(edition, is_preview=False).pages.values():
        yield f"{view.title}\n{view.description}\n{base}{view.url}"
    yield json.dumps(edition.office.source_lines.data, ensure_ascii=False)
    yield json.dumps([data.load("labels.yml"), data.load("categories.yml")], ensure_ascii=False)
    yield from (each.read_text(encoding="utf-8") for each in (data.folder() / "obligations").glob("*.yml"))
    for path in sorted(theme.rglob("*")):
        if path.suffix in _TEXT:
            text = path.read_text(encoding="utf-8")
            yield f"{text}\n{body.plain_text(text)}"

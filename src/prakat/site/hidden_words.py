"""items that the public must not see -> the sentences, and the digests of the files, that would give them away"""

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from prakat.item import body
from prakat.item.credit import Credit
from prakat.item.file_facts import facts_of
from prakat.item.item import Item
from prakat.site import typography
from prakat.site.edition import Edition

LEAST = 40
"""Characters from which on a sentence identifies an item; shorter ones also stand in forms and templates."""
LEAST_TITLE = typography.SHORTEST_TITLE
"""Characters from which on a title is looked for anywhere; a shorter one only where it is all of an element or a
value."""


@dataclass(frozen=True, slots=True)
class HiddenWords:
    pieces: frozenset[str]
    files: Mapping[str, str]
    """SHA-256 -> the item's folder and the name of the file that it gives away."""


def hidden_words(edition: Edition) -> HiddenWords:
    """Of every item that is not shown on the edition's day, and of every picture that is shown without its traces."""
    found = frozenset(piece for item, with_title in _hidden_items(edition) for piece in pieces(item, with_title))
    return HiddenWords(found, _hidden_files(edition))


def replaced_pieces(old: Item, new: Item) -> frozenset[str]:
    """What the old version says and the new one does not, title and all."""
    said = "\n".join(pieces(new, with_title=True))
    return frozenset(each for each in pieces(old, with_title=True) if each not in said)


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
    texts = [item.summary, item.summary_en, item.remarks, item.external_link, item.change_note, *source_texts(item)]
    texts += [item.document.no, item.document.signed_by, item.document.position] if item.document else ()
    texts += (each.title for each in item.attachments)
    texts += item.particulars.texts
    texts += (text for each in item.credits for text in credit_texts(each))
    texts += [*item.ignored.values(), item.verbal.channel if item.verbal else ""]
    yield from (text for text in (*texts, *_lines(item)) if len(text) >= LEAST)
    if with_title:
        yield from title_pieces(item)


def title_pieces(item: Item) -> Iterator[str]:
    """Its titles, and the reason why it was withdrawn."""
    for title in filter(None, (item.title, item.title_en)):
        if len(title) >= LEAST_TITLE:
            yield title
        else:
            yield from (f">{html.escape(title)}<", f'"{title}"')
    if item.withdrawn and len(item.withdrawn.reason) >= LEAST_TITLE:
        yield item.withdrawn.reason


def credit_texts(credit: Credit) -> tuple[str, ...]:
    return (*credit.files, credit.text, credit.holder, credit.licence, credit.source)


def source_texts(item: Item) -> tuple[str, ...]:
    return (item.source.name, item.source.url) if item.source else ()


def _lines(item: Item) -> Iterator[str]:
    """The body's lines as they are shown."""
    shown = body.plain_text(body.render_markdown(item.body).html)
    yield from (line.strip() for line in shown.split("\n"))

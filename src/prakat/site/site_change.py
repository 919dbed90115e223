"""a site that was verified x the one that was made of it -> what is to be read again, and what is hidden now (R19)"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from prakat.item.item import Item
from prakat.item.item_path import folder_of
from prakat.site.card import GONE, PUBLIC, Card
from prakat.site.edition import Edition
from prakat.site.hidden_words import pieces, replaced_pieces, title_pieces
from prakat.site.publication import Publication
from prakat.site.tombstone import Tombstone


@dataclass(frozen=True)
class SiteChange:
    edition: Edition
    """Of the new site."""
    fresh: frozenset[str]
    """Names of the files that are not those that were verified then."""
    digests_before: Mapping[str, str]
    """Name -> SHA-256."""
    digests: Mapping[str, str]
    stored: Mapping[str, str]
    """Of pictures then: name -> SHA-256 of the bytes that were approved."""
    cards_before: Mapping[str, Card]
    """By item folder."""
    cards: Mapping[str, Card]
    anew: Iterable[Publication | Tombstone]
    """What appears in the folders that were read anew."""
    earlier: Callable[[str, Card], Publication | Tombstone]
    """What appeared in a folder then."""
    typed: Callable[[Iterable[str]], Mapping[str, Item]]
    """Item folders -> what git has there, parsed for this."""

    @cached_property
    def turned(self) -> Mapping[str, Card]:
        """By item folder, the cards of then of all that is not as it was: the card of what is, is the same."""
        cards = self.cards
        return {folder: card for folder, card in self.cards_before.items() if cards.get(folder) is not card}

    @cached_property
    def hidden(self) -> Mapping[str, Card]:
        """Item folders that readers could see into then and no longer can, with their cards of then: expired,
        withdrawn, suspended, removed, left out, moved away."""
        return {each: card for each, card in self.turned.items() if card.place == PUBLIC and not self._is_public(each)}

    @cached_property
    def amended(self) -> Mapping[str, Card]:
        """Those that say something else now."""
        shown = ((each, card) for each, card in self.turned.items() if card.place == PUBLIC and self._is_public(each))
        return {folder: card for folder, card in shown if self.cards[folder].stamp != card.stamp}

    @cached_property
    def hidden_pieces(self) -> frozenset[str]:
        """The sentences of what is hidden, and each title that a page of a take-down showed and shows no more."""
        return frozenset((*self._of_items(), *self._of_titles()))

    @cached_property
    def replaced(self) -> frozenset[str]:
        """What amended items said and say no more."""
        return frozenset(
            piece
            for folder, card in self.amended.items()
            for piece in replaced_pieces(self.earlier(folder, card).item, self.edition.by_url[card.url].item)
        )

    @cached_property
    def waiting_pieces(self) -> frozenset[str]:
        """The sentences of what was read anew, and could be seen neither then nor now."""
        return frozenset(
            piece
            for each in self.anew
            if not each.state.is_public and each.folder not in self.hidden
            for piece in pieces(each.item, with_title=not (each.is_tombstone and each.title))
        )

    @cached_property
    def hidden_files(self) -> Mapping[str, str]:
        """SHA-256 -> item folder and name of each file that readers could get then and no longer can."""
        found: dict[str, str] = {}
        for folder, card in (*self.hidden.items(), *self.amended.items()):
            for name in card.beside:
                known = (self.digests_before.get(card.url + name), self.stored.get(card.url + name))
                found.update({digest: f"{folder}/{name}" for digest in known if digest})
        public = {self.digests.get(f"{each.url}{name}") for each in self._public for name in each.beside if found}
        return {digest: place for digest, place in found.items() if digest not in public}

    @property
    def _public(self) -> Iterator[Card]:
        return (card for card in self.cards.values() if card.place == PUBLIC)

    def _is_public(self, folder: str) -> bool:
        now = self.cards.get(folder)
        return now is not None and now.place == PUBLIC

    def _is_title_shown(self, folder: str) -> bool:
        now = self.cards.get(folder)
        return now is not None and now.place == GONE and bool(now.title)

    def _of_items(self) -> Iterator[str]:
        for folder, card in self.hidden.items():
            yield from pieces(self.earlier(folder, card).item, with_title=not self._is_title_shown(folder))

    def _of_titles(self) -> Iterator[str]:
        for folder, card in self.turned.items():
            if card.place == GONE and card.title and not self._is_title_shown(folder) and not self._is_public(folder):
                yield from title_pieces(self.earlier(folder, card).item)

    def folders_of_pages(self) -> dict[str, str]:
        """URL -> item folder of the items whose own pages are fresh."""
        urls = {
            name.removesuffix("index.html").removeprefix("en/") for name in self.fresh if name.endswith("index.html")
        }
        return {url: folder_of(url) for url in urls if url in self.edition.by_url}

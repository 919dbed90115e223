"""site that was made of a verified one x edition -> every file that contradicts the states, as `built_site` says it"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from prakat.content import address
from prakat.item.item import Item
from prakat.repository.second_process import done_beside
from prakat.site.built_file import BuiltFile
from prakat.site.built_site import item_lists
from prakat.site.card import GONE, PUBLIC, Card
from prakat.site.edition import Edition
from prakat.site.findable import SEARCH_INDEX
from prakat.site.leak_search import LeakSearch
from prakat.site.needles import Needles
from prakat.site.problem import Problem, problem
from prakat.site.public_lists import PublicLists
from prakat.site.publication import Publication
from prakat.site.site_change import SiteChange
from prakat.site.site_examination import ExaminedFile, SiteExamination, listed_in_raw
from prakat.site.site_links import SiteLinks
from prakat.site.view import PAGE_FILE


@dataclass(frozen=True)
class ChangedSite:
    """What is fresh is read as in a site that was made from nothing. Of the rest is asked what a change elsewhere can
    make wrong: whether its names are those of the states, whether anything leads to what is gone, and whether anything
    says what is hidden now. That the rest is what was verified then is for `TreeAgreement` to say.

    What only a full build proves: that no page is stale whose sources did not change by the kept state; that nothing
    else says what amended items say no more; and that the shards of the search find what the pages say."""

    root: Path
    theme: Path
    change: SiteChange

    @property
    def _edition(self) -> Edition:
        return self.change.edition

    def problems(self) -> Iterator[Problem]:
        """Every reason not to release the site but what it gives away; none if it is right."""
        lists = PublicLists(self.root, self._names, self._edition, self.change.fresh)
        with done_beside(lambda: tuple(lists.problems())) as listed:
            yield from self._states()
            yield from self._fresh_items()
            yield from (Problem(each.name, one) for each in self._examined for one in each.messages)
            yield from self._listings()
            yield from self._led()
            yield from listed()

    @property
    def _names(self) -> Mapping[str, str]:
        return self.change.digests

    def _states(self) -> Iterator[Problem]:
        """What is to be found at the address of each item, by its state."""
        folders = {name.rpartition("/")[0] for name in self._names}
        day = self._edition.day.isoformat()
        for card in self.change.cards.values():
            if card.place == PUBLIC:
                yield from self._state_of_public(card, day)
            elif card.place == GONE:
                if card.url + PAGE_FILE not in self._names:
                    yield problem(card.url, "site.tombstone-missing")
                for name in card.beside:
                    if card.url + name in self._names:
                        yield problem(card.url + name, "site.file-of-tombstone")
            elif card.url.rstrip("/") in folders:
                yield problem(card.url, "site.too-early")
        for card in self.change.turned.values():
            is_there = card.url.rstrip("/") in folders
            if is_there and card.url not in self._known_urls:
                yield problem(card.url, "site.of-nothing")

    @cached_property
    def _known_urls(self) -> frozenset[str]:
        return frozenset({card.url for card in self.change.cards.values()} | self._edition.redirects.keys())

    def _state_of_public(self, card: Card, day: str) -> Iterator[Problem]:
        pages = (card.url, address.ENGLISH + card.url) if card.has_english else (card.url,)
        for url in pages:
            if url + PAGE_FILE not in self._names:
                yield problem(url, "site.page-missing")
        if card.visible_until and card.visible_until < day:
            yield problem(card.url, "site.past-its-day")
        for name in card.beside:
            is_withheld = name in card.withheld
            if is_withheld and card.url + name in self._names:
                yield problem(card.url + name, "site.file-withheld")
            elif not is_withheld and card.url + name not in self._names:
                yield problem(card.url + name, "site.file-differs")

    def _fresh_items(self) -> Iterator[Problem]:
        """The files of the items that were read anew."""
        for each in self.change.anew:
            if isinstance(each, Publication) and each.state.is_public:
                for file in each.files:
                    if self._names.get(f"{each.url}{file.facts.name}") != file.facts.sha256:
                        yield problem(each.url + file.facts.name, "site.file-differs")

    @cached_property
    def _examined(self) -> Sequence[ExaminedFile]:
        links = SiteLinks(self._names.keys(), urlsplit(self._edition.office.site_url).path)
        nothing = Needles(())
        read = SiteExamination(self.root, self._edition, links, self._lists.keys(), nothing, self._shown)
        return read.of_pages(sorted(name for name in self.change.fresh if name.endswith((".html", ".css"))))

    @cached_property
    def _shown(self) -> Mapping[str, Publication]:
        """By URL, the items whose pages are fresh, with their texts as git has them: nothing that is kept says how a
        page is to read."""
        folders = self.change.folders_of_pages()
        typed = self.change.typed(folders.values())
        return {url: _with_text(self._edition.by_url[url], typed.get(folder)) for url, folder in folders.items()}

    @cached_property
    def _lists(self) -> Mapping[str, bool]:
        return item_lists(self._edition)

    def _listings(self) -> Iterator[Problem]:
        """Fresh listings lead to every item that readers could not find before, and no list, fresh or not, leads to
        what came down (R10, R19)."""
        linked: set[str] = set()
        for each in self._examined:
            for url in sorted(each.listed & self._edition.tombstone_urls):
                yield problem(each.name, "site.lists-tombstone", url=url)
            linked |= each.listed if self._lists.get(each.name) else set()
        for folder in self.change.cards.keys() - self.change.cards_before.keys() | self.change.turned.keys():
            before, card = self.change.cards_before.get(folder), self.change.cards.get(folder)
            is_new = card and card.place == PUBLIC and (before is None or before.place != PUBLIC)
            if card and is_new and card.url not in linked:
                yield problem(card.url, "site.unlisted")
        yield from self._unchanged_listings()

    def _unchanged_listings(self) -> Iterator[Problem]:
        hidden = {card.url for card in self.change.hidden.values()}
        left = self._lists.keys() & self._names.keys() - self.change.fresh if hidden else ()
        for name in sorted(left):
            for url in sorted(listed_in_raw(BuiltFile(self.root, name)) & hidden):
                yield problem(name, "site.lists-tombstone", url=url)

    def _led(self) -> Iterator[Problem]:
        """What is gone is led to by no text: where one did, its page was drawn again, and is read above. Lists, records
        and evidence are drawn from what they lead to."""
        lost = self.change.digests_before.keys() - self._names.keys()
        gone = {name.removesuffix(PAGE_FILE) for name in lost if not name.startswith(SEARCH_INDEX)}
        for card in self.change.cards.values() if gone else ():
            if card.place == PUBLIC and card.url + PAGE_FILE not in self.change.fresh:
                for url in sorted(gone.intersection(card.links)):
                    yield problem(card.url, "site.dead-link", url=url)

    def leaks(self) -> Iterator[Problem]:
        """Files that hold the text or the bytes of what is hidden now, wherever they are; and fresh ones that say what
        an amended item said and says no more, or what an item says that was read anew and still waits."""
        hidden = self.change.hidden_files
        for name, digest in self._names.items() if hidden else ():
            if place := hidden.get(digest):
                yield problem(name, "site.leak", found=place)
        names = sorted(self._names)
        search = LeakSearch(self.root, self._edition, self.theme, [name for name in names if name.endswith(".html")])
        told = list(search.leaks(self.change.hidden_pieces, names))
        others = self.change.replaced | self.change.waiting_pieces
        told += search.leaks(others - self.change.hidden_pieces, sorted(self.change.fresh))
        yield from (problem(name, "site.leak", found=piece) for name, piece in told)


def _with_text(publication: Publication, typed: Item | None) -> Publication:
    """Raises nothing where git has no such item: the page is then read as if nothing had been typed."""
    whole = publication if isinstance(publication, Publication) else publication.whole
    return replace(whole, item=typed) if typed else whole

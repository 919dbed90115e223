"""edition -> what the items that the public may know of do to each other, told on the pages of both (R17, R46)"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from prakat.item.item import Item, Relation
from prakat.item.item_path import parse_path
from prakat.item.state import State
from prakat.rules.data import label
from prakat.site.edition import Edition
from prakat.site.publication import Publication


@dataclass(frozen=True, slots=True)
class RelatedItem:
    """Another item as a page names it: readable, or a tombstone; never one whose day has not come."""

    how: str
    is_by: bool
    """Whether it is the other that does this to the item of the page."""
    url: str
    title: str
    """Empty where the title itself must not be shown."""
    state: State

    @property
    def words(self) -> str:
        return label("related_by" if self.is_by else "relates", self.how)

    @property
    def words_en(self) -> str:
        return label("related_by" if self.is_by else "relates", self.how, "en")

    @property
    def ends_it(self) -> bool:
        """Whether readers must know before anything else that the item of the page does not stand any more. One that
        was withdrawn or suspended itself may have been wrong: it is named, and ends nothing."""
        return (
            self.is_by
            and Relation(self.url, self.how).ends_other
            and self.state not in (State.WITHDRAWN, State.SUSPENDED)
        )


@dataclass(frozen=True)
class Relations:
    edition: Edition

    def of(self, url: str) -> tuple[RelatedItem, ...]:
        """What the page or the tombstone at a URL tells, what ends the item first."""
        return tuple(sorted(self._found.get(url, ()), key=lambda each: not each.ends_it))

    def ended(self, url: str) -> str:
        """What has become of the item at a URL that does not stand any more, whatever its own dates say; else empty."""
        told = self.of(url)[:1]
        return next((label("ended", each.how) for each in told if each.ends_it), "")

    def standing(self, publications: Iterable[Publication]) -> list[Publication]:
        """Those that nothing has replaced or cancelled: a deadline of any other leads nobody anywhere."""
        return [each for each in publications if not self.ended(each.url)]

    @cached_property
    def _known(self) -> Mapping[str, tuple[Item, str, State]]:
        """By URL: the items that the public may know of, with the title that it may read."""
        public = {each.url: (each.item, each.item.title, each.state) for each in self.edition.publications}
        return public | {each.url: (each.item, each.title, each.state) for each in self.edition.tombstones}

    @cached_property
    def _found(self) -> Mapping[str, tuple[RelatedItem, ...]]:
        """Each pair once, however it is written: a former path leads to the same item."""
        found: dict[str, dict[RelatedItem, None]] = {}
        for url, told in self._told():
            found.setdefault(url, {})[told] = None
        return {url: tuple(each) for url, each in found.items()}

    def _told(self) -> Iterator[tuple[str, RelatedItem]]:
        """A tombstone tells nothing of its own item's text, but what has come in its place."""
        for url, (item, title, state) in self._known.items():
            for each in item.relates:
                other = self._url(each.to)
                if other == url or other not in self._known:
                    continue
                _, other_title, other_state = self._known[other]
                if not state.is_taken_down:
                    yield url, RelatedItem(each.how, False, other, other_title, other_state)
                if not (state.is_taken_down and other_state.is_taken_down):
                    yield other, RelatedItem(each.how, True, url, title, state)

    def _url(self, written: str) -> str:
        path = parse_path(written)
        return self.edition.redirects.get(path.url, path.url) if path else ""

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
    title_en: str
    """Of its English page; empty where it has none."""
    state: State

    @property
    def words(self) -> str:
        return self._words("th")

    @property
    def words_en(self) -> str:
        return self._words("en")

    def _words(self, language: str) -> str:
        return label("related_by" if self.is_by else "relates", self.how, language)

    def told(self, language: str = "th") -> str:
        """All of it in one line, as a page of the language shows it."""
        title = (self.title_en if language == "en" else "") or self.title or label("page", "untitled", language)
        state = label("state", self.state, language) if self.state.is_taken_down else ""
        return f"{self._words(language)} {title} {state}".strip()

    @property
    def ends_it(self) -> bool:
        """Whether readers must know before anything else that the item of the page does not stand any more. One that
        was withdrawn or suspended itself may have been wrong: it is named, and ends nothing."""
        return (
            self.is_by
            and Relation(self.url, self.how).ends_other
            and self.state not in (State.WITHDRAWN, State.SUSPENDED)
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """An item with the titles that the public may read."""

    item: Item
    state: State
    title: str
    title_en: str


@dataclass(frozen=True)
class Relations:
    edition: Edition

    def of(self, url: str) -> tuple[RelatedItem, ...]:
        """What the page or the tombstone at a URL tells, what ends the item first."""
        return tuple(sorted(self._found.get(url, ()), key=lambda each: not each.ends_it))

    def ended(self, url: str, language: str = "th") -> str:
        """What has become of the item at a URL that does not stand any more, whatever its own dates say; else empty."""
        told = self.of(url)[:1]
        return next((label("ended", each.how, language) for each in told if each.ends_it), "")

    def past(self, publication: Publication, language: str = "th") -> str:
        """What has become of an item that calls for nothing any more, or that its deadline has passed; else empty."""
        deadline = publication.deadline
        closed = deadline.words_in(language) if deadline and deadline.is_over else ""
        return self.ended(publication.url, language) or closed

    def standing(self, publications: Iterable[Publication]) -> list[Publication]:
        """Those that nothing has replaced or cancelled: a deadline of any other leads nobody anywhere."""
        return [each for each in publications if not self.ended(each.url)]

    @cached_property
    def _known(self) -> Mapping[str, _Known]:
        """By URL: the items that the public may know of."""
        public = {
            each.url: _Known(each.item, each.state, each.item.title, each.item.title_en)
            for each in self.edition.publications
        }
        return public | {each.url: _Known(each.item, each.state, each.title, "") for each in self.edition.tombstones}

    @cached_property
    def _found(self) -> Mapping[str, tuple[RelatedItem, ...]]:
        """Each pair once, however it is written: a former path leads to the same item."""
        found: dict[str, dict[RelatedItem, None]] = {}
        for url, told in self._told():
            found.setdefault(url, {})[told] = None
        return {url: tuple(each) for url, each in found.items()}

    def _told(self) -> Iterator[tuple[str, RelatedItem]]:
        """A tombstone tells nothing of its own item's text, but what has come in its place."""
        for url, known in self._known.items():
            for each in known.item.relates:
                other = self._url(each.to)
                if other == url or other not in self._known:
                    continue
                its = self._known[other]
                if not known.state.is_taken_down:
                    yield url, RelatedItem(each.how, False, other, its.title, its.title_en, its.state)
                if not (known.state.is_taken_down and its.state.is_taken_down):
                    yield other, RelatedItem(each.how, True, url, known.title, known.title_en, known.state)

    def _url(self, written: str) -> str:
        path = parse_path(written)
        return self.edition.redirects.get(path.url, path.url) if path else ""

"""items that the public may know of -> what they do to each other, told on the pages of both (R17, R46)"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from prakat.item.item import Relation
from prakat.item.item_path import parse_path
from prakat.item.state import State
from prakat.rules.data import label
from prakat.site.publication import Publication
from prakat.site.tombstone import Tombstone


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


class Related(NamedTuple):
    """Another item by its address, and what one of the two does to the other."""

    how: str
    is_by: bool
    url: str


@dataclass(frozen=True)
class Relations:
    shown: Sequence[Publication | Tombstone]
    """All that the public may know of."""
    redirects: Mapping[str, str]
    """Former URL -> that of the item."""

    def of(self, url: str) -> tuple[RelatedItem, ...]:
        """What the page or the tombstone at a URL tells, what ends the item first."""
        return tuple(sorted(map(self._named, self.pairs(url)), key=lambda each: not each.ends_it))

    def pairs(self, url: str) -> tuple[Related, ...]:
        """Each once, however it is written: a former path leads to the same item."""
        return self._found.get(url, ())

    @property
    def urls(self) -> Collection[str]:
        """Of all that others do something to, or that do."""
        return self._found.keys()

    def _named(self, each: Related) -> RelatedItem:
        its = self._known[each.url]
        return RelatedItem(each.how, each.is_by, each.url, its.title, its.title_en, its.state)

    def ended(self, url: str, language: str = "th") -> str:
        """What has become of the item at a URL that does not stand any more, whatever its own dates say; else empty."""
        told = self.of(url)[:1] if url in self._found else ()
        return next((label("ended", each.how, language) for each in told if each.ends_it), "")

    def ended_in_all_languages(self, url: str) -> tuple[str, ...]:
        if url not in self._found:
            return ()
        return tuple(filter(None, (self.ended(url, language) for language in ("th", "en"))))

    def is_past(self, publication: Publication) -> bool:
        return publication.is_over or bool(self.ended(publication.url))

    def past(self, publication: Publication, language: str = "th") -> str:
        """What has become of an item that calls for nothing any more, or that its deadline has passed; else empty."""
        deadline = publication.deadline
        closed = deadline.words_in(language) if deadline and deadline.is_over else ""
        return self.ended(publication.url, language) or closed

    def standing(self, publications: Iterable[Publication]) -> list[Publication]:
        """Those that nothing has replaced or cancelled: a deadline of any other leads nobody anywhere."""
        return [each for each in publications if not self.ended(each.url)]

    @cached_property
    def _known(self) -> Mapping[str, Publication | Tombstone]:
        """By URL: the items that the public may know of."""
        return {each.url: each for each in self.shown}

    @cached_property
    def _found(self) -> Mapping[str, tuple[Related, ...]]:
        found: dict[str, dict[Related, None]] = {}
        for url, told in self._told():
            found.setdefault(url, {})[told] = None
        return {url: tuple(each) for url, each in found.items()}

    def _told(self) -> Iterator[tuple[str, Related]]:
        """A tombstone tells nothing of its own item's text, but what has come in its place."""
        for url, known in self._known.items():
            for each in known.relates:
                other = self._url(each.to)
                if other == url or other not in self._known:
                    continue
                its = self._known[other]
                if not known.state.is_taken_down:
                    yield url, Related(each.how, False, other)
                if not (known.state.is_taken_down and its.state.is_taken_down):
                    yield other, Related(each.how, True, url)

    def _url(self, written: str) -> str:
        path = parse_path(written)
        return self.redirects.get(path.url, path.url) if path else ""

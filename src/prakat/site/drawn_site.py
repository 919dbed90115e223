"""site -> everything in a folder but what the site builder puts there; two processes draw where there is much"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment

from prakat.content import address
from prakat.repository.second_process import shared
from prakat.rules.data import load
from prakat.search.gathering import GatheredPages, gather
from prakat.search.index import in_batches, write_gathered
from prakat.site import drawing
from prakat.site.badge import FACTS
from prakat.site.findable import SEARCH_INDEX, findable_page, search_order
from prakat.site.site import Site

_PER_UNIT = 16
"""Pages of no item that a process takes at a time."""
_FEW = 400
"""Pages that one process draws sooner than two can share them."""


class _Drawn(NamedTuple):
    """What is known of pages as soon as they are drawn."""

    gathered: GatheredPages | None
    """What the search index takes from a batch of items."""
    led: Mapping[str, set[str]]
    """By URL: where the links of their texts lead."""


@dataclass(frozen=True)
class DrawnSite:
    site: Site
    environment: Environment
    to: Path

    def __post_init__(self) -> None:
        drawing.prepare(self.environment, self.site)

    def write(self) -> None:
        """All pages but `site.views`, the search index, and what is served beside them; the edition then knows where
        the links of all items lead. The bytes are the same whoever draws what."""
        order = search_order(self.site.edition)
        drawn = self._drawn(order)
        for each in drawn:
            self.site.edition.led.update(each.led)
        gathered = (each.gathered for each in drawn if each.gathered)
        write_gathered(gathered, order, self.to / SEARCH_INDEX, load("labels.yml")[FACTS])
        self.site.write(self.to)

    def _drawn(self, order: Sequence[str]) -> list[_Drawn]:
        items = {above + url for url in order for above in ("", address.ENGLISH)}
        rest = [url for url in self.site.pages if url not in items]
        units: list[tuple[_Draw, Sequence[str]]] = [(self._batch, each) for each in in_batches(order)]
        units += [(self._rest, rest[start : start + _PER_UNIT]) for start in range(0, len(rest), _PER_UNIT)]
        if len(self.site.pages) < _FEW:
            return [draw(urls) for draw, urls in units]
        for name in self.environment.list_templates(extensions=("html",)):
            self.environment.get_template(name)  # compiled once for both processes
        return shared(lambda unit: unit[0](unit[1]), units)

    def _batch(self, urls: Sequence[str]) -> _Drawn:
        """Items with successive numbers in the index."""
        edition, pages = self.site.edition, self.site.pages
        self._draw(above + url for url in urls for above in ("", address.ENGLISH) if above + url in pages)
        shown = map(edition.by_url.get, urls)
        found = gather([findable_page(each, edition, edition.relations) if each else None for each in shown])
        return _Drawn(found, {url: edition.led[url] for url in urls if url in edition.led})

    def _rest(self, urls: Sequence[str]) -> _Drawn:
        self._draw(urls)
        return _Drawn(None, {})

    def _draw(self, urls: Iterable[str]) -> None:
        for url in urls:
            if (view := self.site.pages[url]).markdown_file not in self.site.views:
                try:
                    drawing.write_page(self.environment, view, self.to)
                except Exception as problem:
                    problem.add_note(view.url)
                    raise


_Draw = Callable[[Sequence[str]], _Drawn]

"""links of items x what there is on the site -> findings about those that lead nowhere, by whatever address (R46)"""

import datetime
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from prakat.content import address
from prakat.content.registered_item import RegisteredItem
from prakat.item import body
from prakat.item.anchor import anchors_of, anchors_of_item
from prakat.item.item import Item
from prakat.item.item_text import ItemText
from prakat.item.link_target import LinkTarget, target_of
from prakat.item.state import State, state_on
from prakat.office.office import Office
from prakat.rules.finding import Finding
from prakat.rules.message import message
from prakat.rules.nearest import nearest
from prakat.rules.wording import Listed

_OF_TEXT = ":~:"
"""Begins a fragment that names words of a page and no anchor."""


@dataclass(frozen=True, slots=True)
class SiteLink:
    """Judges links on a day: those of texts as they are written, those of fields only where they name this site."""

    pages: Mapping[str, RegisteredItem]
    linkable: Container[str]
    office: Office | None
    day: datetime.date
    _anchors: dict[str, frozenset[str]] = field(default_factory=dict)

    def of_text(self, text: ItemText) -> Iterator[Finding]:
        for index, written in enumerate(text.rendered.links):
            if found := self._fault(text.item, written.target, text):
                rule, values = found
                yield Finding(text.item.path.file, text.line_of_link(index), rule, values)

    def of_fields(self, item: Item) -> Iterator[Finding]:
        """Of an item's own addresses, which are those of other sites or full ones of this."""
        for written, pointer in (
            (item.external_link, ("external_link",)),
            (item.source.url if item.source else "", ("source", "url")),
        ):
            if self.own_path(written) is not None and (found := self._fault(item, written, None)):
                rule, values = found
                yield Finding(item.path.file, item.line(*pointer), rule, values)

    def own_path(self, written: str) -> str | None:
        """What a full address says behind that of this site, from `/` on; None for one of another site."""
        if self.office is None or body.scheme(written) not in ("https:", "http:"):
            return None
        try:
            site, asked = urlsplit(self.office.site_url), urlsplit(written.strip())
            is_own = (asked.hostname, asked.port) == (site.hostname, site.port)
        except ValueError:
            return None
        path = asked.path or "/"
        if not is_own or not f"{path}/".startswith(site.path or "/"):
            return None
        rest = f"?{asked.query}" * bool(asked.query) + f"#{asked.fragment}" * bool(asked.fragment)
        return "/" + path[len(site.path or "/") :] + rest

    def _fault(self, item: Item, written: str, text: ItemText | None) -> tuple[str, dict[str, object]] | None:
        own = self.own_path(written)
        if body.is_remote(written) and own is None:
            return None
        target = target_of(item.path, own if own is not None else written)
        if target is None or not self._exists(target):
            return "link.broken", {"found": written}
        if self._is_hidden(target, item):
            return "link.scheduled", {"found": written}
        if self._is_repealed(target, item):
            return "link.repealed", {"found": written}
        anchor = unquote(target.suffix.partition("#")[2])
        known = self._anchors_of(target, item, text) if anchor else None
        if known is not None and anchor not in known and not anchor.startswith(_OF_TEXT):
            near = Listed.of(nearest(anchor, known - {""}))
            return "link.anchor", {"found": written, "near": near if near.values else message("rules.nothing-alike")}
        return None

    def _exists(self, target: LinkTarget) -> bool:
        if target.is_page:
            return target.page in self.linkable
        return (
            target.url in address.FILES
            or target.url in self.linkable
            or (target.page in self.pages and target.file in self.pages[target.page].files)
        )

    def _is_hidden(self, target: LinkTarget, item: Item) -> bool:
        """Whether it leads to what is not shown yet from what is."""
        entry = self.pages.get(target.page)
        if self.office is None or entry is None:
            return False
        states = [state_on(each, self.day, self.office.settings) for each in (entry.item, item)]
        return states[0] is State.SCHEDULED and states[1] is not State.SCHEDULED

    def _is_repealed(self, target: LinkTarget, item: Item) -> bool:
        """Whether it leads to a law that stands no more, from what is no law itself (R24)."""
        entry = self.pages.get(target.page)
        law = entry.item.particulars.law if entry else None
        return law is not None and not law.stands and item.particulars.law is None

    def _anchors_of(self, target: LinkTarget, item: Item, text: ItemText | None) -> frozenset[str] | None:
        """Those of an item's page; None for what is none, of which nothing is said."""
        if not target.is_page or target.page not in self.pages:
            return None
        if text is not None and target.page == item.path.url:
            return anchors_of(text.rendered.html)
        if target.page not in self._anchors:
            self._anchors[target.page] = anchors_of_item(self.pages[target.page].item)
        return self._anchors[target.page]

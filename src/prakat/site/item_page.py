"""publication x its built page -> what is not read there as it was typed: whole, in its order, once (R15, R16)"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree, html

from prakat.item.misreading import Misreading, first_misreading, misreading_of_words
from prakat.item.proofreader import Lead
from prakat.rules.message import Message, message
from prakat.site.publication import Publication

_TITLE = etree.XPath("//main/article/header/h1")
_SUMMARY = etree.XPath("//main//p[@class='summary']")
_ENGLISH = etree.XPath("//main//p[@class='english']")
_BODY = etree.XPath("//main//div[@class='text']")
_FILES = etree.XPath("//main//section[@class='files']/ul/li/a[1]")
FRAMES = frozenset(("wide", "item", "main", "text", "summary", "english", "files", "icon-download"))
"""Classes of what stands around an item's words; the theme hides none of them (a test reads it)."""
_HIDING_TAGS = frozenset(("details", "dialog", "template", "noscript"))
_HIDING = frozenset(("hidden", "style", "aria-hidden", "inert", "popover"))
_Pointer = tuple[str | int, ...]
"""A place in the front matter."""


@dataclass(frozen=True, slots=True)
class ItemPage:
    """The page at a publication's own address, or its English one."""

    publication: Publication
    document: html.HtmlElement
    lead: Lead
    """As for `first_misreading`."""

    def unread(self) -> Iterator[Message]:
        item = self.publication.item
        yield from self._words(_TITLE, {("title",): item.title})
        yield from self._words(_SUMMARY, {("summary",): item.summary})
        yield from self._words(_ENGLISH, {("title_en",): f"{item.title_en} {item.summary_en}"} if item.title_en else {})
        shown = {each.facts.name for each in self.publication.attachments}
        titles: dict[_Pointer, str] = {
            ("attachments", index, "title"): each.title
            for index, each in enumerate(item.attachments)
            if each.file in shown
        }
        yield from self._words(_FILES, titles)
        bodies = self._found(_BODY)
        if len(bodies) != 1:
            yield message("site.not-once", line=item.body_line, times=len(bodies))
        for body in bodies:
            yield from _told(item.body_line, first_misreading(item.body, body, self.lead))

    def unread_english(self) -> Iterator[Message]:
        item = self.publication.item
        yield from self._words(_TITLE, {("title_en",): item.title_en})
        yield from self._words(_SUMMARY, {("summary_en",): item.summary_en} if item.summary_en else {})

    def _words(self, place: etree.XPath, typed: Mapping[_Pointer, str]) -> Iterator[Message]:
        item, found = self.publication.item, self._found(place)
        if len(found) != len(typed):
            yield message("site.not-once", line=item.line(*next(iter(typed), ())), times=len(found))
        for (pointer, text), element in zip(typed.items(), found, strict=False):
            yield from _told(item.line(*pointer), misreading_of_words(text, element))

    def _found(self, place: etree.XPath) -> list[html.HtmlElement]:
        return [each for each in place(self.document) if not _is_hidden(each)]


def _is_hidden(element: html.HtmlElement) -> bool:
    """Whether it, or anything that it stands in, may be hidden from a reader."""
    return any(
        each.tag in _HIDING_TAGS
        or not _HIDING.isdisjoint(each.attrib)
        or not FRAMES.issuperset(each.get("class", "").split())
        for each in (element, *element.iterancestors())
    )


def _told(line: int, found: Misreading | None) -> Iterator[Message]:
    if found:
        yield message("site.unread", line=line + found.line, typed=found.typed, shown=found.shown)

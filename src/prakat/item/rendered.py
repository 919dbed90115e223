"""what rendering a body gives: its HTML, headings, links, pictures and typed tags, each with its line"""

import html
from dataclasses import dataclass

AS_TYPED = "as-typed"
"""The class of an element that shows a text without any markup."""


@dataclass(frozen=True, slots=True)
class Link:
    target: str
    text: str
    """Or the picture's alternative text. A link without words, or without a target, stands on the page as it was
    typed."""
    line: int = 0
    """From 0 in the body, as below."""


@dataclass(frozen=True, slots=True)
class Picture:
    target: str
    alt: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class TypedTag:
    """HTML that the writer typed; it is shown as text."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Heading:
    id: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Rendered:
    html: str
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    """Addresses that were typed without brackets too; no telephone numbers."""
    pictures: tuple[Picture, ...] = ()
    tags: tuple[TypedTag, ...] = ()


def as_typed(text: str) -> Rendered:
    """A text that markup would change, without any."""
    return Rendered(f'<pre class="{AS_TYPED}">{html.escape(text.strip())}</pre>')

"""text -> Markdown that shows the text unchanged on both GitHub and Forgejo"""

import re
from collections.abc import Iterable, Sequence

from prakat.rules.message import message
from prakat.rules.wording import LANGUAGES

_MARKS = re.compile(r"([\\*_\[\]<>#|!~])")


def escaped(text: str) -> str:
    """The text with marks escaped, also for use in a table; text in backticks stays code."""
    return _MARKS.sub(r"\\\1", text)


def anchor(name: str) -> str:
    """An anchor for links to #name, which works on both forges however they name headings."""
    return f'<a id="{name}"></a>'


def both(id_: str) -> str:
    """A short message in both languages, the Thai first."""
    return " · ".join(message(id_).text(language) for language in LANGUAGES)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars in the cells must already be escaped."""
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def block(text: str) -> str:
    """The text in a fence longer than any in it."""
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`{3,}", text))])
    return f"{fence}text\n{text.rstrip()}\n{fence}\n"


def opening(title: str, what: str, sources: str) -> str:
    """The beginning of a derived page: its sources, its title, and what it is, in Thai and in English."""
    told = [message(what).text(language) for language in LANGUAGES]
    origin = message("handbook.derived", sources=sources).text("en")
    return "\n\n".join([f"# {both(title)}", f"<!-- {origin} -->", *told]) + "\n"

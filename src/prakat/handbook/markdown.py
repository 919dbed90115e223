"""text -> Markdown that shows it as it stands, on GitHub and on Forgejo alike"""

import re
from collections.abc import Iterable, Sequence

from prakat.rules.message import message
from prakat.rules.wording import LANGUAGES

_MARKS = re.compile(r"([\\*_\[\]<>#|!~])")


def escaped(text: str) -> str:
    """No character of it is taken for a mark, also within a table; what stands in backticks is code."""
    return _MARKS.sub(r"\\\1", text)


def anchor(name: str) -> str:
    """Both forges lead #name here, whatever they make of headings."""
    return f'<a id="{name}"></a>'


def both(id_: str) -> str:
    """A short message in both languages, the Thai first."""
    return " · ".join(message(id_).text(language) for language in LANGUAGES)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Of Markdown; an upright bar in a cell must be escaped already."""
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def block(text: str) -> str:
    """A fenced block that no line of the text closes."""
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`{3,}", text))])
    return f"{fence}text\n{text.rstrip()}\n{fence}\n"


def opening(title: str, what: str, sources: str) -> str:
    """How a derived page begins: what it is made from, its title, and what it is, in Thai and in English."""
    told = [message(what).text(language) for language in LANGUAGES]
    origin = message("handbook.derived", sources=sources).text("en")
    return "\n\n".join([f"# {both(title)}", f"<!-- {origin} -->", *told]) + "\n"

"""role -> the manual that Prakat brings for it, to be read where no site is: links to pages of a site become words"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from prakat import product
from prakat.cannot_work import CannotWork
from prakat.item.front_matter import read_front_matter
from prakat.item.item_path import folder_of, index_of
from prakat.rules.data import label
from prakat.rules.message import message

MANUALS = ("staff", "director", "webmaster", "auditor")
_LINK = re.compile(r"!?\[([^\]]*)\]\((?![a-z]+:|#)([^)\s]*)\)")
_OTHER = re.compile(r"(?:\.\./)?([a-z]+)-manual/(?:index\.md)?")


@dataclass(frozen=True, slots=True)
class Attached:
    name: str
    title: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Manual:
    title: str
    summary: str
    text: str
    """Markdown."""
    attached: tuple[Attached, ...]


def manual_of(role: str) -> Manual:
    """In a checkout that of the sample office. Raises CannotWork where it is missing."""
    place = _place(role)
    if not place.is_file():
        raise CannotWork("handbook.manual-missing", place=place)
    parts, read = read_front_matter(place.read_bytes())
    files = [(each["file"], each["title"]) for each in read.data.get("attachments", ())]
    attached = (Attached(name, title, (place.parent / name).read_bytes()) for name, title in files)
    text = away_from_a_site(_steps(read.data.get("steps", ())) + parts.body)
    return Manual(read.data["title"], read.data["summary"], text, tuple(attached))


def _steps(steps: Sequence[Mapping[str, str]]) -> str:
    """Which a page of a site draws from the front matter."""
    lines = [
        f"{number}. {each['title']}: {each['detail']} ({each['duration']})" for number, each in enumerate(steps, 1)
    ]
    return "\n".join([f"## {label('fact', 'step')}", "", *lines, "", ""]) if lines else ""


def _place(role: str) -> Path:
    """Its attachments lie beside it."""
    if checkout := product.checkout():
        return checkout / index_of(folder_of(f"work-manuals/{role}-manual"))
    return product.part("manuals") / f"{role}.md"


def away_from_a_site(text: str) -> str:
    """The text with links to pages of the same site as words; of another manual, with the command that shows it."""
    return _LINK.sub(_in_words, text)


def _in_words(link: re.Match[str]) -> str:
    words, target = link.groups()
    other = _OTHER.fullmatch(target)
    if other and other[1] in MANUALS:
        return message("handbook.other-manual", words=words, manual=other[1]).text()
    return str(words)

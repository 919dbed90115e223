"""role x schemas/manuals/ -> how its people use the desk, a page of Markdown, in the very words that the desk shows"""

import re
from functools import cache
from typing import NamedTuple

from prakat.handbook.manual import MANUALS
from prakat.rules import data
from prakat.rules.data import label
from prakat.rules.message import catalogue, message

_SOURCES = "manuals"
_PLACE = re.compile(r"\{(?P<of>[twaf]):(?P<id>[a-z_]+[^{}\s]*)\}")
_PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<name>[a-z0-9-]+\.webp)\)")
_OTHER = re.compile(r"\]\((?P<role>[a-z]+)\)")


class DeskManual(NamedTuple):
    title: str
    text: str
    """Markdown, whose pictures are named by their files and other manuals by their roles."""


@cache
def desk_manual(role: str) -> DeskManual:
    """Raises KeyError where a place of it names no message and no word: its source is as old as that."""
    title, _, text = source(role).partition("\n")
    return DeskManual(_said(title.removeprefix("# ")), _said(text.strip()))


def source(role: str) -> str:
    return (data.folder() / _SOURCES / f"{role}.md").read_text(encoding="utf-8")


def desk_manual_page(role: str) -> str:
    """The same for docs/, whose pictures lie in a folder beside it."""
    manual = desk_manual(role)
    text = _PICTURE.sub(lambda each: f"![{each['alt']}](manual/{each['name']})", manual.text)
    text = _OTHER.sub(lambda each: f"](manual-{each['role']}.md)" if each["role"] in MANUALS else each[0], text)
    origin = message("handbook.derived", sources=f"schemas/{_SOURCES}/{role}.md").text("en")
    return f"# {manual.title}\n\n<!-- {origin} -->\n\n{text}\n"


def _said(text: str) -> str:
    return _PLACE.sub(_words, text)


def _words(place: re.Match[str]) -> str:
    """`t:` a message, `w:` a word of labels.yml, `a:` what is done with a page, `f:` a field of the form."""
    id_ = place["id"]
    match place["of"]:
        case "t":
            told = catalogue()[id_]["th"]
        case "w":
            told = label(*id_.split(".", 1))
        case "a":
            told = str(data.load("actions.yml")[id_]["th"])
        case _:
            told = str(data.load("item.schema.json")["properties"][id_]["title"])
    if "{" in told:
        raise KeyError(id_)
    return told

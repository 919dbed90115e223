"""attributes of a pasted element -> whether it is seen, how its text looks, which number a list gives it"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from prakat.thai.buddhist_era import to_thai_digits

_LONGEST = 2000
_BOLD = re.compile(r"bold(?:er)?|[6-9]00")
_THIN = re.compile(r"normal|lighter|[1-5]00")
_SLANTED = re.compile(r"italic|oblique")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"))
_ROMAN_BELOW = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_KINDS = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
LAST_ALPHA, LAST_ROMAN = 26, 3999


@dataclass(frozen=True, slots=True)
class ElementStyle:
    is_hidden: bool = False
    is_strong: bool | None = None
    is_emphasis: bool | None = None
    """None where it says nothing about that."""
    alignment: str = ""
    list_kind: str = ""


def style_of(attributes: Mapping[str, str]) -> ElementStyle:
    style = _declarations(attributes.get("style", "")[:_LONGEST])
    weight, slant = style.get("font-weight", ""), style.get("font-style", "")
    names = set(attributes.get("class", "").split())
    alignment = style.get("text-align") or attributes.get("align", "").lower()
    alignment = next((each for each in ("center", "right") if each in names or each == alignment), "")
    return ElementStyle(
        is_hidden="hidden" in attributes
        or style.get("display") == "none"
        or style.get("visibility") == "hidden"
        or style.get("mso-hide") == "all",
        is_strong=True if _BOLD.fullmatch(weight) else False if _THIN.fullmatch(weight) else None,
        is_emphasis=True if _SLANTED.match(slant) else False if slant == "normal" else None,
        alignment=alignment,
        list_kind=style.get("list-style-type") or _KINDS.get(attributes.get("type", ""), ""),
    )


def _declarations(style: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in style.split(";") if ":" in each)
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs}


def list_number(count: int, kind: str) -> str:
    """The number that a browser shows before an entry."""
    if kind == "none":
        return ""
    if kind.endswith(("alpha", "latin")) and 1 <= count <= LAST_ALPHA:
        said = chr(ord("a") + count - 1)
    elif kind.endswith("roman") and 1 <= count <= LAST_ROMAN:
        said = roman(count)
    else:
        return f"{to_thai_digits(str(count)) if kind == 'thai' else count}."
    return f"{said.upper() if kind.startswith('upper') else said}."


def roman(count: int) -> str:
    said = ""
    for value, letters in (*_ROMAN, *_ROMAN_BELOW):
        times, count = divmod(count, value)
        said += letters * times
    return said

"""paragraphs of a Word document and its lists -> the numbers that Word shows, typed at the paragraphs' beginning"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from prakat.item.element_style import roman
from prakat.thai.buddhist_era import to_thai_digits

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
LEVELS = 9
_INHERITED = 20


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int
    ends: str
    is_arabic: bool


@dataclass(slots=True)
class WordNumbering:
    """Of one document; counts as its paragraphs come."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    """Of each abstract list."""
    _lists: dict[str, str] = field(default_factory=dict)
    """List -> its abstract one."""
    _starts: dict[str, dict[int, int]] = field(default_factory=dict)
    _styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def number_of(self, paragraph: etree._Element) -> str | None:
        """What Word shows before it; empty for a bullet, None for no list."""
        place = self._place(paragraph)
        abstract = self._lists.get(place[0]) if place else None
        level = self._levels.get(abstract, {}).get(place[1]) if place and abstract else None
        if place is None or abstract is None or level is None:
            return None
        if level.form == "bullet":
            return ""
        counts = self._counts.setdefault(abstract, {})
        restart = self._starts.get(place[0], {}).get(place[1])
        if restart is not None and (place[0], place[1]) not in self._begun:
            counts[place[1]] = restart - 1
            self._begun.add((place[0], place[1]))
        counts[place[1]] = counts.get(place[1], level.start - 1) + 1
        for deeper in range(place[1] + 1, LEVELS):
            counts.pop(deeper, None)
        return self._said(abstract, level, counts) + ("" if level.ends == "nothing" else " ")

    def _said(self, abstract: str, level: _Level, counts: dict[int, int]) -> str:
        text = level.text
        for number, each in self._levels[abstract].items():
            if f"%{number + 1}" in text:
                form = "decimal" if level.is_arabic else each.form
                text = text.replace(f"%{number + 1}", written_number(counts.get(number, each.start), form))
        return text

    def _place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        numbered = paragraph.find(f"{W}pPr/{W}numPr")
        style = self._styles.get(_value(paragraph.find(f"{W}pPr/{W}pStyle")))
        if numbered is None:
            return style
        level = int(_value(numbered.find(f"{W}ilvl")) or (style[1] if style else 0))
        kept = numbered.find(f"{W}numId")
        found = _value(kept) if kept is not None else style[0] if style else ""
        return (found, level) if found not in ("", "0") else None


def numbering_of(numbering: etree._Element | None, styles: etree._Element | None) -> WordNumbering:
    found = WordNumbering()
    if numbering is None:
        return found
    for abstract in numbering.iterfind(f"{W}abstractNum"):
        name = abstract.get(f"{W}abstractNumId", "")
        found._levels[name] = {int(each.get(f"{W}ilvl", "0")): _level(each) for each in abstract.iterfind(f"{W}lvl")}
    for each in numbering.iterfind(f"{W}num"):
        name = each.get(f"{W}numId", "")
        found._lists[name] = _value(each.find(f"{W}abstractNumId"))
        for override in each.iterfind(f"{W}lvlOverride"):
            start = _value(override.find(f"{W}startOverride"))
            if start:
                found._starts.setdefault(name, {})[int(override.get(f"{W}ilvl", "0"))] = int(start)
    found._styles = dict(_styles(styles)) if styles is not None else {}
    return found


def _level(level: etree._Element) -> _Level:
    return _Level(
        _value(level.find(f"{W}numFmt")) or "decimal",
        _value(level.find(f"{W}lvlText")),
        int(_value(level.find(f"{W}start")) or 1),
        _value(level.find(f"{W}suff")),
        level.find(f"{W}isLgl") is not None,
    )


def _styles(styles: etree._Element) -> Iterator[tuple[str, tuple[str, int]]]:
    """Style -> the list and level that it gives its paragraphs, also by the style that it is based on."""
    known = {each.get(f"{W}styleId", ""): each for each in styles.iterfind(f"{W}style")}
    for name in known:
        style: etree._Element | None = known[name]
        for _ in range(_INHERITED):
            if style is None:
                break
            kept = _value(style.find(f"{W}pPr/{W}numPr/{W}numId"))
            if kept:
                yield name, (kept, int(_value(style.find(f"{W}pPr/{W}numPr/{W}ilvl")) or 0))
                break
            style = known.get(_value(style.find(f"{W}basedOn")))


def _value(element: etree._Element | None) -> str:
    return "" if element is None else str(element.get(f"{W}val", ""))


def written_number(count: int, form: str) -> str:
    match form:
        case "thaiNumbers" | "thaiCounting":
            return to_thai_digits(str(count))
        case "thaiLetters" if 1 <= count <= len(_THAI_LETTERS):
            return _THAI_LETTERS[count - 1]
        case "lowerLetter" | "upperLetter" if 1 <= count <= 26:
            letter = chr(ord("a") + count - 1)
            return letter.upper() if form == "upperLetter" else letter
        case "lowerRoman" | "upperRoman" if 1 <= count <= 3999:
            return roman(count).upper() if form == "upperRoman" else roman(count)
        case "decimalZero":
            return f"{count:02}"
        case "none":
            return ""
    return str(count)

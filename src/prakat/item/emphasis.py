"""stars and underscores in a paragraph -> those that stand in pairs around words; the others are text"""

import re

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

_LETTER, _SAID = re.compile(r"[^\W\d_]"), re.compile(r"[^\W_]")
_OPENING, _CLOSING = "([{“‘«", ")]}”’».,;:!?…ๆฯ"


def emphasis(state: StateInline, silent: bool) -> bool:
    """Puts a run of stars or underscores aside, if it may be a mark, until `pair_emphasis`."""
    begun, text = state.pos, state.src
    mark = text[begun]
    if mark not in "*_":
        return False
    end = begun + 1
    while end < state.posMax and text[end] == mark:
        end += 1
    before = text[begun - 1] if begun else " "
    after = text[end] if end < len(text) else " "
    opens = end - begun <= 3 and not after.isspace() and after not in _CLOSING
    closes = end - begun <= 3 and not before.isspace() and before not in _OPENING
    if mark == "*" and end - begun > 1:
        is_sum = _counts(before) and _counts(after) and (before.isdecimal() or after.isdecimal())
        opens, closes = opens and not is_sum and not before.isdecimal(), closes and not is_sum
    else:
        opens = opens and (before.isspace() or before in _OPENING + "\"'*_")
        closes = closes and not (after.isalnum() or _is_mark(after))
    state.push("text", "", 0).content = text[begun:end]
    if opens or closes:
        state.delimiters.append(Delimiter(ord(mark), end - begun, len(state.tokens) - 1, begun, opens, closes))
    state.pos = end
    return True


def _counts(character: str) -> bool:
    return character.isdecimal() or (character.isascii() and character.isalpha())


def _is_mark(character: str) -> bool:
    """A Thai vowel or tone sign, which belongs to the word."""
    return "\u0e30" <= character <= "\u0e4e"


def pair_emphasis(state: StateInline) -> None:
    """Marks that stand in pairs on one line become emphasis, all others stay text."""
    inside = (each["delimiters"] for each in state.tokens_meta if each and "delimiters" in each)
    for delimiters in (state.delimiters, *inside):
        opened: dict[tuple[int, int], Delimiter] = {}
        for each in delimiters:
            kind = each.marker, each.length
            begun = opened.get(kind)
            if each.close and begun and _is_emphasis(state.src[begun.end + each.length : each.end], each.length):
                _emphasise(state, begun, each)
                opened = {key: other for key, other in opened.items() if other.end < begun.end}
            elif each.open:
                opened[kind] = each
            elif each.close:
                opened.pop(kind, None)


def _is_emphasis(text: str, length: int) -> bool:
    """Blanks to write on are none: `__/__/____`. A bracket that opens inside also closes there."""
    is_said = (_LETTER if length == 1 else _SAID).search(text) is not None
    return "\n" not in text and is_said and text.count("(") == text.count(")")


def _emphasise(state: StateInline, begun: Delimiter, ended: Delimiter) -> None:
    tag = ("em", "strong", "strong")[begun.length - 1]
    first, last = state.tokens[begun.token], state.tokens[ended.token]
    first.type, first.nesting = f"{tag}_open", 1
    last.type, last.nesting = f"{tag}_close", -1
    for token in (first, last):
        token.tag, token.markup, token.content = tag, token.content, ""

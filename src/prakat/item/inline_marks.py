"""place in a paragraph -> whether plain text, an escaped mark or code begins there"""

import re

from markdown_it.rules_inline import StateInline

from prakat.item.places import places_of

_BEGINS = re.compile(r"[\n\\`*_!\[<]")
_BEGINS_WITH_ADDRESS = re.compile(r"[\n\\`*_!\[<hHwW]")
_HAS_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
_ESCAPED = frozenset("`*_#[]()<>|-+!.~")
_ESCAPE = re.compile(rf"\\([{re.escape(''.join(sorted(_ESCAPED)))}])")


def plain_run(state: StateInline, silent: bool) -> bool:
    """Text up to where a rule below may begin."""
    ends = _BEGINS_WITH_ADDRESS if _has_address(state) else _BEGINS
    match = ends.search(state.src, state.pos, state.posMax)
    end = match.start() if match else state.posMax
    if end == state.pos:
        return False
    state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def _has_address(state: StateInline) -> bool:
    text, found = state.env.get("has_address", ("", False))
    if text is not state.src:
        found = _HAS_ADDRESS.search(state.src) is not None
        state.env["has_address"] = state.src, found
    return bool(found)


def unescaped(text: str) -> str:
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def escape(state: StateInline, silent: bool) -> bool:
    """A backslash before a mark makes text of the mark; any other backslash is text."""
    if state.src[state.pos] != "\\" or state.src[state.pos + 1 : state.pos + 2] not in _ESCAPED:
        return False
    if state.pos + 1 >= state.posMax:
        return False
    state.push("text_special", "", 0).content = state.src[state.pos + 1]
    state.pos += 2
    return True


def code(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "`":
        return False
    found = places_of(state).code.get(state.pos)
    if found and found[1] <= state.posMax:
        length, end = found
        written = state.src[state.pos + length : end - length]
        is_padded = written[0] == written[-1] == " " and bool(written.strip())
        state.push("code_inline", "code", 0).content = written[1:-1] if is_padded else written
        state.pos = end
        return True
    begun = state.pos
    while state.pos < state.posMax and state.src[state.pos] == "`":
        state.pos += 1
    state.append_pending(state.src[begun : state.pos])
    return True

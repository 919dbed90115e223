"""place in a paragraph -> whether a link, a picture, an address or something like a tag begins there"""

import re

from markdown_it.rules_inline import StateInline

from prakat.item import contact
from prakat.item.inline_marks import unescaped
from prakat.item.places import places_of

_TARGET = re.compile(
    r"\([ \t]*+\n?[ \t]*+"
    r"(?:<(?P<angle>[^<>\n]++)>|(?P<bare>(?:[^\s()<>\\]|\\.|\([^\s()\\]*+\))++))"
    r"(?P<title>[ \t\n]++(?:\"[^\"]*+\"|'[^']*+'))?"
    r"[ \t]*+\n?[ \t]*+\)"
)
_MEANT = re.compile(r"[A-Za-z#/]")
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*+>")
_IN_BRACKETS = re.compile(r"<([a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^<>\s]++|[A-Za-z0-9._+-]++@[A-Za-z0-9.-]++)>")


def link(state: StateInline, silent: bool) -> bool:
    """`[text](target)`; without one of both it is shown as it is typed, and told. A link within a link is text."""
    if state.src[state.pos] != "[" or state.linkLevel:
        return False
    found = _target_after(state, state.pos)
    if not found:
        return _show_without_target(state)
    closed, target, match = found
    if not state.src[state.pos + 1 : closed].strip():
        _show_as_typed(state, match.end(), target, "")
        return True
    end = state.posMax
    state.push("link_open", "a", 1).attrs = {"href": target}
    state.pos, state.posMax = state.pos + 1, closed
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.push("link_close", "a", -1)
    _show_title(state, match)
    state.pos, state.posMax = match.end(), end
    return True


def _show_without_target(state: StateInline) -> bool:
    """`[text]()`"""
    closed = places_of(state).brackets.get(state.pos)
    if closed is None or closed + 3 > state.posMax or not state.src.startswith("()", closed + 1):
        return False
    _show_as_typed(state, closed + 3, "", state.src[state.pos + 1 : closed])
    return True


def _show_as_typed(state: StateInline, end: int, target: str, said: str) -> None:
    token = state.push("empty_link", "", 0)
    token.content, token.markup, token.attrs = state.src[state.pos : end], said, {"href": target}
    state.pos = end


def picture(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("![", state.pos):
        return False
    found = _target_after(state, state.pos + 1)
    if not found:
        return False
    closed, target, match = found
    token = state.push("image", "img", 0)
    token.content, token.attrs = unescaped(state.src[state.pos + 2 : closed]), {"src": target}
    _show_title(state, match)
    state.pos = match.end()
    return True


def _target_after(state: StateInline, opened: int) -> tuple[int, str, re.Match[str]] | None:
    """For the bracket opened there: where it is closed, and the target behind; None if there is none."""
    closed = places_of(state).brackets.get(opened)
    if closed is None or closed >= state.posMax:
        return None
    match = _TARGET.match(state.src, closed + 1, state.posMax)
    if not match or not (match["angle"] or _MEANT.search(match["bare"])):
        return None
    return closed, unescaped(match["angle"] or match["bare"]).replace("&amp;", "&"), match


def _show_title(state: StateInline, match: re.Match[str]) -> None:
    """Behind the link, as it is typed; and how many line ends the marks held."""
    shown = match["title"] or ""
    token = state.push("title", "", 0)
    token.content, token.info = shown, "\n" * (match[0].count("\n") - shown.count("\n"))


def typed_tag(state: StateInline, silent: bool) -> bool:
    """What looks like HTML is text, and told."""
    match = _TAG.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    state.push("tag", "", 0).content = match[0]
    state.pos = match.end()
    return True


def address_in_brackets(state: StateInline, silent: bool) -> bool:
    """`<https://a.example>`: the address is shown, the brackets are marks."""
    match = _IN_BRACKETS.match(state.src, state.pos, state.posMax)
    if not match or state.linkLevel:
        return False
    _push_address(state, match[1] if ":" in match[1] else f"mailto:{match[1]}", match[1])
    state.pos = match.end()
    return True


_IN_ADDRESS = tuple(".-_@")
"""What stands within an address, and never before one."""


def bare_address(state: StateInline, silent: bool) -> bool:
    before = state.src[state.pos - 1 : state.pos]
    if state.linkLevel or (before.isascii() and (before.isalnum() or before in _IN_ADDRESS)):
        return False
    written = contact.web_address(state.src, state.pos, state.posMax)
    if not written:
        return False
    _push_address(state, written if "://" in written else f"https://{written}", written)
    state.pos += len(written)
    return True


def _push_address(state: StateInline, target: str, written: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": target}
    state.push("text", "", 0).content = written
    state.push("link_close", "a", -1)

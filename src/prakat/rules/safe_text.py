"""a stranger's text -> one line of HTML for a comment on a forge, without markup, mentions, links or commands"""

import html
import re
import unicodedata

MAX = 500
_JOINER = "\u2060"
"""Word joiner: invisible, but it keeps @name, #12 and addresses from becoming links."""
_LINKS = re.compile(r"(?<=[@#!:/.])|(?<=\bGH-)", re.IGNORECASE)
_ACTIVE = re.compile(r"[`*_~\[\]()|\\$+=-]")


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    return "" if category == "Cf" else " " if category in ("Cc", "Zl", "Zp", "Cs", "Co", "Cn") else character


def plain(text: str, limit: int = MAX) -> str:
    """The text as readers see it, shortened to one line, for a table or paragraph of HTML."""
    shown = " ".join("".join(_shown(each) for each in text).split())
    if len(shown) > limit:
        shown = shown[: limit - 1] + "…"
    joined = _LINKS.sub(_JOINER, shown)
    return _ACTIVE.sub(lambda match: f"&#{ord(match.group())};", html.escape(joined))

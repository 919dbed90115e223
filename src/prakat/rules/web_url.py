"""text -> whether it is a web address that every program reads alike"""

import re
from urllib.parse import urlsplit

_NEVER = re.compile(r"[\s\\<>\"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def names_somebody(text: str) -> bool:
    """Whether a name stands before an `@`, so that the address leads elsewhere than it seems to:
    https://bank.go.th@evil.example/ is a page of evil.example."""
    try:
        return "@" in urlsplit(text).netloc
    except ValueError:  # urlsplit takes no characters that become an @
        return False


def is_web_url(text: str) -> bool:
    try:
        parts = urlsplit(text)  # urlsplit ignores control characters
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not _NEVER.search(text)
    except ValueError:
        return False

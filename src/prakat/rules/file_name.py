"""name of a file or folder as people give it -> the one that the rules allow, and whether Windows can store it"""

import re
import unicodedata

FILE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
MAX_PROPOSED = 60
_WINDOWS_DEVICE = re.compile(
    r"(con(?:in\$|out\$)?|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])( *[.:].*)?", re.IGNORECASE | re.DOTALL
)
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')
_LEADING_VOWEL = re.compile(r"([\u0e40-\u0e44])([\u0e01-\u0e2e])")


def proposed(name: str) -> str:
    """A file name or slug that the rules allow, in Latin letters that sound like the given ones."""
    from anyascii import anyascii  # here: only for a name that is refused

    stem, dot, extension = name.rpartition(".") if "." in name.lstrip(".") else (name, "", "")
    spoken = _LEADING_VOWEL.sub(r"\2\1", unicodedata.normalize("NFC", stem))
    plain = re.sub(r"[^a-z0-9]+", "-", anyascii(spoken).lower()).strip("-")[:MAX_PROPOSED].strip("-") or "document"
    suffix = re.sub(r"[^a-z0-9]", "", extension.lower())
    return for_windows(f"{plain}{dot}{suffix}" if suffix else plain)


def fits_windows(name: str) -> bool:
    """Whether Windows can store a file or folder of that name. `aux.pdf` is one of its devices, whatever the ending."""
    return not _WINDOWS_DEVICE.fullmatch(name) and not _NOT_ON_WINDOWS.search(name)


def for_windows(name: str) -> str:
    """A name like it that Windows can store."""
    plain = re.sub(r'[<>:"|?*\\\x00-\x1f]', "-", name).rstrip(". ")
    return plain if fits_windows(plain) else f"document-{plain}"

"""what somebody hands in as a public key, as typed or as a file -> the key, or why not; a private one is never shown"""

import base64
import binascii
import os
import re
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.founding.office_field import Place, field_at
from prakat.repository.public_key import is_whole, key_of_data
from prakat.rules.message import message
from prakat.rules.wording import Label

KEY_PLACE: Place = ("people", "keys")
_MAX_BYTES = 64 * 1024
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PRIVATE = re.compile(r"(?:PRIVATE|SECRET)[ -]KEY|PuTTY-User-Key-File|b3BlbnNzaC1rZXktdjE", re.IGNORECASE)
_END_OF_PRIVATE = re.compile(r"-+ ?END |Private-MAC:", re.IGNORECASE)
_FOUR_DASHES = re.compile(r"---- BEGIN SSH2 PUBLIC KEY ----\n(.*?)\n---- END SSH2 PUBLIC KEY ----\s*", re.DOTALL)
_HEADER = re.compile(r"^[A-Za-z-]+:(?:.*\\\n)*.*\n", re.MULTILINE)
_KEY = re.compile(r"(.*?)(?<!\S)((?:sk-)?(?:ssh|ecdsa)-[A-Za-z0-9@.-]+)[ \t]+(\S+)")


def key_in_file(path: str) -> str:
    """The public key in the file, without its comment. Raises CannotWork, never with what the file holds."""
    place = Path(path.strip().strip("\"'"))
    try:
        place = place.expanduser()
        if not place.is_file():
            raise CannotWork("founding.no-key-file", place=_shown(place))
        with place.open("rb") as file:
            raw = file.read(_MAX_BYTES)
        text = raw.decode("utf-16" if raw.startswith(_UTF_16) else "utf-8-sig")  # Windows' own marks
    except UnicodeError:
        raise CannotWork("founding.key-none", place=place, must=_form()) from None
    except (ValueError, RuntimeError):  # what can be no path; the home of nobody
        raise CannotWork("founding.no-key-file", place=message("founding.what-was-typed")) from None
    except OSError as problem:
        raise CannotWork("founding.unreadable-key", path=_shown(place), problem=problem) from None
    return _key(text, place)


def typed_key(text: str) -> str:
    """The public key that was typed, or that is in the file whose path was typed. Raises CannotWork."""
    if looks_private(text) or _KEY.match(text):
        return _key(text, message("founding.what-was-typed"))
    return key_in_file(text)


def _shown(place: Path) -> object:
    """What was typed for a path is shown only where it can be nothing else, since it might be a secret."""
    return place if place.suffix == ".pub" or os.path.lexists(place) else message("founding.what-was-typed")


def looks_private(text: str) -> bool:
    return bool(_PRIVATE.search(text))


def ends_private(line: str) -> bool:
    """Whether the line is the last of a private key's text."""
    return bool(_END_OF_PRIVATE.match(line.strip()))


def _form() -> Label:
    return Label("pattern", field_at(KEY_PLACE)["pattern"])


def _key(text: str, place: object) -> str:
    if looks_private(text):
        if isinstance(place, Path):
            raise CannotWork("founding.private-key-file", place=place, public=_public_beside(place))
        raise CannotWork("founding.private-key-typed")
    lines = [line for line in _one_line(text).splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if len(lines) != 1:
        raise CannotWork("founding.key-empty" if not lines else "founding.key-several", place=place)
    return _of_line(lines[0], place)


def _of_line(line: str, place: object) -> str:
    match = _KEY.match(line)
    if match is None:
        raise CannotWork("founding.key-none", place=place, must=_form())
    before, kind, data = match.groups()
    if before.strip():
        raise CannotWork("founding.key-options", place=place, kind=kind)
    key = f"{kind} {data}"
    if not re.fullmatch(field_at(KEY_PLACE)["pattern"], f"{kind} AAAA"):
        raise CannotWork("founding.key-kind", place=place, found=kind)
    if not is_whole(key):
        raise CannotWork("founding.key-cut", place=place)
    return key


def _one_line(text: str) -> str:
    """A key as PuTTY saves it (RFC 4716), on one line as OpenSSH has it; any other text as it is."""
    match = _FOUR_DASHES.fullmatch(text.strip().replace("\r\n", "\n") + "\n")
    if match is None:
        return text
    try:
        return key_of_data(base64.b64decode(_HEADER.sub("", f"{match[1]}\n").replace("\n", ""), validate=True))
    except binascii.Error:
        return text


def _public_beside(private: Path) -> Path:
    """Where the public half of a private key usually lies."""
    return private.with_name(f"{private.name.removesuffix('.ppk')}.pub")

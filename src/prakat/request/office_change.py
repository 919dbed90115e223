"""office.yml before x after -> what follows from it for everybody, in words for whoever signs it (R03)"""

from collections.abc import Iterator
from typing import Any

from prakat.repository.public_key import fingerprint
from prakat.rules.message import message

_NONE = "—"
_MOST = {
    "publisher": "sheet.other-publisher",
    "sign_off": "sheet.other-chain",
    "audit": "sheet.other-epoch",
    "sign_off_valid_days": "sheet.other-age",
}


def consequences(before: object, after: object) -> Iterator[str]:
    """Notes on what gives power over all the rest: the publisher, the chain, the epoch, and the version that judges."""
    old, new = (each if isinstance(each, dict) else {} for each in (before, after))
    if not old or not new:
        return
    for key, id_ in _MOST.items():
        if key in old and old[key] != new.get(key):
            yield message(id_).text()
    for name in _unmarked(old, new):
        yield message("sheet.mark-removed", name=name).text()
    versions = [_version(each.get("prakat")) for each in (old, new)]
    if versions[0] != versions[1]:
        yield message("sheet.version-of-prakat", before=versions[0], after=versions[1]).text()


def _unmarked(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """Who keeps a key that somebody else made, while the mark that says so goes."""
    before = {mark for each in _people(old) for mark in _list(each, "made_keys")}
    for each in _people(new):
        held = {fingerprint(key) for key in _list(each, "keys")}
        if held & before - {*_list(each, "made_keys")}:
            yield str(each.get("name", _NONE))


def _people(office: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in _list(office, "people") if isinstance(each, dict)]


def _list(part: dict[str, Any], key: str) -> list[Any]:
    found = part.get(key)
    return found if isinstance(found, list) else []


def _version(line: object) -> str:
    return str(line).partition(" ")[0].removeprefix("prakat==") if line else _NONE

"""answers given so far -> the file that keeps them while an office is begun, and back; nothing answered is lost"""

import os
from collections.abc import Mapping
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.founding.office_text import scalar
from prakat.founding.question import YES
from prakat.rules.message import message
from prakat.rules.strict_yaml import read_yaml_bytes
from prakat.rules.text_decoding import head
from prakat.rules.unreadable import Unreadable

KEPT = "answers.yml"
_MAX_BYTES = 1024 * 1024
Known = Mapping[str, str]
"""Key of a question -> its answer."""


def keep(known: Known, place: Path) -> None:
    """Only the owner may read the file, since it names people. Raises CannotWork where it cannot be written."""
    lines = [f"# {message('founding.kept-answers').text()}", *(f"{key}: {scalar(known[key])}" for key in known)]
    new = place.with_name(f"{place.name}.new")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        new.replace(place)
    except OSError as problem:
        raise CannotWork("founding.not-kept", place=place, problem=problem) from None


def kept(place: Path) -> dict[str, str]:
    """What was answered before; empty if nothing was. Raises CannotWork where it cannot be read."""
    if not place.is_file():
        return {}
    try:
        found = read_yaml_bytes(head(place, _MAX_BYTES), _MAX_BYTES).data
    except (OSError, Unreadable):
        raise CannotWork("founding.unreadable-answers", place=place) from None
    return {key: str(value) for key, value in found.items() if value is not None} if isinstance(found, dict) else {}


def together(known: Known, given: Known) -> dict[str, str]:
    """What is given now goes before what was known; units or people that are given stand in place of all the others."""
    groups = {key.partition(".")[0] for key in given if "." in key}
    return {**{key: known[key] for key in known if key.partition(".")[0] not in groups}, **given}


def entries(known: Known, group: str) -> list[dict[str, str]]:
    """The answers about each of the `units` or `people`, in their order."""
    found: list[dict[str, str]] = []
    while True:
        before = f"{group}.{len(found) + 1}."
        found.append({key.removeprefix(before): known[key] for key in known if key.startswith(before)})
        if YES not in (found[-1].get("more"), found[-1].get("second")):
            return [each for each in found if each]

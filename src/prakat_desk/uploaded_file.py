"""a file as a phone sends it x draft -> the draft with it, under a name that can be stored, or what is wrong with it"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath

from prakat.item.credit import ALL
from prakat.item.file_rules import check_file
from prakat.item.file_type import type_of
from prakat.repository.own_folder import own_folder
from prakat.rules.file_name import proposed
from prakat.rules.finding import Finding
from prakat.rules.message import message
from prakat_desk.desk import Desk
from prakat_desk.fitted_picture import fitted_picture
from prakat_desk.form.entries import Entries, group_indexes, with_group, without_group
from prakat_desk.keeping.draft import Draft

_LONGEST_TITLE = 150
_LISTED = "attachments"


def with_upload(desk: Desk, draft: Draft, name: str, content: bytes) -> tuple[Draft, list[Finding]]:
    """The draft as it was, and why, where the file may not be published; else the draft with the file, and warnings.

    A picture is shown in the text, scaled where it is larger than a page can show; any other file is listed."""
    title = _title(name)
    stored = _free(proposed(f"{title}{_ending(name)}"), (*draft.files, *_listed(draft.typed)))
    kind = type_of(stored)
    if kind and kind.is_picture:
        content = fitted_picture(content)
    found = _findings(stored, content)
    if any(each.is_error for each in found):
        return draft, found
    kept = desk.drafts.add_file(draft, stored, title, content)
    if kind and kind.is_picture:
        return desk.drafts.save(_shown(kept, stored, title, desk.authority.office.name)), found
    return desk.drafts.save(
        replace(kept, typed=with_group(kept.typed, _LISTED, {"file": stored, "title": title}))
    ), found


def without_file(desk: Desk, draft: Draft, name: str) -> Draft:
    """The draft without the file, wherever it was listed or shown."""
    typed = {each: list(given) for each, given in draft.typed.items()}
    for index in reversed(group_indexes(typed, _LISTED)):
        if (typed.get(f"{_LISTED}.{index}.file") or [""])[-1] == name:
            typed = without_group(typed, _LISTED, index)
    lines = [line for line in draft.body.split("\n") if not (line.startswith("![") and line.endswith(f"]({name})"))]
    left = replace(draft, typed=typed, body="\n".join(lines))
    if name in draft.files:
        return desk.drafts.drop_file(left, name)
    return desk.drafts.save(replace(left, removed=tuple(dict.fromkeys([*draft.removed, name]))))


def _title(name: str) -> str:
    """What the file is called on the phone, without its ending; that is its title, and no part of a path."""
    own = PurePosixPath(PureWindowsPath(name).name).name
    stem = own.rpartition(".")[0] or own
    seen = "".join(each for each in unicodedata.normalize("NFC", stem) if each.isprintable())
    return " ".join(seen.replace("_", " ").split())[:_LONGEST_TITLE] or message("desk.a-file").text()


def _ending(name: str) -> str:
    """Telephones write JPEG and JPG."""
    return PurePosixPath(name).suffix.casefold()


def _free(name: str, taken: Sequence[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{stem}-{number}{dot}{ending}"
    return found


def _listed(typed: Entries) -> Iterator[str]:
    for index in group_indexes(typed, _LISTED):
        yield from typed.get(f"{_LISTED}.{index}.file", ())


def _shown(draft: Draft, name: str, title: str, office: str) -> Draft:
    """The draft whose text ends with the picture; whose it is, is said once for all pictures, and can be changed."""
    words = title.replace("[", "(").replace("]", ")")
    body = f"{draft.body.rstrip()}\n\n![{words}]({name})\n".lstrip("\n")
    return replace(draft, body=body, typed=with_pictures_owned(draft.typed, office))


def with_pictures_owned(typed: Entries, office: str) -> dict[str, list[str]]:
    """The entries, in which it is said whose the pictures are: the office's own, unless somebody has said it."""
    if group_indexes(typed, "credits"):
        return {each: list(given) for each, given in typed.items()}
    mine = {"file": ALL, "holder": office, "licence": message("desk.own-pictures").text()}
    return with_group(typed, "credits", mine)


def _findings(name: str, content: bytes) -> list[Finding]:
    with own_folder() as folder:
        place = folder / name
        place.write_bytes(content)
        return list(check_file(place, name, 1))

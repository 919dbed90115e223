"""item folder -> its item and the files that may be served, and what is wrong within the folder (R05, R14, R15)"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from prakat.content.item_folder import ItemFolder
from prakat.content.litter import is_litter
from prakat.item import front_matter, item_path, item_rules
from prakat.item.credit import ALL
from prakat.item.file_rules import check_file
from prakat.item.file_type import type_of
from prakat.item.item import Item, parse_approved
from prakat.item.item_damage import item_damage
from prakat.item.item_text import ItemText, pictures_of
from prakat.rules import file_name
from prakat.rules.conflict_marker import conflict_markers
from prakat.rules.finding import Finding
from prakat.rules.system_problem import system_problem
from prakat.rules.text_decoding import head


@dataclass(frozen=True, slots=True)
class RegisteredItem:
    item: Item
    files: tuple[str, ...]
    """What lies beside index.md and is listed or shown: nothing else is ever served."""


def read_folder(
    folder: ItemFolder, *, is_checked: bool
) -> tuple[RegisteredItem | None, list[Finding], ItemText | None]:
    """The item, what is wrong with its own folder, and its text; no item where no release of Prakat accepts it.

    Of one that `is_checked` nothing is asked that leaves no item out."""
    path = folder.path
    try:
        raw = head(folder.on_disk / item_path.INDEX, front_matter.MAX_BYTES)
        item, findings = parse_approved(path, raw)
        left = [*conflict_markers(path.file, raw)]
        if item is None:
            return None, left or [*findings, *item_damage(path, raw)], None
        findings += left
        findings += item_rules.check_item(item)
        if is_checked:
            text = pictures_of(item)
        else:
            findings += item_damage(path, raw)
            own, text = item_rules.check_body(item)
            findings += own
        findings += _check_files(folder, text)
    except OSError as error:
        return None, [Finding(path.file, 1, "file.unreadable", {"problem": system_problem(error)})], None
    meant = {each.file for each in item.attachments} | text.shown.keys()
    files = tuple(name for name in folder.files if name in meant)
    return RegisteredItem(item, files), without_exceptions(item, findings), text


def without_exceptions(item: Item, findings: Iterable[Finding]) -> list[Finding]:
    """Those that the item does not except itself from."""
    return [each for each in findings if each.is_error or each.rule not in item.ignored]


def _check_files(folder: ItemFolder, text: ItemText) -> Iterator[Finding]:
    """Every file is listed or shown; every listed or shown file exists and is what its name says (R05, R14, R15)."""
    item = text.item
    listed = {each.file: index for index, each in reversed(list(enumerate(item.attachments)))}
    credited = {file for each in item.credits for file in each.files}
    present = set(folder.files)
    for file, index in listed.items():
        line = item.line("attachments", index, "file")
        if file not in present:
            yield Finding(item.path.file, line, "attachment.missing", {"file": file})
        elif (kind := type_of(file)) and not kind.is_attachment and file not in text.shown:
            yield Finding(item.path.file, line, "attachment.picture", {"file": file})
    for target in sorted(text.shown.keys() - present):
        for line in text.lines_showing(target):
            yield Finding(item.path.file, line, "picture.missing", {"file": target})
    for file in folder.files:
        yield from _check_present(text, folder, file, listed, credited)
    for index, credit in enumerate(item.credits):
        rest = present & text.shown.keys() - credited
        for file in credit.files:
            if not (rest if credit.is_of_the_rest else file in present):
                line = item.line("credits", index, "file")
                yield Finding(item.path.file, line, "credit.unknown-file", {"file": file})


def _check_present(
    text: ItemText, folder: ItemFolder, file: str, listed: Mapping[str, int], credited: set[str]
) -> Iterator[Finding]:
    item = text.item
    here = f"{item.path.folder}/{file}"
    if is_litter(file) and file not in listed:
        yield Finding(here, 1, "file.litter", {"found": file})
        return
    if not file_name.FILE_NAME.fullmatch(file):
        yield Finding(here, 1, "file.name", {"found": file, "suggestion": file_name.proposed(file)})
        return
    kind = type_of(file)
    is_shown = file in text.shown and kind is not None and kind.is_picture
    if file not in listed and not is_shown:
        yield Finding(here, 1, "attachment.unlisted", {"file": file})
    if is_shown and file not in credited and ALL not in credited:
        yield Finding(item.path.file, text.lines_showing(file)[0], "picture.credit", {"file": file})
    line = item.line("attachments", listed[file], "file") if file in listed else 1
    try:
        yield from check_file(folder.on_disk / file, here, line)
    except OSError as error:
        yield Finding(here, 1, "file.unreadable", {"problem": system_problem(error)})

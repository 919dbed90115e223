"""item folder -> its item and the files that may be served, and what is wrong within the folder (R05, R14, R15)"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from prakat.content.item_folder import ItemFolder
from prakat.content.litter import is_litter
from prakat.item import front_matter, item_path, item_rules
from prakat.item.credit import ALL
from prakat.item.data_table import MOST_JSON, DataTable, visits_table
from prakat.item.file_rules import check_file
from prakat.item.file_type import type_of
from prakat.item.item import Item, parse_approved
from prakat.item.item_damage import item_damage
from prakat.item.item_text import ItemText, pictures_of
from prakat.item.table_form import month_of, table_forms
from prakat.rules import file_name
from prakat.rules.conflict_marker import conflict_markers
from prakat.rules.finding import Finding
from prakat.rules.message import message
from prakat.rules.system_problem import system_problem
from prakat.rules.text_decoding import head


@dataclass(frozen=True, slots=True)
class RegisteredItem:
    item: Item
    files: tuple[str, ...]
    """What lies beside index.md and is listed or shown: nothing else is ever served."""


class FolderReading(NamedTuple):
    """What one item folder says by itself."""

    entry: RegisteredItem | None
    """None where no release of Prakat accepts it."""
    findings: tuple[Finding, ...]
    text: ItemText | None = None
    """Where it has links, which only the whole register can judge."""


FolderReader = Callable[[ItemFolder], FolderReading]


def read_folder(folder: ItemFolder) -> FolderReading:
    """The item, what is wrong with its own folder, and its text."""
    return _read(folder, is_checked=False)


def read_checked(folder: ItemFolder) -> FolderReading:
    """Of a folder of which somebody has told the rest: nothing is asked that leaves no item out."""
    return _read(folder, is_checked=True)


def _read(folder: ItemFolder, *, is_checked: bool) -> FolderReading:
    path = folder.path
    try:
        raw = head(folder.on_disk / item_path.INDEX, front_matter.MAX_BYTES)
        item, findings = parse_approved(path, raw)
        left = [*conflict_markers(path.file, raw)]
        if item is None:
            return FolderReading(None, tuple(left or [*findings, *item_damage(path, raw)]))
        findings += left
        findings += item_rules.check_item(item)
        if is_checked:
            text = pictures_of(item)
        else:
            findings += item_damage(path, raw)
            own, text = item_rules.check_body(item)
            findings += own
        findings += _check_files(folder, text)
        findings += _check_visits(folder, item)
    except OSError as error:
        return FolderReading(None, (Finding(path.file, 1, "file.unreadable", {"problem": system_problem(error)}),))
    meant = {each.file for each in item.attachments} | text.shown.keys() | item.particulars.pictures.keys()
    files = tuple(name for name in folder.files if name in meant)
    entry, told = RegisteredItem(item, files), tuple(without_exceptions(item, findings))
    return FolderReading(entry, told, text if text.rendered.links else None)


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
        elif (kind := type_of(file)) and not kind.is_attachment and file not in _lines_showing(text):
            yield Finding(item.path.file, line, "attachment.picture", {"file": file})
    for target, lines in _lines_showing(text).items():
        if target not in present:
            yield from (Finding(item.path.file, line, "picture.missing", {"file": target}) for line in lines)
    for file in folder.files:
        yield from _check_present(text, folder, file, listed, credited)
    for index, credit in enumerate(item.credits):
        rest = present & _lines_showing(text).keys() - credited
        for file in credit.files:
            if not (rest if credit.is_of_the_rest else file in present):
                line = item.line("credits", index, "file")
                yield Finding(item.path.file, line, "credit.unknown-file", {"file": file})


def _lines_showing(text: ItemText) -> Mapping[str, Sequence[int]]:
    """Picture that the page shows -> the lines of index.md that name it: in the text, or among the executives."""
    item = text.item
    found: dict[str, list[int]] = {file: text.lines_showing(file) for file in text.shown}
    for index, each in enumerate(item.particulars.executives):
        if each.picture:
            found.setdefault(each.picture, []).append(item.line("executives", index, "picture"))
    return dict(sorted(found.items()))


def _check_visits(folder: ItemFolder, item: Item) -> Iterator[Finding]:
    """The figures of the site are one attached file of its form: aggregates by month, and no addresses (R31)."""
    form = table_forms().get(item.particulars.table)
    if form is None or not form.file or item.particulars.says_nothing:
        return
    names = [each.file for each in item.attachments if each.file.endswith(form.file) and each.file in folder.files]
    must = ", ".join(each.id for each in form.columns)
    if len(names) != 1:
        values = {"must": must, "found": message("item.no-visits-file")}
        yield Finding(item.path.file, item.line("table"), "table.file", values)
        return
    found = visits_table(head(folder.on_disk / names[0], MOST_JSON), form)
    wrong = found if isinstance(found, str) else _wrong_month(found)
    if wrong:
        yield Finding(f"{item.path.folder}/{names[0]}", 1, "table.file", {"must": must, "found": wrong})


def _wrong_month(table: DataTable) -> str:
    """The first month that is none, or that does not come after the one before it."""
    before: datetime.date | None = None
    for row in table.rows:
        month = month_of(row.cells[0])
        if month is None or (before and month <= before):
            return row.cells[0]
        before = month
    return ""


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
    shown = _lines_showing(text)
    is_shown = file in shown and kind is not None and kind.is_picture
    if file not in listed and not is_shown:
        yield Finding(here, 1, "attachment.unlisted", {"file": file})
    if is_shown and file not in credited and ALL not in credited:
        yield Finding(item.path.file, shown[file][0], "picture.credit", {"file": file})
    line = item.line("attachments", listed[file], "file") if file in listed else 1
    try:
        yield from check_file(folder.on_disk / file, here, line)
    except OSError as error:
        yield Finding(here, 1, "file.unreadable", {"problem": system_problem(error)})

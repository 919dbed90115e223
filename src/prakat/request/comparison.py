"""a file before x after -> its form, its changed fields and words, and what people must know where none can be told"""

from collections.abc import Iterator
from typing import NamedTuple

from prakat.office import office
from prakat.request import field
from prakat.request.field import Field, Names
from prakat.request.file_version import FileVersion
from prakat.request.manuscript import Manuscript, is_manuscript, manuscript
from prakat.request.office_change import consequences
from prakat.request.word_change import Effort, word_changes
from prakat.request.workflow_change import WorkflowChange, workflow_changes
from prakat.request.workflow_facts import is_workflow
from prakat.rules.message import message

Row = tuple[str, ...]


class Comparison(NamedTuple):
    form: tuple[Row, ...] = ()
    """(field, value) of the new version."""
    changes: tuple[Row, ...] = ()
    """(field, before, after)"""
    words: tuple[Row, ...] = ()
    """(line, text before the change, words removed, words added, text after the change)."""
    notes: tuple[str, ...] = ()


def compared(path: str, name: str, sides: tuple[FileVersion, FileVersion], names: Names, effort: Effort) -> Comparison:
    """Of the file at `path`, which people know as `name`."""
    old, new = sides
    if not is_manuscript(path):
        facts = workflow_changes(path, name, sides) if is_workflow(path) else WorkflowChange()
        return Comparison(changes=facts.changes, words=tuple(_words_of_text(name, old, new, effort)), notes=facts.notes)
    if new.unread:
        return Comparison(notes=(message("sheet.new-unread", file=name, why=new.unread).text(),))
    notes = [message("sheet.old-unread", file=name, why=old.unread).text()] if old.unread else []
    before, after = (manuscript(path, side.data) for side in (old, new))
    if not (before.is_readable and after.is_readable):
        before, after = before.as_text(), after.as_text()
        notes.append(message("sheet.as-text", file=name).text())
    notes += consequences(before.data, after.data) if path == office.FILE else ()
    form, changes, words = _told(before, after, names, effort)
    if not changes and not words and before.raw != after.raw:
        form, _, words = (form, *_told(before.as_text(), after.as_text(), names, effort)[1:])
        notes.append(message("sheet.spelling", file=name).text())
    return Comparison(form, changes, words, tuple(notes))


def _told(before: Manuscript, after: Manuscript, names: Names, effort: Effort) -> tuple[tuple[Row, ...], ...]:
    was, is_now = before.fields(names), after.fields(names)
    form = tuple((entry.title, entry.text) for entry in is_now if entry.text and not entry.is_order)
    changes = (*field.changed(was, is_now), *field.changed([_comments(before)], [_comments(after)]))
    words = tuple((str(entry.line), *entry[1:]) for entry in word_changes(before.text, after.text, effort))
    return form, changes, words


def _comments(of: Manuscript) -> Field:
    return Field(("",), message("sheet.comments").text(), of.comments, of.comments)


def _words_of_text(name: str, old: FileVersion, new: FileVersion, effort: Effort) -> Iterator[Row]:
    """Of another file that is text on both sides, at lines with its name; a missing side has no words."""
    if any(side.facts and side.data is None for side in (old, new)):
        return
    before, after = ((side.data or b"").decode("utf-8") for side in (old, new))
    for entry in word_changes(before, after, effort):
        yield (f"{name}:{entry.line}", *entry[1:])

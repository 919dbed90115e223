"""a workflow before x after -> what a request does to it, in words for whoever signs it (R03)"""

from typing import NamedTuple

from prakat.request import field
from prakat.request.field import Field
from prakat.request.file_version import FileVersion
from prakat.request.workflow_facts import workflow_facts
from prakat.rules.message import message
from prakat.rules.unreadable import Unreadable


class WorkflowChange(NamedTuple):
    changes: tuple[tuple[str, ...], ...] = ()
    """(what, before, after)"""
    notes: tuple[str, ...] = ()


def workflow_changes(path: str, name: str, sides: tuple[FileVersion, FileVersion]) -> WorkflowChange:
    """Of the file at `path`, which people know as `name`. One that cannot be read is said to be so."""
    old, new = sides
    id_ = "sheet.workflow-added" if not old.facts else "sheet.workflow-removed" if not new.facts else "sheet.workflow"
    notes = [message(id_, file=path).text()]
    before, after = map(_facts, sides)
    if before is None:
        notes.append(message("sheet.workflow-old-unread", file=name).text())
    if after is None:
        return WorkflowChange((), (*notes, message("sheet.workflow-unread", file=name).text()))
    return WorkflowChange(tuple(field.changed(before or [], after)), tuple(notes))


def _facts(side: FileVersion) -> list[Field] | None:
    """None for a file that is there but cannot be read as a workflow."""
    if side.facts and side.data is None:
        return None
    try:
        return [] if side.data is None else workflow_facts(side.data)
    except Unreadable:
        return None

"""an item of which parts are missing or wrong -> one that a page can show, without the wrong, the missing said"""

import datetime
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from prakat.item.front_matter import read_front_matter
from prakat.item.item import parse_approved
from prakat.item.written_item import written_item
from prakat.office.office import Office, Unit
from prakat.request.field import schema_of
from prakat.rules import schema
from prakat.rules.message import message
from prakat.rules.unreadable import Unreadable
from prakat_desk.preview.item_draft import ItemDraft
from prakat_desk.preview.placeholder import filled

_UNCHOSEN, _NO_FILE = "not-chosen-yet", "no-file-yet.pdf"
_EMPTY = Path(os.devnull)


def presentable(draft: ItemDraft, day: datetime.date) -> ItemDraft:
    """The draft itself wherever it is whole; one without a first day begins on `day`."""
    item, _ = parse_approved(draft.path, draft.index)
    if item is not None and all(each.file in draft.files for each in item.attachments):
        return draft
    try:
        parts, document = read_front_matter(draft.index)
    except Unreadable:
        return draft
    values = document.data if isinstance(document.data, dict) else {}
    listed = list(_with_files(values.get("attachments"), draft.files))
    given = {**values, "attachments": listed} if listed else values
    shown = {key: left for key, value in given.items() if (left := _fitting(key, value)) is not None}
    missing = {"title": message("desk_preview.no-title"), "summary": message("desk_preview.no-summary")}
    days = {"timing": "on_change", "publish_on": day.isoformat(), "expires_on": "never", "review_by": day.isoformat()}
    needed = {**days, **{key: told.text() for key, told in missing.items()}, "owner": _owner(values)}
    shown |= _of_category(draft.path.category, {**needed, **shown}, values, day)
    empty = {each["file"]: _EMPTY for each in shown.get("attachments", ())}
    return replace(draft, index=written_item({**needed, **shown}, parts.body), files={**empty, **draft.files})


def with_unchosen(office: Office) -> Office:
    """Has a name for the unit of an item whose unit nobody has chosen."""
    told = message("desk_preview.no-unit")
    return replace(office, units={_UNCHOSEN: Unit(_UNCHOSEN, told.text(), told.text("en")), **office.units})


def _with_files(listed: object, files: Mapping[str, Path]) -> Iterator[dict[str, Any]]:
    """Each attachment; one whose file is not there yet says so in its title."""
    for number, each in enumerate(listed if isinstance(listed, list) else ()):
        entry = each if isinstance(each, dict) else {}
        if entry.get("file") in files:
            yield entry
        else:
            title = f"{entry.get('title') or ''} {message('desk_preview.no-file').text()}".strip()
            yield {"file": f"{number + 1}-{_NO_FILE}", "title": title}


def _fitting(key: str, value: Any) -> Any:
    """As much of a value as the schema admits in its place; None for nothing."""
    if _fits(key, value):
        return value
    if isinstance(value, Sequence) and not isinstance(value, str):
        left = [each for each in value if _fits(key, [each])]
        return left if left and _fits(key, left) else None
    return None


def _fits(key: str, value: Any) -> bool:
    """Whether the schema admits the value in its place."""
    root = schema.named("item").content
    part = root["properties"].get(key)
    if part is None:
        return False
    own = schema.compiled({"$defs": root["$defs"], "properties": {key: part}, "required": [key], "type": "object"})
    return bool(own.quick.is_valid({key: value}))


def _of_category(
    category: str, shown: Mapping[str, Any], values: Mapping[str, Any], day: datetime.date
) -> dict[str, Any]:
    """What its category asks for, and what is only half typed of what items of its category may have."""
    root = schema_of("item", category, shown)
    known = root["properties"]
    own = {key for key, part in known.items() if category in part.get("categories", ()) and values.get(key)}
    asked = {key for key in {*root["required"], *own} if not _admits(root, known[key], shown.get(key))}
    found = {key: filled(root, known[key], values.get(key), day, partial(_admits, root)) for key in sorted(asked)}
    return {key: value for key, value in found.items() if _admits(root, known[key], value)}


def _admits(root: Mapping[str, Any], part: Mapping[str, Any], value: Any) -> bool:
    return bool(schema.compiled({"$defs": root["$defs"], **part}).quick.is_valid(value))


def _owner(values: Mapping[str, Any]) -> dict[str, Any]:
    """Those parts that are chosen."""
    given = values.get("owner")
    told = given if isinstance(given, dict) else {}
    nobody = {"unit": _UNCHOSEN, "provider": _UNCHOSEN}
    return {key: told[key] if _fits("owner", {**nobody, key: told.get(key)}) else one for key, one in nobody.items()}

"""an item of which parts are missing or wrong -> one that a page can show, without the wrong, the missing said"""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from prakat.item.front_matter import read_front_matter
from prakat.item.item import parse_approved
from prakat.item.written_item import written_item
from prakat.rules import schema
from prakat.rules.message import message
from prakat.rules.unreadable import Unreadable
from prakat_desk.preview.item_draft import ItemDraft


def presentable(draft: ItemDraft, day: datetime.date) -> ItemDraft:
    """The draft itself wherever it can be read; one without a first day begins on `day`."""
    item, _ = parse_approved(draft.path, draft.index)
    if item is not None:
        return draft
    try:
        parts, document = read_front_matter(draft.index)
    except Unreadable:
        return draft
    values = document.data if isinstance(document.data, dict) else {}
    shown = {key: value for key, value in values.items() if _fits(key, value)}
    missing = {"title": message("desk_preview.no-title"), "summary": message("desk_preview.no-summary")}
    days = {"timing": "on_change", "publish_on": day.isoformat(), "expires_on": "never", "review_by": day.isoformat()}
    needed = {**days, **{key: told.text() for key, told in missing.items()}, "owner": _owner(values)}
    return replace(draft, index=written_item({**needed, **shown}, parts.body))


def _fits(key: str, value: Any) -> bool:
    """Whether the schema admits the value in its place."""
    root = schema.named("item").content
    part = root["properties"].get(key)
    if part is None:
        return False
    own = schema.compiled({"$defs": root["$defs"], "properties": {key: part}, "required": [key], "type": "object"})
    return bool(own.quick.is_valid({key: value}))


def _owner(values: Mapping[str, Any]) -> dict[str, str]:
    given = values.get("owner")
    told = given if isinstance(given, dict) else {}
    known = {key: value for key, value in told.items() if isinstance(value, str) and value}
    return {"unit": "unit", "provider": "provider", **known}

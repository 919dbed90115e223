"""a draft x the newest text of its item -> the draft laid upon that: what nobody else touched is as it was typed"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from prakat.item.front_matter import read_front_matter
from prakat.item.item_path import index_of, parse_path
from prakat.repository.file_tree import entries_of
from prakat.repository.refs import MAIN
from prakat.repository.repository import GitFailed, Repository
from prakat.rules.unreadable import Unreadable
from prakat_desk.desk import Desk
from prakat_desk.keeping.draft import Draft
from prakat_desk.sending.letter import origin_of

Text = tuple[Mapping[str, Any], str]
"""Values and body."""


def fresh_start(desk: Desk, draft: Draft, base: str) -> str:
    """Saves the draft so; returns the id of what to tell. Of a field that both have changed, the draft's value stands,
    and its author is asked to look."""
    base = base or desk.repository.ref(MAIN) or ""
    mends = draft.mends if base != desk.repository.ref(MAIN) else 0
    before, now = text_of(desk.repository, draft, draft.base), text_of(desk.repository, draft, base)
    if before is None or now is None:
        desk.drafts.save(replace(draft, base=base, mends=mends))
        return "desk_sending.fresh-look"
    values, is_clear = merged(before[0], now[0], draft.values)
    body = now[1] if draft.body.strip() == before[1].strip() else draft.body
    is_clear &= body == now[1] or now[1].strip() == before[1].strip()
    desk.drafts.save(replace(draft, base=base, mends=mends, values=values, body=body))
    return "desk_sending.fresh" if is_clear else "desk_sending.fresh-look"


def text_of(repository: Repository, draft: Draft, commit: str) -> Text | None:
    """The item at that commit; None where it cannot be read there."""
    path = parse_path(draft.path)
    try:
        origin = origin_of(repository, draft, path, commit) if path and commit else None
        return item_text(repository, commit, origin.folder) if origin and origin.folder else None
    except GitFailed:
        return None


def item_text(repository: Repository, commit: str, folder: str) -> Text | None:
    place = index_of(folder)
    entry = entries_of(repository, commit, place).get(place)
    try:
        parts, document = read_front_matter(repository.object(entry[1])[1] if entry else b"")
    except Unreadable:
        return None
    return (document.data, parts.body.strip("\n")) if isinstance(document.data, dict) else None


def merged(before: Mapping[str, Any], now: Mapping[str, Any], typed: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """Field by field; whether no field was changed by both to different ends."""
    found, is_clear = {}, True
    for key in dict.fromkeys([*now, *typed]):
        ours, theirs, base = typed.get(key), now.get(key), before.get(key)
        value = theirs if ours == base else ours
        is_clear &= ours in (base, theirs) or theirs == base
        if value is not None:
            found[key] = value
    return found, is_clear

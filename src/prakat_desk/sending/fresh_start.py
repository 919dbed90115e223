"""a draft x the newest text of its item -> the draft laid upon that: what nobody else touched is as it was typed"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from prakat.item.front_matter import read_front_matter
from prakat.item.item_path import folder_of, index_of
from prakat.repository.refs import MAIN
from prakat.repository.repository import Repository
from prakat.rules.unreadable import Unreadable
from prakat_desk.desk import Desk
from prakat_desk.form.entries import entries_of
from prakat_desk.keeping.draft import Draft
from prakat_desk.manuscript import Manuscript
from prakat_desk.sending.letter import files_at

Text = tuple[Mapping[str, Any], str]
"""Values and body."""


def fresh_start(desk: Desk, draft: Draft, base: str) -> str:
    """Saves the draft so; returns the id of what to tell. Of a field that both have changed, the draft's value stands,
    and its author is asked to look. `base` is empty where the request that it mends is closed."""
    mends = draft.mends if base else 0
    base = base or desk.repository.ref(MAIN) or ""
    made, folder = Manuscript(desk, draft), folder_of(draft.origin)
    before = item_text(desk.repository, draft.base, folder)
    now = item_text(desk.repository, base, folder)
    if now is None:  # what was asked for never came to be there
        desk.drafts.save(replace(draft, base="", origin="", mends=mends))
        return "desk_sending.fresh-look"
    old, values = before or ({}, ""), made.read.values
    names = dict.fromkeys([*now[0], *values])
    taken = {name for name in names if values.get(name) == old[0].get(name)}
    is_clear = all(
        values.get(each) == now[0].get(each) or now[0].get(each) == old[0].get(each)
        for each in names
        if each not in taken
    )
    kept = {name: given for name, given in draft.typed.items() if _field(name) not in taken}
    typed = kept | entries_of({name: value for name, value in now[0].items() if name in taken}, made.fields)
    body = now[1] if draft.body.strip() == old[1].strip() else draft.body
    is_clear &= now[1].strip() in (body.strip(), old[1].strip())
    desk.drafts.save(replace(draft, base=base, mends=mends, typed=typed, body=body))
    return "desk_sending.fresh" if is_clear else "desk_sending.fresh-look"


def _field(entry: str) -> str:
    return entry.partition(".")[0].partition("-")[0]


def item_text(repository: Repository, commit: str, folder: str) -> Text | None:
    """The item at that commit; None where it is not there or cannot be read."""
    entry = files_at(repository, commit, folder).get(index_of(folder))
    try:
        parts, document = read_front_matter(repository.object(entry[1])[1] if entry else b"")
    except Unreadable:
        return None
    return (document.data, parts.body.strip("\n")) if isinstance(document.data, dict) else None

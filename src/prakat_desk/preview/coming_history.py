"""an item as it is being written x its version on main -> what its page will tell of what was before (R17)"""

import datetime
from collections.abc import Iterator, Mapping

from prakat.content.action import Action
from prakat.content.item_action import item_actions, touches
from prakat.item.item_facts import ItemFacts
from prakat.item.item_path import index_of
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import ABSENT, PLAIN
from prakat.repository.object_id import NOTHING
from prakat.site.revision import Revision
from prakat.site.term import term_of
from prakat_desk.preview.item_draft import ItemDraft
from prakat_desk.preview.surroundings import Surroundings

_OLD, _NEW = "old", "new"


def coming_history(draft: ItemDraft, around: Surroundings, first: datetime.date) -> Mapping[str, tuple[Revision, ...]]:
    """By item folder: that it was published, and what is done to it on its `first` day as it is written now. What lay
    between is not read, since that would cost what main's history costs."""
    before = around.index(draft.origin) if draft.origin else None
    if before is None:
        return {draft.path.folder: (Revision("", 0, first, Action.PUBLISHED),)}
    facts = {_OLD: ItemFacts(before), _NEW: ItemFacts(draft.index)}
    done = item_actions(touches(_changes(draft, around)), facts.__getitem__)[draft.path.folder]
    term = term_of(facts[_OLD], first)
    published = Revision("", 0, min(term.first, first), Action.PUBLISHED, term=term)
    now = Revision("", 1, first, done.action, done.origin, has_note=done.has_note)
    return {draft.path.folder: (published, now)}


def _changes(draft: ItemDraft, around: Surroundings) -> Iterator[PathChange]:
    if draft.origin == draft.path.folder:
        yield PathChange(draft.path.file, PLAIN, PLAIN, _OLD, _NEW)
    else:
        yield PathChange(index_of(draft.origin), PLAIN, ABSENT, _OLD, NOTHING)
        yield PathChange(draft.path.file, ABSENT, PLAIN, NOTHING, _NEW)
    for name in {*draft.files} ^ {*around.files(draft.origin)}:
        yield PathChange(f"{draft.path.folder}/{name}", PLAIN, PLAIN, _OLD, _NEW)

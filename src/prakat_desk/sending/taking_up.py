"""an item on main x what its owner wants to do with it -> a draft that begins with what it says now"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from prakat.cannot_work import CannotWork
from prakat.content.shelf import ShelvedItem
from prakat.item.item import Item
from prakat.office.authority import holds
from prakat.repository.refs import MAIN
from prakat_desk.desk import Desk
from prakat_desk.form.ask import ask_of, months_later
from prakat_desk.form.entries import entries_of
from prakat_desk.form.form_field import form_fields
from prakat_desk.keeping.draft import Draft
from prakat_desk.sending.fresh_start import item_text
from prakat_desk.viewer import Viewer

_LONGEST = 12
"""Months after which any page is looked at again."""


@dataclass(frozen=True, slots=True)
class TakingUp:
    desk: Desk
    viewer: Viewer

    def may(self, item: Item) -> bool:
        """Its owner, whoever provides information for one of its units, and the webmaster."""
        who = self.viewer
        if who.has("webmaster"):
            return True
        is_owner = item.provider == who.person.id and who.has("provider")
        return is_owner or any(holds(who.person, "provider", frozenset({unit}), who.day) for unit in item.units)

    def begun(self, found: ShelvedItem, action: str) -> Draft:
        """The draft that has begun already, or a new one. Raises CannotWork."""
        own = self.desk.drafts.of(self.viewer.person.id)
        same = (each for each in own if (each.path, each.action) == (found.path, action) and not each.is_sent)
        if there := next(same, None):
            return there
        main = self.desk.repository.ref(MAIN) or ""
        text = item_text(self.desk.repository, main, found.item.path.folder)
        if text is None:
            raise CannotWork("desk_sending.gone", path=found.path)
        values = {**text[0], **self._suggested(found.item, action)}
        typed = entries_of(values, form_fields(found.item.path.category))
        draft = Draft("", self.viewer.person.id, "", action, found.path, main, found.path, typed=typed, body=text[1])
        return self.desk.drafts.begin(draft)

    def _suggested(self, item: Item, action: str) -> Mapping[str, Any]:
        day = self.viewer.day
        if action == "withdraw" and item.withdrawn is None:
            return {"withdrawn": {"on": day.isoformat()}}
        if action == "still-right":
            return {"review_by": next_review(item, day).isoformat()}
        return {}


def next_review(item: Item, day: datetime.date) -> datetime.date:
    """As long after today as such pages are looked at, or as this one was for the first time."""
    ask = ask_of(item.path.category, item.kind)
    months = ask.review if ask else 0
    if not months and item.review_by:
        first, last = item.publish_on, item.review_by
        months = (last.year - first.year) * 12 + last.month - first.month
    return months_later(day, min(months or _LONGEST, _LONGEST) if months > 0 else _LONGEST)

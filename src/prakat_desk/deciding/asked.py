"""an open request x what it changes -> what is asked, by whom, of which page, from when till when: sentences (R03)"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from prakat.content.action import Action
from prakat.hosting.signable import Signable
from prakat.item.category import categories
from prakat.item.item import Item
from prakat.item.item_path import url_of
from prakat.item.state import ratify_by
from prakat.merging.plan import Plan
from prakat.office.authority import names_of
from prakat.office.office import Office
from prakat.request.policy.request import Mode
from prakat.request.submission import requester_of
from prakat.rules.message import Message, message
from prakat.rules.wording import Day, Listed, Said
from prakat_desk.deciding.changed_request import ChangedItem, ChangedRequest

_MOST = 10
"""Items and files that are told one by one; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class Asked:
    signable: Signable
    changed: ChangedRequest
    day: datetime.date

    @property
    def _found(self) -> Plan:
        return self.signable.found

    @property
    def _office(self) -> Office:
        return self.signable.known.office

    def sentences(self) -> list[Message]:
        """What is special about the request first, then what is asked."""
        return [*self._special(), *self._asked()]

    def _special(self) -> Iterator[Message]:
        how, changed = self._found.how, self.changed
        if how is Mode.VERBAL:
            yield from self._verbal()
        if how is Mode.BREAK_GLASS:
            yield message("desk_decision.break-glass")
        if how is Mode.REGULARISING:
            yield message("desk_decision.regularising", count=len(changed.regularised))
        for each in changed.regularised[:_MOST]:
            if isinstance(each, str):
                yield message("desk_decision.regularised-unknown", commit=each[:12])
            else:
                who, subject = each.author[0], each.message.partition("\n")[0]
                commit = each.id[:12]
                yield message("desk_decision.regularised", commit=commit, at=each.moment, author=who, subject=subject)

    def _verbal(self) -> Iterator[Message]:
        for each in self.changed.items:
            if each.after and (given := each.after.verbal):
                due = ratify_by(each.after, self._office.settings) or self.day
                yield message(
                    "desk_decision.verbal",
                    approver=self._person(given.approver),
                    recorder=self._person(given.recorded_by),
                    at=given.at,
                    channel=given.channel,
                    due=due,
                )

    def _asked(self) -> Iterator[Message]:
        asker = self._asker
        items = [*self.changed.items]
        for each in items[:_MOST]:
            yield self._item(each, asker)
        if len(items) > _MOST:
            yield message("desk_decision.items-more", count=len(items) - _MOST)
        if self.changed.office:
            yield message("desk_decision.asks-office", asker=asker)
        yield from self.changed.office
        if self.changed.registers:
            yield message("desk_decision.asks-registers", asker=asker)
        yield from self.changed.registers
        if others := self.changed.others:
            known = Listed.of(others[:_MOST])
            yield message("desk_decision.asks-tooling", asker=asker, count=len(others), known=known)

    @property
    def _asker(self) -> Said:
        """Whoever began it, then its other authors."""
        people, request = self._office.people, self._found.request
        first = requester_of(self._found.submission, self.signable.known)
        authors = dict.fromkeys((first, *sorted(request.authors)))
        known = [people[each] for each in authors if each in people]
        return names_of(known) if known else message("desk_decision.stranger")

    def _item(self, each: ChangedItem, asker: Said) -> Message:
        item = each.after or each.before
        if item is None:
            return message("desk_decision.unreadable", asker=asker, path=each.folder)
        title = item.title
        if each.after is None:
            return message("desk_decision.deleted", asker=asker, title=title)
        if (gone := item.withdrawn) is not None and (each.before is None or each.before.withdrawn is None):
            return message("desk_decision.withdrawn", asker=asker, title=title, date=gone.on, reason=gone.reason)
        return self._stays(each, item, asker)

    def _stays(self, each: ChangedItem, item: Item, asker: Said) -> Message:
        title, shown, done = item.title, self._shown(item), each.done
        if done.action is Action.PUBLISHED:
            category = _category(item)
            return message("desk_decision.published", asker=asker, title=title, category=category, shown=shown)
        if done.action is Action.MOVED and done.origin:
            was, now = url_of(done.origin), item.path.url
            return message("desk_decision.moved", asker=asker, title=title, before=was, after=now, shown=shown)
        if done.action is Action.RATIFIED and each.before and (given := each.before.verbal):
            who, at = self._person(given.approver), given.at
            return message("desk_decision.ratified", asker=asker, title=title, approver=who, at=at, shown=shown)
        if done.action is Action.RENEWED and each.before:
            end = self._end(each.before)
            return message("desk_decision.renewed", asker=asker, title=title, before=end, shown=shown)
        return message("desk_decision.amended", asker=asker, title=title, shown=shown)

    def _shown(self, item: Item) -> Message:
        if item.publish_on <= self.day:
            return message("desk_decision.shown-at-once", end=self._end(item))
        return message("desk_decision.shown-from", start=item.publish_on, end=self._end(item))

    def _end(self, item: Item) -> Message:
        if item.expires_on is not None:
            return message("desk_decision.until", last=item.expires_on)
        review = Day(item.review_by) if item.review_by else "—"
        return message("desk_decision.for-ever", review=review)

    def _person(self, id_: str) -> str:
        person = self._office.people.get(id_)
        return person.introduced if person else id_


def _category(item: Item) -> Said | str:
    return categories().get(item.path.category) or item.path.category

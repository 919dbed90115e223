"""office.yml before x after -> the appointments and keys that orders bring, and whatever else differs (R39)"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from prakat.office.authority import Authority
from prakat.repository.public_key import fingerprint, plain_key
from prakat.request.policy.opening import Opening, OrderedAct

_Entry = Mapping[str, Any]
_IDENTITY = ("keys", "made_keys", "accounts", "key_order")


def opening_of(before: Authority | None, after: Authority | None) -> Opening:
    """`before` is main's office.yml. Nothing is known of one that cannot be read."""
    if before is None or after is None:
        return Opening()
    old, new = before.office.source_lines.data, after.office.source_lines.data
    found = _Difference(before, after)
    beyond = [key for key in sorted({*old, *new} - {"people"}) if old.get(key) != new.get(key)]
    people = {each["id"]: each for each in old["people"]}, {each["id"]: each for each in new["people"]}
    for person in dict.fromkeys((*people[0], *people[1])):
        if not found.is_told(people[0].get(person, {}), people[1].get(person, {})):
            known = after.office.people.get(person) or before.office.people[person]
            beyond.append(known.introduced)
    return Opening(tuple(found.acts), tuple(found.ended), tuple(beyond))


@dataclass(slots=True)
class _Difference:
    before: Authority
    after: Authority
    acts: list[OrderedAct] = field(default_factory=list)
    ended: list[OrderedAct] = field(default_factory=list)

    def is_told(self, old: _Entry, new: _Entry) -> bool:
        """Whether the acts, of which it notes each, are all that differs of a person."""
        if old == new:
            return True
        if not new:
            return False
        rest = {"appointments", *_IDENTITY} if old else new.keys()
        is_same = all(old.get(key) == new.get(key) for key in {*old, *new} - rest)
        held = new.get("appointments", [])
        is_whole = all([*self._appointments(new["id"], old.get("appointments", []), held)])
        is_one = self._key(old, new) if old else len(held) == 1
        return is_same and is_whole and is_one and not self._is_borrowed(new)

    def _is_borrowed(self, new: _Entry) -> bool:
        """Whether a new key, mail or account is somebody else's, who could no longer sign then."""
        own = {new["id"]}
        keys = {plain_key(key) for key in new.get("keys", ())}
        owners = {owner for key in keys for owner in self.after.by_key.get(key, ())}
        owners |= {owner for mail in new.get("emails", ()) for owner in self.after.people_of_mail(mail)}
        for forge, login in new.get("accounts", {}).items():
            owners |= self.after.by_account.get((forge, login.casefold()), frozenset())
        for forge, number in new.get("account_ids", {}).items():
            owners |= self.after.by_number.get((forge, number), frozenset())
        return not owners <= own or bool(keys & self.after.publisher_keys)

    def _appointments(self, person: str, old: list[_Entry], new: list[_Entry]) -> Iterator[bool]:
        """Whether each that differs is a new one by an order, or one that an order ended."""
        lapsed, fresh = gone_from(old, new), gone_from(new, old)
        for entry in lapsed:
            ends = [each for each in fresh if _is_ended(entry, each)]
            if ends and not any(_outlasts(each, ends[0]) for each in new):
                fresh.remove(ends[0])
                until = datetime.date.fromisoformat(ends[0]["until"])
                self.ended.append(OrderedAct(person, entry["role"], until))
                yield True
            else:
                yield False
        known = [without_end(each) for each in old]
        for each in fresh:
            yield without_end(each) not in known and self._note(person, each["role"], each.get("order"))

    def _note(self, person: str, role: str, order: _Entry | None) -> bool:
        if order is not None:
            self.acts.append(OrderedAct(person, role, datetime.date.fromisoformat(order["date"])))
        return order is not None

    def _key(self, old: _Entry, new: _Entry) -> bool:
        """Whether nothing identifies the person otherwise than before, or one new key or account does, by an order."""
        if all(old.get(key) == new.get(key) for key in _IDENTITY):
            return True
        if new.get("key_order") == old.get("key_order") or not (_is_new_key(old, new) or _is_new_account(old, new)):
            return False
        marks = {*new.get("made_keys", ())} - set(map(fingerprint, new.get("keys", ())))
        return marks <= {*old.get("made_keys", ())} and self._note(new["id"], "", new.get("key_order"))


def gone_from(entries: Sequence[_Entry], others: Sequence[_Entry]) -> list[_Entry]:
    """Those that are not also among the others; one that is there twice counts twice."""
    left, rest = list(others), []
    for each in entries:
        if each in left:
            left.remove(each)
        else:
            rest.append(each)
    return rest


def _is_ended(old: _Entry, new: _Entry) -> bool:
    """Whether the appointment is the same, and an order ended it earlier than it would have ended."""
    if "end_order" in old or "end_order" not in new or "until" not in new:
        return False
    is_earlier = "until" not in old or new["until"] < old["until"]
    return is_earlier and without_end(old) == without_end(new)


def _outlasts(other: _Entry, ended: _Entry) -> bool:
    """Whether the person keeps the role by another appointment, which no order ended."""
    is_longer = "until" not in other or other["until"] > ended["until"]
    return is_longer and other["role"] == ended["role"] and "end_order" not in other


def without_end(appointment: _Entry) -> _Entry:
    return {key: value for key, value in appointment.items() if key not in ("until", "end_order")}


def _is_new_key(old: _Entry, new: _Entry) -> bool:
    """Whether one key takes the place of all earlier ones, which are lost."""
    lost, given = ({plain_key(key) for key in each.get("keys", ())} for each in (old, new))
    return old.get("accounts") == new.get("accounts") and len(given) == 1 and not given & lost


def _is_new_account(old: _Entry, new: _Entry) -> bool:
    known, given = old.get("accounts", {}), new.get("accounts", {})
    changed = [forge for forge in {*known, *given} if known.get(forge) != given.get(forge)]
    return old.get("keys") == new.get("keys") and len(changed) == 1 and changed[0] in given

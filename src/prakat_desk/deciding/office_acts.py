"""office.yml before x after -> who may do what from when, by which order, with which key; each a sentence (R39)"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from prakat.office.office import Office
from prakat.office.person import introduced
from prakat.repository.public_key import fingerprint, plain_key
from prakat.request.field import schema_of
from prakat.request.office_difference import gone_from, without_end
from prakat.rules.message import Message, message
from prakat.rules.wording import Day, Label, Listed, Said
from prakat_desk.entry.passkey_key import name_of_key

_Entry = Mapping[str, Any]
_TOLD = frozenset({"people", "units", "sign_off", "publisher"})
"""What has sentences of its own."""
_OF_PERSON = frozenset({"id", "name", "position", "keys", "made_keys", "key_order", "accounts", "appointments"})


def office_acts(before: Office | None, after: Office) -> list[Message]:
    """Everything that differs, what concerns people first; nothing that differs is left out."""
    old, new = (each.source_lines.data if each else {} for each in (before, after))
    people = [{each["id"]: each for each in one.get("people", ())} for one in (old, new)]
    told = _Teller(after)
    acts = [
        act
        for person in dict.fromkeys((*people[1], *people[0]))
        for act in told.of_person(people[0].get(person, {}), people[1].get(person, {}))
    ]
    return [*acts, *_of_office(old, new)]


@dataclass(frozen=True, slots=True)
class _Teller:
    office: Office
    """After the request: it knows new units and people."""

    def of_person(self, old: _Entry, new: _Entry) -> Iterator[Message]:
        if old == new:
            return
        found = new or old
        name = introduced(found["name"], found["position"])
        if not old:
            yield message("desk_decision.person-new", name=name)
        if not new:
            yield message("desk_decision.person-gone", name=name)
        if old and new and (old["name"], old["position"]) != (new["name"], new["position"]):
            yield message("desk_decision.person-renamed", before=introduced(old["name"], old["position"]), after=name)
        yield from self._appointments(name, old.get("appointments", []), new.get("appointments", []))
        yield from _keys(name, old, new)
        yield from _accounts(name, old.get("accounts", {}), new.get("accounts", {}))
        rest = [each for each in dict.fromkeys((*new, *old)) if each not in _OF_PERSON]
        if old and new and (others := [each for each in rest if old.get(each) != new.get(each)]):
            told = Listed.of(_title(("people", "items"), each) for each in others)
            yield message("desk_decision.person-changed", name=name, fields=told)

    def _appointments(self, name: str, old: Sequence[_Entry], new: Sequence[_Entry]) -> Iterator[Message]:
        lapsed, fresh = gone_from(old, new), gone_from(new, old)
        for entry in fresh:
            earlier = next((each for each in lapsed if without_end(each) == without_end(entry)), None)
            if earlier is None:
                yield self._appointed(name, entry)
            else:
                lapsed.remove(earlier)
                yield self._ends(name, earlier, entry)
        for entry in lapsed:
            role, units, start = Label("role", entry["role"]), self._units(entry), Day.of(entry["from"])
            yield message("desk_decision.appointment-gone", name=name, role=role, units=units, start=start)

    def _appointed(self, name: str, entry: _Entry) -> Message:
        acting = entry.get("acting_for", "")
        person = self.office.people.get(acting)
        return message(
            "desk_decision.appointed",
            name=name,
            role=Label("role", entry["role"]),
            units=self._units(entry),
            start=Day.of(entry["from"]),
            until=_until(entry),
            order=_order(entry.get("order")),
            acting=message("desk_decision.acting-for", name=person.introduced if person else acting) if acting else "",
        )

    def _ends(self, name: str, old: _Entry, new: _Entry) -> Message:
        role, units = Label("role", new["role"]), self._units(new)
        order = _order(new.get("end_order") or new.get("order"))
        if "until" in new and ("until" not in old or new["until"] < old["until"]):
            end = Day.of(new["until"])
            return message("desk_decision.appointment-ends", name=name, role=role, units=units, last=end, order=order)
        end_now = _until(new)
        return message(
            "desk_decision.appointment-goes-on", name=name, role=role, units=units, until=end_now, order=order
        )

    def _units(self, entry: _Entry) -> Said | str:
        if entry["units"] == "all":
            return message("request.all-units")
        return Listed.of(self.office.unit_name(each) for each in entry["units"])


def _until(entry: _Entry) -> Message:
    return (
        message("desk_decision.until", last=Day.of(entry["until"]))
        if "until" in entry
        else message("desk_decision.no-end")
    )


def _order(order: _Entry | None) -> Message:
    if not order:
        return message("desk_decision.no-order")
    return message("desk_decision.by-order", no=order["no"], date=Day.of(order["date"]))


def _keys(name: str, old: _Entry, new: _Entry) -> Iterator[Message]:
    before, after = ({plain_key(key): key for key in each.get("keys", ())} for each in (old, new))
    order = new.get("key_order") if new.get("key_order") != old.get("key_order") else None
    made = {*new.get("made_keys", ())}
    for plain, key in after.items():
        if plain not in before:
            by, mark = _order(order) if order else "", fingerprint(key)
            yield message("desk_decision.key-new", name=name, device=_device(key), mark=mark, order=by)
            if fingerprint(key) in made:
                yield message("desk_decision.key-of-others", name=name, mark=fingerprint(key))
        elif fingerprint(key) in {*old.get("made_keys", ())} - made:
            yield message("desk_decision.key-unmarked", name=name, mark=fingerprint(key))
    for plain, key in before.items():
        if plain not in after:
            yield message("desk_decision.key-gone", name=name, device=_device(key), mark=fingerprint(key))
    if order and before.keys() == after.keys():
        yield message("desk_decision.key-order", name=name, order=_order(order))


def _device(key: str) -> str | Message:
    return name_of_key(key) or message("desk_entry.device-unnamed")


def _accounts(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Message]:
    for forge in dict.fromkeys((*new, *old)):
        if old.get(forge) != new.get(forge):
            was, now = old.get(forge, "—"), new.get(forge, "—")
            yield message("desk_decision.account", name=name, forge=forge, before=was, after=now)


def _of_office(old: _Entry, new: _Entry) -> Iterator[Message]:
    units = [{each["id"]: each["name"] for each in one.get("units", ())} for one in (old, new)]
    for unit in dict.fromkeys((*units[1], *units[0])):
        before, after = (each.get(unit, "—") for each in units)
        if before != after:
            yield message("desk_decision.unit", before=before, after=after)
    if old.get("sign_off") != new.get("sign_off"):
        yield message("desk_decision.chain", before=_chain(old), after=_chain(new))
    yield from _publisher(old.get("publisher", {}), new.get("publisher", {}))
    others = [each for each in dict.fromkeys((*new, *old)) if each not in _TOLD and old.get(each) != new.get(each)]
    if others:
        yield message("desk_decision.settings", fields=Listed.of(_title((), each) for each in others))


def _chain(office: _Entry) -> Listed:
    return Listed.of((Label("step", each) for each in office.get("sign_off", ())), " → ")


def _publisher(old: _Entry, new: _Entry) -> Iterator[Message]:
    if old == new:
        return
    marks = Listed.of(map(fingerprint, new.get("keys", ())))
    yield message("desk_decision.publisher", marks=marks if marks.values else "—")


def _title(place: Sequence[str], name: str) -> str:
    """Of a field in the schema of office.yml."""
    part: Any = schema_of("office")
    for step in place:
        part = part["properties"][step] if step in part.get("properties", {}) else part[step]
    return str(part["properties"].get(name, {}).get("title", name))

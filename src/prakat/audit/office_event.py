"""office.yml before x after -> each event for people and settings: who was appointed, what ended, which keys came"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from prakat.audit.names_of_day import NamesOfDay
from prakat.office.office import Office, approved_office
from prakat.office.person import Appointment, Person
from prakat.repository.public_key import fingerprint
from prakat.request import field
from prakat.rules.message import Message, message
from prakat.rules.wording import BriefDay, Day, Label, Listed, Titled

_OWN = ("people", "publisher", "sign_off", "audit")
"""Told in words of their own."""
_NOBODY = Person("", "", "", "", (), {}, {}, (), (), ())


def office_events(old: bytes, new: bytes) -> Iterator[Message]:
    """What differs between two versions of office.yml, in the order of its people and then its settings. No e-mail
    address is told, only that it changed."""
    (before, _), (after, _) = approved_office(old), approved_office(new)
    if after is None:
        yield message("audit.office-unreadable" if new else "audit.office-gone")
        return
    if before is None:
        yield message("audit.office-new")
    yield from _people(before, after)
    yield from _publisher(*(_mapping(each.publisher) if each else {} for each in (before, after)))
    chains = [each.sign_off if each else () for each in (before, after)]
    if chains[0] != chains[1]:
        one, other = (Listed.of(Label("step", step) for step in chain) if chain else "—" for chain in chains)
        yield message("audit.other-chain", old=one, new=other)
    epochs = [each.audit_since if each else "" for each in (before, after)]
    if epochs[0] != epochs[1]:
        yield message("audit.epoch-set", old=epochs[0] or "—", new=epochs[1] or "—")
    yield from _settings(before, after)


def _people(before: Office | None, after: Office) -> Iterator[Message]:
    old, new = (each.people if each else {} for each in (before, after))
    for name in dict.fromkeys([*old, *new]):
        one, other = old.get(name), new.get(name)
        known = NamesOfDay(after if other else before)
        if one is None:
            yield message("audit.person-added", name=known.person(name))
        if other is None:
            yield message("audit.person-removed", name=known.person(name))
        elif one and one.introduced != other.introduced:
            yield message("audit.person-renamed", old=one.introduced, new=other.introduced)
        yield from _person(one or _NOBODY, other or _NOBODY, known.person(name), known)


def _person(one: Person, other: Person, name: str, known: NamesOfDay) -> Iterator[Message]:
    yield from _appointments(one.appointments, other.appointments, name, known)
    for key in other.keys:
        if key not in one.keys:
            yield message("audit.key-added", name=name, key=fingerprint(key))
    for key in one.keys:
        if key not in other.keys:
            yield message("audit.key-removed", name=name, key=fingerprint(key))
    for mark in sorted({*one.made_keys} ^ {*other.made_keys}):
        yield message("audit.key-marked" if mark in other.made_keys else "audit.mark-removed", name=name, key=mark)
    yield from _accounts(one.accounts, other.accounts, name)
    if one is not _NOBODY and other is not _NOBODY:
        if one.emails != other.emails:
            yield message("audit.mail-changed", name=name)
        if one.phone != other.phone:
            yield message("audit.phone-changed", name=name)


def _appointments(
    old: Iterable[Appointment], new: Iterable[Appointment], name: str, known: NamesOfDay
) -> Iterator[Message]:
    """An appointment that only got another last day has ended, or goes on; any other difference makes it another."""
    gone = [each for each in old if each not in {*new}]
    for each in new:
        if each in {*old}:
            continue
        same = next((one for one in gone if _but_for_end(one) == _but_for_end(each)), None)
        held, start, until = _term(each, known)
        if same:
            gone.remove(same)
            yield message("audit.appointment-until", name=name, held=held, start=start, until=until)
        else:
            yield message("audit.appointed", name=name, held=held, start=start, until=until)
    for each in gone:
        held, start, _ = _term(each, known)
        yield message("audit.appointment-gone", name=name, held=held, start=start)


def _term(held: Appointment, known: NamesOfDay) -> tuple[Message, Day, Day | str]:
    return known.appointment(held), BriefDay(held.start), BriefDay(held.until) if held.until else "—"


def _but_for_end(held: Appointment) -> tuple[object, ...]:
    return held.role, held.units, held.order_no, held.order_date, held.start, held.acting_for


def _accounts(old: Mapping[str, Any], new: Mapping[str, Any], name: str | Message) -> Iterator[Message]:
    for forge in sorted(old.keys() | new.keys()):
        if old.get(forge) != new.get(forge):
            one, other = (str(found.get(forge, "—")) for found in (old, new))
            yield message("audit.account-changed", name=name, forge=forge, old=one, new=other)


def _publisher(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Message]:
    """Whoever holds its key merges and records."""
    keys = [{fingerprint(str(key)) for key in found.get("keys", ())} for found in (old, new)]
    for key in sorted(keys[1] - keys[0]):
        yield message("audit.publisher-key-added", key=key)
    for key in sorted(keys[0] - keys[1]):
        yield message("audit.publisher-key-removed", key=key)
    accounts = [_mapping(found.get("accounts")) for found in (old, new)]
    yield from _accounts(accounts[0], accounts[1], message("audit.publisher"))


def _settings(before: Office | None, after: Office) -> Iterator[Message]:
    """Every other field, however many, by its title in the schema."""
    schema = field.schema_of("office")
    found = [
        {".".join(each.key): each for each in field.fields(schema, _rest(office), lambda _, id_: id_)}
        for office in (before, after)
    ]
    for key in dict.fromkeys([*found[0], *found[1]]):
        one, other = (side.get(key) for side in found)
        if (one and one.value) != (other and other.value):
            title = (one or other or field.Field((), "", "", "")).title
            yield message("audit.setting", setting=Titled(key, title), old=_shown(one), new=_shown(other))


def _shown(found: field.Field | None) -> str:
    """An address stays hidden."""
    text = found.text if found else ""
    return "…@…" if "@" in text else text or "—"


def _rest(office: Office | None) -> Mapping[str, Any]:
    data: Any = office.source_lines.data if office else {}
    return {key: value for key, value in data.items() if key not in _OWN}


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}

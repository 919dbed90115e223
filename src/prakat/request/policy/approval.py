"""request x office x sign-offs -> may merge, or why not. Pure: no git, no clock (R01, R02, R09, R39)"""

import datetime
from collections.abc import Iterator, Mapping, Sequence

from prakat.office.authority import ALL_UNITS, Authority, Units, holds, names_of
from prakat.office.person import Person
from prakat.request.policy.request import UNTOLD, Mode, Request
from prakat.request.policy.request_kind import RequestKind
from prakat.request.policy.sign_off import CHECKED, SignOff
from prakat.request.policy.step import OFFICE_CHAIN, TWO_WEBMASTERS, Step
from prakat.rules.message import message
from prakat.rules.violation import Violation, violation
from prakat.rules.wording import Label, Listed, Said
from prakat.thai.buddhist_era import bangkok_day


def mode(request: Request, authority: Authority, day: datetime.date) -> Mode:
    """How the request must be signed off if it is merged on that day in Bangkok."""
    if request.regularises:
        return Mode.REGULARISING
    if request.verbal:
        return Mode.VERBAL
    if request.is_office_only and request.ordered:
        vacant = {step.role for step in OFFICE_CHAIN if not authority.holders(step.role, ALL_UNITS, day)}
        return Mode.BREAK_GLASS if vacant & request.ordered else Mode.WRITTEN
    return Mode.WRITTEN


def steps(request: Request, authority: Authority, how: Mode) -> tuple[Step, ...]:
    """Who has to sign, in order."""
    if how in (Mode.VERBAL, Mode.BREAK_GLASS):
        return TWO_WEBMASTERS
    chain = tuple(Step(role, role) for role in authority.office.sign_off)
    if how is Mode.REGULARISING:
        return chain + tuple(step for step in OFFICE_CHAIN if step not in chain)
    return chain if request.kinds <= {RequestKind.CONTENT} else OFFICE_CHAIN


def units(request: Request, authority: Authority, how: Mode, day: datetime.date) -> Units:
    """The units for which every signer must be appointed."""
    if how is Mode.BREAK_GLASS and not authority.holders("webmaster", ALL_UNITS, day):
        return frozenset()
    return ALL_UNITS if request.needs_all_units else request.units


def check_approval(
    request: Request, authority: Authority, sign_offs: Mapping[str, SignOff], merged: datetime.datetime
) -> tuple[Violation, ...]:
    """Why that office may not merge the request at that moment; empty if it may. `sign_offs` are by step."""
    return tuple(_violations(request, authority, sign_offs, merged))


def _violations(
    request: Request, authority: Authority, sign_offs: Mapping[str, SignOff], merged: datetime.datetime
) -> Iterator[Violation]:
    day = bangkok_day(merged)
    how = mode(request, authority, day)
    yield from _check_request(request, authority, how, merged)
    chain = steps(request, authority, how)
    needed = units(request, authority, how, day)
    before: list[SignOff] = []
    for step in chain:
        signed = sign_offs.get(step.name)
        if signed is None:
            holders = authority.holders(step.role, needed, day)
            able = names_of(holders) if holders else message("request.nobody")
            yield violation("approval.missing", step=step.name, able=able)
            continue
        yield from _check_sign_off(request, authority, step, signed, needed)
        yield from _check_sequence(step, signed, before, merged)
        before.append(signed)
    if before and len(before) == len(chain) and not before[-1].checked:
        must, found = f"Checked: {CHECKED}", before[-1].said or "—"
        yield violation("approval.unchecked", step=chain[-1].name, must=must, found=found)
    if request.ratifies and "approver" in sign_offs:
        yield from _check_ratification(request, authority, sign_offs["approver"])
    if how is Mode.BREAK_GLASS:
        yield violation("office.break-glass")


def _check_request(request: Request, authority: Authority, how: Mode, merged: datetime.datetime) -> Iterator[Violation]:
    """One kind, known authors, and verbal permissions by people who may give them, none dated in the future, which
    would postpone the end of the page (DESIGN: Requests, Urgent)."""
    if len(request.kinds) > 1 and how is not Mode.REGULARISING:
        yield violation("request.mixed", found=Listed.of(Label("request_kind", each) for each in sorted(request.kinds)))
    if request.is_partly_verbal:
        yield violation("request.partly-verbal")
    for stranger in request.strangers:
        untold = stranger == UNTOLD
        yield violation("author.stranger", found=message("request.untold-pusher") if untold else stranger)
    if not request.authors and not request.strangers:
        yield violation("author.none")
    for verbal in request.verbal:
        person = authority.office.people.get(verbal.approver)
        if person is None or not holds(person, "approver", verbal.units, bangkok_day(verbal.at)):
            yield violation("urgent.approver", name=_named(authority, verbal.approver), day=bangkok_day(verbal.at))
    for earlier in request.unratified:
        yield violation("urgent.unratified", name=_named(authority, earlier.approver), at=earlier.at)
    for verbal in request.verbal:
        if verbal.at > merged:
            yield violation("urgent.future", found=verbal.at)


def _check_sign_off(
    request: Request, authority: Authority, step: Step, signed: SignOff, needed: Units
) -> Iterator[Violation]:
    """A sign-off counts if it is genuine, on the newest head, by no author, with authority on the day of receipt."""
    if signed.other_account:
        login, number, pinned = signed.other_account
        yield violation("approval.account-changed", step=step.name, login=login, found=number, must=pinned)
        return
    if signed.person is None or not signed.is_genuine:
        yield violation("approval.signature" if signed.person else "approval.stranger", step=step.name)
        return
    who = signed.person.introduced
    if signed.head != request.head:
        yield violation("approval.stale", step=step.name, name=who, found=signed.head[:12], must=request.head[:12])
    elif request.targeted and signed.received <= request.targeted:
        yield violation("approval.retargeted", step=step.name, name=who, at=request.targeted)
    if signed.person.id in request.authors:
        how = request.took_part.get(signed.person.id, "—")
        yield violation("approval.author", step=step.name, name=who, how=how)
    day = bangkok_day(signed.received)
    if not holds(signed.person, step.role, needed, day):
        kind = _lack(request, signed.person, step.role, needed, day)
        yield violation(kind, step=step.name, name=who, role=step.role, units=_units(authority, needed), day=day)


def _named(authority: Authority, person: str) -> str:
    """Name and position, or the id as written where office.yml does not know it."""
    found = authority.office.people.get(person)
    return found.introduced if found else person


def _units(authority: Authority, needed: Units) -> Said:
    if needed is None:
        return message("request.all-units")
    return Listed.of(authority.office.unit_name(unit) for unit in sorted(needed))


def _lack(request: Request, person: Person, role: str, needed: Units, day: datetime.date) -> str:
    """Why a person's authority does not suffice."""
    after = request.office_after.office.people.get(person.id) if request.office_after else None
    if after and holds(after, role, needed, day):
        return "approval.self-appointed"
    held = [each for each in person.appointments if each.role == role]
    if any(each.holds_on(day) for each in held):
        return "approval.unit"
    return "approval.day" if held else "approval.role"


def _check_sequence(
    step: Step, signed: SignOff, before: Sequence[SignOff], merged: datetime.datetime
) -> Iterator[Violation]:
    """Each step by another person, received after the step before it, and before the merge."""
    if signed.person and any(other.person and other.person.id == signed.person.id for other in before):
        yield violation("approval.twice", step=step.name, name=signed.person.introduced)
    if before and (signed.ordinal <= before[-1].ordinal or signed.received < before[-1].received):
        yield violation("approval.order", step=step.name, before=before[-1].step)
    if signed.received > merged:
        yield violation("approval.late", step=step.name)


def _check_ratification(request: Request, authority: Authority, signed: SignOff) -> Iterator[Violation]:
    """A verbal permission is put in writing by the person who gave it (DESIGN: Urgent)."""
    others = request.ratifies - {signed.person.id if signed.person else ""}
    for approver in sorted(others):
        yield violation("urgent.ratifier", name=_named(authority, approver))

"""request x office x sign-offs -> may merge, or why not. Pure: no git, no clock (R01, R02, R09, R39)"""

import datetime
from collections.abc import Iterator, Mapping, Sequence

from prakat.office.agreed_version import version_number
from prakat.office.authority import ALL_UNITS, Authority, Units, holds, names_of
from prakat.office.person import Person
from prakat.request.policy.broken_glass import can_sign, check_opening, filled, witnesses
from prakat.request.policy.passkey_flaw import passkey_flaw
from prakat.request.policy.request import UNTOLD, Mode, Request
from prakat.request.policy.request_kind import RequestKind
from prakat.request.policy.sign_off import CHECKED, SignOff
from prakat.request.policy.step import OFFICE_CHAIN, TWO_WEBMASTERS, WITNESS, Step
from prakat.rules.message import message
from prakat.rules.violation import Violation, violation
from prakat.rules.wording import Label, Listed, Said
from prakat.thai.buddhist_era import bangkok_day
from prakat.thai.working_day import working_days_after

_BINDING_SINCE = (0, 3)
"""The version whose publisher began to ask for what `_newer_violations` says."""


def mode(request: Request, authority: Authority, day: datetime.date) -> Mode:
    """How the request must be signed off if it is merged on that day in Bangkok."""
    if request.regularises:
        return Mode.REGULARISING
    if request.verbal:
        return Mode.VERBAL
    is_broken = request.is_office_only and filled(request.opening, authority, day)
    return Mode.BREAK_GLASS if is_broken else Mode.WRITTEN


def steps(request: Request, authority: Authority, how: Mode) -> tuple[Step, ...]:
    """Who has to sign, in order."""
    if how in (Mode.VERBAL, Mode.BREAK_GLASS):
        return TWO_WEBMASTERS
    chain = tuple(Step(role, role) for role in authority.office.sign_off)
    if how is Mode.REGULARISING:
        earlier = (Step(role, role) for each in request.glasses for role in each.then.office.sign_off)
        whole = tuple(dict.fromkeys((*chain, *earlier, *OFFICE_CHAIN)))
        return (WITNESS, *whole) if request.glasses else whole
    return chain if request.kinds <= {RequestKind.CONTENT} else OFFICE_CHAIN


def units(request: Request, authority: Authority, how: Mode, day: datetime.date) -> Units:
    """The units for which every signer must be appointed."""
    if how is Mode.BREAK_GLASS and not authority.holders("webmaster", ALL_UNITS, day):
        return frozenset()
    return ALL_UNITS if request.needs_all_units else request.units


def able_to_sign(request: Request, authority: Authority, step: Step, needed: Units, day: datetime.date) -> list[Person]:
    """Everybody who may sign that step of the request on that day, if they are no authors of it."""
    if step == WITNESS:
        return witnesses(request.glasses, authority, day)
    return authority.holders(step.role, needed, day)


def check_approval(
    request: Request,
    authority: Authority,
    sign_offs: Mapping[str, SignOff],
    merged: datetime.datetime,
    *,
    asks_all: bool = False,
) -> tuple[Violation, ...]:
    """Why that office may not merge the request at that moment; empty if it may. `sign_offs` are by step.

    With `asks_all`, for everything that a publisher asks for today; else for what this office was bound to then."""
    found = [*_violations(request, authority, sign_offs, merged)]
    if asks_all or is_bound(authority):
        found += _newer_violations(request, authority, sign_offs, merged)
    return tuple(found)


def is_bound(authority: Authority) -> bool:
    """Whether the office had agreed to a version of Prakat that judged by the rules of `_newer_violations`, so that
    what was merged before is not condemned by them."""
    return version_number(authority.office.prakat) >= _BINDING_SINCE


def _newer_violations(
    request: Request, authority: Authority, sign_offs: Mapping[str, SignOff], merged: datetime.datetime
) -> Iterator[Violation]:
    """Signatures do not wait for ever, whoever signs alone is not who pushed it as somebody else, and no move takes a
    page down until some later day."""
    today = bangkok_day(merged).isoformat()
    for move in request.moves:
        if move.before <= today < move.after:
            yield violation("request.move-postponed", path=move.folder, former=move.former, found=move.after)
    chain = steps(request, authority, mode(request, authority, bangkok_day(merged)))
    if len(chain) == 1 and not request.is_pusher_known:
        yield violation("author.unknown-pusher")
    days = authority.office.sign_off_valid_days
    for signed in (sign_offs[step.name] for step in chain if step.name in sign_offs):
        if signed.person and bangkok_day(merged) - bangkok_day(signed.received) > datetime.timedelta(days):
            values = {"name": signed.person.introduced, "day": bangkok_day(signed.received), "must": days}
            yield violation("approval.aged", step=signed.step, **values)


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
            holders = able_to_sign(request, authority, step, needed, day)
            able = names_of(holders) if holders else message("request.nobody")
            yield violation("approval.missing", step=step.name, able=able, until=_until(authority, before))
            continue
        yield from _check_sign_off(request, authority, step, signed, needed)
        yield from _check_sequence(step, signed, before, merged)
        before.append(signed)
    if before and len(before) == len(chain) and not before[-1].checked:
        told = {"must": f"Checked: {CHECKED}", "found": before[-1].said or "—"}
        yield violation("approval.unchecked", step=chain[-1].name, **told)
    if "approver" in sign_offs:
        yield from _check_ratification(request, authority, sign_offs["approver"], needed, day)
    if how is Mode.BREAK_GLASS:
        yield violation("office.break-glass")
        yield from check_opening(request.opening, authority, request.office_after, day)


def _until(authority: Authority, before: Sequence[SignOff]) -> Said | str:
    """By when the step must be signed, lest those before it have to be signed anew; nothing for the first step."""
    if not before:
        return ""
    last = min(bangkok_day(each.received) for each in before) + datetime.timedelta(authority.office.sign_off_valid_days)
    return message("request.sign-until", day=last)


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
    yield from _check_overdue(request, authority, bangkok_day(merged))
    for earlier in request.unratified:
        yield violation("urgent.unratified", name=_named(authority, earlier.approver), at=earlier.at)
    for verbal in request.verbal:
        if verbal.at > merged:
            yield violation("urgent.future", found=verbal.at)


def _check_overdue(request: Request, authority: Authority, day: datetime.date) -> Iterator[Violation]:
    """Whoever owes a permission in writing gives no other by word of mouth (DESIGN: Urgent); what would prolong the
    one that is owed is `unratified`."""
    settings = authority.office.settings
    given = {(each.approver, each.folder) for each in request.verbal}
    for each in request.spoken:
        due = working_days_after(each.at.date(), settings.ratify_within_working_days, settings.extra_holidays)
        if due < day and any(who == each.approver and folder != each.folder for who, folder in given):
            who = _named(authority, each.approver)
            yield violation("urgent.overdue", name=who, path=each.folder, at=each.at, day=due)


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
    if amiss := passkey_flaw(signed, authority):
        yield violation("approval.passkey", step=step.name, name=signed.person.introduced, problem=amiss)
        return
    who = signed.person.introduced
    if signed.head != request.head:
        yield violation("approval.stale", step=step.name, name=who, found=signed.head[:12], must=request.head[:12])
    elif request.targeted and signed.received <= request.targeted:
        yield violation("approval.retargeted", step=step.name, name=who, at=request.targeted)
    if signed.person.id in request.authors:
        why = request.parts.get(signed.person.id, message("request.part-unknown"))
        yield violation("approval.author", step=step.name, name=who, why=why)
    day = bangkok_day(signed.received)
    if step == WITNESS:
        able = witnesses(request.glasses, authority, day)
        if signed.person not in able:
            yield violation("approval.witness", name=who, able=names_of(able) if able else message("request.nobody"))
    elif not holds(signed.person, step.role, needed, day):
        kind = _lack(request, signed.person, step.role, needed, day)
        yield violation(kind, step=step.name, name=who, role=step.role, units=_units(authority, needed), day=day)


def _named(authority: Authority, person: str) -> str:
    """Name and position, or the id as written where office.yml does not know it."""
    return found.introduced if (found := authority.office.people.get(person)) else person


def _units(authority: Authority, needed: Units) -> Said:
    named = Listed.of(authority.office.unit_name(unit) for unit in sorted(needed or ()))
    return message("request.all-units") if needed is None else named


def _lack(request: Request, person: Person, role: str, needed: Units, day: datetime.date) -> str:
    """Why a person's authority does not suffice."""
    after = request.office_after.office.people.get(person.id) if request.office_after else None
    if after and holds(after, role, needed, day):
        return "approval.self-appointed"
    held = [each for each in person.appointments if each.role == role]
    is_held = any(each.holds_on(day) for each in held)
    return "approval.unit" if is_held else "approval.day" if held else "approval.role"


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


def _check_ratification(
    request: Request, authority: Authority, signed: SignOff, needed: Units, day: datetime.date
) -> Iterator[Violation]:
    """A verbal permission is put in writing by the person who gave it, while there and able to sign (DESIGN: Urgent);
    else by whoever signs that step today, or nobody could ever mend the page. What is taken down needs no such word."""
    able = {each.id for each in authority.holders("approver", needed, day) if can_sign(each, authority)}
    staying = {who for who, first_day in request.takes_down if not first_day or first_day > day.isoformat()}
    for approver in sorted((request.ratifies | staying) - {signed.person.id if signed.person else ""}):
        if approver in able or signed.person is None:
            yield violation("urgent.ratifier", name=_named(authority, approver))

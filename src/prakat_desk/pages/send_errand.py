"""an errand -> what it would do, in words, and who signs it; sent at one press, or given to whoever can send it"""

from collections.abc import Iterator

from starlette.exceptions import HTTPException
from starlette.responses import Response

from prakat.content.logbook import REGISTERS
from prakat.office import office
from prakat.rules.message import Message
from prakat.rules.wording import in_words
from prakat_desk.deciding.office_acts import office_acts
from prakat_desk.deciding.register_entries import register_entries
from prakat_desk.errand.errand_dispatch import ErrandDispatch
from prakat_desk.errand.errand_kind import matter_of, may_begin
from prakat_desk.errand.matter import Outcome
from prakat_desk.errand.register_entry import content_at
from prakat_desk.keeping.errands import Errand
from prakat_desk.pages.errands import outcome_of, own_errand
from prakat_desk.pages.outlet_choice import outlet_for
from prakat_desk.pages.signing import asked_to_sign, has_passkey, has_sample_key, shown_moment, signer_of
from prakat_desk.sending.outlet import Letter, Sent, Signer
from prakat_desk.sending.sign_off_text import RequesterSigner, requester_text
from prakat_desk.visit import Visit, number_in, page


def _errand(visit: Visit) -> tuple[Errand, Outcome, ErrandDispatch]:
    dispatch = ErrandDispatch(visit.desk, outlet_for(visit), visit.who.person)
    errand = dispatch.settled(own_errand(visit))
    if errand.is_sent:
        return errand, Outcome(matter_of(visit.desk, errand).heading, {}), dispatch
    return errand, outcome_of(visit, errand, matter_of(visit.desk, errand)), dispatch


def _look(visit: Visit) -> Response:
    errand, outcome, dispatch = _errand(visit)
    return _sent_before(visit, errand) if errand.is_sent else _sheet(visit, errand, outcome, dispatch)


def _sent_before(visit: Visit, errand: Errand) -> Response:
    return visit.to(f"/requests/{errand.request}", visit.say("desk_sending.sent-before", number=errand.request))


def _sheet(
    visit: Visit, errand: Errand, outcome: Outcome, dispatch: ErrandDispatch, refused: list[str] | None = None
) -> Response:
    is_whole = not outcome.errors and bool(outcome.changes or outcome.regularises)
    letter = dispatch.letter(errand, outcome)
    seen = sent = dispatch.foreseen_for(errand, outcome, dispatch.person) if is_whole else None
    others = dispatch.other_authors(errand, outcome) if seen and not seen.may_be_sent else []
    if others:
        seen = dispatch.foreseen_for(errand, outcome, others[0])
    against = [each.text(visit.language) for each in sent.against] if sent and (refused or not others) else []
    told = [*(refused or []), *(each.told for each in outcome.errors), *against]
    return visit.page(
        "errand-send.html",
        422 if told else 200,
        errand=errand,
        outcome=outcome,
        chosen=_chosen(visit, errand),
        said_to_do=list(_said(visit, outcome)) if is_whole else [],
        seen=seen,
        may_send=bool(sent and sent.may_be_sent),
        told=told,
        is_empty=not is_whole and not outcome.errors,
        others=others,
        may_write=may_begin(visit.who, errand.kind, errand.about),
        passed_by=visit.desk.authority.office.people.get(errand.passed_by),
        letter=letter,
        number=dispatch.outlet.free_number(),
        is_signed=has_sample_key(visit),
        by_passkey=has_passkey(visit),
    )


def _said(visit: Visit, outcome: Outcome) -> Iterator[Message]:
    """What it does to the office and its registers, in the very sentences that its signers will read."""
    known = visit.desk.authority.office
    for path, content in outcome.changes.items():
        if path == office.FILE:
            coming, _ = office.approved_office(content or b"")
            yield from office_acts(known, coming) if coming else ()
        elif path.startswith(f"{REGISTERS}/"):
            yield from register_entries(path, content_at(visit.desk, path), content or b"", known)


def _chosen(visit: Visit, errand: Errand) -> list[str]:
    """Titles of the pages that it hands over."""
    titles = matter_of(visit.desk, errand).names(visit.language).get("page", {})
    return [titles[each] for each in errand.typed.get("items", ()) if each in titles]


def _send(visit: Visit) -> Response:
    errand, outcome, dispatch = _errand(visit)
    if errand.is_sent:
        return _sent_before(visit, errand)
    if outcome.errors or not (outcome.changes or outcome.regularises):
        return _sheet(visit, errand, outcome, dispatch)
    number, letter = 0, dispatch.letter(errand, outcome)
    if visit.entry("answer"):
        asked = _asked(visit, errand, outcome, dispatch)
        if asked is None:
            return _sheet(visit, errand, outcome, dispatch, [visit.say("desk_sending.look-anew")])
        number, letter = asked
    by = signer_of(visit)
    signer: Signer | None = RequesterSigner(by, dispatch.person, letter.moment) if by else None
    found = dispatch.send(errand, letter, number, signer)
    if isinstance(found, Sent):
        told = visit.say("desk_sending.sent" if found.is_signed else "desk_sending.sent-unsigned", number=found.number)
        return visit.to(f"/requests/{found.number}", told)
    return _sheet(visit, errand, outcome, dispatch, [in_words(each, visit.language) for each in found.reasons])


def _asked(visit: Visit, errand: Errand, outcome: Outcome, dispatch: ErrandDispatch) -> tuple[int, Letter] | None:
    """The number and letter of the page that the browser shows; None where it is not what would be sent now."""
    moment, number = shown_moment(visit), number_in(visit.entry("number"), 9)
    if moment is None or number is None:
        return None
    letter = dispatch.letter(errand, outcome, moment)
    return (number, letter) if visit.entry("base") == letter.base else None


def _options(visit: Visit) -> Response:
    """What the device is asked: to sign exactly what is about to be sent."""
    errand, outcome, dispatch = _errand(visit)
    asked = None if errand.is_sent or outcome.errors else _asked(visit, errand, outcome, dispatch)
    if asked is None:
        raise HTTPException(409)
    number, letter = asked
    head = dispatch.outlet.head_of(letter, dispatch.person)
    return asked_to_sign(visit, requester_text(number, head, dispatch.person, letter.moment))


def _pass_on(visit: Visit) -> Response:
    """To a colleague who can send it, since whoever wrote it has to sign it."""
    errand, outcome, dispatch = _errand(visit)
    to = visit.desk.authority.office.people.get(visit.entry("to"))
    if errand.is_sent or to is None or not dispatch.may_send(errand, outcome, to):
        return _look(visit)
    visit.desk.errands.pass_on(errand, to.id)
    return visit.to("/people", visit.say("desk_office.passed-on", name=to.introduced))


ROUTES = (
    page("/errands/{errand}/send", _look),
    page("/errands/{errand}/send", _send, ["POST"]),
    page("/errands/{errand}/send/options", _options, ["POST"]),
    page("/errands/{errand}/pass", _pass_on, ["POST"]),
)

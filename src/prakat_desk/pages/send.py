"""a draft -> what would be published, said once more in words and on the paper form; sent at one press"""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from prakat.item.item_path import INDEX
from prakat.rules.wording import Said, in_words
from prakat_desk.draft_form import DraftForm
from prakat_desk.keeping.draft import Draft
from prakat_desk.pages.outlet_choice import outlet_for
from prakat_desk.pages.signing import asked_to_sign, has_passkey, has_sample_key, shown_moment, signer_of
from prakat_desk.sending.colleagues import Colleagues
from prakat_desk.sending.dispatch import Dispatch
from prakat_desk.sending.foreseen import Foreseen, foreseen
from prakat_desk.sending.fresh_start import fresh_start
from prakat_desk.sending.outlet import Letter, Sent, Signer
from prakat_desk.sending.paper_form import form_of_draft
from prakat_desk.sending.sign_off_text import RequesterSigner, requester_text
from prakat_desk.visit import Visit, number_in, page

_QUICK_WORDS, _QUICK_FIELDS = 5, 2
"""At most so many changed words and fields are a typing error, read at one glance."""


def _look(visit: Visit) -> Response:
    draft, dispatch = _draft(visit)
    if draft.is_sent:
        return visit.to(f"/requests/{draft.request}", visit.say("desk_sending.sent-before", number=draft.request))
    return _sheet(visit, draft, dispatch)


def _send(visit: Visit) -> Response:
    draft, dispatch = _draft(visit)
    if visit.entry("do") == "fresh" and not draft.is_sent:
        told = fresh_start(visit.desk, draft, dispatch.base_of(draft))
        return visit.to(f"/drafts/{draft.id}", visit.say(told))
    if draft.is_sent:
        return visit.to(f"/requests/{draft.request}", visit.say("desk_sending.sent-before", number=draft.request))
    if DraftForm(visit.desk, draft, visit.language, visit.who).errors:
        return _sheet(visit, draft, dispatch)
    number, letter, moment = 0, None, visit.desk.moment
    if visit.entry("answer"):
        asked = _asked(visit, draft, dispatch)
        if asked is None:
            return _sheet(visit, draft, dispatch, [visit.say("desk_sending.look-anew")])
        number, letter = asked
        moment = letter.moment
    by = signer_of(visit)
    signer: Signer | None = RequesterSigner(by, dispatch.person, moment) if by else None
    found = dispatch.send(draft, signer, number, letter)
    if isinstance(found, Sent):
        told = visit.say("desk_sending.sent" if found.is_signed else "desk_sending.sent-unsigned", number=found.number)
        return visit.to(f"/requests/{found.number}", told)
    return _sheet(visit, draft, dispatch, [in_words(each, visit.language) for each in found.reasons])


def _asked(visit: Visit, draft: Draft, dispatch: Dispatch) -> tuple[int, Letter] | None:
    """The number and letter of the page that the browser shows; None where it is not what would be sent now."""
    moment = shown_moment(visit)
    number = number_in(visit.entry("number"), 9)
    if moment is None or number is None:
        return None
    letter = dispatch.letter(draft, visit.entry("base"), moment)
    is_now = visit.entry("base") == dispatch.base_of(draft)
    return (number, letter) if is_now and isinstance(letter, Letter) else None


def _options(visit: Visit) -> Response:
    """What the device is asked: to sign exactly what is about to be sent."""
    draft, dispatch = _draft(visit)
    asked = _asked(visit, draft, dispatch)
    if asked is None or draft.is_sent:
        raise HTTPException(409)
    number, letter = asked
    person = dispatch.person
    text = requester_text(number, dispatch.outlet.head_of(letter, person), person, letter.moment)
    return asked_to_sign(visit, text)


def _draft(visit: Visit) -> tuple[Draft, Dispatch]:
    """Only its owner's, and known as sent if it was."""
    found = visit.desk.drafts.get(visit.who.person.id, visit.part("draft"))
    if found is None:
        raise HTTPException(404)
    dispatch = Dispatch(visit.desk, outlet_for(visit), visit.who.person)
    return dispatch.settled(found), dispatch


def _sheet(visit: Visit, draft: Draft, dispatch: Dispatch, refused: list[str] | None = None) -> Response:
    person, day = visit.who.person, visit.desk.day
    form = DraftForm(visit.desk, draft, visit.language, visit.who)
    letter = dispatch.letter(draft)
    seen = foreseen(visit.desk.repository, letter, person) if isinstance(letter, Letter) else None
    against: list[Said] = [*(letter if not isinstance(letter, Letter) else seen.against if seen else ())]
    quick = seen is not None and is_quick(seen)
    at_work = Colleagues(visit.desk, dispatch.outlet).at_work(draft.path.strip("/"), person.id, draft.mends)
    told = [*(refused or []), *(each.text(visit.language) for each in against)]
    return visit.page(
        "send.html",
        status=422 if told or form.errors else 200,
        draft=draft,
        seen=seen,
        told=told,
        form=form,
        colleagues=at_work,
        paper=form_of_draft(visit.desk.authority.office, form.manuscript, day).rows(visit.language),
        day_of_form=day,
        heading=_heading(visit, form, quick),
        is_quick=quick,
        is_behind=isinstance(letter, list) and any(getattr(each, "id", "") in _BEHIND for each in letter),
        is_signed=has_sample_key(visit),
        signs=letter if isinstance(letter, Letter) and has_passkey(visit) else None,
        number=draft.mends or dispatch.outlet.free_number(),
    )


def _heading(visit: Visit, form: DraftForm, quick: bool) -> str:
    if not form.is_whole:
        return form.heading
    return visit.say("desk_sending.quick-title" if quick else "desk_sending.send-title")


_BEHIND = ("desk_sending.changed-meanwhile", "desk_sending.closed-meanwhile")


def is_quick(seen: Foreseen) -> bool:
    """Whether a few words and fields of one page are all that changes."""
    if len(seen.parts) != 1 or seen.parts[0].origin:
        return False
    part = seen.parts[0]
    is_text_alone = [row[0] for row in part.files] == [INDEX] and bool(part.files[0][3])
    return (
        is_text_alone
        and bool(part.words or part.changes)
        and len(part.words) <= _QUICK_WORDS
        and len(part.changes) <= _QUICK_FIELDS
    )


ROUTES = (
    page("/drafts/{draft}/send", _look),
    page("/drafts/{draft}/send", _send, ["POST"]),
    page("/drafts/{draft}/send/options", _options, ["POST"]),
)

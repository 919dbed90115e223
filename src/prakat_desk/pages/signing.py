"""visit -> how the person signs what a page shows: the passkey is asked for it, or a sample's key signs at once"""

import datetime

from starlette.responses import Response
from webauthn import generate_authentication_options, options_to_json
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.structs import PublicKeyCredentialDescriptor, UserVerificationRequirement

from prakat.repository.passkey import challenge_of
from prakat_desk.entry.relying_party import rp_id, takes_passkeys
from prakat_desk.sending.outlet import Outlet
from prakat_desk.sending.passkey_signer import PasskeySigner, passkeys_of
from prakat_desk.sending.sample_signer import sample_signer
from prakat_desk.sending.sign_off_text import PersonSigner
from prakat_desk.visit import Visit

_SIGNED_WITHIN = datetime.timedelta(hours=1)
"""How long a page may have been open that is signed."""


def has_passkey(visit: Visit) -> bool:
    """Of an office that says where its desk is: elsewhere no passkey's signature counts."""
    desk = visit.desk
    is_ours = takes_passkeys(desk) and desk.authority.office.desk == desk.origin
    return is_ours and not desk.is_sample and bool(passkeys_of(visit.who.person))


def has_sample_key(visit: Visit) -> bool:
    return sample_signer(visit.desk, visit.who.person) is not None


def signer_of(visit: Visit) -> PersonSigner | None:
    """By what the form brought; None where it brought no answer, and there is no sample's key."""
    if own := sample_signer(visit.desk, visit.who.person):
        return own
    answer = visit.entry("answer")
    return PasskeySigner(visit.who.person, answer, visit.desk.origin) if answer else None


def signed_tag(visit: Visit, text: bytes) -> bytes:
    """That text with the person's signature; empty where what the form brought is none of it."""
    by = signer_of(visit)
    return (by.of(text) if by else None) or b""


def means_of(visit: Visit, outlet: Outlet) -> str:
    """How the person can sign here: `account`, `sample`, `passkey`; empty where nothing does."""
    if outlet.takes_accounts_word:
        return "account"
    return "sample" if has_sample_key(visit) else "passkey" if has_passkey(visit) else ""


def shown_moment(visit: Visit) -> datetime.datetime | None:
    """When the page was made that is signed, as its form says; None for one that was open too long."""
    try:
        moment = datetime.datetime.fromisoformat(visit.entry("moment"))
        is_fresh = moment <= visit.desk.moment < moment + _SIGNED_WITHIN
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if is_fresh else None


def asked_to_sign(visit: Visit, text: bytes) -> Response:
    """What the device is asked: to sign exactly that text, with one of the person's passkeys."""
    desk = visit.desk
    seen = filter(None, map(desk.passkeys.of, passkeys_of(visit.who.person)))
    options = generate_authentication_options(
        rp_id=rp_id(desk),
        challenge=challenge_of(text),
        allow_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential)) for each in seen],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Response(options_to_json(options), media_type="application/json")

"""a device's answer x its ticket -> whose passkey it is, or the key that it made; whatever is amiss is one refusal"""

from typing import NamedTuple

from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import AuthenticationCredential

from prakat.cannot_work import CannotWork
from prakat.office.person import Person
from prakat.repository.public_key import plain_key
from prakat_desk.desk import Desk
from prakat_desk.entry.passkey_key import cose_of_key, key_of_cose
from prakat_desk.entry.relying_party import ALGORITHMS, MOST_ANSWER, expected_challenge, rp_id
from prakat_desk.keeping.seen_passkeys import SeenPasskey

MOST_NAME = 60
"""Characters of what a device is called."""
_AMISS = (WebAuthnException, ValueError, TypeError, LookupError, AttributeError, EOFError, RecursionError)
"""What the library raises for bytes that no device sends."""


class CameIn(NamedTuple):
    person: Person
    key: str
    """Without its comment."""


def signed_in(desk: Desk, ticket: str, answer: str) -> CameIn:
    """Raises CannotWork, in the same words for an unknown passkey, a person who left, and a forged answer."""
    challenge = expected_challenge(desk, ticket, "sign-in", "")
    try:
        if len(answer) > MOST_ANSWER:
            raise ValueError(len(answer))
        found = parse_authentication_credential_json(answer)
        person = desk.authority.office.people.get((found.response.user_handle or b"").decode())
    except _AMISS:
        raise CannotWork("desk_entry.not-known") from None
    for key in map(plain_key, person.keys) if person and not person.has_left(desk.day) else ():
        if person and _is_answer_of(desk, key, found, challenge):
            return CameIn(person, key)
    raise CannotWork("desk_entry.not-known")


def _is_answer_of(desk: Desk, key: str, answer: AuthenticationCredential, challenge: bytes) -> bool:
    """Notes the counter, by which a copied key would be told."""
    cose, seen = cose_of_key(key, rp_id(desk)), desk.passkeys.of(key)
    if cose is None:
        return False
    try:
        verified = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=rp_id(desk),
            expected_origin=desk.origin,
            credential_public_key=cose,
            credential_current_sign_count=seen.counter if seen else 0,
            require_user_verification=True,
        )
    except _AMISS:
        return False
    told = SeenPasskey(bytes_to_base64url(verified.credential_id), verified.new_sign_count, desk.clock())
    desk.passkeys.note(key, told)
    return True


def made_key(desk: Desk, person: Person, ticket: str, answer: str, name: str) -> str:
    """The line for office.yml, with what the person calls the device. Raises CannotWork."""
    challenge = expected_challenge(desk, ticket, "make", person.id)
    try:
        if len(answer) > MOST_ANSWER:
            raise ValueError(len(answer))
        verified = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=rp_id(desk),
            expected_origin=desk.origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
        key = key_of_cose(verified.credential_public_key, rp_id(desk))
    except _AMISS:
        raise CannotWork("desk_entry.not-made") from None
    told = SeenPasskey(bytes_to_base64url(verified.credential_id), verified.sign_count, desk.clock())
    desk.passkeys.note(key, told)
    return f"{key} {device_name(name)}".rstrip()


def device_name(typed: str) -> str:
    """On one line, without what cannot be seen."""
    shown = "".join(each if each.isprintable() else " " for each in typed)
    return " ".join(shown.split())[:MOST_NAME].rstrip()

"""desk -> the name and address that passkeys are made for, and the questions that a device is asked (WebAuthn)"""

import base64
import ipaddress
import secrets
from urllib.parse import urlsplit

from webauthn import generate_authentication_options, generate_registration_options, options_to_json
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from prakat.cannot_work import CannotWork
from prakat.office.person import Person
from prakat.repository.public_key import plain_key
from prakat_desk.desk import Desk

ALGORITHMS = [COSEAlgorithmIdentifier.ECDSA_SHA_256]
"""What OpenSSH can verify of what devices offer."""
MOST_ANSWER = 32 * 1024
"""Characters of a device's answer."""
_TIMEOUT = 5 * 60 * 1000


def rp_id(desk: Desk) -> str:
    return urlsplit(desk.origin).hostname or ""


def takes_passkeys(desk: Desk) -> bool:
    """Whether browsers make passkeys for the desk's address: it has a name, and HTTPS or this machine."""
    try:
        ipaddress.ip_address(rp_id(desk))
    except ValueError:
        return desk.is_https or rp_id(desk) == "localhost"
    return False


def check_address(desk: Desk) -> None:
    """Raises CannotWork where passkeys made here would count for nothing."""
    if not takes_passkeys(desk):
        raise CannotWork("desk_entry.no-passkeys-here", origin=desk.origin)
    if (named := desk.authority.office.desk) != desk.origin:
        raise CannotWork("desk_entry.other-address", origin=desk.origin, found=named or "—")


def asked_to_sign_in(desk: Desk) -> tuple[str, str]:
    """A ticket for the browser, and what it asks the device: any passkey of this desk, with its owner verified."""
    ticket, challenge = _challenge(desk, "sign-in", "")
    options = generate_authentication_options(
        rp_id=rp_id(desk), challenge=challenge, timeout=_TIMEOUT, user_verification=UserVerificationRequirement.REQUIRED
    )
    return ticket, options_to_json(options)


def asked_to_make(desk: Desk, person: Person) -> tuple[str, str]:
    """The same for a new passkey of that person; a device that has one of the person's keys is not asked to lose it.
    Raises CannotWork."""
    check_address(desk)
    ticket, challenge = _challenge(desk, "make", person.id)
    seen = [desk.passkeys.of(plain_key(each)) for each in person.keys]
    options = generate_registration_options(
        rp_id=rp_id(desk),
        rp_name=desk.authority.office.name,
        user_id=person.id.encode(),
        user_name=person.name,
        user_display_name=person.name,
        challenge=challenge,
        timeout=_TIMEOUT,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(e.credential)) for e in seen if e],
        supported_pub_key_algs=ALGORITHMS,
    )
    return ticket, options_to_json(options)


def expected_challenge(desk: Desk, ticket: str, act: str, person: str) -> bytes:
    """Of a ticket, which is good for one answer. Raises CannotWork for one that was used, is too old or for another."""
    found = desk.challenges.use(ticket)
    if found is None or (found["act"], found["person"]) != (act, person):
        raise CannotWork("desk_entry.too-late")
    return base64.b64decode(found["challenge"])


def _challenge(desk: Desk, act: str, person: str) -> tuple[str, bytes]:
    challenge = secrets.token_bytes(32)
    facts = {"act": act, "person": person, "challenge": base64.b64encode(challenge).decode()}
    return desk.challenges.make(facts), challenge

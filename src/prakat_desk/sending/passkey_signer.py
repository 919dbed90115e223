"""a device's answer to the text of a tag -> the tag, signed; of any other text it signs nothing"""

from dataclasses import dataclass

from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException

from prakat.cannot_work import CannotWork
from prakat.office.person import Person
from prakat.repository.passkey import Assertion, application_of, passkey_signature
from prakat.repository.public_key import plain_key

MOST_ANSWER = 32 * 1024
"""Characters of an answer; devices send one or two thousand."""
_AMISS = (WebAuthnException, ValueError, TypeError, LookupError, AttributeError, RecursionError)


def passkeys_of(person: Person) -> list[str]:
    """Public keys without comments, of those keys that are passkeys of a desk."""
    return [key for key in map(plain_key, person.keys) if application_of(key)]


@dataclass(frozen=True, slots=True)
class PasskeySigner:
    person: Person
    answer: str
    origin: str

    def of(self, text: bytes) -> bytes | None:
        if (asserted := self._asserted()) is None:
            return None
        for key in passkeys_of(self.person):
            try:
                return text + passkey_signature(text, key, asserted, self.origin)
            except CannotWork:
                continue
        return None

    def _asserted(self) -> Assertion | None:
        if len(self.answer) > MOST_ANSWER:
            return None
        try:
            found = parse_authentication_credential_json(self.answer).response
            return Assertion(found.authenticator_data, found.client_data_json, found.signature)
        except _AMISS:
            return None

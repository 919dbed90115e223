"""a line that somebody pastes -> the public half of their SSH key, as office.yml has it; or what is wrong with it"""

import re

from prakat.cannot_work import CannotWork
from prakat.office.authority import Authority
from prakat.office.office_rules import LEAST_RSA
from prakat.office.person import Person
from prakat.repository.passkey import application_of
from prakat.repository.public_key import is_whole, plain_key, rsa_bits
from prakat_desk.entry.passkey_answer import device_name

MOST_PASTED = 2000
"""Characters, as office.yml's schema allows."""
_PRIVATE = re.compile("PRIVATE KEY|PuTTY-User-Key-File")


def pasted_key(known: Authority, person: Person, pasted: str) -> str:
    """With its comment, by which its owner tells it from others. Raises CannotWork."""
    if _PRIVATE.search(pasted):
        raise CannotWork("desk_office.private-key")
    words = pasted.split()
    key = " ".join(words[:2])
    if len(pasted) > MOST_PASTED or not is_whole(key):
        raise CannotWork("desk_office.no-public-key")
    if application_of(key):
        raise CannotWork("desk_office.foreign-passkey")
    if (bits := rsa_bits(key)) and bits < LEAST_RSA:
        raise CannotWork("desk_office.weak-key", found=bits, must=LEAST_RSA)
    owners = known.by_key.get(plain_key(key), frozenset())
    if person.id in owners:
        raise CannotWork("desk_office.key-known")
    if owners or key in known.publisher_keys:
        raise CannotWork("desk_office.key-of-other")
    return f"{key} {device_name(' '.join(words[2:])) or person.id}"

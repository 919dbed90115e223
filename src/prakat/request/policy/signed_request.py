"""the requester's signature x request x office -> what keeps it from counting; it is no step (R02)"""

from prakat.office.authority import Authority
from prakat.request.policy.passkey_flaw import passkey_flaw
from prakat.request.policy.request import Request
from prakat.request.policy.sign_off import SignOff
from prakat.rules.message import Message, message


def requester_flaw(signed: SignOff, request: Request, authority: Authority) -> Message | None:
    """None if an author of the request has rightly signed it as it now is."""
    person = signed.person
    if person is None:
        return message("request.signed-by-stranger")
    if not signed.is_genuine:
        return message("request.signed-wrongly", name=person.introduced)
    if person.id not in request.authors:
        return message("request.signed-by-other", name=person.introduced)
    if signed.head != request.head:
        found, must = signed.head[:12], request.head[:12]
        return message("request.signed-before", name=person.introduced, found=found, must=must)
    return passkey_flaw(signed, authority)

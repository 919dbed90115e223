"""sign-off by a passkey x office -> what keeps it from counting: which page asked, was its owner there (R34)"""

from prakat.office.authority import Authority
from prakat.request.policy.sign_off import SignOff
from prakat.rules.message import Message, message


def passkey_flaw(signed: SignOff, authority: Authority) -> Message | None:
    """What keeps a passkey's signature from counting: it was made on another page than the office's desk, or nobody
    touched the device, or was asked who they are. ssh-keygen looks at none of that."""
    proof, known = signed.proof, authority.office
    if not signed.is_by_passkey and not (proof and proof.origin):
        return None
    if proof is None or (proof.origin, proof.application) != (known.desk, known.desk_host) or not known.desk:
        found = (proof.origin or proof.application) if proof else "—"
        return message("request.signed-elsewhere", found=found, must=known.desk or "—")
    return None if proof.is_present and proof.is_verified else message("request.nobody-asked")

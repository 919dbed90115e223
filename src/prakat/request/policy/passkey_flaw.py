"""sign-off by a passkey x office -> what keeps it from counting: which page asked, was its owner there (R34)"""

from prakat.office.authority import Authority
from prakat.request.policy.sign_off import SignOff
from prakat.rules.message import Message, message
from prakat.rules.wording import Label


def passkey_flaw(signed: SignOff, authority: Authority) -> Message | None:
    """What keeps a passkey's signature from counting: it was made on another page than the office's desk, or nobody
    touched the device, or was asked who they are; no browser or device answers so; or the device has not counted on
    since. ssh-keygen looks at none of that."""
    proof, known = signed.proof, authority.office
    if not signed.is_by_passkey and not (proof and proof.origin):
        return None
    if proof is None or (proof.origin, proof.application) != (known.desk, known.desk_host) or not known.desk:
        found = (proof.origin or proof.application) if proof else "—"
        return message("request.signed-elsewhere", found=found, must=known.desk or "—")
    if not proof.is_present or not proof.is_verified:
        return message("request.nobody-asked")
    if proof.oddity:
        return message("request.signed-oddly", problem=Label("passkey_oddity", proof.oddity))
    if proof.overtaken is not None:
        return message("request.counted-back", found=proof.counter, other=proof.overtaken)
    return None

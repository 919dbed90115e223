"""the audit-log x a commit -> what proves it: each sign-off as it was received, and how stock git verifies it (R34)"""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from prakat.audit_log.audit_log import AuditLog, LogEntry
from prakat.audit_log.merge_record import MergeRecord, ReceivedSignOff
from prakat.audit_log.record import Record, RecordKind
from prakat.audit_log.signed_refusal import proof_in
from prakat.office.authority import Authority
from prakat.office.person import Person
from prakat.repository.passkey_proof import PasskeyProof, passkey_proof
from prakat.repository.public_key import fingerprint
from prakat.repository.signature import NAMESPACE, is_genuine

_SIGNERS, _SIGNATURE, _PUBLISHER = "signers", "signature", "publisher"
_BEGIN = "^-----BEGIN SSH SIGNATURE-----$"


@dataclass(frozen=True, slots=True)
class SignOffEvidence:
    step: str
    at: datetime
    """When it was received."""
    person: Person | None
    """Whose key it is, by the office.yml that gave authority; None for nobody's, and for a review of a forge."""
    text: str
    """The tag object whole, or the review as the forge told it."""
    fingerprint: str
    """Empty where there is no key."""
    proof: PasskeyProof | None
    is_genuine: bool
    """Whether ssh-keygen finds the signature right for that very text and key."""
    in_clone: tuple[str, ...] = ()
    """Commands for whoever has a copy of the repository; none for a review."""
    with_file: tuple[str, ...] = ()
    """Commands for whoever has only that text, as a file."""
    file: str = ""
    """Its name."""


@dataclass(frozen=True, slots=True)
class RecordEvidence:
    """The publisher's own word for it."""

    name: str
    """The file in the audit-log."""
    commit: str
    """Of the audit-log, which the publisher signed."""
    digest: str
    text: str
    fingerprint: str
    in_clone: tuple[str, ...]


def entry_of(log: AuditLog, commit: str) -> LogEntry | None:
    """The newest record of that merge, or the one that this commit of the audit-log holds."""
    return next((each for each in reversed(log.entries) if commit in (_merge(each.record), each.commit)), None)


def _merge(record: Record | None) -> str:
    is_merge = record is not None and record.kind is RecordKind.MERGE
    return str(record.facts.get("commit", "")) if record and is_merge else ""


def received(entry: LogEntry) -> Iterator[ReceivedSignOff]:
    """The requester's own first, and then the chain's; of a refusal that of whoever sent it back."""
    if isinstance(entry.merge, MergeRecord):
        yield from filter(None, [entry.merge.signed_request])
        yield from entry.merge.sign_offs
    elif entry.record and (refused := proof_in(entry.record)):
        yield refused


def sign_off_evidence(found: ReceivedSignOff, number: int, known: Authority | None) -> SignOffEvidence:
    tag, name = found.tag, f"sign-off-{number}-{found.step}.txt"
    if tag is None:
        return SignOffEvidence(found.step, found.at, None, found.object, "", None, is_genuine=False, file=name)
    key = tag.signed.key
    person = known.person_of_key(key) if known else None
    signer = person.id if person else "unknown"
    listed = _listed(signer, key)
    return SignOffEvidence(
        step=found.step,
        at=found.at,
        person=person,
        text=found.object,
        fingerprint=fingerprint(key),
        proof=passkey_proof(tag.signed.armour),
        is_genuine=is_genuine(tag.signed),
        in_clone=(listed, f"{_git()} verify-tag {found.id}"),
        with_file=(
            listed,
            f"sed -n {shlex.quote(f'/{_BEGIN}/,$p')} {name} > {_SIGNATURE}",
            f"sed {shlex.quote(f'/{_BEGIN}/,$d')} {name} | ssh-keygen -Y verify"
            f" -f {_SIGNERS} -I {shlex.quote(signer)} -n {NAMESPACE} -s {_SIGNATURE}",
        ),
        file=name,
    )


def record_evidence(entry: LogEntry) -> RecordEvidence:
    """Of an entry that has a record."""
    key = entry.signed.key if entry.signed else ""
    commands = (_listed(_PUBLISHER, key), f"{_git()} verify-commit {entry.commit}") if key else ()
    text = entry.record.encode().decode("utf-8", "replace") if entry.record else ""
    return RecordEvidence(entry.name, entry.commit, entry.digest, text, fingerprint(key), commands)


def _git() -> str:
    return f'git -c gpg.ssh.allowedSignersFile="$PWD/{_SIGNERS}"'


def _listed(signer: str, key: str) -> str:
    """As `ssh-keygen` wants to be told whose key is whose."""
    line = f'{signer} namespaces="{NAMESPACE}" {key}'
    return f"printf '%s\\n' {shlex.quote(line)} > {_SIGNERS}"

"""SSH-signed tag or commit -> the key that signed it, and whether ssh-keygen finds it right, asked only once (R34)"""

import binascii
import hashlib
import os
import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from prakat.cannot_work import CannotWork
from prakat.repository.own_folder import own_folder
from prakat.repository.program import program
from prakat.repository.public_key import key_of_data, plain_key

NAMESPACE = "git"
BEGIN, END = b"-----BEGIN SSH SIGNATURE-----\n", b"-----END SSH SIGNATURE-----\n"
_IDENTITY = "signer"
_TAG = re.compile(
    rb"object (?P<object>[0-9a-f]{40})\ntype commit\ntag (?P<name>[^\n]+)\ntagger [^\n]*\n\n(?P<message>.*)", re.DOTALL
)
_TIME = re.compile(rb"\ntagger [^\n]*> (?P<time>[0-9]{1,12}) [+-][0-9]{4}\n\n")
_SIGNATURE_HEADER = re.compile(rb"\ngpgsig (?P<armour>[^\n]*(?:\n [^\n]*)*)")


class Signature(NamedTuple):
    """A tuple, like `Tag`: tens of thousands are made in one run."""

    payload: bytes
    armour: bytes
    key: str
    """The public key inside the signature, as `type base64`; empty where there is none."""
    digest: str
    """SHA-256 of payload and signature together."""

    @classmethod
    def of(cls, payload: bytes, armour: bytes) -> "Signature":
        digest = hashlib.sha256(len(payload).to_bytes(8, "big") + payload + armour).hexdigest()
        return cls(payload, armour, _key(armour), digest)


class Tag(NamedTuple):
    name: str
    target: str
    """The commit that it tags."""
    message: str
    signed: Signature

    @property
    def time(self) -> int:
        """By its tagger's clock, in seconds since 1970; 0 where it says none."""
        match = _TIME.search(self.signed.payload)
        return int(match["time"]) if match else 0


def parse_tag(raw: bytes) -> Tag | None:
    """A signed annotated tag on a commit; None for anything else."""
    payload, mark, rest = raw.partition(b"\n" + BEGIN)
    match = _TAG.fullmatch(payload + b"\n")
    if not mark or match is None or not rest.endswith(END) or rest.count(b"-----BEGIN") or rest.count(b"-----END") > 1:
        return None
    try:
        name, message = match["name"].decode("utf-8"), match["message"].decode("utf-8")
    except UnicodeDecodeError:
        return None
    return Tag(name, match["object"].decode("ascii"), message, Signature.of(payload + b"\n", BEGIN + rest))


def signed_commit(raw: bytes) -> Signature | None:
    """The signature of a commit and the bytes that it signs; None for an unsigned commit."""
    head, _, message = raw.partition(b"\n\n")
    header = _SIGNATURE_HEADER.search(head)
    if header is None:
        return None
    armour = header["armour"].replace(b"\n ", b"\n").rstrip(b"\n") + b"\n"
    if not armour.startswith(BEGIN) or not armour.endswith(END):
        return None
    return Signature.of(head[: header.start()] + head[header.end() :] + b"\n\n" + message, armour)


def with_signature(payload: bytes, armour: bytes) -> bytes:
    """A commit's bytes with their signature added as a header."""
    head, _, message = payload.partition(b"\n\n")
    return head + b"\ngpgsig " + armour.rstrip(b"\n").replace(b"\n", b"\n ") + b"\n\n" + message


def _key(armour: bytes) -> str:
    """Reads the public key out of a signature (PROTOCOL.sshsig of OpenSSH)."""
    data = inside_armour(armour)
    if data[:6] != b"SSHSIG" or len(data) < 14:
        return ""
    return key_of_data(data[14 : 14 + int.from_bytes(data[10:14], "big")])


def inside_armour(armour: bytes) -> bytes:
    """The bytes of a signature; none where they cannot be read."""
    try:
        return binascii.a2b_base64(armour.removeprefix(BEGIN).removesuffix(END))
    except binascii.Error:
        return b""


def sign(payload: bytes, private_key: Path) -> bytes:
    """The armoured signature. Raises CannotWork where ssh-keygen refuses the key."""
    done = _keygen(["-q", "-Y", "sign", "-f", str(private_key), "-n", NAMESPACE], payload)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise CannotWork("repository.cannot-sign", key=private_key, said=said)
    return done.stdout.replace(b"\r\n", b"\n")


def public_key(private_key: Path) -> str:
    """Raises CannotWork where there is no such key."""
    done = _keygen(["-y", "-f", str(private_key)], b"")
    if done.returncode:
        raise CannotWork("repository.unreadable-key", key=private_key)
    return plain_key(done.stdout.decode("ascii", "replace").strip())


def _keygen(arguments: list[str], given: bytes) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([program("ssh-keygen"), *arguments], input=given, capture_output=True, check=False)


def is_genuine(signed: Signature) -> bool:
    """Whether the signature over the payload is right for the key inside it; office.yml says whose key that is."""
    if not signed.key:
        return False
    with own_folder() as folder:
        signers, armour = folder / "signers", folder / "signature"
        signers.write_bytes(f'{_IDENTITY} namespaces="{NAMESPACE}" {signed.key}\n'.encode("ascii", "replace"))
        armour.write_bytes(signed.armour)
        arguments = ["-f", str(signers), "-I", _IDENTITY, "-n", NAMESPACE, "-s", str(armour)]
        return _keygen(["-q", "-Y", "verify", *arguments], signed.payload).returncode == 0


@dataclass(slots=True)
class Verified:
    """Verdicts on signatures, by digest of payload and signature; each pair is checked only once."""

    verdicts: dict[str, bool] = field(default_factory=dict)

    def check(self, found: Iterable[Signature]) -> Mapping[str, bool]:
        """Checks the signatures that are new, as many at a time as there are processors; returns their verdicts."""
        new = {each.digest: each for each in found}
        new = {digest: each for digest, each in new.items() if digest not in self.verdicts}
        if not new:
            return {}
        from concurrent.futures import ThreadPoolExecutor  # here: most runs find no new signature

        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            fresh = dict(zip(new, pool.map(is_genuine, new.values()), strict=True))
        self.verdicts.update(fresh)
        return fresh

    def is_right(self, signed: Signature) -> bool:
        if signed.digest not in self.verdicts:
            self.check([signed])
        return self.verdicts[signed.digest]

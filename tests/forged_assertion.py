"""Every part of a passkey's signature as somebody with the key, or without it, could write it otherwise than devices
do; each with what stock ssh-keygen says of it, and the rule under which it counts for nothing here."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from prakat.repository.passkey import passkey_of_point
from prakat.repository.passkey_proof import BY_PASSKEY, PASSKEY
from prakat.repository.signature import BEGIN, END
from software_passkey import ASKED, HOST, ORIGIN, TOUCHED, SoftwarePasskey

ATTESTED, EXTENDED, SHAREABLE, SHARED = 0x40, 0x80, 0x08, 0x10
BOTH = TOUCHED | ASKED
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256: a signature's numbers lie between 1 and this."""
SIGNATURE, PASSKEYS = ("approval.signature",), ("approval.passkey",)
STRANGER = ("approval.stranger",)
OWN = SoftwarePasskey.named("dao")
ELSEWHERE = SoftwarePasskey.named("dao", "other.example")
OFF_CURVE = passkey_of_point(bytes(31) + b"\x01", bytes(31) + b"\x01", HOST)
KEYS = (OWN.line, ELSEWHERE.line, OFF_CURVE)
"""Of the one who signs, as office.yml has them."""

Numbers = Callable[[int, int], bytes]


def string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def mpint(number: int) -> bytes:
    return string(number.to_bytes(number.bit_length() // 8 + 1, "big") if number else b"")


def two(r: int, s: int) -> bytes:
    return mpint(r) + mpint(s)


@dataclass(frozen=True)
class Forgery:
    """A signature of which every part can be chosen; what is not is as Chromium and a phone write it."""

    device: SoftwarePasskey = OWN
    origin: str = ORIGIN
    rest: bytes = b',"crossOrigin":false}'
    """Of the client data, after its origin."""
    client: Callable[[bytes], bytes] = bytes
    flags: int = BOTH
    extensions: bytes = b""
    kind: bytes = BY_PASSKEY
    namespace: bytes = b"git"
    algorithm: bytes = b"sha512"
    version: int = 1
    numbers: Numbers = two
    after: bytes = b""
    """Behind the last part of the signature."""
    end: bytes = b""
    """Behind the signature."""
    line: str = ""
    """The public key inside, where it is not the device's own."""
    changed: Mapping[str, bytes] = field(default_factory=dict)
    """Parts that are otherwise than what was signed: flags, counter, origin, client, extensions, text."""
    armoured: Callable[[bytes], bytes] = bytes

    def of(self, payload: bytes) -> bytes:
        told = self.changed.get
        text = told("text", payload)
        hashed = hashlib.new(self.algorithm.decode(), text).digest()
        blob = b"SSHSIG" + string(self.namespace) + string(b"") + string(self.algorithm) + string(hashed)
        client = self.client(self._client(blob))
        message = client if self.kind == BY_PASSKEY else blob
        counter = self.device.counter.to_bytes(4, "big")
        data = hashlib.sha256(self.device.application.encode()).digest() + bytes([self.flags]) + counter
        given = data + self.extensions + hashlib.sha256(message).digest()
        made = self.numbers(*decode_dss_signature(self.device.private.sign(given, ec.ECDSA(hashes.SHA256()))))
        parts = string(self.kind) + string(made) + told("flags", bytes([self.flags])) + told("counter", counter)
        if self.kind == BY_PASSKEY:
            parts += string(told("origin", self.origin.encode())) + string(told("client", client))
            parts += string(told("extensions", self.extensions))
        key = base64.b64decode((self.line or self.device.line).split(" ")[1])
        inside = b"SSHSIG" + self.version.to_bytes(4, "big") + string(key) + string(self.namespace) + string(b"")
        inside += string(self.algorithm) + string(parts + self.after) + self.end
        return self.armoured(wrapped(inside))

    def _client(self, blob: bytes) -> bytes:
        asked = base64.urlsafe_b64encode(blob).rstrip(b"=")
        begins = b'{"type":"webauthn.get","challenge":"' + asked + b'","origin":"'
        return begins + self.origin.encode() + b'"' + self.rest


def wrapped(inside: bytes, width: int = 70, end: bytes = b"\n") -> bytes:
    text = base64.b64encode(inside)
    return BEGIN + b"".join(text[at : at + width] + end for at in range(0, len(text), width)) + END


def anew(width: int = 70, end: bytes = b"\n") -> Callable[[bytes], bytes]:
    """The same bytes on other lines."""

    def made(armour: bytes) -> bytes:
        text = armour.removeprefix(BEGIN).removesuffix(END)
        return wrapped(base64.b64decode(text), width, end)

    return made


@dataclass(frozen=True)
class Row:
    made: Forgery
    is_right: bool
    """What stock ssh-keygen says."""
    ids: tuple[str, ...]
    """Of what keeps it from counting here; none for what honest devices and browsers answer."""


def _rest(text: bytes) -> Forgery:
    return Forgery(rest=text)


def _instead(old: bytes, new: bytes) -> Forgery:
    return Forgery(client=lambda honest: honest.replace(old, new, 1))


def _page(origin: str) -> Forgery:
    return Forgery(origin=origin)


def _otherwise(honest: bytes) -> bytes:
    """With its first two names the other way round."""
    challenge = honest.split(b'"')[7]
    return honest.replace(
        b'{"type":"webauthn.get","challenge":"' + challenge,
        b'{"challenge":"' + challenge + b'","type":"webauthn.get',
        1,
    )


_ADDED = b'"other_keys_can_be_added_here":"do not compare clientDataJSON against a template. See https://goo.gl/yabPex"'
_MAP = b"\xa1\x69credBlobs\x41\x00"

HONEST = {
    "as Chromium writes": Forgery(),
    "as older Safari writes": _rest(b"}"),
    "as Chromium writes now and then": _rest(b',"crossOrigin":false,' + _ADDED + b"}"),
    "as older Edge writes": _rest(b',"crossOrigin":false,"tokenBinding":{"status":"supported"}}'),
    "as an app on Android writes": _rest(b',"androidPackageName":"com.android.chrome"}'),
    "a synced passkey": Forgery(flags=BOTH | SHAREABLE | SHARED),
    "a passkey not yet synced": Forgery(flags=BOTH | SHAREABLE),
    "a device with extensions": Forgery(flags=BOTH | EXTENDED, extensions=_MAP),
    "the larger of two numbers": Forgery(numbers=lambda r, s: two(r, max(s, ORDER - s))),
    "the smaller of two numbers": Forgery(numbers=lambda r, s: two(r, min(s, ORDER - s))),
}
ELSEWHERE_OR_NOBODY = {
    "another page": _page("https://desk.office.example.evil.example"),
    "a page below": _page("https://evil.desk.office.example"),
    "without encryption": _page("http://desk.office.example"),
    "another port": _page("https://desk.office.example:8443"),
    "an app": _page("android:apk-key-hash:2jmj7l5rSw0yVb_vlWAYkK_YBwk"),
    "no page": _page(""),
    "another application": Forgery(device=ELSEWHERE),
    "nobody there": Forgery(flags=ASKED),
    "nobody asked": Forgery(flags=TOUCHED),
    "neither": Forgery(flags=0),
    "neither, but synced": Forgery(flags=SHAREABLE | SHARED),
    "page with a NUL": Forgery(changed={"origin": ORIGIN.encode() + b"\0"}),
    "as a program signs, no browser": Forgery(kind=PASSKEY.encode()),
}
ODD = {
    "in another site's frame": _rest(b',"crossOrigin":true}'),
    "in a frame, as a word": _rest(b',"crossOrigin":"false"}'),
    "in a frame, as a number": _rest(b',"crossOrigin":0}'),
    "below another site": _rest(b',"crossOrigin":false,"topOrigin":"https://evil.example"}'),
    "CR": _rest(b',"crossOrigin":false\r}'),
    "LF": _rest(b',\n"crossOrigin":false}'),
    "CR and LF at the end": _rest(b',"crossOrigin":false}\r\n'),
    "tab": _rest(b',\t"crossOrigin":false}'),
    "space": _rest(b', "crossOrigin": false}'),
    "CR within a word": _rest(b',"crossOrigin":false,"a":"\r"}'),
    "NUL": _rest(b',"crossOrigin":false,"a":"\0"}'),
    "origin twice": _rest(b',"origin":"https://evil.example"}'),
    "origin twice, spelled otherwise": _rest(b',"\\u006frigin":"https://evil.example"}'),
    "type twice": _rest(b',"type":"webauthn.create"}'),
    "challenge twice": _rest(b',"challenge":"","crossOrigin":false}'),
    "crossOrigin twice": _rest(b',"crossOrigin":true,"crossOrigin":false}'),
    "twice, further in": _rest(b',"a":{"b":1,"b":2}}'),
    "no UTF-8": _rest(b',"a":"\xff"}'),
    "half a letter": _rest(b',"a":"\xed\xa0\x80"}'),
    "not closed": _rest(b""),
    "more behind": _rest(b',"crossOrigin":false}{}'),
    "no number": _rest(b',"a":NaN}'),
    "too deep": _rest(b',"a":' + b"[" * 4000 + b"]" * 4000 + b"}"),
    "too long": _rest(b',"a":"' + b"x" * 9000 + b'"}'),
    "synced that cannot be": Forgery(flags=BOTH | SHARED),
    "extensions that say nothing": Forgery(flags=BOTH | EXTENDED, extensions=b"\xff\xff"),
    "extensions with more behind": Forgery(flags=BOTH | EXTENDED, extensions=_MAP + b"\x00"),
    "extensions cut": Forgery(flags=BOTH | EXTENDED, extensions=_MAP[:-1]),
    "extensions that are no pairs": Forgery(flags=BOTH | EXTENDED, extensions=b"\x01"),
    "padded": Forgery(numbers=lambda r, s: string(b"\0\0" + mpint(r)[4:]) + mpint(s)),
    "padded last": Forgery(numbers=lambda r, s: mpint(r) + string(b"\0\0" + mpint(s)[4:])),
    "a shorter digest": Forgery(algorithm=b"sha256"),
    "on other lines": Forgery(armoured=anew(64)),
    "on lines of CR and LF": Forgery(armoured=anew(70, b"\r\n")),
    "on one line": Forgery(armoured=anew(10_000)),
    "with empty lines": Forgery(armoured=anew(70, b"\n\n")),
}
WRONG = {
    "other order of names": Forgery(client=_otherwise),
    "crossOrigin first": _instead(b',"origin"', b',"crossOrigin":false,"origin"'),
    "space first": _instead(b"{", b" {"),
    "space within": _instead(b'"type":', b'"type": '),
    "CR first": _instead(b"{", b"{\r"),
    "a mark of UTF-8 first": _instead(b"{", b"\xef\xbb\xbf{"),
    "made, not asked": _instead(b"webauthn.get", b"webauthn.create"),
    "challenge with padding": _instead(b'","origin"', b'=","origin"'),
    "escaped slashes": _instead(b"https://", b"https:\\/\\/"),
    "another text": Forgery(changed={"text": b"another"}),
    "another namespace": Forgery(namespace=b"file"),
    "no namespace": Forgery(namespace=b""),
    "another digest": Forgery(algorithm=b"sha1"),
    "another version": Forgery(version=2),
    "a key attested": Forgery(flags=BOTH | ATTESTED),
    "extensions not there": Forgery(flags=BOTH | EXTENDED),
    "extensions not told": Forgery(extensions=_MAP),
    "presence added": Forgery(flags=ASKED, changed={"flags": bytes([BOTH])}),
    "counter changed": Forgery(changed={"counter": bytes([0, 0, 0, 9])}),
    "page changed": Forgery(origin="https://evil.example", changed={"origin": ORIGIN.encode()}),
    "page with a quote": Forgery(changed={"origin": ORIGIN.encode() + b'"'}),
    "client data changed": Forgery(rest=b"}", changed={"client": b"{}"}),
    "extensions changed": Forgery(flags=BOTH | EXTENDED, extensions=_MAP, changed={"extensions": b"\xa0"}),
    "zero first": Forgery(numbers=lambda r, s: two(0, s)),
    "zero last": Forgery(numbers=lambda r, s: two(r, 0)),
    "order of the curve": Forgery(numbers=lambda r, s: two(r, ORDER)),
    "beyond the order": Forgery(numbers=lambda r, s: two(r, s + ORDER)),
    "negative": Forgery(numbers=lambda r, s: string(b"\xff" + r.to_bytes(32, "big")) + mpint(s)),
    "a third number": Forgery(numbers=lambda r, s: two(r, s) + mpint(1)),
    "one number": Forgery(numbers=lambda r, _: mpint(r)),
    "more in the signature": Forgery(after=b"\0"),
    "more behind the signature": Forgery(end=b"\0"),
    "a point on no curve": Forgery(line=OFF_CURVE),
    "a key that is another's": Forgery(device=SoftwarePasskey.named("mallory"), line=OWN.line),
    "signed as a browser, told as a program": Forgery(kind=PASSKEY.encode(), after=string(ORIGIN.encode())),
}
ELSE = {
    "a stranger's": Forgery(device=SoftwarePasskey.named("mallory")),
    "no armour at all": Forgery(armoured=lambda _: BEGIN + b"!!!!\n" + END),
}

ROWS: Mapping[str, Row] = {
    **{name: Row(made, True, ()) for name, made in HONEST.items()},
    **{name: Row(made, True, PASSKEYS) for name, made in (ELSEWHERE_OR_NOBODY | ODD).items()},
    **{name: Row(made, False, SIGNATURE) for name, made in WRONG.items()},
    **{name: Row(made, False, STRANGER) for name, made in ELSE.items()},
}

"""Passkeys sign as SSH keys do: a device's answer is a signature that stock ssh-keygen and git verify, or refused."""

import subprocess
from pathlib import Path

import pytest

from prakat.cannot_work import CannotWork
from prakat.repository.passkey import (
    Assertion,
    application_of,
    challenge_of,
    passkey_of_point,
    passkey_signature,
    point_of_passkey,
)
from prakat.repository.passkey_proof import Oddity, passkey_proof
from prakat.repository.public_key import is_whole
from sign_off_office import World
from software_passkey import ASKED, HOST, ORIGIN, TOUCHED, SoftwarePasskey

TEXT = b"object of a tag\n\nChecked\n"
DEVICE = SoftwarePasskey(counter=7)


def signed(answer: Assertion, key: str = "", origin: str = ORIGIN) -> bytes:
    return passkey_signature(TEXT, key or DEVICE.line, answer, origin)


def refusal(answer: Assertion, key: str = "", origin: str = ORIGIN) -> str:
    with pytest.raises(CannotWork) as problem:
        signed(answer, key, origin)
    return problem.value.message


def test_stock_ssh_keygen_verifies_what_a_passkey_signs(tmp_path: Path) -> None:
    signers, armour = tmp_path / "signers", tmp_path / "armour"
    signers.write_text(f'nok namespaces="git" {DEVICE.line}\n')
    armour.write_bytes(DEVICE.armour(TEXT))
    command = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", "nok", "-n", "git", "-s", str(armour)]
    assert subprocess.run(command, input=TEXT, check=False).returncode == 0
    assert subprocess.run(command, input=TEXT + b".", check=False).returncode != 0


def test_stock_git_verifies_a_tag_that_a_passkey_signed(world: World, tmp_path: Path) -> None:
    world.ask(2, {"content/law/act/index.md": None})
    DEVICE.sign(world, 2, "approver", "dao")
    signers = tmp_path / "signers"
    signers.write_text(f'dao@office.example namespaces="git" {DEVICE.line}\n')
    world.git(
        "-c", "gpg.format=ssh", "-c", f"gpg.ssh.allowedSignersFile={signers}", "verify-tag", "sign-off/2/approver"
    )


def test_the_key_holds_its_point_and_its_application() -> None:
    x, y = bytes(range(32)), bytes(range(32, 64))
    key = passkey_of_point(x, y, HOST)
    assert is_whole(key) and application_of(f"{key} phone") == HOST
    assert point_of_passkey(key) == (x, y)


def test_a_key_that_ssh_keygen_made_in_a_device_is_no_passkey() -> None:
    key = passkey_of_point(bytes(32), bytes(32), "ssh:")
    assert is_whole(key) and application_of(key) == "" and point_of_passkey(key) is None
    assert application_of("ssh-ed25519 AAAA") == ""


def test_how_it_was_signed_can_be_read() -> None:
    assert passkey_proof(DEVICE.armour(TEXT)) == (HOST, ORIGIN, True, True, 7, Oddity.NONE)


@pytest.mark.parametrize("cut", range(0, 300, 7))
def test_a_cut_signature_says_nothing(cut: int) -> None:
    whole = DEVICE.armour(TEXT)
    assert passkey_proof(whole[:cut]) is None


def test_extensions_are_part_of_what_is_signed() -> None:
    made = signed(DEVICE.answers(challenge_of(TEXT), TOUCHED | ASKED | 0x80, extra=b"\xa1\x61a\x01"))
    assert passkey_proof(made) == (HOST, ORIGIN, True, True, 7, Oddity.NONE)


ORDERED = DEVICE.client_data(challenge_of(TEXT))
OTHERWISE = b'{"challenge":"' + ORDERED.split(b'"')[7] + b'","type":"webauthn.get","origin":"' + ORIGIN.encode() + b'"}'
AFTER = b'","crossOrigin":false,"origin":"' + ORIGIN.encode() + b'"}'
LATE = b'{"type":"webauthn.get","challenge":"' + ORDERED.split(b'"')[7] + AFTER


@pytest.mark.parametrize("client", [OTHERWISE, LATE, b"", b"{}", ORDERED + b" " * 9000])
def test_client_data_that_openssh_cannot_compare_is_refused(client: bytes) -> None:
    assert refusal(DEVICE.answers(challenge_of(TEXT))._replace(client_data=client)) == "repository.passkey-client"


FRAMED = (b',"crossOrigin":true}', b',"topOrigin":"https://evil.example"}')


@pytest.mark.parametrize("rest", [*FRAMED, b',"a":1,"a":2}', b',"a":1\r}', b"", b',"a":"\xff"}'])
def test_client_data_that_no_desks_page_gets_is_refused(rest: bytes) -> None:
    challenge = challenge_of(TEXT)
    assert refusal(DEVICE.answers(challenge, client=DEVICE.client_data(challenge, rest))) == "repository.passkey-odd"


@pytest.mark.parametrize(("more", "extra"), [(0x10, b""), (0x80, b"\xff"), (0x80, b"\xa0\xa0")])
def test_device_data_that_contradicts_itself_is_refused(more: int, extra: bytes) -> None:
    answer = DEVICE.answers(challenge_of(TEXT), TOUCHED | ASKED | more, extra=extra)
    assert refusal(answer) == "repository.passkey-odd"


def test_another_text_is_refused() -> None:
    assert refusal(DEVICE.answers(challenge_of(b"another"))) == "repository.passkey-other-text"


@pytest.mark.parametrize(
    "origin", ["https://desk.office.example.evil.example", "http://desk.office.example", ORIGIN[:-1]]
)
def test_another_page_is_refused(origin: str) -> None:
    answer = SoftwarePasskey(origin=origin, private=DEVICE.private).answers(challenge_of(TEXT))
    assert refusal(answer) == "repository.passkey-origin"


def test_another_application_is_refused() -> None:
    answer = SoftwarePasskey(application="evil.example", private=DEVICE.private).answers(challenge_of(TEXT))
    assert refusal(answer) == "repository.passkey-application"
    assert refusal(DEVICE.answers(challenge_of(TEXT)), "ssh-ed25519 AAAA") == "repository.passkey-application"


@pytest.mark.parametrize("flags", [0, TOUCHED, ASKED])
def test_a_device_that_asked_nobody_is_refused(flags: int) -> None:
    assert refusal(DEVICE.answers(challenge_of(TEXT), flags)) == "repository.passkey-nobody"


@pytest.mark.parametrize(("more", "extra"), [(0x40, b""), (0x80, b""), (0, b"\xa0"), (0x80, b"x" * 9000)])
def test_device_data_that_does_not_fit_is_refused(more: int, extra: bytes) -> None:
    answer = DEVICE.answers(challenge_of(TEXT), TOUCHED | ASKED | more, extra=extra)
    assert refusal(answer) == "repository.passkey-device"
    assert refusal(answer._replace(authenticator_data=answer.authenticator_data[:36])) == "repository.passkey-device"


def test_another_key_is_refused() -> None:
    assert refusal(SoftwarePasskey().answers(challenge_of(TEXT))) == "repository.passkey-wrong"


@pytest.mark.parametrize(
    "der", [b"", b"\x30", b"0\x06\x02\x01\x01\x02\x01", b"0\x06\x02\x01\x81\x02\x01\x01", b"0\x80" * 40]
)
def test_a_signature_of_another_form_is_refused(der: bytes) -> None:
    assert refusal(DEVICE.answers(challenge_of(TEXT))._replace(signature=der)) == "repository.passkey-wrong"
    answer = DEVICE.answers(challenge_of(TEXT))
    assert refusal(answer._replace(signature=answer.signature + b"x")) == "repository.passkey-wrong"


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_point_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(CannotWork):
        passkey_of_point(bytes(size), bytes(32), HOST)

"""What is handed in as a public key: taken as people have it, refused with what to do, a private one never shown."""

import base64
import os
import subprocess
from pathlib import Path

import pytest

from prakat.cannot_work import CannotWork
from prakat.founding.offered_key import key_in_file, typed_key
from prakat.founding.staff import make_key
from prakat.rules.message import why
from prakat.rules.wording import LANGUAGES


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("keys")
    make_key(place / "nok", "nok@her computer")
    for kind, form in (("rsa", "PEM"), ("ecdsa", "PKCS8")):
        made = place / kind
        command = ["ssh-keygen", "-q", "-t", kind, "-m", form, "-N", "", "-C", kind, "-f", str(made)]
        subprocess.run(command, check=True)
    return place


def public(keys: Path, name: str = "nok") -> str:
    return (keys / f"{name}.pub").read_text(encoding="utf-8").strip()


def plain(keys: Path, name: str = "nok") -> str:
    return " ".join(public(keys, name).split(" ")[:2])


@pytest.mark.parametrize("name", ["nok", "rsa", "ecdsa"])
def test_the_public_file_is_taken_without_its_comment(keys: Path, name: str) -> None:
    assert key_in_file(str(keys / f"{name}.pub")) == typed_key(public(keys, name)) == plain(keys, name)


def test_it_is_taken_as_windows_writes_it(keys: Path, tmp_path: Path) -> None:
    text = f"{public(keys)}\r\n"
    for raw in (
        text.encode(),
        b"\xef\xbb\xbf" + text.encode(),
        text.encode("utf-16"),
        b"\xfe\xff" + text.encode("utf-16-be"),
    ):
        (tmp_path / "nok.pub").write_bytes(raw)
        assert key_in_file(str(tmp_path / "nok.pub")) == plain(keys)
    assert typed_key(f'"{tmp_path / "nok.pub"}"') == plain(keys), "as dragged into the window"


def test_it_is_taken_as_putty_writes_it(keys: Path, tmp_path: Path) -> None:
    told = subprocess.run(["ssh-keygen", "-e", "-f", str(keys / "rsa.pub")], check=True, capture_output=True)
    for raw in (told.stdout, told.stdout.replace(b"\n", b"\r\n")):
        (tmp_path / "putty.pub").write_bytes(raw)
        assert key_in_file(str(tmp_path / "putty.pub")) == plain(keys, "rsa")


PUTTY = (
    "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: nok\nPrivate-Lines: 1\nc2VjcmV0\nPrivate-MAC: 00\n"
)


@pytest.mark.parametrize("name", ["nok", "rsa", "ecdsa", "putty.ppk"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_private_key_is_refused_and_not_shown(keys: Path, tmp_path: Path, name: str, language: str) -> None:
    text = PUTTY if name == "putty.ppk" else (keys / name).read_text(encoding="utf-8")
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        (tmp_path / name).write_text(text, encoding=encoding)
        with pytest.raises(CannotWork) as problem:
            key_in_file(str(tmp_path / name))
        told = why(problem.value, language)
        assert str(tmp_path / name.removesuffix(".ppk")) + ".pub" in told
        assert not [line for line in text.splitlines() if line in told]
    for typed in (text, text.splitlines()[0], text.splitlines()[1] if name == "nok" else text):
        with pytest.raises(CannotWork, match="private-key-typed") as problem:
            typed_key(typed)
        assert not [line for line in text.splitlines() if line in f"{why(problem.value, language)} {problem.value}"]


def broken(key: str) -> dict[str, bytes]:
    kind, data = key.split(" ")
    raw = base64.b64decode(data)
    return {
        "empty": b"",
        "blank": b"\n\n# only a comment\n",
        "garbage": bytes(range(256)),
        "prose": "กุญแจของนก".encode(),
        "html": b"<html><body>ssh keys</body></html>",
        "cut": f"{kind} {data[:-8]}".encode(),
        "folded": f"{kind} {data[:30]}\n{data[30:]}".encode(),
        "changed": f"{kind} {data[:20]}!{data[21:]}".encode(),
        "another kind": f"ssh-rsa {data}".encode(),
        "nothing inside": f"{kind} {base64.b64encode(raw[:15]).decode()}".encode(),
        "dss": f"ssh-dss {data}".encode(),
        "certificate": f"ssh-ed25519-cert-v01@openssh.com {data}".encode(),
        "options": f'restrict,command="x y" {key} nok'.encode(),
        "two": f"{key}\n{key} again".encode(),
        "no base64": f"{kind} AAAA*".encode(),
        "putty, cut": b"---- BEGIN SSH2 PUBLIC KEY ----\nAAAAB3Nz\n---- END SSH2 PUBLIC KEY ----\n",
    }


BROKEN = tuple(broken("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAZZPsU122lpUbdkEoxRMdAhjQCN8KLwaCfzTly5gg88"))


@pytest.mark.parametrize("case", BROKEN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_public_key_is_told_with_its_place(keys: Path, tmp_path: Path, case: str, language: str) -> None:
    (tmp_path / "nok.pub").write_bytes(broken(plain(keys))[case])
    with pytest.raises(CannotWork) as problem:
        key_in_file(str(tmp_path / "nok.pub"))
    assert str(tmp_path / "nok.pub") in why(problem.value, language)


@pytest.mark.parametrize("path", ["", "none", ".", "a\0b", "~nobody-of-that-name/x"])
def test_what_cannot_be_read_is_told(path: str) -> None:
    with pytest.raises(CannotWork):
        key_in_file(path)
    with pytest.raises(CannotWork):
        typed_key(path)


def test_a_wrong_key_that_was_typed_is_told_as_typed(keys: Path) -> None:
    with pytest.raises(CannotWork, match="key-cut") as problem:
        typed_key(public(keys)[:40])
    assert "ข้อความที่พิมพ์" in why(problem.value)


def test_a_hardware_key_is_a_key() -> None:
    """Made from its parts: the type, a public point, an application."""
    kind = "sk-ssh-ed25519@openssh.com"
    parts = (kind.encode(), bytes(range(32)), b"ssh:")
    data = base64.b64encode(b"".join(len(each).to_bytes(4, "big") + each for each in parts)).decode()
    assert typed_key(f"{kind} {data} nok") == f"{kind} {data}"


@pytest.mark.parametrize(
    "typed",
    [
        "AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
        "MIIEowIBAAKCAQEAq1W2e3R4t5Y6u7I8o9P0",
        "QyNTUxOQAAACBq1W2e3R4t5Y6u7I8o9P0==",
        '{"kty":"OKP","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}',
        "hunter2",
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_file_might_be_a_secret_and_is_not_shown(typed: str, language: str) -> None:
    with pytest.raises(CannotWork) as refused:
        typed_key(typed)
    assert typed[:8] not in why(refused.value, language)
    assert not any(typed[:8] in str(each) for each in refused.value.values.values())


def test_what_is_no_plain_file_is_told_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pub")
    for name in ("pipe.pub", "none.pub", ""):
        with pytest.raises(CannotWork, match="no-key-file"):
            key_in_file(str(tmp_path / name))

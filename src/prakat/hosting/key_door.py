"""what ssh was asked for x whose key it was -> git on this one repository, which then knows who pushes (R34)"""

import hashlib
import hmac
import os
import re
import secrets
import shlex
from collections.abc import Container, Mapping
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.repository.program import program
from prakat.repository.receipt import OWN_FOLDER

ASKED = "SSH_ORIGINAL_COMMAND"
"""Where sshd puts what the client asked for, when the key's line in authorized_keys has a command of its own."""
_PUSHER = "PRAKAT_PUSHER"
_KEPT = "door"
AS, DESK = "as", "desk"
"""The word before a person whom the desk names; what receipts then say of who vouched."""
_TAKES = "receive-pack"
_SERVICES = (_TAKES, "upload-pack", "upload-archive")
_PASSED_ON = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "TMPDIR", "PRAKAT_LANG")
_PROTOCOL = re.compile(r"version=[0-9]")


def admitted(
    git_dir: Path, pusher: str, environment: Mapping[str, str], via: str = ""
) -> tuple[str, tuple[str, ...], dict[str, str]]:
    """The program, arguments and environment that serve whoever has the key of `pusher`, or whom `via` names.

    Nothing else of the environment is passed on, as a client can put into it what sshd lets it. Raises CannotWork for
    anything but git on this repository."""
    service, place = _wanted(environment.get(ASKED, ""))
    if service not in _SERVICES or not place or not _is_same(Path(place), git_dir):
        raise CannotWork("hosting.other-door-asked", found=environment.get(ASKED, "") or "—", must=git_dir)
    own = {name: environment[name] for name in _PASSED_ON if name in environment}
    protocol = environment.get("GIT_PROTOCOL", "")
    if _PROTOCOL.fullmatch(protocol):
        own["GIT_PROTOCOL"] = protocol
    told = f"{pusher} {via}".rstrip()
    own[_PUSHER] = f"{_proof(_secret(git_dir), told)} {told}"
    return program("git"), (service, str(git_dir.resolve())), own


def admitted_by_desk(
    git_dir: Path, people: Container[str], environment: Mapping[str, str]
) -> tuple[str, tuple[str, ...], dict[str, str]]:
    """The same for the desk's own key: it asks `as PERSON git-receive-pack ...`, and vouches for that person, who must
    be one of `people`; it fetches in nobody's name."""
    asked = environment.get(ASKED, "")
    first, _, rest = asked.partition(" ")
    person, _, wanted = rest.partition(" ")
    if first != AS:
        if _wanted(asked)[0] == _TAKES:
            raise CannotWork("hosting.desk-names-nobody")
        return admitted(git_dir, "", environment)
    if person not in people:
        raise CannotWork("hosting.desk-names-stranger", found=person or "—")
    return admitted(git_dir, person, {**environment, ASKED: wanted}, DESK)


def door_secret(git_dir: Path) -> Path:
    """Where the secret lies by which the door proves who pushes; whoever can read it can push as anybody."""
    return git_dir / OWN_FOLDER / _KEPT


def _is_same(place: Path, git_dir: Path) -> bool:
    try:
        return place.resolve() == git_dir.resolve()
    except (OSError, RuntimeError):  # links that lead in a circle
        return False


def pusher_of(git_dir: Path, environment: Mapping[str, str]) -> str:
    """The mail or id of whoever pushes, where `admitted` says so; empty where anybody else does, or nobody.

    What the environment says is believed only with the proof of a secret that lies in the repository's own folder:
    whoever can read it there can write there as well."""
    return _proven(git_dir, environment).partition(" ")[0]


def voucher_of(git_dir: Path, environment: Mapping[str, str]) -> str:
    """By whose word it is that person: DESK, or empty where it is by the person's own key."""
    return _proven(git_dir, environment).partition(" ")[2]


def _proven(git_dir: Path, environment: Mapping[str, str]) -> str:
    proof, _, told = environment.get(_PUSHER, "").partition(" ")
    path = door_secret(git_dir)
    if not told or not path.is_file():
        return ""
    must = _proof(path.read_bytes(), told).encode()
    return told if hmac.compare_digest(proof.encode("utf-8", "surrogateescape"), must) else ""


def _wanted(asked: str) -> tuple[str, str]:
    """`git-receive-pack '/srv/prakat/office.git'`, or with a space after git -> its service and place."""
    try:
        words = shlex.split(asked)
    except ValueError:
        return "", ""
    if len(words) == 2 and words[0].startswith("git-"):
        return words[0].removeprefix("git-"), words[1]
    return (words[1], words[2]) if len(words) == 3 and words[0] == "git" else ("", "")


def _proof(secret: bytes, pusher: str) -> str:
    return hmac.new(secret, pusher.encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()


def _secret(git_dir: Path) -> bytes:
    """Made when the first person comes in; two who come at once get the same one."""
    path = door_secret(git_dir)
    if not path.is_file():
        path.parent.mkdir(exist_ok=True)
        own = path.with_name(f"{_KEPT}.{secrets.token_hex(8)}")
        file = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "wb") as stream:
            stream.write(secrets.token_hex(32).encode("ascii"))
        try:
            os.link(own, path)
        except FileExistsError:
            pass
        finally:
            own.unlink()
    return path.read_bytes()

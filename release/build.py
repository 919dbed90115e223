"""A checkout -> its wheel and sdist, built again elsewhere and under other circumstances: the same bytes, or refused"""

import hashlib
import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from zipfile import ZipFile

from release.checkout import Checkout
from release.not_ready import NotReady

AS_HERE: Mapping[str, str] = MappingProxyType({})
ELSEWHERE = MappingProxyType({"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"})
BOTH = ("sdist", "wheel")


def reproduced(checkout: Checkout, to: Path) -> Path:
    """The wheel. Built in the checkout, in a fresh clone that only its owner can read, and from the sdist alone."""
    with TemporaryDirectory(prefix="prakat-build-") as place:
        again, unpacked, from_sdist = (Path(place) / name for name in ("again", "unpacked", "from-sdist"))
        built(checkout.root, to, checkout.epoch, BOTH, AS_HERE, umask=0o022)
        clone = checkout.clone(Path(place) / "clone", umask=0o077)
        built(clone, again, checkout.epoch, BOTH, ELSEWHERE, umask=0o077)
        with tarfile.open(next(to.glob("*.tar.gz"))) as packed:
            packed.extractall(unpacked, filter="data")
        built(next(unpacked.iterdir()), from_sdist, checkout.epoch, ("wheel",), ELSEWHERE, umask=0o027)
        for others, where in ((again, "in a fresh clone"), (from_sdist, "from the sdist")):
            for other in others.iterdir():
                same(to / other.name, other, where)
    return next(to.glob("*.whl"))


def built(
    root: Path, to: Path, epoch: str, kinds: tuple[str, ...], circumstances: Mapping[str, str], umask: int
) -> None:
    """By the pinned hatchling of this environment, without network."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    asked = [sys.executable, "-P", "-m", "hatchling", "build", "-d", str(to), *(f"-t{kind}" for kind in kinds)]
    settings = {**own, **circumstances, "SOURCE_DATE_EPOCH": epoch}
    done = subprocess.run(
        asked, cwd=root, env=settings, umask=umask, check=False, capture_output=True, encoding="utf-8"
    )
    if done.returncode:
        raise NotReady(f"The package cannot be built in {root}:\n{done.stdout}{done.stderr}".strip())


def same(one: Path, other: Path, where: str) -> None:
    if one.read_bytes() != other.read_bytes():
        different = sorted(name for name, _ in set(members(one).items()) ^ set(members(other).items()))
        names = ", ".join(dict.fromkeys(different)) or "their order, or how they are packed"
        raise NotReady(f"{one.name} must be the same bytes built here and {where}, and differs in: {names}")


def members(archive: Path) -> dict[str, tuple[object, ...]]:
    """Name of a file in it -> everything by which it may differ."""
    if archive.suffix == ".whl":
        with ZipFile(archive) as packed:
            return {each.filename: (each.CRC, each.date_time, each.external_attr) for each in packed.infolist()}
    with tarfile.open(archive) as tar:
        return {
            each.name: (each.mode, each.mtime, each.type, hashlib.sha256(_read(tar, each)).digest()) for each in tar
        }


def _read(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    opened = tar.extractfile(member)
    return opened.read() if opened else b""

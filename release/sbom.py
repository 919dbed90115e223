"""requirements.lock x the metadata of its packages -> CycloneDX: every run-time package, its hashes and its licence"""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import distributions
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from release.checkout import Checkout
from release.not_ready import NotReady

TOOLS = Path(sys.executable).parent
NEWEST_PYTHON = "3.14"
"""For which a line of the lock may be meant that is not for this Python. It is installed for its metadata only."""
AS_WRITTEN = ("--spec-version", "1.6", "--output-reproducible", "--short-PURLs", "--no-validate")
"""Validated is what is written in the end."""
_MARKER = re.compile(r" ; (.+?)\s+--hash=")
"""For which Pythons a line of the lock is, as the tool quotes the line."""
Component = dict[str, Any]


def text(checkout: Checkout, wheel: Path) -> str:
    """The same for the same commit, under the same minor version of Python: its time is the commit's."""
    lock = checkout.root / "requirements.lock"
    with TemporaryDirectory(prefix="prakat-sbom-") as place:
        pinned = {each["purl"]: each for each in _described(checkout, "requirements", str(lock))["components"]}
        here = _installed(Path(place) / "here", "-r", str(lock))
        found = _described(checkout, "environment", "--pyproject", str(checkout.root / "pyproject.toml"), str(here))
        known = {each["purl"]: each for each in found["components"]}
        others = [each for purl, each in pinned.items() if purl not in known]
        elsewhere = _for_other_pythons(Path(place), others)
        known |= {each["purl"]: each for each in _described(checkout, "environment", str(elsewhere))["components"]}
        _complete(known.values(), pinned, _licences(here) | _licences(elsewhere))
    found["components"] = sorted(known.values(), key=lambda each: str(each["bom-ref"]))
    found["dependencies"] += [{"ref": known[each["purl"]]["bom-ref"]} for each in others]
    found["metadata"]["component"]["externalReferences"].append(_file(wheel))
    written = json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    if problem := JsonStrictValidator(SchemaVersion.V1_6).validate_str(written):
        raise NotReady(f"CycloneDX 1.6 does not allow what would be written: {problem}")
    return written


def _complete(components: Iterable[Component], pinned: Mapping[str, Component], licences: Mapping[str, str]) -> None:
    """The hashes are of the lock; where metadata holds a licence in words of its own, they are quoted."""
    for each in components:
        if each["purl"] not in pinned:
            raise NotReady(
                f"{each['purl']} is installed with the packages of requirements.lock, which does not name it"
            )
        each.setdefault("externalReferences", []).extend(pinned[each["purl"]]["externalReferences"])
        if not each.get("licenses"):
            each["licenses"] = [{"license": {"acknowledgement": "declared", "name": licences[each["name"]]}}]
        if marker := _MARKER.search(pinned[each["purl"]]["description"]):
            each["properties"] = [{"name": "prakat:only-where", "value": marker[1]}]


def _for_other_pythons(place: Path, components: Iterable[Component]) -> Path:
    """An environment of what the lock pins for other versions of Python than this."""
    lines = place / "others.txt"
    lines.write_text("".join(map(_line, components)), encoding="ascii")
    return _installed(place / "others", "--no-deps", "--python-version", NEWEST_PYTHON, "-r", str(lines))


def _line(pinned: Component) -> str:
    hashes = (one["content"] for each in pinned["externalReferences"] for one in each.get("hashes", ()))
    return f"{pinned['name']}=={pinned['version']} {' '.join(f'--hash=sha256:{each}' for each in hashes)}\n"


def _installed(to: Path, *asked: str) -> Path:
    _run({}, "uv", "venv", "--quiet", "--python", sys.executable, str(to))
    _run({}, "uv", "pip", "install", "--quiet", "--python", str(to), "--require-hashes", *asked)
    return to


def _licences(environment: Path) -> dict[str, str]:
    """Name of a package -> its licence as the metadata spell it."""
    folders = [str(each) for each in environment.glob("[Ll]ib/**/site-packages")]
    found = {each.name: each.metadata for each in distributions(path=folders)}
    return {name: " ".join(told["License"].split()) for name, told in found.items() if "License" in told}


def _described(checkout: Checkout, *asked: str) -> dict[str, Any]:
    own = {"SOURCE_DATE_EPOCH": checkout.epoch}
    found: dict[str, Any] = json.loads(_run(own, "cyclonedx-py", *asked, *AS_WRITTEN))
    return found


def _file(wheel: Path) -> dict[str, Any]:
    known = {"alg": "SHA-256", "content": hashlib.sha256(wheel.read_bytes()).hexdigest()}
    return {"type": "distribution", "url": wheel.name, "hashes": [known]}


def _run(settings: Mapping[str, str], name: str, *asked: str) -> str:
    words = [str(TOOLS / name), *asked]
    done = subprocess.run(words, env={**os.environ, **settings}, check=False, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise NotReady(f"{name} {asked[0]}: {done.stderr.strip()}")
    return done.stdout

"""docs/github.md, typed as far as it needs no GitHub: bare repositories stand in its place, and are asked nothing.

What is asked of GitHub itself is validated against its own description by tests/test_github_contract.py."""

import os
import subprocess
from pathlib import Path

from act_runner import BIN
from chapters import Reader, commands
from prakat.office import office
from prakat.office.office import Office

ADDRESS, PUBLISHER = "https://github.com/office/site", "https://github.com/office/publisher"


def stand_in(place: Path) -> Path:
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(place)], check=True)
    return place


def test_the_office_begins_and_its_first_request_is_there(tmp_path: Path) -> None:
    install, begin, push, protect, ask = commands("docs/github.md")
    site, publisher = stand_in(tmp_path / "github.git"), stand_in(tmp_path / "publisher.git")
    means = {
        "/opt/prakat/bin/pip install prakat": f"ln -s {BIN}/prakat {tmp_path}/prakat-here/bin/prakat",
        "/opt/prakat": f"{tmp_path}/prakat-here",
        f"{ADDRESS}.git": str(site),
        f"{PUBLISHER}.git": str(publisher),
        "/srv/": f"{tmp_path}/",
    }
    path = f"{tmp_path}/prakat-here/bin:{os.environ['PATH']}"
    reader = Reader(tmp_path, means, {"GIT_CONFIG_NOSYSTEM": "1", "PATH": path})
    reader.types(install)
    assert "request/1" in reader.types(begin)
    reader.types(push)
    known = office.load_office(tmp_path / "prakat" / "site")
    assert isinstance(known, Office)
    assert known.publisher["accounts"] == {"github": "my-office[bot]"}
    assert {person.accounts["github"] for person in known.people.values()} >= {"nok-office", "won-office"}
    reader.types(ask)
    assert branches(site) == ["main", "request/1"] and branches(publisher) == ["main"]
    held = subprocess.run(["git", "-C", str(publisher), "ls-tree", "-r", "--name-only", "main"], capture_output=True)
    assert held.stdout.decode().split() == [".github/workflows/publisher.yml", "README.md"]
    assert all(ADDRESS in line and PUBLISHER in line for line in protect.splitlines())


def branches(bare: Path) -> list[str]:
    command = ["git", "-C", str(bare), "for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()

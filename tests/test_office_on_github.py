"""docs/github.md, typed as far as it needs no GitHub: a bare repository stands in its place, and is asked nothing.

What is asked of GitHub itself is validated against its own description by tests/test_github_contract.py."""

import subprocess
from pathlib import Path

from chapters import CHECKOUT, Reader, commands
from prakat.office import office
from prakat.office.office import Office

ADDRESS = "https://github.com/office/site.git"


def test_the_office_begins_and_its_first_request_is_there(tmp_path: Path) -> None:
    begin, push, protect, ask = commands("docs/github.md")
    stand_in = tmp_path / "github.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(stand_in)], check=True)
    reader = Reader(CHECKOUT, {ADDRESS: str(stand_in), "/srv/": f"{tmp_path}/"}, {"GIT_CONFIG_NOSYSTEM": "1"})
    assert "request/1" in reader.types(begin)
    reader.types(push)
    known = office.load_office(tmp_path / "prakat" / "site")
    assert isinstance(known, Office)
    assert known.publisher["accounts"] == {"github": "my-office[bot]"}
    assert {person.accounts["github"] for person in known.people.values()} >= {"nok-office", "won-office"}
    reader.types(ask)
    listed = subprocess.run(["git", "-C", str(stand_in), "branch", "--list"], capture_output=True, check=True).stdout
    assert listed.decode().split() == ["*", "main", "request/1"]
    assert all(ADDRESS.removesuffix(".git") in line for line in protect.splitlines())

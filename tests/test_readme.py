"""README as a stranger reads it: what it has four users type in one office, one after another, works as it stands."""

import json
import re
import sys
from pathlib import Path

import pytest

from chapters import CHECKOUT, Reader, commands

MAKEFILE = (CHECKOUT / "Makefile").read_text(encoding="utf-8")


def recipe(target: str) -> str:
    """What make runs for a target, with this Python."""
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    assert found, f"make {target}"
    return " && ".join(
        line.strip().removeprefix("@").replace("$(BIN)/python", sys.executable) for line in found[1].splitlines()
    )


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """At the keyboard; make demo ends where it would serve its site."""
    played = recipe("demo").replace(".cache/demo", str(tmp_path / "demo"))
    place = str(tmp_path / "demo")
    means = {"make demo ": f"{played} --no-serve ", "$PWD/.cache/demo": place, ".cache/demo": place}
    own = {"GIT_CONFIG_NOSYSTEM": "1", "HOME": str(tmp_path), "NO_MKDOCS_2_WARNING": "1"}
    return Reader(CHECKOUT, means, own)


def test_four_users_of_one_office(reader: Reader, tmp_path: Path) -> None:
    two, walk = commands("README.md")
    assert re.findall(r"^make (\w+)", two, re.MULTILINE) == ["serve", "test", "desk"]
    told = reader.types(walk)
    place = tmp_path / "demo"
    assert "index.md:5: ผิด [date.buddhist-era]" in told, "staff"
    sheet = (place / "request-13" / "request.html").read_text(encoding="utf-8")
    assert "สำนักงานหยุดทำการหนึ่งวัน" in sheet, "the director"
    assert "#13 เผยแพร่แล้ว" in told, "the webmaster"
    page = place / "site" / "current" / "public-relations" / "2570" / "closing-day" / "index.html"
    assert "สำนักงานหยุดทำการหนึ่งวัน" in page.read_text(encoding="utf-8")
    assert "ที่ยังไม่แก้ 0 แถว" in told, "the auditor"
    assert (place / "kit.zip").is_file()
    register = json.loads((place / "site" / "current" / "register.json").read_text(encoding="utf-8"))
    assert register["items"]


def test_the_thai_readme_names_the_same_commands() -> None:
    (three,) = commands("README.th.md")
    assert re.findall(r"^make (\w+)", three, re.MULTILINE) == ["serve", "test", "desk", "demo"]
    for name in ("serve", "test", "desk", "demo"):
        assert recipe(name)

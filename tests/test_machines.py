"""docs/machines.md: what it has staff and auditors type in an office's clone works as it stands."""

import importlib
import re
import shlex
import sys
from pathlib import Path

import pytest

import packages
from chapters import CHECKOUT, Reader, commands
from prakat import product
from sign_off_office import After, World, document

PAGE = "docs/machines.md"
_POWERSHELL = re.compile(r"^( *)```powershell\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_BEGINNINGS = r"(winget|cd|New-Item|ssh-keygen|ssh-add|git|py|cmd|prakat|&|\(Select-String|\[Environment\]) ?"


def published(world: World) -> None:
    world.publish(2, {"content/public-relations/2569/news/index.md": document("ข่าวประชาสัมพันธ์")})


def test_the_lines_for_macos_and_linux_work(
    world_after: After, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On PyPI there is the wheel of this checkout, and what it needs is there already; all else is the system's own."""
    fetch, install, work, audit = commands(PAGE)
    wheel = packages.wheel(tmp_path_factory)
    office = world_after(published).repository.folder
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    means = {"git@server.office.example:/srv/prakat/office.git": str(office), "ssh-keygen -t": "ssh-keygen -q -N '' -t"}
    means |= {"python3 -m": f"{sys.executable} -m", "THE-SHA-256-YOU-KEPT": "$(sha256sum ../kit.zip | cut -c1-64)"}
    own = {"HOME": str(home), "PATH": f"{home}/.local/bin:/usr/local/bin:/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1"}
    reader = Reader(home, means, {**own, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheel.parent)})
    reader.types(fetch)
    clone = Reader(home / "office", means, reader.environment)
    packages.prepare(home / "prakat")
    with (home / "office" / "office.yml").open("a", encoding="utf-8") as agreed:
        agreed.write(f"prakat: {product.requirement(wheel)}\n")
    clone.types(install)
    told = clone.types(f"export PRAKAT_DATE=2026-07-20\n{work}")
    assert "ตรวจ 2 รายการ: ผิด 0" in told
    told = clone.types(f"cd ..\n{audit}")
    assert "ที่ยังไม่แก้ 0 แถว" in told
    assert (home / "audit.csv").read_bytes().startswith("\ufeffcommit,".encode())
    assert (home / "kit.zip").is_file()


def lines() -> list[str]:
    text = (CHECKOUT / PAGE).read_text(encoding="utf-8")
    return [line.strip() for found in _POWERSHELL.finditer(text) for line in found[2].splitlines()]


def test_every_line_for_powershell_is_of_a_known_kind() -> None:
    assert len(lines()) > 20
    for line in lines():
        assert re.match(_BEGINNINGS, line), line
        assert line.count('"') % 2 == 0
        assert not re.search(r"&&|\|\||\\$|~/(?!\.ssh)|\$\(|`", line), line


@pytest.mark.parametrize("line", [each for each in lines() if re.search(r"\bprakat [a-z]", each)])
def test_every_command_of_prakat_for_powershell_exists(line: str) -> None:
    """With its options, by its own parser."""
    found = re.search(r"\bprakat ([a-z_]+)([^>\"]*)", line)
    assert found
    importlib.import_module(found[1]).parser().parse_args(shlex.split(found[2]))


def test_both_say_the_same_of_the_repository_and_its_keys() -> None:
    """What is set on Windows is set elsewhere, line ends apart."""
    fetch = commands(PAGE)[0]
    asked = [line for line in lines() if line.startswith("git config") and "System32" not in line]
    plain = [line.replace('"$HOME\\.ssh\\prakat"', "~/.ssh/prakat") for line in asked]
    assert [each for each in fetch.splitlines() if each.startswith("git config")] == plain

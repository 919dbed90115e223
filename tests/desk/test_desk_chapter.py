"""What docs/desk.md shows for a server: the unit and the door's line are right, and the desk starts with its words."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import desk as command
from chapters import CHECKOUT, PROGRAMS, Reader, commands
from prakat.merging.enrolment import is_being_founded
from prakat.repository.refs import MAIN, move
from prakat.repository.repository import open_repository

PAGE = "docs/desk.md"
CHAPTER = (CHECKOUT / PAGE).read_text(encoding="utf-8")


def block(kind: str) -> str:
    found = re.search(rf"^   ```{kind}\n(.*?)^   ```$", CHAPTER, re.MULTILINE | re.DOTALL)
    assert found
    return re.sub(r"^   ", "", found[1], flags=re.MULTILINE)


def test_its_words_are_options_of_the_command() -> None:
    words = re.search(r"^ExecStart=\S+ desk (.*)$", block("ini"), re.MULTILINE)
    assert words
    options = command.parser().parse_args(words[1].split())
    assert command.address(options.origin, "") == "https://desk.office.go.th"
    assert options.bind == "127.0.0.1"
    assert f"http://{options.bind}:{options.port}" in block("nginx")
    assert options.state == Path("/var/lib/prakat-desk")


def test_a_new_office_begins_with_links(tmp_path: Path) -> None:
    begin, invite, begin_anew = commands(PAGE)
    means = {"/srv/prakat": str(tmp_path / "prakat"), "/opt/prakat/bin": str(PROGRAMS)}
    reader = Reader(tmp_path, means, {"GIT_CONFIG_NOSYSTEM": "1"})
    told = reader.types(begin)
    links = re.findall(r"^https://desk\.office\.go\.th/invitation/\S+$", told, re.MULTILINE)
    assert len(links) == len(set(links)) == 5
    assert reader.types(invite).startswith("https://desk.office.go.th/invitation/")
    repository = open_repository(tmp_path / "prakat" / "office.git")
    root = repository.ref(MAIN) or ""
    made = repository.line(
        "-c", "user.name=x", "-c", "user.email=x@x", "commit-tree", "-p", root, "-m", "x", f"{root}^{{tree}}"
    )
    move(repository, MAIN, made, root)
    reader.types(begin_anew)
    assert repository.ref(MAIN) == root and is_being_founded(repository)


def test_its_unit_is_one_and_lets_out_little(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze") or pytest.skip("needs systemd-analyze")
    unit = tmp_path / "prakat-desk.service"
    unit.write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", block("ini")), encoding="utf-8")
    done = subprocess.run([program, "verify", unit], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    asked = [program, "security", "--offline=true", "--threshold=20", unit]
    assert subprocess.run(asked, capture_output=True, check=False).returncode == 0


def test_its_web_server_tells_who_asks_and_takes_no_visitors_word_for_it() -> None:
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in block("nginx")
    assert block("nginx").count("{") == block("nginx").count("}")

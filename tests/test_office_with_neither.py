"""docs/bare.md, typed line by line; sshd alone is a stand-in, the command that it runs for a key is real."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import packages
from chapters import CHECKOUT, Reader, commands, shown_from_today
from prakat import product
from prakat.repository.receipt import receipts
from prakat.repository.repository import open_repository
from sign_off_office import document

PAGE = "docs/bare.md"
PEOPLE = ("nok", "rak", "dao", "fah", "wit", "won")
OWN = {"NO_MKDOCS_2_WARNING": "1", "GIT_CONFIG_NOSYSTEM": "1"}
_SSH = """\
#!/bin/sh
# What sshd does with a line of authorized_keys: its command is run, the client's own is told to it.
for last; do :; done
export SSH_ORIGINAL_COMMAND="$last"
{command}
"""


@pytest.fixture
def readers(tmp_path: Path) -> dict[str, Reader]:
    """`git` on the server, and everybody with a clone of their own."""
    opened = re.search(r'restrict,command="(.*)" ssh-ed25519', (CHECKOUT / PAGE).read_text(encoding="utf-8"))
    assert opened
    means = {f"/srv/{name}": str(tmp_path / name) for name in ("prakat", "www", "keys")}
    means |= {"/opt/prakat": str(tmp_path / "opt" / "prakat")}
    own = OWN | {"PATH": f"{tmp_path / 'opt' / 'prakat' / 'bin'}:/usr/local/bin:/usr/bin:/bin"}
    found = {"git": Reader(tmp_path, means, own)}
    for name in PEOPLE:
        home = tmp_path / "home" / name
        (home / ".ssh").mkdir(parents=True)
        ssh = home / "ssh"
        command = opened[1].replace("nok@", f"{name}@").replace("/srv/prakat", str(tmp_path / "prakat"))
        command = command.replace("/opt/prakat", str(tmp_path / "opt" / "prakat"))
        ssh.write_text(_SSH.format(command=command), encoding="utf-8")
        ssh.chmod(0o755)
        means = {
            "git@server.office.example:/srv/prakat": f"git@server.office.example:{tmp_path / 'prakat'}",
            "ท่าน@office.example": f"{name}@office.example",
            "ssh-keygen -t": "ssh-keygen -q -N '' -t",
        }
        theirs = own | {"HOME": str(home), "GIT_SSH_COMMAND": shlex.quote(str(ssh)), "GIT_SSH_VARIANT": "ssh"}
        found[name] = Reader(home, means, theirs)
    return found


@pytest.fixture
def root(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Who installs Prakat: on PyPI there is the wheel of this checkout, and what it needs is there already."""
    wheel = packages.wheel(tmp_path_factory)
    packages.prepare(tmp_path / "opt" / "prakat")
    (tmp_path / "opt" / "prakat.txt").write_text(f"{product.requirement(wheel)}\n", encoding="ascii")
    means = {"/opt/prakat": str(tmp_path / "opt" / "prakat"), "python3 ": f"{sys.executable} "}
    return Reader(tmp_path, means, {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheel.parent)})


def at_work(reader: Reader) -> Reader:
    """In their clone."""
    return Reader(reader.place / "office", reader.means, reader.environment)


def signed(block: str, number: int, step: str) -> str:
    """What is typed for request 1, for another."""
    own = block.replace("request/1", f"request/{number}").replace("sign-off/1/approver", f"sign-off/{number}/{step}")
    return own.replace("sign-off/1/", f"sign-off/{number}/")


def test_the_chapter_is_enough(root: Reader, readers: dict[str, Reader], tmp_path: Path) -> None:
    make_key, install, begin, clone, approve, check_off, publish, anew, ask, judge, weekly, mend = commands(PAGE)
    chain = (("rak", approve, "reviewer"), ("dao", approve, "approver"), ("wit", check_off, "webmaster"))
    (tmp_path / "keys").mkdir()
    for name in PEOPLE:
        readers[name].types(make_key)
        key = readers[name].place / ".ssh" / "prakat.pub"
        (tmp_path / "keys" / f"{name}.pub").write_bytes(key.read_bytes())
    root.types(install)
    assert "sign-off/1/approver" in readers["git"].types(begin)
    for name in PEOPLE:
        readers[name].types(clone)
    agreed = (readers["nok"].place / "office" / "office.yml").read_text(encoding="utf-8")
    assert f"\nprakat: {(tmp_path / 'opt' / 'prakat.txt').read_text(encoding='ascii')}" in agreed
    at_work(readers["dao"]).types(approve)
    at_work(readers["wit"]).types(check_off)
    assert "#1 เผยแพร่แล้ว" in readers["git"].types(publish)
    assert (tmp_path / "www" / "current" / "general-information" / "contact" / "index.html").is_file()

    draft = document("ประกาศตามคู่มือ", unit="admin", **shown_from_today())
    (readers["nok"].place / "my-notice.md").write_bytes(draft)
    at_work(readers["nok"]).types("git pull -q\n" + ask)
    for name, block, step in chain:
        at_work(readers[name]).types(signed(block, 2, step))
    assert "#2 เผยแพร่แล้ว" in readers["git"].types(publish)
    assert (tmp_path / "www" / "current" / "public-relations" / "2570" / "my-notice" / "index.html").is_file()
    noted = receipts(open_repository(tmp_path / "prakat" / "office.git").git_dir)
    assert {each.pusher for each in noted if each.ref == "refs/heads/request/2"} == {"nok@office.example"}
    auditor = readers["won"]
    at_work(readers["won"]).types("git pull -q")
    assert "ที่ยังไม่แก้ 0 แถว" in auditor.types(judge)

    assert "ครบ" in readers["git"].types(weekly)
    assert "ผิดปกติร้ายแรง" not in readers["git"].types(anew)

    push_past_the_hook(tmp_path / "prakat" / "office.git")
    at_work(readers["won"]).types("git pull -q")
    assert "merge.direct" in auditor.types(f"{judge.strip()} || test $? -eq 1")
    at_work(readers["nok"]).types(mend)
    for name, block, step in chain:
        at_work(readers[name]).types(signed(block, 3, step))
    assert "#3 เผยแพร่แล้ว" in readers["git"].types(publish)
    at_work(readers["won"]).types("git pull -q")
    assert "ที่ยังไม่แก้ 0 แถว" in auditor.types(judge)


def push_past_the_hook(bare: Path) -> None:
    """As whoever administers the server can."""
    who = ["-c", "user.name=root", "-c", "user.email=root@server.office.example"]
    git = ["git", "-C", str(bare), *who]
    made = subprocess.run(
        [*git, "commit-tree", "-p", "main", "-m", "past the chain", "main^{tree}"], capture_output=True, check=True
    )
    subprocess.run([*git, "update-ref", "refs/heads/main", made.stdout.decode().strip()], check=True)

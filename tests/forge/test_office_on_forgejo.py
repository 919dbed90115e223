"""docs/forgejo.md, typed line by line on a fresh repository of a real Forgejo.

What it has people do in a browser (accounts, an empty repository, requests, reviews) goes by the API, as each
of them; tests/forge/test_staff_and_director.py does it in Chromium."""

import subprocess
from pathlib import Path

import pytest
from forgejo_server import ADMIN, Forgejo

from chapters import PROGRAMS, Reader, commands, shown_from_today
from prakat.request.spoken_words import CHECKED_TH
from sign_off_office import law

ADDRESS = "https://forge.office.example"
PEOPLE = ("nok", "rak", "dao", "fah", "wit", "won")
MACHINES = ("prakat", "prakat-check")


@pytest.fixture
def typed(forgejo: Forgejo, tmp_path: Path) -> dict[str, Reader]:
    """Every account at the keyboard, on one machine."""
    means = {ADDRESS: forgejo.url, "/srv/": f"{tmp_path}/", "office/site": "typed/site"}
    means |= {"/opt/prakat/bin/": f"{PROGRAMS}/"}
    found = {}
    for login in (*PEOPLE, *MACHINES, ADMIN):
        if login != ADMIN:
            forgejo.add_user(login)
        token = forgejo.tokens[login]
        own = {"PRAKAT_FORGE_TOKEN": token, "NO_MKDOCS_2_WARNING": "1", "GIT_CONFIG_COUNT": "1"}
        own |= {"GIT_CONFIG_KEY_0": f"url.{forgejo.url.replace('http://', f'http://{login}:{token}@')}/.insteadOf"}
        own |= {"GIT_CONFIG_VALUE_0": f"{forgejo.url}/", "GIT_TERMINAL_PROMPT": "0"}
        found[login] = Reader(tmp_path, means, own)
    return found


def approve(forgejo: Forgejo, number: int, *people: str) -> None:
    head = forgejo.get(ADMIN, f"repos/typed/site/pulls/{number}")["head"]["sha"]
    for login in people:
        review = {"event": "APPROVED", "body": CHECKED_TH, "commit_id": head}
        forgejo.do(login, "POST", f"repos/typed/site/pulls/{number}/reviews", **review)


def test_the_chapter_is_enough(forgejo: Forgejo, typed: dict[str, Reader], tmp_path: Path) -> None:
    begin, push, protect, check, publish, ask, audit = commands("docs/forgejo.md")
    typed["prakat"].types(begin)
    forgejo.do(ADMIN, "POST", "orgs", username="typed")
    forgejo.do(ADMIN, "POST", "orgs/typed/repos", name="site", default_branch="main", private=True)
    for login in (*PEOPLE, *MACHINES):
        forgejo.do(ADMIN, "PUT", f"repos/typed/site/collaborators/{login}", permission="write")
    typed[ADMIN].types(push)
    assert "การป้องกันครบ" in typed[ADMIN].types(protect)

    typed["won"].types(ask)
    body = {"head": "request/1", "base": "main", "title": "จุดเริ่มต้นการตรวจสอบ"}
    number = forgejo.do("won", "POST", "repos/typed/site/pulls", **body)["number"]
    assert "ตรวจแล้วไม่พบข้อผิด" in typed["prakat-check"].types(check)
    refused = typed["prakat"].types(publish.split("\n")[0])
    assert "ยังเผยแพร่ไม่ได้" in refused and "[approval.missing]" in refused
    approve(forgejo, number, "dao", "wit")
    assert f"#{number} เผยแพร่แล้ว" in typed["prakat"].types(publish)
    assert (tmp_path / "www" / "current" / "general-information" / "contact" / "index.html").is_file()

    number = open_request(forgejo, tmp_path)
    typed["prakat-check"].types(check)
    approve(forgejo, number, "rak", "dao", "wit")
    assert f"#{number} เผยแพร่แล้ว" in typed["prakat"].types(publish)
    assert (tmp_path / "www" / "current" / "law" / "typed" / "index.html").is_file()
    comments = forgejo.get(ADMIN, f"repos/typed/site/issues/{number}/comments")
    assert {each["user"]["login"] for each in comments} == {"prakat", "prakat-check"}
    assert "ข้อฝ่าฝืนที่ยังไม่แก้ 0" in typed["nok"].types(audit)


def open_request(forgejo: Forgejo, place: Path) -> int:
    """As a member of staff does from a clone."""
    clone = place / "clone"
    subprocess.run(["git", "clone", "-q", forgejo.remote("nok", "typed/site"), str(clone)], check=True)
    item = clone / "content" / "law" / "typed" / "index.md"
    item.parent.mkdir(parents=True)
    item.write_bytes(law("ประกาศตามคู่มือ", unit="admin", **shown_from_today()))
    git = ["git", "-C", str(clone), "-c", "user.name=nok", "-c", "user.email=nok@office.example"]
    for command in (["add", "."], ["commit", "-qm", "Law: typed"], ["push", "-q", "origin", "HEAD:my-notice"]):
        subprocess.run([*git, *command], check=True)
    body = {"head": "my-notice", "base": "main", "title": "ขอเผยแพร่"}
    number: int = forgejo.do("nok", "POST", "repos/typed/site/pulls", **body)["number"]
    return number

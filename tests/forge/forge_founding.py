"""An office's repository on a real Forgejo: founded there request by request, or come there from another forge."""

import shutil
import subprocess
from pathlib import Path

from forge_office import PUBLISHER, ForgeOffice
from forgejo_server import ADMIN, Forgejo

from prakat.founding.staff import make_key
from prakat.handbook.derived import REQUEST_TEMPLATE
from prakat.request.request_template import template
from prakat.rules import data
from sign_off_office import PEOPLE, law

LOGINS = (*PEOPLE, PUBLISHER)


def found(forgejo: Forgejo, place: Path, name: str) -> ForgeOffice:
    """A repository with an office, whose first request has set its epoch."""
    made = _begun(forgejo, place, name)
    asked = template(data.load("item.schema.json")).encode()
    files = {"office.yml": made.office(), REQUEST_TEMPLATE.as_posix(): asked}
    root = made.commit("wit", {**files, "content/law/act/index.md": law("พระราชบัญญัติ")})
    done = made.push(ADMIN, root, "main")
    assert done.returncode == 0, done.stderr
    made.publish({"office.yml": made.office(root)}, "dao", "wit", author="won")
    return made


def come(forgejo: Forgejo, founded: Path, place: Path, name: str) -> ForgeOffice:
    """A founded office in another repository, as offices change their forge: its branches, which prove what they hold,
    without the request that led there. That number stays taken."""
    shutil.copytree(founded, place)
    made = _begun(forgejo, place, name)
    branches = ("refs/heads/main", "refs/heads/audit-log")
    command = ["git", "-C", str(made.mirror.folder), "push", "-q", forgejo.remote(ADMIN, made.name), *branches]
    subprocess.run(command, check=True, capture_output=True)
    made.do(ADMIN, "POST", "issues", title="คำขอที่ 1 อยู่ในระบบเดิม")
    return made


def _begun(forgejo: Forgejo, place: Path, name: str) -> ForgeOffice:
    """An empty repository to which everybody may push."""
    for login in LOGINS:
        forgejo.add_user(login)
    forgejo.do(ADMIN, "POST", "orgs", username=name)
    forgejo.do(ADMIN, "POST", f"orgs/{name}/repos", name="site", default_branch="main")
    for login in LOGINS:
        forgejo.do(ADMIN, "PUT", f"repos/{name}/site/collaborators/{login}", permission="write")
    key = place / "keys" / "publisher"
    return ForgeOffice(forgejo, f"{name}/site", place, key, make_key(key, "publisher"))

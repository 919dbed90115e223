"""people, files, moments -> requests and sign-offs in a bare repository, as pushes would make them"""

import datetime
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.repository import objects, receipt, refs
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import PLAIN
from prakat.repository.object_id import NOTHING
from prakat.repository.objects import Who
from prakat.repository.program import program
from prakat.repository.refs import MAIN, move
from prakat.repository.repository import Repository
from prakat.request.policy.sign_off import CHECKED


@dataclass(slots=True)
class Staff:
    """Everybody's keys and pushes; the caller says at which moment each thing happens."""

    repository: Repository
    keys: Path
    """A folder for private keys; one is made for each name that signs."""
    known: dict[str, str] = field(default_factory=dict)

    def public_key(self, name: str) -> str:
        """The key of that name, made when it is first asked for."""
        if name not in self.known:
            self.known[name] = make_key(self.keys / name, name)
        return self.known[name]

    def request(
        self,
        number: int,
        author: Who,
        files: Mapping[str, bytes | None],
        moment: datetime.datetime,
        message: str = "Content: a request",
        parent: str = MAIN,
        mode: str = PLAIN,
    ) -> str:
        """Pushes the next commit of a request, or the first one, on `parent`; None instead of a file deletes it."""
        ref = refs.request_ref(number)
        tip = self.repository.ref(ref)
        base = tip or self.repository.ref(parent)
        assert base, "a request begins somewhere"
        changes = [self._change(path, content, mode) for path, content in files.items()]
        tree = objects.tree_with(self.repository, base, changes)
        made = objects.commit(self.repository, tree, [base], message, author, moment)
        self.push(ref, made, moment)
        return made

    def _change(self, path: str, content: bytes | None, mode: str) -> PathChange:
        if content is None:
            return PathChange(path, "", "0", "", NOTHING)
        return PathChange(path, "", mode, "", objects.write(self.repository, "blob", content))

    def sign(self, number: int, step: str, name: str, moment: datetime.datetime, target: str = "") -> str:
        """Pushes the sign-off of a step by the person of that name."""
        head = target or self.repository.ref(refs.request_ref(number))
        assert head, "there is something to sign"
        self.public_key(name)
        made = objects.tag(
            self.repository,
            refs.sign_off_tag(number, step),
            head,
            f"Checked: {CHECKED}",
            (name, f"{name}@office.example"),
            moment,
            self.keys / name,
        )
        self.push(refs.sign_off_ref(number, step), made, moment)
        return made

    def push(self, ref: str, oid: str, moment: datetime.datetime) -> None:
        receipt.write_receipts(self.repository.git_dir, [(ref, oid)], moment, "")
        move(self.repository, ref, oid, self.repository.ref(ref) or NOTHING)


def make_key(path: Path, comment: str) -> str:
    """Makes a key pair without passphrase at `path` and `path`.pub, unless there is one; returns the public key.

    Raises CannotWork without ssh-keygen."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        command = [program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", str(path)]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as problem:
            reason = problem if isinstance(problem, OSError) else f"ssh-keygen: {problem.returncode}"
            raise CannotWork("founding.no-key", path=path, problem=reason) from None
    return path.with_name(f"{path.name}.pub").read_text(encoding="utf-8").strip()


def public_of(private: Path) -> str:
    """What ssh-keygen says is the public half of a key without passphrase; empty where there is none."""
    command = [program("ssh-keygen"), "-y", "-P", "", "-f", str(private)]
    said = subprocess.run(command, check=False, capture_output=True, stdin=subprocess.DEVNULL).stdout
    return " ".join(said.decode("utf-8", "replace").split()[:2])

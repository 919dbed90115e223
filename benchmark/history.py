"""Requests -> a repository in which each was merged to main, written by one `git fast-import`."""

import os
import subprocess
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from benchmark.office import SIGNERS, Person

PUBLISHER = Person("publisher", "ระบบเผยแพร่", "publisher@office.example", "publisher")
MAIN_REF = "refs/heads/main"
REQUEST_REF = "refs/heads/request"
DRAFTED_BEFORE = timedelta(hours=20)
ROLES = ("AUTHOR", "COMMITTER")
SIGN_OFFS = ("Reviewed", "Approved", "Published")


@dataclass(frozen=True, slots=True)
class Request:
    number: int
    merged: datetime
    """With its time zone."""
    title: str
    author: Person
    steps: tuple[Mapping[str, bytes], ...]
    """The files (repository path -> bytes) that each commit of the request writes; the merge brings all of them."""


def write_repository(
    repository: Path, opened: datetime, founding: Mapping[str, bytes], requests: Iterable[Request]
) -> None:
    """Make `repository` with a first commit of `founding`, then one merge commit a request, and check main out.

    Raises CalledProcessError when git refuses."""
    repository.mkdir(parents=True, exist_ok=True)
    git(repository, "init", "--quiet", "--initial-branch=main")
    with _importing(repository) as stream:
        stream.found(opened, founding)
        for request in requests:
            stream.merge(request)
    git(repository, "update-ref", "-d", REQUEST_REF)
    git(repository, "reset", "--quiet", "--hard", "main")


@contextmanager
def _importing(repository: Path) -> Iterator["_Stream"]:
    command = ("git", "fast-import", "--quiet", "--force", "--date-format=raw")
    with subprocess.Popen(
        command, cwd=repository, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin and process.stdout, "pipes were asked for"
        yield _Stream(process.stdin, process.stdout)
        process.stdin.close()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


class _Stream:
    """Speaks https://git-scm.com/docs/git-fast-import, where marks number the objects."""

    def __init__(self, commands: IO[bytes], answers: IO[bytes]) -> None:
        self._commands = commands
        self._answers = answers
        self._mark = 0
        self._moments: list[datetime] = []
        self._mains: list[int] = []
        """The mark of main's commit since each of the moments."""

    def found(self, moment: datetime, files: Mapping[str, bytes]) -> None:
        blobs = {path: self._blob(content) for path, content in files.items()}
        self._advance(moment, self._commit(MAIN_REF, PUBLISHER, moment, "Office: begin", (), blobs))

    def merge(self, request: Request) -> None:
        """The request's own commits on its own line, then the merge of them, with its message (DESIGN: Requests)."""
        begun = request.merged - DRAFTED_BEFORE
        tip = self._mains[bisect_right(self._moments, begun) - 1]
        blobs: dict[str, int] = {}
        for position, step in enumerate(request.steps):
            new = {path: self._blob(content) for path, content in step.items()}
            blobs |= new
            written = begun + timedelta(hours=position)
            subject = f"Content: draft {position + 1} of request {request.number}"
            tip = self._commit(REQUEST_REF, request.author, written, subject, (tip,), new)
        message = merge_message(request, self._name_of(tip))
        merged = self._commit(MAIN_REF, PUBLISHER, request.merged, message, (self._mains[-1], tip), blobs)
        self._advance(request.merged, merged)

    def _advance(self, moment: datetime, mark: int) -> None:
        self._moments.append(moment)
        self._mains.append(mark)

    def _blob(self, content: bytes) -> int:
        self._mark += 1
        self._commands.write(b"blob\nmark :%d\ndata %d\n%b\n" % (self._mark, len(content), content))
        return self._mark

    def _commit(
        self,
        ref: str,
        person: Person,
        moment: datetime,
        message: str,
        parents: tuple[int, ...],
        blobs: Mapping[str, int],
    ) -> int:
        self._mark += 1
        text = message.encode("utf-8")
        stamp = f"{person.name} <{person.email}> {int(moment.timestamp())} {moment:%z}".encode()
        self._commands.write(
            b"commit %b\nmark :%d\nauthor %b\ncommitter %b\ndata %d\n%b\n"
            % (ref.encode(), self._mark, stamp, stamp, len(text), text)
        )
        for word, parent in zip((b"from", b"merge"), parents, strict=False):
            self._commands.write(b"%b :%d\n" % (word, parent))
        self._commands.writelines(b"M 100644 :%d %b\n" % (mark, path.encode()) for path, mark in blobs.items())
        self._commands.write(b"\n")
        return self._mark

    def _name_of(self, mark: int) -> str:
        self._commands.write(b"get-mark :%d\n" % mark)
        self._commands.flush()
        return self._answers.readline().decode("ascii").strip()


def merge_message(request: Request, head: str) -> str:
    """Subject and the one paragraph of trailers (DESIGN: Requests)."""
    trailers = [f"Request: #{request.number}", f"Requested-by: {_signature(request.author)}", f"Reviewed-head: {head}"]
    for position, (word, signer) in enumerate(zip(SIGN_OFFS, SIGNERS, strict=False)):
        moment = request.merged - timedelta(minutes=30 * (len(SIGN_OFFS) - position))
        trailers += [f"{word}-by: {_signature(signer)}", f"{word}-at: {moment.isoformat()}"]
    trailers += ["Checked: correct, complete, current, lawful", "Mode: written"]
    return f"Publish: {request.title} (#{request.number})\n\n" + "\n".join(trailers) + "\n"


def _signature(person: Person) -> str:
    return f"{person.name} <{person.email}>"


def _environment() -> dict[str, str]:
    """This process's, without the settings of the machine's user or of a hook that runs us."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def git(folder: Path, *arguments: str, by: Person = PUBLISHER, moment: datetime | None = None) -> str:
    """What git says there; a commit that it makes is by that person, then (else now). Raises CalledProcessError."""
    own = {f"GIT_{role}_{what}": value for role in ROLES for what, value in (("NAME", by.name), ("EMAIL", by.email))}
    own |= {f"GIT_{role}_DATE": moment.isoformat() for role in ROLES if moment}
    done = subprocess.run(("git", *arguments), cwd=folder, env=_environment() | own, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode("utf-8").strip()

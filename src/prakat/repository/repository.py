"""git repository -> commits, objects, refs. The only module that imports git"""

import contextlib
import hashlib
import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from prakat.cannot_work import CannotWork
from prakat.repository.commit import FIELDS, Commit, parse_log
from prakat.repository.object_id import OBJECT_ID
from prakat.repository.program import installed, program

os.environ["GIT_PYTHON_REFRESH"] = "quiet"  # commands that need no git work without it
os.environ["GIT_PYTHON_GIT_EXECUTABLE"] = installed("git") or os.devnull  # it is run by the import itself
from git.cmd import safer_popen

_SETTINGS = (
    "safe.directory=*",
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=false",
    "core.commitGraph=false",
    "core.quotePath=false",
    *("gc.auto=0", "maintenance.auto=false"),
    "advice.graftFileDeprecated=false",
)
"""The user chose the repository, but nothing in its configuration may run a program or replace objects. Python's name
of the null device is one that git knows, too: on Windows `nul`, where anybody could make a folder C:\\dev\\null."""
_ENVIRONMENT = {
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "LANGUAGE": "C",
    "LC_ALL": "C",
}
QUARANTINE = ("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH")
"""The variables by which git shows a pre-receive hook the objects of the push."""
_LOG = (
    *("log", "--raw", "-z", "--diff-merges=first-parent", "--no-renames", "--no-abbrev", "--root"),
    *("--ignore-submodules=none", "--no-ext-diff", "--no-textconv", "--no-show-signature", "--no-mailmap"),
)


_PIECE = 1 << 18
_FULL_NAME = re.compile(r"\Arefs/[^^~:@]+")
"""Of a ref, without what git reads as a question about it."""


class GitFailed(CannotWork):
    """A git command ended with an error; holds git's message."""


@dataclass(frozen=True, slots=True)
class Repository:
    folder: Path
    git_dir: Path
    is_bare: bool
    is_shallow: bool = False
    keep: tuple[str, ...] = ()
    """Git's environment variables that are passed on to it: QUARANTINE inside a pre-receive hook, else none."""

    def run(self, *arguments: str, given: bytes = b"", environment: Mapping[str, str] | None = None) -> bytes:
        """Git's standard output. Raises GitFailed."""
        with self._started(arguments, subprocess.PIPE, environment) as process:
            out, errors = process.communicate(given)
        if process.returncode:
            raise _failed(arguments, errors)
        return out

    @contextlib.contextmanager
    def output(self, *arguments: str, given: BinaryIO | None = None) -> Iterator[IO[bytes]]:
        """Git's standard output, to be read while git runs. Raises GitFailed at the end, if git failed."""
        process = self._started(arguments, given or subprocess.DEVNULL)
        assert process.stdout and process.stderr, "both are pipes"
        errors: list[bytes] = []
        drain = threading.Thread(target=lambda stream: errors.append(stream.read()), args=(process.stderr,))
        drain.start()  # lest git wait for somebody to read its error output
        is_over = False
        try:
            yield process.stdout
            is_over = process.stdout.read(1) == b""
        finally:
            process.stdout.close()
            drain.join()
            process.stderr.close()
            if process.wait() and is_over:  # it also fails if the caller does not read to the end
                raise _failed(arguments, b"".join(errors)) from None

    def _started(
        self, arguments: Sequence[str], given: int | BinaryIO, environment: Mapping[str, str] | None = None
    ) -> "subprocess.Popen[bytes]":
        own = {**_ENVIRONMENT, "GIT_CEILING_DIRECTORIES": str(self.folder.resolve().parent), **(environment or {})}
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        command = [program("git"), "--no-pager", *settings, *arguments]
        others = _surroundings(self.keep)
        try:
            return safer_popen(
                command,
                cwd=self.folder,
                env=others | own,
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except OSError as problem:
            raise GitFailed("repository.git-failed", command=arguments[0], said=problem) from None

    def line(self, *arguments: str) -> str:
        return self.run(*arguments).decode("utf-8", "replace").strip()

    def ref(self, name: str) -> str | None:
        """The object that a full ref name, or another revision that begins with an id, points to.

        Of a full name only that very ref is meant; git would else fall back upon a tag or branch of the same name."""
        asked = ("show-ref", "--verify", "--hash")
        if not _FULL_NAME.fullmatch(name):
            asked = ("rev-parse", "--verify", "--quiet")
        try:
            found = self.line(*asked, "--end-of-options", name)
        except GitFailed:
            return None
        return found if OBJECT_ID.fullmatch(found) else None

    def time_of(self, commit: str) -> int:
        """The committer's, in seconds since 1970 UTC."""
        return int(self.line("show", "-s", "--format=%ct", commit))

    def refs(self, *prefixes: str) -> dict[str, str]:
        """Full ref name -> object, sorted by name."""
        out = self.run("for-each-ref", "--format=%(objectname) %(refname)", *prefixes).decode("utf-8", "replace")
        return {name: oid for oid, _, name in (line.partition(" ") for line in out.splitlines())}

    def objects(self, ids: Iterable[str]) -> Iterator[tuple[str, str, bytes]]:
        """(id, type, bytes) of each object, in the order asked; type `missing` where there is none.

        Raises GitFailed for bytes that do not match their id, which git itself does not check when it reads its disk.
        """
        ids = list(ids)
        if not ids:
            return
        with tempfile.TemporaryFile() as asked:
            asked.write("".join(f"{oid}\n" for oid in ids).encode())
            asked.seek(0)
            with self.output("cat-file", "--batch", "--buffer", given=cast(BinaryIO, asked)) as stream:
                while header := stream.readline():
                    oid, kind, *size = header.decode("utf-8", "replace").split()
                    if not size or kind == "missing":
                        yield oid, "missing", b""
                        continue
                    data = stream.read(int(size[0]) + 1)[:-1]
                    if hashlib.sha1(f"{kind} {size[0]}\0".encode() + data, usedforsecurity=False).hexdigest() != oid:
                        raise GitFailed("repository.altered-object", object=oid)
                    yield oid, kind, data

    def object(self, oid: str) -> tuple[str, bytes]:
        """Type and bytes."""
        return next((kind, data) for _, kind, data in self.objects([oid]))

    def ids(self, names: Iterable[str]) -> list[str | None]:
        """The object of each name, such as `main^1:office.yml`, in the order given; None where there is none."""
        asked = "".join(f"{each}\n" for each in names).encode()
        out = self.run("cat-file", "--batch-check=%(objectname)", given=asked).decode("utf-8", "replace")
        return [line if OBJECT_ID.fullmatch(line) else None for line in out.splitlines()]

    def sizes(self, ids: Iterable[str]) -> Iterator[tuple[str, int]]:
        """Id and size in bytes of each object that exists."""
        ids = list(ids)
        if not ids:
            return iter(())
        asked = "".join(f"{oid}\n" for oid in ids).encode()
        out = self.run("cat-file", "--batch-check=%(objectname) %(objectsize)", given=asked).decode("ascii", "replace")
        pairs = (line.split(" ") for line in out.splitlines())
        return ((oid, int(size)) for oid, size in pairs if size.isdecimal())

    def log(self, *revisions: str, first_parent: bool = False) -> Iterator[Commit]:
        """Commits, newest first, each with its changes against its first parent; one git process for all of them."""
        command = (*_LOG, "--encoding=UTF-8", "--format=" + "%x00".join(FIELDS))
        along = ("--first-parent",) if first_parent else ()
        with self.output(*command, *along, "--end-of-options", *revisions, "--") as stream:
            yield from parse_log(iter(lambda: stream.read(_PIECE), b""))


def _failed(arguments: Sequence[str], errors: str | bytes) -> GitFailed:
    said = errors if isinstance(errors, str) else errors.decode("utf-8", "replace")
    return GitFailed("repository.git-failed", command=arguments[0], said=said.strip())


def _surroundings(keep: Sequence[str]) -> dict[str, str]:
    """Our environment without the variables that git sets inside hooks."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in keep}


def find_repository(folder: Path, keep: tuple[str, ...] = ()) -> Repository | None:
    """The repository whose top folder, or bare folder, `folder` is; None if it is not one."""
    if not (folder / ".git").exists() and not (folder / "HEAD").is_file():
        return None
    probe = Repository(folder, folder, False, keep=keep)
    try:
        answer = probe.line("rev-parse", "--absolute-git-dir", "--is-bare-repository", "--is-shallow-repository")
    except GitFailed as problem:
        raise CannotWork("repository.unreadable", place=folder, problem=problem) from None
    git_dir, is_bare, is_shallow = answer.rsplit("\n", 2)
    return Repository(folder, Path(git_dir), is_bare == "true", is_shallow == "true", keep)


def open_repository(folder: Path, keep: tuple[str, ...] = ()) -> Repository:
    """Raises CannotWork if there is no repository or an incomplete one: history is judged whole or not at all."""
    found = find_repository(folder, keep)
    if found is None:
        raise CannotWork("repository.none", place=folder)
    if found.is_shallow:
        raise CannotWork("repository.no-history", place=folder)
    return found


def head_of(folder: Path) -> str | None:
    """The commit of HEAD; None without a repository or before the first commit."""
    found = find_repository(folder)
    return found.ref("HEAD^{commit}") if found else None


def is_dirty(folder: Path, paths: Sequence[str]) -> bool:
    """Whether the work tree differs from HEAD below any of the paths, new files included."""
    found = find_repository(folder)
    if found is None or found.is_bare:
        return False
    asked = ("status", "--porcelain", "-z", "--untracked-files=all", "--", *paths)
    return bool(found.run(*asked, environment=_without_filters(found)))


def _without_filters(repository: Repository) -> dict[str, str]:
    """Settings that name no program for what .gitattributes would have filtered."""
    try:
        names = repository.run("config", "--name-only", "-z", "--get-regexp", r"^filter\..*\.(clean|process)$")
    except GitFailed:
        return {}  # git says so where there are none
    found = [name.decode("utf-8", "surrogateescape") for name in names.split(b"\0") if name]
    keys = {f"GIT_CONFIG_KEY_{place}": name for place, name in enumerate(found)}
    return {"GIT_CONFIG_COUNT": str(len(found)), **keys, **{f"GIT_CONFIG_VALUE_{n}": "" for n in range(len(found))}}

"""git repository -> commits, objects, refs, each by a git of its own"""

import contextlib
import os
import re
import subprocess
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from prakat.cannot_work import CannotWork
from prakat.repository import memory_limit
from prakat.repository.commit import FIELDS, Commit, parse_log
from prakat.repository.git_failed import GitFailed as GitFailed
from prakat.repository.git_python import starter
from prakat.repository.object_id import OBJECT_ID, id_of_bytes
from prakat.repository.plain_files import check_plain
from prakat.repository.program import program
from prakat.repository.program_pipes import beginning, file_of
from prakat.repository.safe_settings import MERGE_DRIVERS, SAFE_ENVIRONMENT, SAFE_SETTINGS, failing
from prakat.rules import data

QUARANTINE = ("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH")
"""The variables by which git shows a pre-receive hook the objects of the push."""
_LOG = (
    *("log", "--raw", "-z", "--diff-merges=first-parent", "--no-renames", "--no-abbrev", "--root"),
    *("--ignore-submodules=none", "--no-ext-diff", "--no-textconv", "--no-show-signature", "--no-mailmap"),
)
_PIECE, LONGEST_PROBE = 1 << 18, 60
"""Bytes that are read at once; seconds that git may take to say where a repository is."""
_FULL_NAME = re.compile(r"\Arefs/[^^~:@]+")
"""Of a ref, without what git reads as a question about it."""


@dataclass(frozen=True, slots=True)
class Repository:
    folder: Path
    git_dir: Path
    is_bare: bool
    is_shallow: bool = False
    keep: tuple[str, ...] = ()
    """Git's environment variables that are passed on to it: QUARANTINE inside a pre-receive hook, else none."""

    def run(self, *arguments: str, given: bytes = b"", environment: Mapping[str, str] | None = None) -> bytes:
        """Git's standard output. Raises GitFailed, also where it is longer than anybody needs."""
        with contextlib.ExitStack() as kept:
            asked = kept.enter_context(file_of(given)) if given else None
            with self.output(*arguments, given=asked, environment=environment) as stream:
                out = stream.read(most("output") + 1)
                if len(out) > most("output"):
                    raise GitFailed("repository.too-long", command=arguments[0], limit=most("output"))
        return out

    @contextlib.contextmanager
    def output(
        self, *arguments: str, given: BinaryIO | None = None, environment: Mapping[str, str] | None = None
    ) -> Iterator[IO[bytes]]:
        """Git's standard output, to be read while git runs. Raises GitFailed at the end, if git failed."""
        process = self._started(arguments, given or subprocess.DEVNULL, environment)
        assert process.stdout and process.stderr, "both are pipes"
        errors: list[bytes] = []
        drain = threading.Thread(target=lambda stream: errors.extend(beginning(stream)), args=(process.stderr,))
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
        self, arguments: Sequence[str], given: int | BinaryIO, environment: Mapping[str, str] | None
    ) -> "subprocess.Popen[bytes]":
        own = {**SAFE_ENVIRONMENT, **memory_limit.environment(), **(environment or {})}
        own["GIT_CEILING_DIRECTORIES"] = str(self.folder.resolve().parent)
        settings = [part for setting in SAFE_SETTINGS for part in ("-c", setting)]
        command = [program("git"), "--no-pager", *settings, *arguments]
        pipes = {"stdin": given, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        try:
            started = starter()(command, cwd=self.folder, env=_surroundings(self.keep) | own, **pipes)
        except OSError as problem:
            raise GitFailed("repository.git-failed", command=arguments[0], said=problem) from None
        memory_limit.hold(started.pid)
        return started

    def first_answer(self) -> str:
        """Where it is and of which kind. Raises GitFailed, also where git waits for settings that never come: what a
        copy's own settings include may be a pipe."""
        asked = ("rev-parse", "--absolute-git-dir", "--is-bare-repository", "--is-shallow-repository")
        with self._started(asked, subprocess.DEVNULL, None) as process:
            try:
                said, errors = process.communicate(timeout=LONGEST_PROBE)
            except subprocess.TimeoutExpired:
                process.kill()
                raise GitFailed("repository.endless-settings", limit=LONGEST_PROBE) from None
        if process.returncode:
            raise _failed(asked, errors)
        return said.decode("utf-8", "replace").strip()

    def talk(self, *arguments: str, environment: Mapping[str, str]) -> tuple[bool, str]:
        """Whether git succeeded, and what it and the other side said."""
        process = self._started(arguments, subprocess.DEVNULL, environment)
        said = process.communicate()[1]
        return process.returncode == 0, said.decode("utf-8", "replace")

    def merged_tree(self, ours: str, theirs: str) -> str:
        """The tree of git's own merge of two commits; empty where they conflict, or a program should merge them."""
        try:
            names = self.run("config", "--name-only", "-z", "--get-regexp", MERGE_DRIVERS)
        except GitFailed:
            names = b""  # git says so where there are none
        drivers = [name.decode("utf-8", "surrogateescape") for name in names.split(b"\0") if name]
        try:
            out = self.run("merge-tree", "--write-tree", ours, theirs, environment=failing(drivers))
        except GitFailed:
            return ""
        return out.decode("utf-8", "replace").split("\n")[0].strip()

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

        Raises GitFailed for bytes that do not match their id, which git itself does not check when it reads its disk,
        and for an object too large to be held.
        """
        ids = list(ids)
        if not ids:
            return
        listed = "".join(f"{oid}\n" for oid in ids).encode()
        with file_of(listed) as asked, self.output("cat-file", "--batch", "--buffer", given=asked) as stream:
            while header := stream.readline():
                oid, kind, *size = header.decode("utf-8", "replace").split()
                if not size or kind == "missing":
                    yield oid, "missing", b""
                    continue
                if int(size[0]) > most(kind):
                    raise GitFailed("repository.too-large", object=oid, found=size[0], limit=most(kind))
                data = stream.read(int(size[0]))
                stream.read(1)
                if id_of_bytes(kind, data) != oid:
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
        return ((oid, size) for oid, (_, size) in self.headers(ids).items())

    def headers(self, ids: Iterable[str]) -> dict[str, tuple[str, int]]:
        """Id -> type and size in bytes of each object that exists; git unpacks none of them for that."""
        ids = list(ids)
        if not ids:
            return {}
        asked, form = "".join(f"{oid}\n" for oid in ids).encode(), "%(objectname) %(objecttype) %(objectsize)"
        out = self.run("cat-file", f"--batch-check={form}", "--buffer", given=asked).decode("ascii", "replace")
        found = (line.split(" ") for line in out.splitlines())
        return {told[0]: (told[1], int(told[2])) for told in found if len(told) == 3 and told[2].isdecimal()}

    def log(self, *revisions: str, first_parent: bool = False) -> Iterator[Commit]:
        """Commits, newest first, each with its changes against its first parent; one git process for all of them."""
        command = (*_LOG, "--encoding=UTF-8", "--format=" + "%x00".join(FIELDS))
        along = ("--first-parent",) if first_parent else ()
        with self.output(*command, *along, "--end-of-options", *revisions, "--") as stream:
            yield from parse_log(iter(lambda: stream.read(_PIECE), b""), most("commit"))


def most(of: str) -> int:
    """The most that is read of one thing (schemas/limits.yml): a copy may come from anybody."""
    return int(data.load("limits.yml")["reading"][of])


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
    check_plain(folder)
    try:
        answer = Repository(folder, folder, False, keep=keep).first_answer()
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

"""files, people, moments -> trees, commits and tags written into a repository; no ref moves"""

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path

from prakat.repository.commit import PathChange
from prakat.repository.file_mode import SUBTREE
from prakat.repository.own_folder import own_folder
from prakat.repository.repository import Repository
from prakat.repository.signature import sign, with_signature

Who = tuple[str, str]
"""Name and mail."""


def write(repository: Repository, kind: str, data: bytes) -> str:
    """Writes an object; returns its id."""
    return repository.run("hash-object", "-t", kind, "-w", "--stdin", given=data).decode("ascii").strip()


def tree_with(repository: Repository, base: str, changes: Iterable[PathChange]) -> str:
    """The tree of `base` with exactly those paths changed; nothing is merged."""
    lines = "".join(f"{each.mode} {each.new}\t{each.path}\0" for each in changes)
    with own_folder() as folder:
        own = {"GIT_INDEX_FILE": str(folder / "index")}
        repository.run("read-tree", base, environment=own)
        given = lines.encode("utf-8", "surrogateescape")
        repository.run("update-index", "-z", "--index-info", given=given, environment=own)
        return repository.run("write-tree", environment=own).decode("ascii").strip()


def tree_grown(repository: Repository, tree: str | None, path: str, file: str) -> str:
    """The tree with one file more, or in place of another, `file` being its mode, type and id. Only the folders on its
    path are read and written."""
    name, _, rest = path.partition("/")
    listing = repository.run("ls-tree", "-z", tree) if tree else b""
    lines = [line for line in listing.split(b"\0") if line]
    inside = [line for line in lines if line.endswith(f"\t{name}".encode())]
    lines = [line for line in lines if line not in inside]
    if rest:
        below = next((line.split()[2].decode("ascii") for line in inside if line.split()[1] == b"tree"), None)
        file = f"{SUBTREE} tree {tree_grown(repository, below, rest, file)}"
    given = b"".join(line + b"\0" for line in [*lines, f"{file}\t{name}".encode()])
    return repository.run("mktree", "-z", given=given).decode("ascii").strip()


def pack(repository: Repository, tip: str, commits: int) -> None:
    """Puts the objects of a branch's last commits into one file, in which git keeps of each tree only what differs from
    another; takes the single files away. Killed anywhere, it leaves every object readable."""
    before = repository.line("rev-list", "--first-parent", f"--skip={commits}", "--max-count=1", tip)
    given = "".join(f"{each}\n" for each in (tip, f"^{before}" * bool(before)) if each).encode()
    place = str(repository.git_dir.resolve() / "objects" / "pack" / "pack")
    repository.run("pack-objects", "-q", "--revs", "--unpacked", "--window=2", place, given=given)
    repository.run("prune-packed", "-q")


def commit(
    repository: Repository,
    tree: str,
    parents: Sequence[str],
    message: str,
    author: Who,
    moment: datetime.datetime,
    committer: Who | None = None,
    key: Path | None = None,
) -> str:
    """Writes a commit, dated in Bangkok, and signed if a key is given. Raises CannotWork where the key cannot sign."""
    lines = [f"tree {tree}", *(f"parent {each}" for each in parents)]
    lines += [f"author {_stamp(author, moment)}", f"committer {_stamp(committer or author, moment)}"]
    payload = ("\n".join(lines) + f"\n\n{message}").encode()
    return write(repository, "commit", with_signature(payload, sign(payload, key)) if key else payload)


def tag(
    repository: Repository, name: str, target: str, message: str, tagger: Who, moment: datetime.datetime, key: Path
) -> str:
    """A signed annotated tag on a commit, as `git tag -s` makes it with gpg.format=ssh."""
    payload = tag_payload(name, target, message, tagger, moment)
    return write(repository, "tag", payload + sign(payload, key))


def tag_payload(name: str, target: str, message: str, tagger: Who, moment: datetime.datetime) -> bytes:
    """What of a tag is signed: with an armoured signature behind it, it is the tag."""
    return f"object {target}\ntype commit\ntag {name}\ntagger {_stamp(tagger, moment)}\n\n{message}\n".encode()


def _stamp(who: Who, moment: datetime.datetime) -> str:
    return f"{who[0]} <{who[1]}> {int(moment.timestamp())} +0700"

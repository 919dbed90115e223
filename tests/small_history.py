"""A few commits -> a real bare repository, made by one run of git; for tests in which git is the point."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from prakat.repository.repository import Repository, open_repository

Content = bytes | tuple[str, bytes] | None
"""Of a path; with a mode, if it is no plain file; None takes it away."""
BEGAN = 1_782_871_200
"""1 July 2026, 9:00 in Bangkok."""


@dataclass(frozen=True)
class Step:
    """A commit, by a name of the test's own."""

    name: str
    parents: Sequence[str] = ()
    files: Mapping[str, Content] = field(default_factory=dict)
    """What differs from the first parent."""
    message: str = ""
    author: tuple[str, str] = ("nok", "nok@office.example")
    committer: tuple[str, str] | None = None


def made(place: Path, *steps: Step, **refs: str) -> tuple[Repository, dict[str, str]]:
    """The repository, a minute between its commits; and the id of each. `refs` are branches, main the last commit."""
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(place)], check=True)
    return grown(open_repository(place), *steps, **refs)


def grown(repository: Repository, *steps: Step, **refs: str) -> tuple[Repository, dict[str, str]]:
    """With those commits more; parents are names of steps, or ids."""
    marks = {step.name: f":{number}" for number, step in enumerate(steps, start=1)}
    stream = b"".join(_commit(step, number, marks) for number, step in enumerate(steps, start=1))
    for name, step in ({"main": steps[-1].name} | refs).items():
        stream += f"reset refs/heads/{name.replace('_', '-')}\nfrom {marks.get(step, step)}\n\n".encode()
    place = repository.git_dir / "marks"
    repository.run("fast-import", "--quiet", "--force", f"--export-marks={place}", given=stream + b"done\n")
    ids = dict(line.split(" ") for line in place.read_text().splitlines())
    return repository, {step.name: ids[marks[step.name]] for step in steps}


def _commit(step: Step, number: int, marks: Mapping[str, str]) -> bytes:
    time = BEGAN + 60 * number
    lines = [f"commit refs/heads/made-{number}", f"mark :{number}"]
    lines += [f"author {step.author[0]} <{step.author[1]}> {time} +0700"]
    name, mail = step.committer or step.author
    lines += [f"committer {name} <{mail}> {time} +0700"]
    text = (step.message or step.name).encode()
    out = "\n".join(lines).encode() + b"\ndata %d\n" % len(text) + text + b"\n"
    for word, parent in zip(["from", *["merge"] * len(step.parents)], step.parents, strict=False):
        out += f"{word} {marks.get(parent, parent)}\n".encode()
    if not step.parents:
        out += b"deleteall\n"
    for path, content in step.files.items():
        out += _file(path, content)
    return out + b"\n"


def _file(path: str, content: Content) -> bytes:
    shown = _quoted(path)
    if content is None:
        return b"D " + shown + b"\n"
    mode, data = content if isinstance(content, tuple) else ("100644", content)
    if mode == "160000":
        return f"M {mode} {data.decode()} ".encode() + shown + b"\n"
    return f"M {mode} inline ".encode() + shown + b"\ndata %d\n" % len(data) + data + b"\n"


def _quoted(path: str) -> bytes:
    raw = path.encode("utf-8", "surrogateescape")
    return b'"' + b"".join(b"\\%03o" % byte if byte < 32 or byte in b'"\\' else bytes([byte]) for byte in raw) + b'"'

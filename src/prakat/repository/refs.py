"""an office's short names of branches and tags -> their full names in git; and moving a ref"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from prakat.cannot_work import CannotWork, Halted
from prakat.repository.object_id import NOTHING, OBJECT_ID
from prakat.repository.repository import GitFailed, Repository
from prakat.repository.retry import Retry
from prakat.rules.wording import Listed
from prakat.thai.buddhist_era import moment_of

REFS, HEADS, TAGS = "refs/", "refs/heads/", "refs/tags/"
PULLS = "refs/pull/"
"""Below it, a forge keeps the heads of its requests."""
MAIN_BRANCH, AUDIT_LOG_BRANCH = "main", "audit-log"
MAIN, AUDIT_LOG = f"{HEADS}{MAIN_BRANCH}", f"{HEADS}{AUDIT_LOG_BRANCH}"
REQUEST, SIGN_OFF, TALK = f"{HEADS}request/", f"{TAGS}sign-off/", f"{TAGS}talk/"
ORIGIN = "origin"
REMOTES = "refs/remotes/"
FETCHED = f"{REMOTES}{ORIGIN}/"
"""Where a clone keeps the branches of the repository that it was made from."""
SEEN = "refs/forge/"
"""Below it, the forge's branches as they were last fetched."""
REPLACED = "refs/replace"
"""Below it, what git shows in place of other objects."""
_BRANCH = re.compile(r"(?!-|refs/|[A-Z_]+\Z|[0-9a-f]{40}\Z)[^\s~^:?*\[\\@{]+")
"""A name that git would not take for an id, a name of its own as HEAD, or a question about one."""
_MOVING = Retry(tries=20, first=0.1, longest=2)


def tip(repository: Repository, name: str) -> str | None:
    """Where a ref stands, as `Repository.ref` tells it, but from its own file where it has one: no program is started,
    for whoever asks at each click."""
    try:
        found = (repository.git_dir / name).read_text(encoding="ascii").strip()
    except (OSError, UnicodeError):
        return repository.ref(name)
    return found if OBJECT_ID.fullmatch(found) else repository.ref(name)


def request_ref(number: int | str) -> str:
    """The branch of a request."""
    return f"{REQUEST}{number}"


def sign_off_ref(number: int | str, step: str) -> str:
    """The tag of a sign-off."""
    return f"{SIGN_OFF}{number}/{step}"


def sign_off_tag(number: int | str, step: str) -> str:
    """The name of that tag without refs/tags/, as in the tag itself."""
    return sign_off_ref(number, step).removeprefix(TAGS)


def talk_ref(number: int | str, place: int | str) -> str:
    """The tag of what was asked or answered of a request, in its order from 1."""
    return f"{TALK}{number}/{place}"


def commit_named(repository: Repository, name: str) -> str | None:
    """The commit that a person names: by its id, or by a branch here or of a remote; a tag or anything else only where
    no branch has that name, while git itself would prefer the tag. Raises CannotWork where two branches have it."""
    known = repository.refs(f"{HEADS}{name}", f"{REMOTES}{name}") if _BRANCH.fullmatch(name) else {}
    found = [ref for ref in (f"{HEADS}{name}", f"{REMOTES}{name}") if ref in known]
    if len(found) > 1:
        raise CannotWork("repository.two-branches", name=name, found=Listed.of(found))
    return repository.ref(f"{found[0] if found else name}^{{commit}}")


def move(repository: Repository, ref: str, new: str, old: str) -> None:
    """Points a ref from `old` to `new`; NOTHING as `new` deletes it. Raises CannotWork if it is not at `old`."""
    _change(repository, [f"delete {ref} {old}" if new == NOTHING else f"update {ref} {new} {old}"], {ref: old})


def rename(repository: Repository, ref: str, to: str, at: str) -> None:
    """Gives a ref that points to `at` another name, at once. Raises CannotWork if it is not there, or `to` is."""
    _change(repository, [f"create {to} {at}", f"delete {ref} {at}"], {ref: at, to: NOTHING})


def _change(repository: Repository, lines: Sequence[str], before: Mapping[str, str]) -> None:
    """Waits while git is at work on those refs. A lock that somebody may still hold is never taken away, but told."""
    given = "".join(f"{line}\n" for line in lines).encode()
    for attempt in _MOVING.attempts():
        try:
            repository.run("update-ref", "--stdin", given=given)
        except GitFailed:
            if any((repository.ref(ref) or NOTHING) != old for ref, old in before.items()):
                raise
            locks = [path for path in _locks(repository, before) if path.exists()]
            for path in locks:
                _take_if_dead(path)
            if attempt.is_last and locks:
                since = moment_of(int(locks[0].stat().st_mtime))
                raise Halted("repository.locked", path=locks[0], since=since) from None
            if attempt.is_last:
                raise
        else:
            return


def _locks(repository: Repository, names: Iterable[str]) -> Iterator[Path]:
    for name in (*names, "packed-refs"):
        yield repository.git_dir / f"{name}.lock"


def _take_if_dead(lock: Path) -> None:
    """Takes away a lock from before this machine was started: no process that holds it can be alive. Where the system
    does not say when that was, none is taken away."""
    started = machine_started()
    with suppress(FileNotFoundError):
        if started is not None and lock.stat().st_mtime < started:
            lock.unlink()


def machine_started() -> int | None:
    """Seconds since 1970; None where the system does not say, as outside of Linux."""
    try:
        lines = Path("/proc/stat").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) for line in lines if line.startswith("btime ")), None)

"""an office's short names of branches and tags -> their full names in git; and moving a ref"""

import time

from prakat.repository.object_id import NOTHING
from prakat.repository.repository import GitFailed, Repository
from prakat.repository.retry import Retry

HEADS, TAGS = "refs/heads/", "refs/tags/"
MAIN_BRANCH, AUDIT_LOG_BRANCH = "main", "audit-log"
MAIN, AUDIT_LOG = f"{HEADS}{MAIN_BRANCH}", f"{HEADS}{AUDIT_LOG_BRANCH}"
REQUEST, SIGN_OFF = f"{HEADS}request/", f"{TAGS}sign-off/"
ORIGIN = "origin"
REMOTES = "refs/remotes/"
FETCHED = f"{REMOTES}{ORIGIN}/"
"""Where a clone keeps the branches of the repository that it was made from."""
SEEN = "refs/forge/"
"""Below it, the forge's branches as they were last fetched."""
REPLACED = "refs/replace"
"""Below it, what git shows in place of other objects."""
_MOVING = Retry(tries=20, first=0.1, longest=2)
_STALE = 10
"""Seconds after which a lock file of git is removed, since the process that held it was killed."""


def request_ref(number: int | str) -> str:
    """The branch of a request."""
    return f"{REQUEST}{number}"


def sign_off_ref(number: int | str, step: str) -> str:
    """The tag of a sign-off."""
    return f"{SIGN_OFF}{number}/{step}"


def sign_off_tag(number: int | str, step: str) -> str:
    """The name of that tag without refs/tags/, as in the tag itself."""
    return sign_off_ref(number, step).removeprefix(TAGS)


def move(repository: Repository, ref: str, new: str, old: str) -> None:
    """Points a ref from `old` to `new`; NOTHING as `new` deletes it. Raises CannotWork if it is not at `old`."""
    line = f"delete {ref} {old}\n" if new == NOTHING else f"update {ref} {new} {old}\n"
    for attempt in _MOVING.attempts():
        try:
            repository.run("update-ref", "--stdin", given=line.encode())
        except GitFailed:
            _take_stale_locks(repository, ref)
            if attempt.is_last:
                raise
        else:
            return


def _take_stale_locks(repository: Repository, ref: str) -> None:
    for path in (repository.git_dir / f"{ref}.lock", repository.git_dir / "packed-refs.lock"):
        try:
            if time.time() - path.stat().st_mtime > _STALE:
                path.unlink()
        except FileNotFoundError:
            continue

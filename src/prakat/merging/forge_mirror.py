"""a forge's repository x our bare mirror of it -> main, audit-log and the heads of requests as the forge has them"""

import logging

from prakat.cannot_work import CannotWork
from prakat.network.remote import Remote
from prakat.repository.lock import held
from prakat.repository.object_id import NOTHING
from prakat.repository.receipt import OWN_FOLDER
from prakat.repository.refs import AUDIT_LOG, AUDIT_LOG_BRANCH, HEADS, MAIN, MAIN_BRANCH, SEEN, TAGS, move
from prakat.repository.repository import GitFailed, Repository
from prakat.rules.message import Message, message

_LOG = logging.getLogger(__name__)
_PREFIXES = (TAGS, f"{TAGS}heads/", f"{HEADS}heads/", f"{TAGS}{HEADS}", f"{HEADS}{HEADS}")
_DOUBLES = tuple(f"{prefix}{branch}" for prefix in _PREFIXES for branch in (MAIN_BRANCH, AUDIT_LOG_BRANCH))
"""Names that git, and so a forge, may take for main or audit-log: a merge would go there, or nowhere."""


def take_away_doubles(repository: Repository, remote: Remote) -> list[Message]:
    """Deletes branches and tags on the forge that are named like main or audit-log, and says so. Raises CannotWork."""
    found = [name for name in remote.refs(repository) if name in _DOUBLES]
    for name in found:
        try:
            remote.push(repository, name, is_deletion=True)
        except GitFailed as problem:
            raise CannotWork("merging.double-stays", found=name, problem=problem) from None
        _LOG.info("deleted %s on the forge: it can be taken for a branch of the office", name)
    return [message("merging.double-deleted", found=name) for name in found]


def follow_main(repository: Repository) -> str:
    """Moves main to the tip that was last fetched from the forge; returns it."""
    tip = repository.ref(f"{SEEN}{MAIN_BRANCH}")
    assert tip, "it has just been fetched"
    point(repository, MAIN, tip)
    return tip


def follow_forge(repository: Repository, remote: Remote) -> str:
    """The forge's main, fetched with its audit-log by somebody who may read it; one at a time. Raises CannotWork."""
    with held(repository.git_dir / OWN_FOLDER / "follow.lock"):
        follow(repository, remote, may_push=False)
        return follow_main(repository)


def follow(repository: Repository, remote: Remote, may_push: bool = True) -> None:
    """Fetches main and audit-log. Raises CannotWork where the forge has rewritten either since the last fetch."""
    heads = remote.heads(repository)
    there = [name for name in (MAIN, AUDIT_LOG) if name in heads]
    if MAIN not in there:
        raise CannotWork("merging.no-main", place=remote.url)
    known = {name: repository.ref(name.replace(HEADS, SEEN)) for name in there}
    if grown := [name for name in there if known[name] != heads[name]]:
        remote.fetch(repository, *(f"{name}:{name.replace(HEADS, SEEN)}" for name in grown))
        _LOG.info("fetched %s", ", ".join(f"{name.removeprefix(HEADS)} at {heads[name][:12]}" for name in grown))
    seen, own = repository.ref(f"{SEEN}{AUDIT_LOG_BRANCH}"), repository.ref(AUDIT_LOG)
    if own and (seen is None or is_ancestor(repository, seen, own)):
        if own != seen and may_push:
            remote.push(repository, AUDIT_LOG)
            _LOG.info("pushed records that an earlier run had not pushed, up to %s", own[:12])
    elif seen:
        point(repository, AUDIT_LOG, seen)


def fetch_heads(repository: Repository, remote: Remote, heads: dict[int, str]) -> dict[int, str]:
    """Number -> head of those requests whose commits are now here; one that was rewritten meanwhile is left out.

    Heads are fetched by id, also from forks, since a forge's refs lag behind its API. Raises CannotWork."""
    missing = {number: head for number, head in heads.items() if repository.ref(f"{head}^{{commit}}") is None}
    words = {number: f"+{head}:refs/pull/{number}/head" for number, head in missing.items()}
    try:
        if words:
            remote.fetch(repository, *words.values())
        _LOG.info("%d open requests, the commits of %d fetched", len(heads), len(words))
        return heads
    except GitFailed:
        remote.heads(repository)  # raises if it is the forge that is down
    gone = {number for number, refspec in words.items() if not _may_fetch(repository, remote, refspec)}
    _LOG.info("%d open requests; %s were rewritten while they were fetched", len(heads), sorted(gone))
    return {number: head for number, head in heads.items() if number not in gone}


def _may_fetch(repository: Repository, remote: Remote, refspec: str) -> bool:
    try:
        remote.fetch(repository, refspec)
    except GitFailed:
        return False
    return True


def is_ancestor(repository: Repository, old: str, new: str) -> bool:
    return repository.line("rev-list", "--max-count=1", old, f"^{new}") == ""


def point(repository: Repository, ref: str, to: str) -> None:
    move(repository, ref, to, repository.ref(ref) or NOTHING)

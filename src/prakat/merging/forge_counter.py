"""forge -> its counter: requests are pull requests, sign-offs are reviews, and the forge merges (R01, R07)"""

import datetime
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from prakat.audit.run_memory import RunMemory
from prakat.audit_log import audit_log
from prakat.audit_log.audit_log import AuditLog
from prakat.audit_log.merge_record import ReceivedSignOff
from prakat.audit_log.record import RecordKind
from prakat.cannot_work import CannotWork
from prakat.forge import push
from prakat.forge.forge import Forge, ForgeUnavailable, Pull, noreply_address
from prakat.merging import plan
from prakat.merging.merging import Merging
from prakat.merging.work import Work, look, open_work
from prakat.network.remote import Remote
from prakat.repository.commit import Commit
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import AUDIT_LOG, AUDIT_LOG_BRANCH, HEADS, MAIN, MAIN_BRANCH, SEEN, move
from prakat.repository.repository import GitFailed, Repository
from prakat.repository.signature import Verified
from prakat.request import review
from prakat.request.merge_message import trailers_of
from prakat.request.policy.approval import steps, units
from prakat.request.policy.request import UNTOLD, Mode, Request
from prakat.rules.message import Message
from prakat.rules.violation import Violation, violation
from prakat.thai.buddhist_era import bangkok_day, moment_of

_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class ForgeCounter:
    """For a bare mirror of the forge's repository, whose main and audit-log follow the forge's."""

    forge: Forge
    remote: Remote
    heads: dict[int, str] = field(default_factory=dict)
    """Number -> head of every open request."""
    told: dict[int, Pull] = field(default_factory=dict)

    @property
    def moves_main(self) -> bool:
        return True

    def requests(self) -> dict[int, str]:
        return self.heads

    def received(self, work: Work, request: Request, how: Mode) -> tuple[ReceivedSignOff, ...]:
        """The approving reviews, each as the sign-off of a step."""
        found = review.in_force(self.forge.reviews(request.number))
        needed = units(request, work.known, how, bangkok_day(work.moment))
        chain = steps(request, work.known, how)
        assigned = review.Assignment(work.known, request, needed, chain, tuple(found)).steps()
        return tuple(
            ReceivedSignOff.of(step, each.at, index + 1, each.object()) for step, (index, each) in assigned.items()
        )

    def pushers(self, work: Work, number: int) -> tuple[str, ...]:
        """The opener and everybody who pushed to the request, as the noreply addresses of their accounts."""
        pull, head = self._pull(number), self.heads[number]

        def is_on_main(commit: str) -> bool:
            is_known = work.repository.ref(f"{commit}^{{commit}}") is not None
            return is_known and _is_ancestor(work.repository, commit, work.main)

        told = push.pushers(lambda: self.forge.pushes(pull), head, is_on_main, self.remote.sleep)
        known = {pull.opener, *told} - {UNTOLD}
        return tuple(sorted(noreply_address(login, self.forge.kind) for login in known) + [UNTOLD] * (UNTOLD in told))

    def _pull(self, number: int) -> Pull:
        if number not in self.told:
            self.told[number] = self.forge.pull(number)
        return self.told[number]

    def merge(self, work: Work, request: Request, tree: str, message: str) -> str | list[Violation]:
        """Has the forge merge the signed head, provided that git's own merge of it gives the tree that was checked."""
        if _merged_tree(work.repository, work.main, request.head) != tree:
            return [violation("request.outdated", path=MAIN_BRANCH)]
        title, _, body = message.partition("\n\n")
        self.forge.merge(replace(self._pull(request.number), head=request.head), title, body)
        commit = self.forge.pull(request.number).merged_as
        _LOG.info("request #%d: the forge merged it as %s", request.number, (commit or "nothing yet")[:12])
        follow(work.repository, self.remote)
        if commit is None or work.repository.ref(f"{commit}^{{commit}}") is None:
            raise ForgeUnavailable("merging.unseen", number=request.number)
        if work.repository.ref(f"{commit}^1") != work.main:
            raise ForgeUnavailable("merging.main-moved", number=request.number)
        work.moment = max(work.moment, _moment(work.repository, commit))
        return commit

    def tell(self, work: Work) -> None:
        self.remote.push(work.repository, AUDIT_LOG)
        assert work.log.tip, "something was recorded"
        _point(work.repository, f"{SEEN}{AUDIT_LOG_BRANCH}", work.log.tip)

    def forget(self, number: int, head: str) -> None:
        """The forge itself closed the request when it merged it."""
        self.heads.pop(number, None)

    def settle(self, work: Work) -> list[Message]:
        """Nothing to do: the forge leaves what is pushed later out of a request that is merged or closed."""
        return []

    def close(self, number: int, head: str) -> None:
        if self.heads.pop(number, None) and self.forge.pull(number).is_open:
            self.forge.close(number)


def _merged_tree(repository: Repository, main: str, head: str) -> str:
    """The tree of git's own merge of main and the request; empty where they conflict."""
    try:
        return repository.line("merge-tree", "--write-tree", main, head).split("\n")[0]
    except GitFailed:
        return ""


def _moment(repository: Repository, commit: str) -> datetime.datetime:
    return moment_of(repository.time_of(commit))


def open_merging(
    repository: Repository,
    forge: Forge,
    remote: Remote,
    key: Path,
    verified: Verified | None = None,
    memory: RunMemory | None = None,
) -> Merging:
    """Follows the forge, finishes what a killed run left, then reads everything. Raises CannotWork.

    The forge's clock dates reviews and merges, and so everything else that is done."""
    follow(repository, remote)
    verified, memory = verified or Verified(), memory or RunMemory()
    for commit in _unrecorded(repository, memory.read_log(repository)):
        _complete(repository, ForgeCounter(forge, remote), key, verified, commit)
    _follow_main(repository)
    work = open_work(repository, key, forge.now(), verified, memory)
    return Merging(work, ForgeCounter(forge, remote, fetch_heads(repository, remote, forge.open_pulls())))


def look_at(repository: Repository, forge: Forge, remote: Remote, numbers: dict[int, str]) -> Merging:
    """For saying what blocks these open requests; takes no publisher's key. Raises CannotWork."""
    follow(repository, remote, may_push=False)
    tip = _follow_main(repository)
    work = look(repository, Path(), forge.now(), Verified(), tip, audit_log.read(repository))
    return Merging(work, ForgeCounter(forge, remote, fetch_heads(repository, remote, numbers)))


def _follow_main(repository: Repository) -> str:
    """Moves main to the tip that was last fetched from the forge; returns it."""
    tip = repository.ref(f"{SEEN}{MAIN_BRANCH}")
    assert tip, "it has just been fetched"
    _point(repository, MAIN, tip)
    return tip


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
    if own and (seen is None or _is_ancestor(repository, seen, own)):
        if own != seen and may_push:
            remote.push(repository, AUDIT_LOG)
            _LOG.info("pushed records that an earlier run had not pushed, up to %s", own[:12])
    elif seen:
        _point(repository, AUDIT_LOG, seen)


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


def _is_ancestor(repository: Repository, old: str, new: str) -> bool:
    return repository.line("rev-list", "--max-count=1", old, f"^{new}") == ""


def _point(repository: Repository, ref: str, to: str) -> None:
    move(repository, ref, to, repository.ref(ref) or NOTHING)


def _unrecorded(repository: Repository, log: AuditLog) -> list[Commit]:
    """The merges in our form at the end of main without a record, oldest first: their records were lost."""
    recorded = {record.facts.get("commit") for record in log.of(RecordKind.MERGE)}
    found = []
    for commit in _first_parents(repository):
        if commit.id in recorded:
            break
        if len(commit.parents) == 2 and trailers_of(commit.message):
            found.append(commit)
    return found[::-1]


def _first_parents(repository: Repository) -> Iterator[Commit]:
    return repository.log(f"{SEEN}{MAIN_BRANCH}", first_parent=True)


def _complete(repository: Repository, counter: ForgeCounter, key: Path, verified: Verified, commit: Commit) -> None:
    """Records a merge whose record was lost, if the policy still allows it and its message is what we would write."""
    told = trailers_of(commit.message)
    assert told, "it was chosen for its message"
    number, head = told[0], commit.parents[1]
    _point(repository, MAIN, commit.parents[0])
    last = audit_log.read(repository).entries[-1:]
    moment = max([commit.moment, *(moment_of(each.time) for each in last)])
    counter.heads = {number: head}
    merging = Merging(open_work(repository, key, moment, verified), counter)
    found = plan.plan(merging, number)
    if isinstance(found, list) or not found.may_merge:
        return
    is_ours = plan.message_of(merging.work, found).rstrip() == commit.message.rstrip()
    if not is_ours or counter.forge.pull(number).merged_as != commit.id:
        return
    if not merging.record(plan.records_of(merging.work, found, commit.id), commit.id):
        _LOG.info("request #%d: the record of its merge %s was lost; recorded now", number, commit.id[:12])

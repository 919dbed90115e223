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
from prakat.forge import push
from prakat.forge.forge import Forge, ForgeFailed, ForgeUnavailable, Pull, noreply_address
from prakat.merging import plan
from prakat.merging.forge_mirror import fetch_heads, follow, follow_main, is_ancestor, point, take_away_doubles
from prakat.merging.landed import Landed, landed
from prakat.merging.merging import Merging
from prakat.merging.work import Work, look, open_work
from prakat.network.remote import Remote
from prakat.repository.commit import Commit
from prakat.repository.refs import AUDIT_LOG, AUDIT_LOG_BRANCH, MAIN, MAIN_BRANCH, SEEN
from prakat.repository.repository import Repository
from prakat.repository.signature import Verified
from prakat.request import review
from prakat.request.merge_message import trailers_of
from prakat.request.policy.approval import steps, units
from prakat.request.policy.request import UNTOLD, Mode, Request
from prakat.request.policy.step import REFUSAL
from prakat.rules.message import Message
from prakat.rules.violation import Violation, violation
from prakat.rules.wording import Label
from prakat.thai.buddhist_era import bangkok_day, moment_of

_LOG = logging.getLogger(__name__)
_UNTOLD = (UNTOLD, 0)


@dataclass(slots=True)
class ForgeCounter:
    """For a bare mirror of the forge's repository, whose main and audit-log follow the forge's."""

    forge: Forge
    remote: Remote
    heads: dict[int, str] = field(default_factory=dict)
    """Number -> head of every open request."""
    told: dict[int, Pull] = field(default_factory=dict)
    targets: dict[int, datetime.datetime | None] = field(default_factory=dict)
    """Number -> when the request was last pointed at another branch, read after its reviews."""
    said: list[Message] = field(default_factory=list)
    """What was put right on the forge, for whoever runs the command."""

    @property
    def moves_main(self) -> bool:
        return True

    def requests(self) -> dict[int, str]:
        return self.heads

    def received(self, work: Work, request: Request, how: Mode) -> tuple[ReceivedSignOff, ...]:
        """The approving reviews, each as the sign-off of a step."""
        found = review.in_force(self.forge.reviews(request.number))
        self.targets[request.number] = self.forge.targeted(request.number)
        request, pins = replace(request, targeted=self.targets[request.number]), work.before.accounts
        needed = units(request, work.known, how, bangkok_day(work.moment))
        chain = steps(request, work.known, how)
        assigned = review.Assignment(work.known, request, needed, chain, tuple(found), pins).steps()
        return tuple(
            ReceivedSignOff.of(step, each.at, index + 1, each.object()) for step, (index, each) in assigned.items()
        )

    def refusals(self, work: Work, number: int) -> tuple[ReceivedSignOff, ...]:
        """The reviews that ask for changes and were not followed by another of the same account."""
        asked = review.refusing(self.forge.reviews(number))
        return tuple(ReceivedSignOff.of(REFUSAL, each.at, index, each.object()) for index, each in asked)

    def signed(self) -> frozenset[int]:
        """None: every request would have to be asked for, one after another."""
        return frozenset()

    def targeted(self, number: int) -> datetime.datetime | None:
        return self.targets[number]

    def pushers(self, work: Work, number: int) -> tuple[str, ...]:
        """The opener and everybody who pushed to the request, as the noreply addresses of their accounts."""
        pull, head = self._pull(number), self.heads[number]

        def is_on_main(commit: str) -> bool:
            is_known = work.repository.ref(f"{commit}^{{commit}}") is not None
            return is_known and is_ancestor(work.repository, commit, work.main)

        told = push.pushers(lambda: self.forge.pushes(pull), head, is_on_main, self.remote.sleep)
        known = {(pull.opener, pull.opener_account), *told} - {_UNTOLD}
        mails = (noreply_address(login, account, self.forge.kind) for login, account in known)
        return tuple(sorted(mails) + [UNTOLD] * (_UNTOLD in told))

    def _pull(self, number: int) -> Pull:
        if number not in self.told:
            self.told[number] = self.forge.pull(number)
        return self.told[number]

    def merge(self, work: Work, request: Request, tree: str, message: str) -> str | list[Violation]:
        """Has the forge merge the signed head, provided that git's own merge of it gives the tree that was checked, and
        looks at what it made: nothing is recorded of a merge that is anything else."""
        number = request.number
        if work.repository.merged_tree(work.main, request.head) != tree:
            return [violation("request.outdated", path=MAIN_BRANCH)]
        pull = self.forge.pull(number)
        if pull.base != MAIN_BRANCH:
            raise ForgeFailed("merging.other-target", number=number, found=pull.base)
        title, _, body = message.partition("\n\n")
        self.forge.merge(replace(pull, head=request.head), title, body)
        commit = self.forge.pull(number).merged_as
        _LOG.info("request #%d: the forge merged it as %s", number, (commit or "nothing yet")[:12])
        follow(work.repository, self.remote)
        if commit is None or work.repository.ref(f"{commit}^{{commit}}") is None:
            raise ForgeUnavailable("merging.unseen", number=number)
        wanted = Landed((work.main, request.head), tree, message.rstrip())
        if wrong := wanted.differs(landed(work.repository, commit)):
            raise ForgeFailed("merging.landed-otherwise", number=number, commit=commit[:12], wrong=wrong)
        if all(each.id != commit for each in _first_parents(work.repository)):
            wrong = Label("landed", "branch")
            raise ForgeFailed("merging.landed-otherwise", number=number, commit=commit[:12], wrong=wrong)
        work.moment = max(work.moment, _moment(work.repository, commit))
        return commit

    def tell(self, work: Work) -> None:
        self.remote.push(work.repository, AUDIT_LOG)
        assert work.log.tip, "something was recorded"
        point(work.repository, f"{SEEN}{AUDIT_LOG_BRANCH}", work.log.tip)

    def forget(self, number: int, head: str) -> None:
        """The forge itself closed the request when it merged it."""
        self.heads.pop(number, None)

    def settle(self, work: Work) -> list[Message]:
        """Nothing to do: the forge leaves what is pushed later out of a request that is merged or closed."""
        return []

    def close(self, number: int, head: str) -> None:
        if self.heads.pop(number, None) and self.forge.pull(number).is_open:
            self.forge.close(number)


def _moment(repository: Repository, commit: str) -> datetime.datetime:
    return moment_of(repository.time_of(commit))


def open_merging(
    repository: Repository,
    forge: Forge,
    remote: Remote,
    key: Path,
    verified: Verified | None = None,
    memory: RunMemory | None = None,
    said: list[Message] | None = None,
) -> Merging:
    """Follows the forge, finishes what a killed run left, then reads everything. Raises CannotWork.

    The forge's clock dates reviews and merges, and so everything else that is done."""
    said = [] if said is None else said
    said += take_away_doubles(repository, remote)
    follow(repository, remote)
    verified, memory = verified or Verified(), memory or RunMemory()
    for commit in _unrecorded(repository, memory.read_log(repository)):
        _complete(repository, ForgeCounter(forge, remote), key, verified, commit)
    follow_main(repository)
    work = open_work(repository, key, forge.now(), verified, memory)
    return Merging(work, ForgeCounter(forge, remote, fetch_heads(repository, remote, forge.open_pulls()), said=said))


def look_at(repository: Repository, forge: Forge, remote: Remote, numbers: dict[int, str]) -> Merging:
    """For saying what blocks these open requests; takes no publisher's key. Raises CannotWork."""
    follow(repository, remote, may_push=False)
    tip = follow_main(repository)
    work = look(repository, Path(), forge.now(), Verified(), tip, audit_log.read(repository))
    return Merging(work, ForgeCounter(forge, remote, fetch_heads(repository, remote, numbers)))


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
    point(repository, MAIN, commit.parents[0])
    last = audit_log.read(repository).entries[-1:]
    moment = max([commit.moment, *(moment_of(each.time) for each in last)])
    counter.heads = {number: head}
    merging = Merging(open_work(repository, key, moment, verified), counter)
    found = plan.plan(merging, number)
    if isinstance(found, list) or not found.may_merge:
        return
    tree = repository.merged_tree(commit.parents[0], head)
    words = plan.message_of(merging.work, found).rstrip()
    is_ours = not Landed(commit.parents, tree, words).differs(landed(repository, commit.id))
    if not is_ours or counter.forge.pull(number).merged_as != commit.id:
        return
    if not merging.record(plan.records_of(merging.work, found, commit.id), commit.id):
        _LOG.info("request #%d: the record of its merge %s was lost; recorded now", number, commit.id[:12])

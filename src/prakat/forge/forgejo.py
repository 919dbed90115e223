"""Forgejo's API -> the forge protocol. Tried against Forgejo 1.21"""

import datetime
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, ClassVar
from urllib.parse import quote

from prakat.forge.client import Client
from prakat.forge.forge import GHOST, Comment, ForgeFailed, ForgeRefused, ForgeUnavailable, Pull, split_url
from prakat.forge.merge_call import insist
from prakat.forge.push import Push
from prakat.forge.status import mark
from prakat.repository.object_id import NOTHING
from prakat.repository.refs import HEADS, MAIN_BRANCH
from prakat.request.review import Review, ReviewState
from prakat.thai.buddhist_era import BANGKOK

KIND = "forgejo"
_FEED_ENTRIES = 10_000
"""Entries of the repository's activity that are searched for the push that made a branch; an older one is not found."""
_COMPARED = re.compile(r"/compare/(?P<before>[0-9a-f]{40})\.\.\.[0-9a-f]{40}$")
_STATES = {
    "APPROVED": ReviewState.APPROVED,
    "REQUEST_CHANGES": ReviewState.REJECTED,
    "PENDING": ReviewState.PENDING,
}


@dataclass(frozen=True)
class Forgejo:
    client: Client
    repository: str
    """Path of the repository in the API."""
    clone_url: str
    kind: str = KIND
    in_pages: ClassVar[str] = "limit=50"
    """The query of a list, in the longest pages that it gives."""

    def open_pulls(self) -> dict[int, str]:
        found = self.client.pages(f"{self.repository}/pulls?state=open", self.in_pages)
        return {each["number"]: each["head"]["sha"] for each in found if each["base"]["ref"] == MAIN_BRANCH}

    def pull(self, number: int) -> Pull:
        found = self.client.get(f"{self.repository}/pulls/{number}")
        head = found["head"]
        return Pull(
            number=found["number"],
            opener=_login(found["user"]),
            opener_account=_number(found["user"]),
            head=head["sha"],
            branch=head["ref"],
            base=found["base"]["ref"],
            is_open=found["state"] == "open",
            merged_as=found["merge_commit_sha"] if found["merged"] else None,
            head_repository=head["repo"]["full_name"] if head.get("repo") else None,
        )

    def reviews(self, number: int) -> tuple[Review, ...]:
        """Dated by the forge's own timeline: an administrator who dismisses a review and takes that back makes the
        review itself look younger."""
        found = [*self.client.pages(f"{self.repository}/pulls/{number}/reviews", self.in_pages)]
        given = {each["review_id"]: each["created_at"] for each in self._timeline(number) if each["type"] == "review"}
        told = (each for each in found if each.get("user") and each["state"] != "REQUEST_REVIEW")
        return tuple(_review(each, given.get(each["id"], each["submitted_at"])) for each in told)

    def targeted(self, number: int) -> datetime.datetime | None:
        moved = (each["created_at"] for each in self._timeline(number) if each["type"] == "change_target_branch")
        return max((_moment(each) for each in moved), default=None)

    def _timeline(self, number: int) -> list[Any]:
        """Everything that happened to the request. Its pages count only themselves; nobody can take an entry away."""
        try:
            return [*self.client.pages(f"{self.repository}/issues/{number}/timeline", self.in_pages, is_counted=False)]
        except ForgeUnavailable:
            raise
        except ForgeFailed as problem:
            raise ForgeFailed("forge.no-timeline", number=number, problem=problem) from None

    def pushes(self, pull: Pull) -> tuple[Push, ...]:
        """Read from the activity of the branch's repository, back to the push that made the branch."""
        if pull.head_repository is None:
            return ()
        feed = self.client.pages(f"repos/{quote(pull.head_repository)}/activities/feeds", self.in_pages)
        try:
            return tuple(_pushes(islice(feed, _FEED_ENTRIES), pull.branch))
        except ForgeRefused:
            return ()

    def merge(self, pull: Pull, title: str, message: str) -> None:
        body = {
            "Do": "merge",
            "head_commit_id": pull.head,
            "MergeTitleField": title,
            "MergeMessageField": message,
            "force_merge": False,
        }
        path = f"{self.repository}/pulls/{pull.number}/merge"
        insist(lambda: self.client.ask("POST", path, body), lambda: self.pull(pull.number), pull, self.client)

    def close(self, number: int) -> None:
        self.client.do("PATCH", f"{self.repository}/pulls/{number}", {"state": "closed"})

    def comments(self, number: int) -> Sequence[Comment]:
        found = self.client.get(f"{self.repository}/issues/{number}/comments")
        return [_comment(each) for each in found if each.get("user")]

    def say(self, number: int, text: str, replacing: int | None = None) -> int:
        if replacing is None:
            made = self.client.do("POST", f"{self.repository}/issues/{number}/comments", {"body": text}, repeat=False)
            return int(made["id"])
        self.client.do("PATCH", f"{self.repository}/issues/comments/{replacing}", {"body": text})
        return replacing

    def ask_for_review(self, number: int, logins: Sequence[str]) -> None:
        self.client.do("POST", f"{self.repository}/pulls/{number}/requested_reviewers", {"reviewers": [*logins]})

    def mark(self, head: str, name: str, is_good: bool, text: str) -> None:
        mark(self.client, self.repository, head, name, "success" if is_good else "failure", text)

    def is_own(self, comment: Comment) -> bool:
        return comment.account == self._own_account

    @cached_property
    def _own_account(self) -> int:
        return int(self.client.get("user")["id"])

    def own_login(self) -> str:
        return str(self.client.get("user")["login"])

    def now(self) -> datetime.datetime:
        return self.client.clock(self.repository)

    def witness(self, commit: str) -> str | None:
        found = self.client.get(f"{self.repository}/git/commits/{commit}")["commit"]["verification"]
        return str(found["signer"]["email"]) if found["verified"] and found.get("signer") else None


def _review(found: Any, at: str) -> Review:
    state = _STATES.get(found["state"], ReviewState.COMMENTED)
    return Review(
        forge=KIND,
        id=found["id"],
        login=found["user"]["login"],
        state=ReviewState.DISMISSED if found["dismissed"] else state,
        head=found["commit_id"],
        at=_moment(at),
        body=found["body"] or "",
        account=_number(found["user"]),
    )


def _comment(found: Any) -> Comment:
    user, at = found["user"], _moment(found["created_at"])
    return Comment(found["id"], _login(user), _number(user), found["body"] or "", at)


def _moment(typed: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(typed).astimezone(BANGKOK)


def _pushes(feed: Iterator[Any], branch: str) -> Iterator[Push]:
    """The pushes to a branch. An entry for a new branch names no commit; entries of one second are in no order."""
    made = ""
    for each in feed:
        if made and each["created"] != made:
            return
        if each["ref_name"] == f"{HEADS}{branch}" and each["op_type"] == "commit_repo":
            if each["content"]:
                yield Push(_login(each["act_user"]), *_ends(each["content"]), _number(each["act_user"]))
            else:
                made = each["created"]


def _ends(content: str) -> tuple[str, str]:
    """The branch's commits before and after a push; for a new branch, the first is where it left main."""
    try:
        found = json.loads(content)
        before = _COMPARED.search(found["CompareURL"])
        return before["before"] if before else NOTHING, str(found["HeadCommit"]["Sha1"])
    except (ValueError, KeyError, TypeError):
        return NOTHING, NOTHING


def _login(user: Any) -> str:
    return str(user["login"]) if user else GHOST


def _number(user: Any) -> int:
    return max(int(user["id"]), 0) if user else 0


def connect(url: str, token: str, **options: Any) -> Forgejo:
    """The repository at https://host/owner/name. Opens no connection yet."""
    base, owner, name = split_url(url)
    client = Client(f"{base}/api/v1", {"Authorization": f"token {token}", "Accept": "application/json"}, **options)
    return Forgejo(client, f"repos/{quote(owner)}/{quote(name)}", f"{base}/{owner}/{name}.git")

"""Forgejo's API -> the forge protocol. Tried against Forgejo 1.21"""

import datetime
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from prakat.buddhist_era import BANGKOK
from prakat.forge import Pull, split_url
from prakat.forge_http import Client
from prakat.forge_merge import insist
from prakat.review import Review, ReviewState

KIND = "forgejo"
_PAGE = "limit=50"
_FEED_ENTRIES = 2000
"""How far back the activity of the repository is searched for the first push to a branch."""
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

    def open_pulls(self) -> dict[int, str]:
        found = self.client.pages(f"{self.repository}/pulls?state=open", _PAGE)
        return {each["number"]: each["head"]["sha"] for each in found if each["base"]["ref"] == "main"}

    def pull(self, number: int) -> Pull:
        found = self.client.get(f"{self.repository}/pulls/{number}")
        head, base = found["head"], found["base"]
        return Pull(
            number=found["number"],
            title=str(found["title"]),
            opener=found["user"]["login"],
            head=head["sha"],
            branch=head["ref"],
            is_open=found["state"] == "open",
            merged_as=found["merge_commit_sha"] if found["merged"] else None,
            is_of_fork=head["repo_id"] != base["repo_id"],
        )

    def reviews(self, number: int) -> tuple[Review, ...]:
        found = self.client.pages(f"{self.repository}/pulls/{number}/reviews", _PAGE)
        return tuple(_review(each) for each in found if each.get("user") and each["state"] != "REQUEST_REVIEW")

    def pushers(self, pull: Pull) -> tuple[str, ...]:
        """Pushes to an open request stand in its timeline, those before it was opened in the repository's activity."""
        timeline = self.client.pages(f"{self.repository}/issues/{pull.number}/timeline", _PAGE)
        later = [each["user"]["login"] for each in timeline if each["type"] == "pull_push" and each.get("user")]
        first: list[tuple[str, str]] = []
        for attempt in range(1 if pull.is_of_fork else self.client.tries):
            if attempt:
                self.client.sleep(min(0.25 * 2**attempt, 2))
            first = list(self._pushes(pull.branch))
            if any(head == pull.head for _, head in first):
                break
        return tuple(dict.fromkeys([*later, *(login for login, _ in first)]))

    def _pushes(self, branch: str) -> Iterator[tuple[str, str]]:
        """(login, head) of each, back to the one that made the branch. Forgejo writes them down a moment after a push;
        a fork's stand in the fork, and what an office has had deleted is told by nobody."""
        feed = self.client.pages(f"{self.repository}/activities/feeds", _PAGE)
        for _, each in zip(range(_FEED_ENTRIES), feed, strict=False):
            if each["ref_name"] == f"refs/heads/{branch}" and each["op_type"] == "commit_repo":
                yield each["act_user"]["login"], _pushed_head(each["content"])
                if not each["content"]:
                    return

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

    def comments(self, number: int) -> Sequence[tuple[int, str, str]]:
        found = self.client.get(f"{self.repository}/issues/{number}/comments")
        return [(each["id"], each["user"]["login"], each["body"]) for each in found if each.get("user")]

    def say(self, number: int, text: str, replacing: int | None = None) -> None:
        if replacing is None:
            self.client.do("POST", f"{self.repository}/issues/{number}/comments", {"body": text}, repeat=False)
        else:
            self.client.do("PATCH", f"{self.repository}/issues/comments/{replacing}", {"body": text})

    def own_login(self) -> str:
        return str(self.client.get("user")["login"])

    def now(self) -> datetime.datetime:
        return self.client.clock(self.repository)

    def witness(self, commit: str) -> str | None:
        found = self.client.get(f"{self.repository}/git/commits/{commit}")["commit"]["verification"]
        return str(found["signer"]["email"]) if found["verified"] and found.get("signer") else None


def _review(found: Any) -> Review:
    state = _STATES.get(found["state"], ReviewState.COMMENTED)
    moments = [datetime.datetime.fromisoformat(found[name]) for name in ("submitted_at", "updated_at") if found[name]]
    return Review(
        forge=KIND,
        id=found["id"],
        login=found["user"]["login"],
        state=ReviewState.DISMISSED if found["dismissed"] else state,
        head=found["commit_id"],
        at=max(moments).astimezone(BANGKOK),
        body=found["body"] or "",
    )


def _pushed_head(content: str) -> str:
    """The newest commit of a push; empty where the entry tells of none."""
    try:
        return str(json.loads(content)["HeadCommit"]["Sha1"])
    except (ValueError, KeyError, TypeError):
        return ""


def connect(url: str, token: str, **options: Any) -> Forgejo:
    """The repository at https://host/owner/name. Opens no connection yet."""
    base, owner, name = split_url(url)
    client = Client(f"{base}/api/v1", {"Authorization": f"token {token}", "Accept": "application/json"}, **options)
    return Forgejo(client, f"repos/{quote(owner)}/{quote(name)}", f"{base}/{owner}/{name}.git")

"""GitHub's API -> the forge protocol. Checked against GitHub's OpenAPI description, not run against GitHub"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import quote, unquote

from prakat.forge.client import MAX_PAGES, Client
from prakat.forge.forge import GHOST, Comment, ForgeFailed, ForgeRefused, ForgeUnavailable, Pull, split_url
from prakat.forge.merge_call import insist
from prakat.forge.push import Push
from prakat.forge.status import mark
from prakat.repository.refs import HEADS, MAIN_BRANCH
from prakat.request.review import Review, ReviewState
from prakat.rules.message import message
from prakat.thai.buddhist_era import BANGKOK

KIND = "github"
VERSION = "2022-11-28"
EDITS = """\
query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      reviews(first: 100, after: $after) {
        nodes { fullDatabaseId lastEditedAt editor { login } author { login } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}
"""
_UNEDITED = ("", "")
_APP = "[bot]"
"""At the end of an app's login, where no person's can have it."""
_TARGETED = ("base_ref_changed", "automatic_base_change_succeeded")
_STATES = {
    "APPROVED": ReviewState.APPROVED,
    "CHANGES_REQUESTED": ReviewState.REJECTED,
    "DISMISSED": ReviewState.DISMISSED,
    "PENDING": ReviewState.PENDING,
}


@dataclass(frozen=True)
class GitHub:
    client: Client
    repository: str
    """Path of the repository in the API."""
    clone_url: str
    publisher: str = ""
    """Login of the token's account or app, since an app's token cannot ask for its own login."""
    kind: str = KIND
    in_pages: ClassVar[str] = "per_page=100"
    """The query of a list, in the longest pages that it gives."""

    def open_pulls(self) -> dict[int, str]:
        found = self.client.pages(f"{self.repository}/pulls?state=open&base={MAIN_BRANCH}", self.in_pages)
        return {each["number"]: each["head"]["sha"] for each in found}

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
            head_repository=head["repo"]["full_name"] if head["repo"] else None,
        )

    def reviews(self, number: int) -> tuple[Review, ...]:
        """Whoever may write may edit a review, and only GraphQL tells who did: then it is nobody's word."""
        found = [*self.client.pages(f"{self.repository}/pulls/{number}/reviews", self.in_pages)]
        given = [each for each in found if each.get("user") and each.get("submitted_at")]
        edits = self._edits(number) if given else {}
        return tuple(_review(each, edits.get(int(each["id"]), _UNEDITED)) for each in given)

    def _edits(self, number: int) -> dict[int, tuple[str, str]]:
        """Review -> when its text was last changed, and by whom if that was somebody else."""
        graph = replace(self.client, base=self.client.base.removesuffix("/v3"))  # an Enterprise Server's
        _, owner, name = self.repository.split("/")
        values: dict[str, Any] = {"owner": unquote(owner), "name": unquote(name), "number": number, "after": None}
        found: dict[int, tuple[str, str]] = {}
        for _ in range(MAX_PAGES):
            answer = graph.do("POST", "graphql", {"query": EDITS, "variables": values})
            try:
                reviews = answer["data"]["repository"]["pullRequest"]["reviews"]
            except (KeyError, TypeError):
                told = " ".join(str(answer).split())[:300]
                raise ForgeFailed("forge.failed", asked="POST graphql", answer=told) from None
            for each in filter(None, reviews["nodes"]):
                if each["lastEditedAt"]:
                    author, editor = (_login(each[who]) for who in ("author", "editor"))
                    other = editor if editor != author or editor == GHOST else ""
                    found[int(each["fullDatabaseId"])] = each["lastEditedAt"], other
            values["after"] = reviews["pageInfo"]["endCursor"]
            if not reviews["pageInfo"]["hasNextPage"]:
                return found
        raise ForgeFailed("forge.too-long", asked="POST graphql", must=MAX_PAGES)

    def targeted(self, number: int) -> datetime.datetime | None:
        """By its events: somebody changed the target, or GitHub did, as a branch was merged and deleted."""
        try:
            found = [*self.client.pages(f"{self.repository}/issues/{number}/events", self.in_pages)]
        except ForgeUnavailable:
            raise
        except ForgeFailed as problem:
            raise ForgeFailed("forge.no-timeline", number=number, problem=problem) from None
        moved = (each["created_at"] for each in found if each["event"] in _TARGETED)
        return max((datetime.datetime.fromisoformat(each).astimezone(BANGKOK) for each in moved), default=None)

    def pushes(self, pull: Pull) -> tuple[Push, ...]:
        """Read from the activity of the branch's repository."""
        if pull.head_repository is None:
            return ()
        ref = quote(f"{HEADS}{pull.branch}", safe="")
        try:
            found = tuple(self.client.chain(f"repos/{quote(pull.head_repository)}/activity?ref={ref}", self.in_pages))
        except ForgeRefused:
            return ()
        return tuple(
            Push(_login(each["actor"]), each["before"], each["after"], _number(each["actor"])) for each in found
        )

    def merge(self, pull: Pull, title: str, message: str) -> None:
        body = {"commit_title": title, "commit_message": message, "sha": pull.head, "merge_method": "merge"}
        path = f"{self.repository}/pulls/{pull.number}/merge"
        insist(lambda: self.client.ask("PUT", path, body), lambda: self.pull(pull.number), pull, self.client)

    def close(self, number: int) -> None:
        self.client.do("PATCH", f"{self.repository}/pulls/{number}", {"state": "closed"})

    def comments(self, number: int) -> Sequence[Comment]:
        found = self.client.pages(f"{self.repository}/issues/{number}/comments", self.in_pages)
        told = ((each, each["user"]) for each in found if each.get("user"))
        return [
            Comment(each["id"], _login(user), _number(user), each["body"] or "", _made(each)) for each, user in told
        ]

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
        """By login: nobody else can take one like `app[bot]`."""
        return comment.login == (self.publisher or self.own_login())

    def own_login(self) -> str:
        """An app's token cannot ask for its own account; its login is then told."""
        return self.publisher if self.publisher.endswith(_APP) else self._own_login

    @cached_property
    def _own_login(self) -> str:
        return str(self.client.get("user")["login"])

    def now(self) -> datetime.datetime:
        return self.client.clock(self.repository)

    def witness(self, commit: str) -> str | None:
        found = self.client.get(f"{self.repository}/commits/{commit}")
        if not found["commit"]["verification"]["verified"]:
            return None
        return str((found["committer"] or {}).get("login", "")) or None


def _review(found: Any, edit: tuple[str, str]) -> Review:
    """Received when it was last changed; the words of somebody else stand in place of the reviewer's."""
    moments = [datetime.datetime.fromisoformat(each) for each in (found["submitted_at"], edit[0]) if each]
    body = message("forge.edited-by-other", login=edit[1]).text() if edit[1] else found["body"] or ""
    return Review(
        forge=KIND,
        id=found["id"],
        login=found["user"]["login"],
        state=_STATES.get(found["state"], ReviewState.COMMENTED),
        head=found["commit_id"] or "",
        at=max(moments).astimezone(BANGKOK),
        body=body,
        account=_number(found["user"]),
    )


def _made(found: Any) -> datetime.datetime:
    return datetime.datetime.fromisoformat(found["created_at"]).astimezone(BANGKOK)


def _login(user: Any) -> str:
    return str(user["login"]) if user else GHOST


def _number(user: Any) -> int:
    return int(user["id"]) if user else 0


def connect(url: str, token: str, publisher: str = "", **options: Any) -> GitHub:
    """The repository at https://github.com/owner/name, or on an Enterprise Server. Opens no connection yet."""
    base, owner, name = split_url(url)
    api = "https://api.github.com" if base == "https://github.com" else f"{base}/api/v3"
    headers = {
        "Authorization": f"Bearer {token}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": VERSION,
        "User-Agent": "prakat",
    }
    repository = f"repos/{quote(owner)}/{quote(name)}"
    return GitHub(Client(api, headers, **options), repository, f"{base}/{owner}/{name}.git", publisher)

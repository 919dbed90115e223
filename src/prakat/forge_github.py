"""GitHub's API -> the forge protocol. Checked against GitHub's OpenAPI description, not run against GitHub"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from prakat.buddhist_era import BANGKOK
from prakat.forge import Pull, split_url
from prakat.forge_http import Client
from prakat.forge_merge import insist
from prakat.review import Review, ReviewState

KIND = "github"
VERSION = "2022-11-28"
_PAGE = "per_page=100"
_STATES = {
    "APPROVED": ReviewState.APPROVED,
    "CHANGES_REQUESTED": ReviewState.REJECTED,
    "DISMISSED": ReviewState.DISMISSED,
    "PENDING": ReviewState.PENDING,
}
_PUSHES = {"push", "force_push", "branch_creation"}


@dataclass(frozen=True)
class GitHub:
    client: Client
    repository: str
    """Path of the repository in the API."""
    clone_url: str
    publisher: str = ""
    """Login of the account or app whose token it is: an app's token cannot ask who it is."""
    kind: str = KIND

    def open_pulls(self) -> dict[int, str]:
        found = self.client.pages(f"{self.repository}/pulls?state=open&base=main", _PAGE)
        return {each["number"]: each["head"]["sha"] for each in found}

    def pull(self, number: int) -> Pull:
        found = self.client.get(f"{self.repository}/pulls/{number}")
        head, base = found["head"], found["base"]
        return Pull(
            number=found["number"],
            title=str(found["title"]),
            opener=found["user"]["login"] if found["user"] else "ghost",
            head=head["sha"],
            branch=head["ref"],
            is_open=found["state"] == "open",
            merged_as=found["merge_commit_sha"] if found["merged"] else None,
            is_of_fork=head["repo"] is None or head["repo"]["id"] != base["repo"]["id"],
        )

    def reviews(self, number: int) -> tuple[Review, ...]:
        found = self.client.pages(f"{self.repository}/pulls/{number}/reviews", _PAGE)
        return tuple(_review(each) for each in found if each.get("user") and each.get("submitted_at"))

    def pushers(self, pull: Pull) -> tuple[str, ...]:
        """From the repository's activity on the request's branch; a fork's is not ours to read."""
        if pull.is_of_fork:
            return ()
        ref = quote(f"refs/heads/{pull.branch}", safe="")
        answer = self.client.get(f"{self.repository}/activity?ref={ref}&per_page=100")
        actors = [each["actor"] for each in answer if each["activity_type"] in _PUSHES]
        return tuple(dict.fromkeys(each["login"] if each else "ghost" for each in actors))

    def merge(self, pull: Pull, title: str, message: str) -> None:
        body = {"commit_title": title, "commit_message": message, "sha": pull.head, "merge_method": "merge"}
        path = f"{self.repository}/pulls/{pull.number}/merge"
        insist(lambda: self.client.ask("PUT", path, body), lambda: self.pull(pull.number), pull, self.client)

    def close(self, number: int) -> None:
        self.client.do("PATCH", f"{self.repository}/pulls/{number}", {"state": "closed"})

    def comments(self, number: int) -> Sequence[tuple[int, str, str]]:
        found = self.client.pages(f"{self.repository}/issues/{number}/comments", _PAGE)
        return [(each["id"], each["user"]["login"], each["body"] or "") for each in found if each.get("user")]

    def say(self, number: int, text: str, replacing: int | None = None) -> None:
        if replacing is None:
            self.client.do("POST", f"{self.repository}/issues/{number}/comments", {"body": text}, repeat=False)
        else:
            self.client.do("PATCH", f"{self.repository}/issues/comments/{replacing}", {"body": text})

    def own_login(self) -> str:
        return self.publisher or str(self.client.get("user")["login"])

    def now(self) -> datetime.datetime:
        return self.client.clock(self.repository)

    def witness(self, commit: str) -> str | None:
        found = self.client.get(f"{self.repository}/commits/{commit}")
        if not found["commit"]["verification"]["verified"]:
            return None
        return str((found["committer"] or {}).get("login", "")) or None


def _review(found: Any) -> Review:
    return Review(
        forge=KIND,
        id=found["id"],
        login=found["user"]["login"],
        state=_STATES.get(found["state"], ReviewState.COMMENTED),
        head=found["commit_id"] or "",
        at=datetime.datetime.fromisoformat(found["submitted_at"]).astimezone(BANGKOK),
        body=found["body"] or "",
    )


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

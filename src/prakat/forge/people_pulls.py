"""a forge x a person's own token -> the requests there as the person sees them, and one more (DESIGN: The desk)"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from prakat.forge.forge import ForgeFailed
from prakat.repository.refs import MAIN_BRANCH
from prakat.repository.retry import Retry
from prakat.thai.buddhist_era import BANGKOK

if TYPE_CHECKING:
    from prakat.forge.forgejo import Forgejo
    from prakat.forge.github import GitHub

_MOST_CLOSED = 500
"""Of those closed last; what was merged or refused stands in the audit-log besides."""
_UNAWARE = frozenset({404, 409, 422})
"""What Forgejo answers for a moment to a request from a branch that it has just taken."""
_NOTICED = Retry(tries=8, first=0.1, longest=3)


class ListedPull(NamedTuple):
    """None of its texts are to be trusted."""

    number: int
    title: str
    login: str
    account: int
    head: str
    branch: str
    sent: datetime.datetime
    closed: datetime.datetime | None


@dataclass(frozen=True)
class PeoplePulls:
    forge: "Forgejo | GitHub"

    def open_one(self, branch: str, title: str, body: str) -> int:
        """Its number; that of the one which there is, where it was opened before. Raises ForgeFailed."""
        asked = {"head": branch, "base": MAIN_BRANCH, "title": title, "body": body}
        client, path = self.forge.client, f"{self.forge.repository}/pulls"
        for attempt in _NOTICED.attempts(client.sleep):
            answer = client.ask("POST", path, asked, repeat=False)
            if answer.status == 201:
                return int(answer.data["number"])
            if answer.status not in _UNAWARE or attempt.is_last:
                break
            if known := self.number_of(branch):
                return known
        told = f"{answer.status} {answer.message}".strip()
        raise ForgeFailed("forge.failed", asked=f"POST {path}", answer=told)

    def approve(self, number: int, head: str, said: str) -> None:
        """The person's approving review, bound to that commit: of another one it counts for nothing. Raises
        ForgeFailed."""
        event = "APPROVE" if self.forge.kind == "github" else "APPROVED"
        path = f"{self.forge.repository}/pulls/{number}/reviews"
        self.forge.client.do("POST", path, {"commit_id": head, "body": said, "event": event}, repeat=False)

    def send_back(self, number: int, head: str, said: str) -> None:
        """The person's own review of that commit, which asks for changes. Raises ForgeFailed."""
        asked = {"commit_id": head, "body": said, "event": "REQUEST_CHANGES"}
        self.forge.client.do("POST", f"{self.forge.repository}/pulls/{number}/reviews", asked, repeat=False)

    def number_of(self, branch: str) -> int:
        """Of the newest request from that branch, whatever became of it; 0 for none."""
        owner = self.forge.repository.split("/")[1]
        only = f"&head={owner}:{quote(branch, safe='')}" if self.forge.kind == "github" else ""
        found = (each for each in self._listed("all", only) if each.branch == branch)
        return max((each.number for each in found), default=0)

    def open(self) -> list[ListedPull]:
        return [*self._listed("open")]

    def closed(self) -> list[ListedPull]:
        """Those closed last."""
        return [*islice(self._listed("closed"), _MOST_CLOSED)]

    def _listed(self, state: str, only: str = "") -> Iterator[ListedPull]:
        last = "sort=updated&direction=desc" if self.forge.kind == "github" else "sort=recentupdate"
        path = f"{self.forge.repository}/pulls?state={state}&{last}{only}"
        found = islice(self.forge.client.pages(path, self.forge.in_pages), _MOST_CLOSED if state != "open" else None)
        return (_pull(each) for each in found if each["base"]["ref"] == MAIN_BRANCH)


def _pull(found: Any) -> ListedPull:
    user = found.get("user") or {}
    closed = found.get("closed_at")
    return ListedPull(
        found["number"],
        str(found["title"]),
        str(user.get("login", "")),
        int(user.get("id", 0)),
        found["head"]["sha"],
        found["head"]["ref"],
        _moment(found["updated_at"]),
        _moment(closed) if closed else None,
    )


def _moment(typed: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(typed).astimezone(BANGKOK)

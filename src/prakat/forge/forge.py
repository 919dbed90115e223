"""what every forge can tell and do -> one protocol: requests, reviews, pushes, comments, a merge pinned to a head"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

from prakat.cannot_work import CannotWork
from prakat.forge.push import Push
from prakat.request.review import Review


class ForgeFailed(CannotWork):
    """The forge refused, or its answer could not be understood; holds its message."""


class ForgeUnavailable(ForgeFailed):
    """The forge is down, too slow, or asks us to come back later: nothing was decided, and the next run continues."""


class ForgeRefused(ForgeFailed):
    """The forge answered that the thing asked for does not exist, or that we may not see it."""


class Moved(ForgeFailed):
    """The request has changed since it was read: its head is not the signed one."""


@dataclass(frozen=True, slots=True)
class Pull:
    """A request on a forge. None of its texts are to be trusted."""

    number: int
    opener: str
    """A login."""
    opener_account: int
    """Its number; 0 for one that is gone."""
    head: str
    branch: str
    base: str
    """The branch that it would be merged onto."""
    is_open: bool
    merged_as: str | None
    """The merge commit, once it is merged."""
    head_repository: str | None
    """owner/name of the repository with its branch; None if that is gone or hidden from us."""


class Comment(NamedTuple):
    id: int
    login: str
    account: int
    """The number of the account that made it."""
    body: str
    """As it reads now, whoever wrote it so."""
    at: datetime.datetime
    """When it was made, in Bangkok."""


GHOST = "ghost"
"""Stands for the login of somebody who has left the forge, if it names none; nobody in office.yml has this account."""


class Forge(Protocol):
    """A repository on a forge, as the publisher's account sees it. Every method may raise ForgeFailed."""

    @property
    def kind(self) -> str:
        """`github` or `forgejo`: the key of `accounts` in office.yml."""

    @property
    def clone_url(self) -> str:
        """Without any secret."""

    def open_pulls(self) -> dict[int, str]:
        """Number -> head of every open request to main."""

    def pull(self, number: int) -> Pull: ...

    def reviews(self, number: int) -> tuple[Review, ...]: ...

    def targeted(self, number: int) -> datetime.datetime | None:
        """When the request was last pointed at another branch; None if it never was. Raises ForgeFailed where the forge
        does not tell."""

    def pushes(self, pull: Pull) -> tuple[Push, ...]:
        """The pushes to the request's branch, as far as the forge tells."""

    def merge(self, pull: Pull, title: str, message: str) -> None:
        """Merges the pull's head by a merge commit with that message. Raises Moved if the head has changed since."""

    def close(self, number: int) -> None: ...

    def comments(self, number: int) -> Sequence[Comment]:
        """Oldest first. Any writer may have edited them: they are nobody's word."""

    def say(self, number: int, text: str, replacing: int | None = None) -> int:
        """Writes a comment, or replaces the text of one of ours; returns its id."""

    def ask_for_review(self, number: int, logins: Sequence[str]) -> None:
        """The forge tells them. Raises ForgeFailed where one of them may not review there: then it asks nobody."""

    def mark(self, head: str, name: str, is_good: bool, text: str) -> None:
        """Sets the status of that name on a commit, unless it is so already."""

    def is_own(self, comment: Comment) -> bool:
        """Whether the account of our token made the comment; who edited it since is another question."""

    def now(self) -> datetime.datetime:
        """The time by the forge's clock, which dates reviews and merges."""

    def witness(self, commit: str) -> str | None:
        """Who signed the commit, according to the forge; None if it is unsigned or wrongly signed."""


def noreply_address(login: str, number: int, kind: str) -> str:
    """The noreply address of an account, which `account_of` reads."""
    name = f"{number}+{login}" if number else login
    return f"{name}@users.noreply.github.com" if kind == "github" else f"{name}@noreply.forgejo"


def split_url(url: str) -> tuple[str, str, str]:
    """https://host/owner/name -> base URL, owner, name. Raises CannotWork for anything else.

    Plain http is accepted on this machine only: token and texts must not cross a network unencrypted (R35)."""
    try:
        parts = urlsplit(url)
        shown = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
    except ValueError:
        raise CannotWork("forge.no-address") from None
    names = parts.path.removesuffix("/").removesuffix(".git").strip("/").split("/")
    is_local = parts.hostname in ("127.0.0.1", "::1", "localhost")
    if parts.scheme not in ("https", "http") or (parts.scheme == "http" and not is_local) or "@" in parts.netloc:
        raise CannotWork("forge.no-https", found=shown)
    if len(names) < 2 or not all(names) or parts.query or parts.fragment:
        raise CannotWork("forge.no-repository", found=f"{shown}{parts.path}")
    prefix = "/".join(names[:-2])
    base = f"{parts.scheme}://{parts.netloc}" + (f"/{prefix}" if prefix else "")
    return base, names[-2], names[-1]

"""what every forge can tell and do -> one protocol: requests, reviews, pushes, comments, a merge pinned to a head"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
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
    title: str
    opener: str
    """A login."""
    head: str
    branch: str
    is_open: bool
    merged_as: str | None
    """The merge commit, once it is merged."""
    head_repository: str | None
    """owner/name of the repository with its branch; None if that is gone or hidden from us."""


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

    def pushes(self, pull: Pull) -> tuple[Push, ...]:
        """The pushes to the request's branch, as far as the forge tells."""

    def merge(self, pull: Pull, title: str, message: str) -> None:
        """Merges the pull's head by a merge commit with that message. Raises Moved if the head has changed since."""

    def close(self, number: int) -> None: ...

    def comments(self, number: int) -> Sequence[tuple[int, str, str]]:
        """(id, login, body) of each, oldest first."""

    def say(self, number: int, text: str, replacing: int | None = None) -> None:
        """Writes a comment, or replaces the text of one of ours."""

    def mark(self, head: str, name: str, is_good: bool, text: str) -> None:
        """Sets the status of that name on a commit, unless it is so already."""

    def own_login(self) -> str: ...

    def now(self) -> datetime.datetime:
        """The time by the forge's clock, which dates reviews and merges."""

    def witness(self, commit: str) -> str | None:
        """Who signed the commit, according to the forge; None if it is unsigned or wrongly signed."""


def noreply_address(login: str, kind: str) -> str:
    """The noreply address of an account, which `people_of_mail` resolves to the account's owner."""
    return f"{login}@users.noreply.github.com" if kind == "github" else f"{login}@noreply.forgejo"


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


def one_comment(forge: Forge, number: int, marker: str, text: str) -> bool:
    """Keeps exactly one comment of ours that begins with `marker`, a line of its own; returns whether it is new."""
    return _kept(forge, number, _own_comments(forge, number), marker, text)


def comment_series(forge: Forge, number: int, marker: Callable[[int], str], texts: Sequence[str], ended: str) -> None:
    """Keeps one comment of ours for each text, in order; those of an earlier, longer series say `ended` instead."""
    own = _own_comments(forge, number)
    for place, text in enumerate(texts, start=1):
        _kept(forge, number, own, marker(place), text)
    place = len(texts) + 1
    while _begun_by(own, marker(place)):
        _kept(forge, number, own, marker(place), ended)
        place += 1


def _own_comments(forge: Forge, number: int) -> list[tuple[int, str]]:
    login = forge.own_login()
    return [(id_, body) for id_, writer, body in forge.comments(number) if writer == login]


def _begun_by(comments: Sequence[tuple[int, str]], marker: str) -> list[tuple[int, str]]:
    return [each for each in comments if each[1].startswith(marker + "\n")]


def _kept(forge: Forge, number: int, own: Sequence[tuple[int, str]], marker: str, text: str) -> bool:
    """Whether the comment with that marker is new; `own` are ours that are there."""
    body = f"{marker}\n{text}"
    found = _begun_by(own, marker)
    if found and found[0][1].rstrip() == body.rstrip():
        return False
    forge.say(number, body, found[0][0] if found else None)
    return not found

"""address x environment -> the forge that the commands use, and its repository for git"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prakat.cannot_work import CannotWork
from prakat.forge.forge import split_url

if TYPE_CHECKING:
    from prakat.forge.forgejo import Forgejo
    from prakat.forge.github import GitHub
    from prakat.network.remote import Remote

KINDS = ("github", "forgejo")
_ANYBODY = "x-access-token"
"""The login sent with a token; both forges ignore it and use only the token."""


@dataclass(frozen=True, slots=True)
class Choice:
    forge: Forgejo | GitHub
    remote: Remote


def chosen_forge(url: str, kind: str | None, environment: Mapping[str, str]) -> Choice:
    """Uses the token in PRAKAT_FORGE_TOKEN and, for a GitHub app, its login in PRAKAT_FORGE_LOGIN.

    Raises CannotWork without a token, or if the address is not one."""
    from prakat.forge import forgejo, github  # imported here, since without a forge no HTTP client is needed
    from prakat.network.remote import Remote

    token = token_of(environment)
    is_github = kind_at(url, kind) == "github"
    login = environment.get("PRAKAT_FORGE_LOGIN", "")
    forge = github.connect(url, token, login) if is_github else forgejo.connect(url, token)
    return Choice(forge, Remote(forge.clone_url, _ANYBODY, token))


def kind_at(url: str, kind: str | None) -> str:
    """The kind that was named, else what the address shows. Raises CannotWork if it is no address."""
    return kind or ("github" if split_url(url)[0] == "https://github.com" else "forgejo")


def person_choice(url: str, kind: str, token: str) -> Choice:
    """The forge as the person sees it whose token it is. Raises CannotWork if the address is not one."""
    from prakat.forge import forgejo, github
    from prakat.network.remote import Remote

    forge = github.connect(url, token) if kind == "github" else forgejo.connect(url, token)
    return Choice(forge, Remote(forge.clone_url, _ANYBODY, token))


def token_of(environment: Mapping[str, str]) -> str:
    """The token of the account that the command uses, from PRAKAT_FORGE_TOKEN and nowhere else. Raises CannotWork."""
    found = environment.get("PRAKAT_FORGE_TOKEN", "")
    if not found or not found.isprintable() or " " in found:
        raise CannotWork("forge.no-token")
    return found

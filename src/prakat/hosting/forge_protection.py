"""forge x office -> its protection, and what is switched off today that only people can mend (R34)"""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from prakat.cannot_work import CannotWork
from prakat.forge.client import Client
from prakat.forge.forgejo import Forgejo
from prakat.forge.github import GitHub
from prakat.hosting import protection
from prakat.hosting.forge_setting import BranchProtections, Document, ForgeSetting, Rulesets
from prakat.hosting.protection import Drift, Protection
from prakat.office.office import FILE, Office


def guarded(forge: Forgejo | GitHub, office: Office, day: datetime.date) -> list[ForgeSetting]:
    """Every setting that the forge must have. Raises CannotWork if office.yml names no publisher's account, or if the
    repository cannot be seen."""
    if forge.kind not in office.publisher.get("accounts", {}):
        raise CannotWork("hosting.no-publisher", forge=forge.kind)
    client, path = forge.client, forge.repository
    client.get(path)
    repository = ForgeSetting(protection.merge_methods(forge.kind), Document(client, path, "PATCH"))
    if isinstance(forge, Forgejo):
        branches = protection.branch_protections(office, day)
        return [repository, *(ForgeSetting(each, BranchProtections(client, path)) for each in branches)]
    actor = _actor(client, office.publisher["accounts"]["github"])
    rules = protection.rulesets(office, actor)
    token = workflow_token(client, path, "workflow token")
    return [repository, token, *(ForgeSetting(each, Rulesets(client, path)) for each in rules)]


def workflow_token(client: Client, path: str, name: str) -> ForgeSetting:
    """What the token of a GitHub workflow may do that asks for no rights."""
    wanted = {"default_workflow_permissions": "read", "can_approve_pull_request_reviews": False}
    return ForgeSetting(Protection(name, wanted), Document(client, f"{path}/actions/permissions/workflow", "PUT"))


def _actor(client: Client, login: str) -> dict[str, Any]:
    """The publisher as GitHub's rulesets know it: an app, whose login ends in [bot], or a user."""
    if login.endswith("[bot]"):
        return {"actor_type": "Integration", "actor_id": client.get(f"apps/{quote(login[:-5])}")["id"]}
    return {"actor_type": "User", "actor_id": client.get(f"users/{quote(login)}")["id"]}


def without_account(forge: Forgejo | GitHub, office: Office, day: datetime.date) -> Iterator[Drift]:
    """People who may sign on that day but whose review on the forge would count as a stranger's."""
    for person in protection.able(office, day):
        if forge.kind not in person.accounts:
            field = f"people.{person.id}.accounts.{forge.kind}"
            yield Drift(FILE, field, protection.THERE, protection.MISSING)


def administrators(forge: Forgejo | GitHub, office: Office) -> Iterator[Drift]:
    """People whose account may override the protection; no account in daily use may be an administrator's."""
    logins = {each.accounts[forge.kind]: each for each in office.people.values() if forge.kind in each.accounts}
    publisher = office.publisher["accounts"][forge.kind]
    for login in sorted({*logins, publisher}):
        if login.endswith("[bot]"):
            continue
        found = forge.client.find(f"{forge.repository}/collaborators/{quote(login)}/permission")
        if found and found["permission"] in ("admin", "owner"):
            yield Drift("collaborators", login, "write", found["permission"])


def all_drifts(guarded: Iterable[ForgeSetting]) -> Iterator[Drift]:
    return (drift for each in guarded for drift in each.drifts())

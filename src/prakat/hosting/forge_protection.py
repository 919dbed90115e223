"""forge x office -> its protection read, compared and put in place, and what is switched off today (R34)"""

import datetime
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote

from prakat.cannot_work import CannotWork
from prakat.forge.client import Client
from prakat.forge.forgejo import Forgejo
from prakat.forge.github import GitHub
from prakat.hosting import protection
from prakat.hosting.protection import Drift, Protection, drifts
from prakat.office.office import FILE, Office
from prakat.repository.refs import MAIN_BRANCH

_LOG = logging.getLogger(__name__)


class SettingStore(Protocol):
    """The place on a forge that keeps one kind of setting."""

    def find(self, setting: Protection) -> Any | None: ...

    def put(self, setting: Protection) -> None: ...


@dataclass(frozen=True)
class ForgeProtection:
    setting: Protection
    store: SettingStore

    def drifts(self) -> list[Drift]:
        found = list(drifts(self.setting, self.store.find(self.setting)))
        _LOG.info("%s: %d differences", self.setting.name, len(found))
        return found

    def apply(self) -> None:
        self.store.put(self.setting)
        _LOG.info("%s: put in place", self.setting.name)


@dataclass(frozen=True)
class _Repository:
    client: Client
    path: str

    def find(self, setting: Protection) -> Any | None:
        return self.client.find(self.path)

    def put(self, setting: Protection) -> None:
        self.client.do("PATCH", self.path, setting.wanted)


@dataclass(frozen=True)
class _BranchProtections:
    client: Client
    path: str

    def find(self, setting: Protection) -> Any | None:
        return self.client.find(f"{self.path}/branch_protections/{setting.name}")

    def put(self, setting: Protection) -> None:
        if self.find(setting) is None:
            self.client.do("POST", f"{self.path}/branch_protections", setting.wanted)
        else:
            self.client.do("PATCH", f"{self.path}/branch_protections/{setting.name}", setting.wanted)


@dataclass(frozen=True)
class _Rulesets:
    client: Client
    path: str

    def _id(self, setting: Protection) -> int | None:
        listed = self.client.pages(f"{self.path}/rulesets?includes_parents=false", "per_page=100")
        return next((each["id"] for each in listed if each["name"] == setting.name), None)

    def find(self, setting: Protection) -> Any | None:
        known = self._id(setting)
        return None if known is None else self.client.get(f"{self.path}/rulesets/{known}")

    def put(self, setting: Protection) -> None:
        known = self._id(setting)
        if known is None:
            self.client.do("POST", f"{self.path}/rulesets", setting.wanted)
        else:
            self.client.do("PUT", f"{self.path}/rulesets/{known}", setting.wanted)


@dataclass(frozen=True)
class _Environment:
    """The environment with the publisher's secrets, which only main may use."""

    client: Client
    path: str

    def find(self, setting: Protection) -> Any | None:
        found = self.client.find(f"{self.path}/environments/{setting.name}")
        if found is None:
            return None
        policies = self.client.get(f"{self.path}/environments/{setting.name}/deployment-branch-policies?per_page=100")
        return {**found, "branches": [each["name"] for each in policies["branch_policies"]]}

    def put(self, setting: Protection) -> None:
        place = f"{self.path}/environments/{setting.name}"
        body = {"deployment_branch_policy": setting.wanted["deployment_branch_policy"]}
        self.client.do("PUT", place, body)
        there = (self.find(setting) or {"branches": []})["branches"]
        for branch in setting.wanted["branches"]:
            if branch not in there:
                self.client.do("POST", f"{place}/deployment-branch-policies", {"name": branch, "type": "branch"})


def guarded(forge: Forgejo | GitHub, office: Office, day: datetime.date) -> list[ForgeProtection]:
    """Every setting that the forge must have. Raises CannotWork if office.yml names no publisher's account, or if the
    repository cannot be seen."""
    if forge.kind not in office.publisher.get("accounts", {}):
        raise CannotWork("hosting.no-publisher", forge=forge.kind)
    client, path = forge.client, forge.repository
    client.get(path)
    repository = ForgeProtection(protection.merge_methods(forge.kind), _Repository(client, path))
    if isinstance(forge, Forgejo):
        branches = protection.branch_protections(office, day)
        return [repository, *(ForgeProtection(each, _BranchProtections(client, path)) for each in branches)]
    actor = _actor(client, office.publisher["accounts"]["github"])
    policy = {"protected_branches": False, "custom_branch_policies": True}
    wanted = {"deployment_branch_policy": policy, "branches": [MAIN_BRANCH]}
    environment = ForgeProtection(Protection(protection.ENVIRONMENT, wanted), _Environment(client, path))
    rules = protection.rulesets(office, actor)
    return [repository, environment, *(ForgeProtection(each, _Rulesets(client, path)) for each in rules)]


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

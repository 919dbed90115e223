"""forge x office -> its protection, and what is switched off today that only people can mend (R34)"""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from prakat.cannot_work import CannotWork
from prakat.forge.client import Client
from prakat.forge.forgejo import Forgejo
from prakat.forge.github import GitHub
from prakat.hosting import drift, protection
from prakat.hosting.drift import Drift
from prakat.hosting.forge_access import ForgeAccess
from prakat.hosting.forge_limits import forgejo_limits, github_limits, has_tag_protections, without_rulesets
from prakat.hosting.forge_outlets import ForgeOutlets
from prakat.hosting.forge_refs import ForgeRefs
from prakat.hosting.forge_setting import (
    BranchProtections,
    Document,
    ForgeList,
    ForgeSetting,
    Guard,
    forgejo_tags,
    github_rulesets,
)
from prakat.hosting.protection import Protection
from prakat.hosting.repository_settings import forgejo_settings, github_settings
from prakat.hosting.rulesets import rulesets
from prakat.office.office import FILE, Office
from prakat.rules.message import message


def guarded(forge: Forgejo | GitHub, office: Office, day: datetime.date) -> list[Guard]:
    """Everything that the forge must have, and of which it must be free. Raises CannotWork if office.yml names no
    publisher's account, or if the repository cannot be seen."""
    if forge.kind not in office.publisher.get("accounts", {}):
        raise CannotWork("hosting.no-publisher", forge=forge.kind)
    client, path = forge.client, forge.repository
    client.get(path)
    wanted = forgejo_settings(office) if isinstance(forge, Forgejo) else github_settings(office)
    repository = ForgeSetting(wanted, Document(client, path, "PATCH"))
    settings = _forgejos(forge, office, day) if isinstance(forge, Forgejo) else _githubs(forge, office)
    access, outlets = ForgeAccess(forge, office, day).guards(), ForgeOutlets(forge, office).guards()
    return [repository, *settings, *access, *outlets, ForgeRefs(forge).guard()]


def _forgejos(forge: Forgejo, office: Office, day: datetime.date) -> Iterator[Guard]:
    client, path = forge.client, forge.repository
    for each in protection.branch_protections(office, day):
        yield ForgeSetting(each, BranchProtections(client, path))
    if has_tag_protections(forge):
        yield ForgeSetting(protection.tag_protection(office), forgejo_tags(client, path))


def _githubs(forge: GitHub, office: Office) -> Iterator[Guard]:
    client, path = forge.client, forge.repository
    yield workflow_token(client, path, "workflow token")
    yield _forks_workflows(client, path, office)
    yield ForgeList(Protection("runners", {}), lambda: client.get(f"{path}/actions/runners")["runners"], _runner)
    if lacking := without_rulesets(client, path):
        yield ForgeList(Protection(lacking.setting, {}), lambda: [lacking], lambda found: found)
        return
    for each in rulesets(office, _actor(client, office.publisher["accounts"]["github"])):
        yield ForgeSetting(each, github_rulesets(client, path))


def workflow_token(client: Client, path: str, name: str) -> ForgeSetting:
    """What the token of a GitHub workflow may do that asks for no rights."""
    wanted = {"default_workflow_permissions": "read", "can_approve_pull_request_reviews": False}
    return ForgeSetting(Protection(name, wanted), Document(client, f"{path}/actions/permissions/workflow", "PUT"))


def _forks_workflows(client: Client, path: str, office: Office) -> ForgeSetting:
    """What the workflow of a stranger's copy may do."""
    if office.forge.is_public:
        place, wanted = "fork-pr-contributor-approval", {"approval_policy": "all_external_contributors"}
        return ForgeSetting(Protection("workflows of forks", wanted), _actions(client, path, place))
    may = ("run_workflows_from_fork_pull_requests", "send_write_tokens_to_workflows", "send_secrets_and_variables")
    strict = {**dict.fromkeys(may, False), "require_approval_for_fork_pr_workflows": True}
    place = "fork-pr-workflows-private-repos"
    return ForgeSetting(Protection("workflows of forks", strict), _actions(client, path, place))


def _actions(client: Client, path: str, place: str) -> Document:
    return Document(client, f"{path}/actions/permissions/{place}", "PUT")


def _runner(found: Any) -> Drift:
    """A machine of the office's own runs what a request brings along."""
    return Drift("runners", str(found["name"]), drift.MISSING, drift.THERE, message("hosting.mend-runner"))


def _actor(client: Client, login: str) -> dict[str, Any]:
    """The publisher as GitHub's rulesets know it: an app, whose login ends in [bot], or a user."""
    if login.endswith("[bot]"):
        return {"actor_type": "Integration", "actor_id": client.get(f"apps/{quote(login[:-5])}")["id"]}
    return {"actor_type": "User", "actor_id": client.get(f"users/{quote(login)}")["id"]}


def by_people_only(forge: Forgejo | GitHub, office: Office, day: datetime.date) -> Iterator[Drift]:
    """What no setting of the repository tells: who lacks an account, who administers the forge, and its limits."""
    yield from _without_account(forge, office, day)
    yield from ForgeAccess(forge, office, day).site_administrators()
    yield from forgejo_limits(forge, office) if isinstance(forge, Forgejo) else github_limits()


def _without_account(forge: Forgejo | GitHub, office: Office, day: datetime.date) -> Iterator[Drift]:
    """People who may sign on that day but whose review on the forge would count as a stranger's."""
    for person in protection.able(office, day):
        if forge.kind not in person.accounts:
            field = f"people.{person.id}.accounts.{forge.kind}"
            yield Drift(FILE, field, drift.THERE, drift.MISSING, message("hosting.mend-account"))


def all_drifts(guarded: Iterable[Guard]) -> Iterator[Drift]:
    return (each for guard in guarded for each in guard.drifts())

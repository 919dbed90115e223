"""the repository `publisher` on GitHub x its office -> who may write there, and what of its protection is off (R34)"""

import datetime
from collections.abc import Iterator
from typing import Any

from prakat.forge.forge import ForgeRefused
from prakat.forge.github import GitHub
from prakat.hosting.drift import MISSING, THERE, UNREADABLE, Drift
from prakat.hosting.forge_access import ForgeAccess
from prakat.hosting.forge_protection import workflow_token
from prakat.hosting.forge_setting import Document, ForgeSetting, Guard, github_rulesets
from prakat.hosting.protection import Protection
from prakat.hosting.rulesets import publisher_ruleset
from prakat.office.office import Office
from prakat.repository.refs import MAIN_BRANCH
from prakat.rules.message import message

_TOKEN, _SECRET = message("hosting.mend-token"), message("hosting.mend-secret")
_KEY, _TOKENS = "PRAKAT_KEY", ("PRAKAT_APP_KEY", "PRAKAT_FORGE_TOKEN")
_WORKFLOW = "publisher.yml"


def publisher_settings(publisher: GitHub, office: Office, day: datetime.date) -> list[Guard]:
    """Every setting that the repository must have. Raises CannotWork if it cannot be seen."""
    client, path = publisher.client, publisher.repository
    client.get(path)
    wanted = Protection("publisher repository", {"default_branch": MAIN_BRANCH, "archived": False})
    repository = ForgeSetting(wanted, Document(client, path, "PATCH"))  # schedules run on the default branch alone
    keys = ForgeAccess(publisher, office, day, "publisher ").keys()
    rules = ForgeSetting(publisher_ruleset(), github_rulesets(client, path))
    return [repository, keys, workflow_token(client, path, "publisher workflow token"), rules]


def weaknesses(publisher: GitHub, forge: GitHub, office: Office) -> Iterator[Drift]:
    """What only people can mend: who may write, what is missing, and secrets where a request's workflow could be."""
    yield from _writers(publisher, office)
    yield from _visibility(publisher, forge)
    yield from _secrets(publisher)
    yield from _schedule(publisher)
    held = _names(forge)
    if held is None:
        yield Drift("office secrets", "", MISSING, UNREADABLE, _TOKEN)
    for name in sorted(held or ()):
        yield Drift("office secrets", name, MISSING, THERE, message("hosting.mend-office-secret"))


def _writers(publisher: GitHub, office: Office) -> Iterator[Drift]:
    """Whoever may write there can use the publisher's key: nobody but known administrators, and no person of the
    office."""
    people = {each.accounts["github"].lower() for each in office.people.values() if "github" in each.accounts}
    known = {*office.forge.administrators, publisher.own_login().lower()} - people
    path = f"{publisher.repository}/collaborators?affiliation=all"
    for each in publisher.client.pages(path, "per_page=100"):
        may, login = each["permissions"], str(each["login"])
        if may["push"] and not (may["admin"] and login.lower() in known):
            right, by_hand = "admin" if may["admin"] else "write", message("hosting.mend-publisher-access")
            yield Drift("publisher collaborators", login, "read", right, by_hand)


def _visibility(publisher: GitHub, forge: GitHub) -> Iterator[Drift]:
    """Its logs name the requests of the office: private where the office's repository is."""
    own, theirs = (each.client.get(each.repository).get("private") for each in (publisher, forge))
    if theirs and not own:
        by_hand = message("hosting.mend-publisher-public")
        yield Drift("publisher repository", "private", message("hosting.on"), message("hosting.off"), by_hand)


def _secrets(publisher: GitHub) -> Iterator[Drift]:
    there = _names(publisher)
    if there is None:
        yield Drift("publisher secrets", "", THERE, UNREADABLE, _TOKEN)
        return
    if _KEY not in there:
        yield Drift("publisher secrets", _KEY, THERE, MISSING, _SECRET)
    if not there & {*_TOKENS}:
        yield Drift("publisher secrets", " / ".join(_TOKENS), THERE, MISSING, _SECRET)


def _names(repository: GitHub) -> set[str] | None:
    """Of the secrets that its workflows get; None if the token may not list them."""
    try:
        found = [_listed(repository, f"actions/{kind}") for kind in ("secrets", "organization-secrets")]
    except ForgeRefused:
        return None
    return {str(each["name"]) for secrets in found for each in secrets}


def _listed(repository: GitHub, place: str) -> list[Any]:
    return list(repository.client.get(f"{repository.repository}/{place}?per_page=100")["secrets"])


def _schedule(publisher: GitHub) -> Iterator[Drift]:
    """GitHub switches schedules off after sixty quiet days."""
    found = publisher.client.find(f"{publisher.repository}/actions/workflows/{_WORKFLOW}")
    state = found["state"] if found else MISSING
    if state != "active":
        yield Drift("publisher workflow", _WORKFLOW, "active", state, message("hosting.mend-schedule"))

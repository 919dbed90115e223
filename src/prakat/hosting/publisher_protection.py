"""the repository `publisher` on GitHub x its office -> who may write there, and what of its protection is off (R34)"""

from collections.abc import Iterator
from typing import Any

from prakat.forge.forge import ForgeRefused
from prakat.forge.github import GitHub
from prakat.hosting import protection
from prakat.hosting.forge_protection import workflow_token
from prakat.hosting.forge_setting import ForgeSetting, Rulesets
from prakat.hosting.protection import MISSING, THERE, Drift
from prakat.office.office import Office
from prakat.rules.message import message

_UNREADABLE = message("hosting.unreadable")
_KEY, _TOKENS = "PRAKAT_KEY", ("PRAKAT_APP_KEY", "PRAKAT_FORGE_TOKEN")
_WORKFLOW = "publisher.yml"


def publisher_settings(publisher: GitHub) -> list[ForgeSetting]:
    """Every setting that the repository must have. Raises CannotWork if it cannot be seen."""
    client, path = publisher.client, publisher.repository
    client.get(path)
    rules = ForgeSetting(protection.publisher_ruleset(), Rulesets(client, path))
    return [workflow_token(client, path, "publisher workflow token"), rules]


def weaknesses(publisher: GitHub, forge: GitHub, office: Office) -> Iterator[Drift]:
    """What only people can mend: who may write, what is missing, and secrets where a request's workflow could be."""
    yield from _writers(publisher, office)
    yield from _visibility(publisher, forge)
    yield from _secrets(publisher)
    yield from _schedule(publisher)
    held = _names(forge)
    if held is None:
        yield Drift("office secrets", "", MISSING, _UNREADABLE)
    for name in sorted(held or ()):
        yield Drift("office secrets", name, MISSING, THERE)


def _writers(publisher: GitHub, office: Office) -> Iterator[Drift]:
    """Whoever may write there can use the publisher's key: nobody but administrators, and no person of the office."""
    people = {each.accounts["github"].lower() for each in office.people.values() if "github" in each.accounts}
    path = f"{publisher.repository}/collaborators?affiliation=all"
    for each in publisher.client.pages(path, "per_page=100"):
        may, login = each["permissions"], str(each["login"])
        if may["push"] and (login.lower() in people or not may["admin"]):
            yield Drift("publisher collaborators", login, "read", "admin" if may["admin"] else "write")


def _visibility(publisher: GitHub, forge: GitHub) -> Iterator[Drift]:
    """Its logs name the requests of the office: private where the office's repository is."""
    own, theirs = (each.client.get(each.repository).get("private") for each in (publisher, forge))
    if theirs and not own:
        yield Drift("publisher repository", "private", message("hosting.on"), message("hosting.off"))


def _secrets(publisher: GitHub) -> Iterator[Drift]:
    there = _names(publisher)
    if there is None:
        yield Drift("publisher secrets", "", THERE, _UNREADABLE)
        return
    if _KEY not in there:
        yield Drift("publisher secrets", _KEY, THERE, MISSING)
    if not there & {*_TOKENS}:
        yield Drift("publisher secrets", " / ".join(_TOKENS), THERE, MISSING)


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
        yield Drift("publisher workflow", _WORKFLOW, "active", state)

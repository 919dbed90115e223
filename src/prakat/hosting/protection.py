"""office x day -> what a forge must refuse by itself: rulesets, branch protection; and where a forge differs from it"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prakat.forge import code_owners
from prakat.office.office import Office
from prakat.office.person import Person
from prakat.repository.refs import AUDIT_LOG_BRANCH, HEADS, MAIN_BRANCH
from prakat.request.policy.step import OFFICE_CHAIN, TWO_WEBMASTERS
from prakat.rules.message import Message, message
from prakat.rules.wording import in_words

JSON = dict[str, Any]
CHECK = "check"
"""The status that the publisher puts on a request's head."""
THERE, MISSING = message("hosting.there"), message("hosting.missing")
_ONLY_FORWARDS: list[JSON] = [{"type": "deletion"}, {"type": "non_fast_forward"}]
_SIGNERS = ("reviewer", "approver", "webmaster")


@dataclass(frozen=True, slots=True)
class Protection:
    """One setting that the forge must have."""

    name: str
    wanted: JSON


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference between the forge and what it must have."""

    setting: str
    field: str
    wanted: str | Message
    found: str | Message

    def row(self, language: str = "th") -> dict[str, str]:
        wanted, found = in_words(self.wanted, language), in_words(self.found, language)
        return {"setting": self.setting, "field": self.field, "wanted": wanted, "found": found}

    def text(self, language: str = "th") -> str:
        place = " ".join(filter(None, (self.setting, self.field)))
        return message("hosting.drift", place=place, must=self.wanted, found=self.found).text(language)


def approvals(office: Office) -> int:
    """The number of approvals that every kind of request needs at least; merge.py judges who must sign which step."""
    return min(len(office.sign_off), len(OFFICE_CHAIN), len(TWO_WEBMASTERS))


def signers(office: Office, forge: str, day: datetime.date) -> list[str]:
    """Logins of everybody who may sign any step on that day in Bangkok."""
    return sorted({each.accounts[forge] for each in able(office, day) if forge in each.accounts})


def able(office: Office, day: datetime.date) -> Iterator[Person]:
    """Everybody who may sign any step on that day in Bangkok."""
    return (each for each in office.people.values() if any(each.has_role(role, day) for role in _SIGNERS))


def rulesets(office: Office, publisher: Mapping[str, Any]) -> list[Protection]:
    """GitHub's rulesets. A: requests and checks, for all; B: only the publisher moves the branches; C: only forwards.

    `publisher` is a bypass actor: {"actor_type": "Integration" or "User", "actor_id": ...}. Of an app GitHub also
    knows whether the check is its own, so that no workflow of a request can set it."""
    pull_request = {
        "allowed_merge_methods": ["merge"],
        "dismiss_stale_reviews_on_push": True,
        "require_code_owner_review": True,
        "require_last_push_approval": True,
        "required_approving_review_count": approvals(office),
        "required_review_thread_resolution": False,
    }
    own = {"integration_id": publisher["actor_id"]} if publisher["actor_type"] == "Integration" else {}
    checks = {
        "required_status_checks": [{"context": CHECK, **own}],
        "strict_required_status_checks_policy": False,
        "do_not_enforce_on_create": False,
    }
    guarded: list[JSON] = [
        {"type": "pull_request", "parameters": pull_request},
        {"type": "required_status_checks", "parameters": checks},
        *_ONLY_FORWARDS,
    ]
    moves: list[JSON] = [
        {"type": "update", "parameters": {"update_allows_fetch_and_merge": False}},
        {"type": "creation"},
    ]
    forwards = [*_ONLY_FORWARDS, {"type": "required_linear_history"}]
    bypass = {**publisher, "bypass_mode": "always"}
    return [
        _ruleset("Prakat A: requests", [MAIN_BRANCH], guarded, []),
        _ruleset("Prakat B: publisher", [MAIN_BRANCH, AUDIT_LOG_BRANCH], moves, [bypass]),
        _ruleset("Prakat C: audit-log", [AUDIT_LOG_BRANCH], forwards, []),
    ]


def publisher_ruleset() -> Protection:
    """GitHub's ruleset of the repository `publisher`: what ran there cannot be made unseen."""
    return _ruleset("Prakat P: publisher", [MAIN_BRANCH], _ONLY_FORWARDS, [])


def _ruleset(name: str, branches: list[str], rules: list[JSON], bypass: list[JSON]) -> Protection:
    named = {"include": [f"{HEADS}{branch}" for branch in branches], "exclude": []}
    wanted = {
        "name": name,
        "target": "branch",
        "enforcement": "active",
        "conditions": {"ref_name": named},
        "rules": rules,
        "bypass_actors": bypass,
    }
    return Protection(name, wanted)


def branch_protections(office: Office, day: datetime.date) -> list[Protection]:
    """Forgejo's branch protections, of main and audit-log."""
    publisher = [office.publisher["accounts"]["forgejo"]]
    closed = {"enable_merge_whitelist": True, "merge_whitelist_usernames": publisher, "merge_whitelist_teams": []}
    main = {
        "rule_name": MAIN_BRANCH,
        **closed,
        "enable_push": False,
        "required_approvals": approvals(office),
        "enable_approvals_whitelist": True,
        "approvals_whitelist_username": signers(office, "forgejo", day),
        "approvals_whitelist_teams": [],
        "block_on_rejected_reviews": True,
        "dismiss_stale_approvals": True,
        "enable_status_check": True,
        "status_check_contexts": [CHECK],
        "protected_file_patterns": "",
        "unprotected_file_patterns": "",
    }
    pushed = {
        "enable_push": True,
        "enable_push_whitelist": True,
        "push_whitelist_usernames": publisher,
        "push_whitelist_teams": [],
        "push_whitelist_deploy_keys": False,
    }
    return [
        Protection(MAIN_BRANCH, main),
        Protection(AUDIT_LOG_BRANCH, {"rule_name": AUDIT_LOG_BRANCH, **closed, **pushed}),
    ]


def merge_methods(forge: str) -> Protection:
    """The repository's setting that allows merge commits and no other way to merge."""
    if forge == "github":
        wanted: JSON = {"allow_merge_commit": True, "allow_squash_merge": False, "allow_rebase_merge": False}
    else:
        wanted = {
            "allow_merge_commits": True,
            "allow_squash_merge": False,
            "allow_rebase": False,
            "allow_rebase_explicit": False,
            "default_merge_style": "merge",
        }
    return Protection("repository", wanted)


def drifts(setting: Protection, found: Any) -> Iterator[Drift]:
    """Each field in which the forge differs; fields that `setting` does not name do not count."""
    if found is None:
        yield Drift(setting.name, "", THERE, MISSING)
        return
    yield from _differences(setting.name, "", setting.wanted, found)


def _differences(name: str, place: str, wanted: Any, found: Any) -> Iterator[Drift]:
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key, value in wanted.items():
            yield from _differences(name, f"{place}.{key}".strip("."), value, found.get(key))
        return
    if isinstance(wanted, list):
        yield from _list_differences(name, place, wanted, found if isinstance(found, list) else [])
    elif wanted != found:
        yield Drift(name, place, _told(wanted), _told(found))


def _told(value: Any) -> str | Message:
    if isinstance(value, bool):
        return message("hosting.on" if value else "hosting.off")
    return message("hosting.no-value") if value in (None, "") else str(value)


def _list_differences(name: str, place: str, wanted: list[Any], found: list[Any]) -> Iterator[Drift]:
    """Compares lists in any order: an extra entry is as wrong as a missing one. Rules are identified by their type."""
    ours, theirs = ({_key(each): each for each in entries} for entries in (wanted, found))
    for key in sorted(ours.keys() | theirs.keys()):
        here = f"{place}[{key}]"
        if key not in theirs:
            yield Drift(name, here, THERE, MISSING)
        elif key not in ours:
            yield Drift(name, here, MISSING, THERE)
        elif isinstance(ours[key], dict):
            yield from _differences(name, here, ours[key], theirs[key])


def _key(entry: Any) -> str:
    if isinstance(entry, dict):
        return str(entry.get("type") or entry.get("context") or f"{entry.get('actor_type')} {entry.get('actor_id')}")
    return str(entry)


def owners_drift(repo: Path, office: Office, day: datetime.date) -> Iterator[Drift]:
    """CODEOWNERS of a work tree, where it is not what office.yml says on that day in Bangkok."""
    file = repo / code_owners.PATH
    if not file.is_file() or file.read_text(encoding="utf-8", errors="replace") != code_owners.code_owners(office, day):
        yield Drift(code_owners.PATH, "", message("hosting.as-office-says"), message("hosting.differs"))


def put_owners(repo: Path, office: Office, day: datetime.date) -> None:
    file = repo / code_owners.PATH
    file.parent.mkdir(exist_ok=True)
    file.write_text(code_owners.code_owners(office, day), encoding="utf-8", newline="\n")

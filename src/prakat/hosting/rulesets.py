"""office x publisher's account -> GitHub's rulesets: who may move which branch or tag, and after what (R34)"""

from collections.abc import Mapping
from typing import Any

from prakat.hosting.protection import CHECK, JSON, Protection, approvals
from prakat.office.office import Office
from prakat.repository.refs import AUDIT_LOG, AUDIT_LOG_BRANCH, HEADS, MAIN, MAIN_BRANCH

_ALL = "~ALL"
_ONLY_FORWARDS: list[JSON] = [{"type": "deletion"}, {"type": "non_fast_forward"}]
_UPDATE: JSON = {"type": "update", "parameters": {"update_allows_fetch_and_merge": False}}


def rulesets(office: Office, publisher: Mapping[str, Any]) -> list[Protection]:
    """A: requests and checks, for all; B: only the publisher moves the branches; C, D: they, and requests, only grow;
    E: only the publisher sets a tag.

    `publisher` is a bypass actor: {"actor_type": "Integration" or "User", "actor_id": ...}. Of an app GitHub also
    knows whether the check is its own, so that no workflow of a request can set it."""
    moves: list[JSON] = [_UPDATE, {"type": "creation"}]
    forwards = [*_ONLY_FORWARDS, {"type": "required_linear_history"}]
    bypass = {**publisher, "bypass_mode": "always"}
    return [
        _ruleset("Prakat A: requests", _branches(MAIN_BRANCH), _asked(office, publisher)),
        _ruleset("Prakat B: publisher", _branches(MAIN_BRANCH, AUDIT_LOG_BRANCH), moves, [bypass]),
        _ruleset("Prakat C: audit-log", _branches(AUDIT_LOG_BRANCH), forwards),
        _ruleset("Prakat D: branches", _names([_ALL], [MAIN, AUDIT_LOG]), _ONLY_FORWARDS),
        _ruleset("Prakat E: tags", _names([_ALL]), [*moves, *_ONLY_FORWARDS], [bypass], "tag"),
    ]


def publisher_ruleset() -> Protection:
    """Of the repository `publisher`: what ran there cannot be made unseen."""
    return _ruleset("Prakat P: publisher", _branches(MAIN_BRANCH), _ONLY_FORWARDS)


def _asked(office: Office, publisher: Mapping[str, Any]) -> list[JSON]:
    """Of every request to main."""
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
    return [
        {"type": "pull_request", "parameters": pull_request},
        {"type": "required_status_checks", "parameters": checks},
        *_ONLY_FORWARDS,
    ]


def _branches(*names: str) -> JSON:
    return _names([f"{HEADS}{each}" for each in names])


def _names(included: list[str], excluded: list[str] | None = None) -> JSON:
    return {"ref_name": {"include": included, "exclude": excluded or []}}


def _ruleset(
    name: str, conditions: JSON, rules: list[JSON], bypass: list[JSON] | None = None, target: str = "branch"
) -> Protection:
    wanted = {
        "name": name,
        "target": target,
        "enforcement": "active",
        "conditions": conditions,
        "rules": rules,
        "bypass_actors": bypass or [],
    }
    return Protection(name, wanted)

"""office x day -> what a forge must refuse by itself: how it merges, which branches and tags it protects (R34)"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prakat.forge import code_owners
from prakat.hosting.drift import MISSING, THERE, Drift, field_drifts
from prakat.office.office import Office
from prakat.office.person import Person
from prakat.repository.refs import AUDIT_LOG_BRANCH, MAIN_BRANCH
from prakat.request.policy.step import OFFICE_CHAIN, TWO_WEBMASTERS
from prakat.rules.message import Message, message

JSON = dict[str, Any]
CHECK = "check"
"""The status that the publisher puts on a request's head."""
EVERY_BRANCH = "**"
EVERY_TAG = "*"
"""As Forgejo's patterns say it: in the first, `/` parts names."""
_SIGNERS = ("reviewer", "approver", "webmaster")


@dataclass(frozen=True, slots=True)
class Protection:
    """One setting that the forge must have."""

    name: str
    wanted: JSON
    where_known: JSON = field(default_factory=dict)
    """Fields that only some versions of the forge have."""
    untold: JSON = field(default_factory=dict)
    """Fields that the forge takes and does not tell."""
    by_hand: Mapping[str, Message] = field(default_factory=dict)
    """Fields that only people change, and how."""

    def all_wanted(self, found: Any) -> JSON:
        """What is wanted of a forge of that version, which answered `found`."""
        known = found if isinstance(found, dict) else {}
        return self.wanted | {name: value for name, value in self.where_known.items() if name in known}

    def put(self, found: Any) -> JSON:
        """What to send to a forge of that version."""
        wanted = self.all_wanted(found) | self.untold
        return {name: value for name, value in wanted.items() if name not in self.by_hand}

    def drifts(self, found: Any) -> Iterator[Drift]:
        """Each field in which the forge differs; fields that are not named here do not count."""
        if found is None:
            yield Drift(self.name, "", THERE, MISSING)
            return
        for name, value in self.all_wanted(found).items():
            for each in field_drifts(self.name, name, value, found.get(name)):
                yield Drift(each.setting, each.field, each.wanted, each.found, self.by_hand.get(name))


def approvals(office: Office) -> int:
    """The number of approvals that every kind of request needs at least; merge.py judges who must sign which step."""
    return min(len(office.sign_off), len(OFFICE_CHAIN), len(TWO_WEBMASTERS))


def signers(office: Office, forge: str, day: datetime.date) -> list[str]:
    """Logins of everybody who may sign any step on that day in Bangkok."""
    return sorted({each.accounts[forge] for each in able(office, day) if forge in each.accounts})


def able(office: Office, day: datetime.date) -> Iterator[Person]:
    """Everybody who may sign any step on that day in Bangkok."""
    return (each for each in office.people.values() if any(each.has_role(role, day) for role in _SIGNERS))


def branch_protections(office: Office, day: datetime.date) -> list[Protection]:
    """Forgejo's, of main and audit-log, and of all others, which are requests: those are neither deleted nor rewritten
    by force. The rule of a name without pattern comes first."""
    publisher = [office.publisher["accounts"]["forgejo"]]
    closed = {"enable_merge_whitelist": True, "merge_whitelist_usernames": publisher, "merge_whitelist_teams": []}
    pushed = {
        "enable_push": True,
        "enable_push_whitelist": True,
        "push_whitelist_usernames": publisher,
        "push_whitelist_teams": [],
        "push_whitelist_deploy_keys": False,
    }
    anybodys = {"enable_push": True, "enable_push_whitelist": False}
    strict = {"apply_to_admins": True, "block_admin_merge_override": True, "enable_force_push": False}
    main = {"rule_name": MAIN_BRANCH, **closed, **_asked(office, day)}
    return [
        Protection(MAIN_BRANCH, main, {**strict, "ignore_stale_approvals": False}),
        Protection(AUDIT_LOG_BRANCH, {"rule_name": AUDIT_LOG_BRANCH, **closed, **pushed}, strict),
        Protection(EVERY_BRANCH, {"rule_name": EVERY_BRANCH, **anybodys}, strict),
    ]


def _asked(office: Office, day: datetime.date) -> JSON:
    """Of every request to main."""
    return {
        "enable_push": False,
        "required_approvals": approvals(office),
        "enable_approvals_whitelist": True,
        "approvals_whitelist_username": signers(office, "forgejo", day),
        "approvals_whitelist_teams": [],
        "block_on_rejected_reviews": True,
        "block_on_official_review_requests": False,
        "block_on_outdated_branch": False,
        "dismiss_stale_approvals": True,
        "enable_status_check": True,
        "status_check_contexts": [CHECK],
        "protected_file_patterns": "",
        "unprotected_file_patterns": "",
    }


def tag_protection(office: Office) -> Protection:
    """Forgejo's, of every tag, since none is needed there and one named like a branch leads merges astray."""
    publisher = [office.publisher["accounts"]["forgejo"]]
    wanted = {"name_pattern": EVERY_TAG, "whitelist_usernames": publisher, "whitelist_teams": []}
    return Protection("tags", wanted)


def owners_drift(repo: Path, office: Office, day: datetime.date) -> Iterator[Drift]:
    """CODEOWNERS of a work tree, where it is not what office.yml says on that day in Bangkok."""
    file = repo / code_owners.PATH
    if not file.is_file() or file.read_text(encoding="utf-8", errors="replace") != code_owners.code_owners(office, day):
        yield Drift(code_owners.PATH, "", message("hosting.as-office-says"), message("hosting.differs"))


def put_owners(repo: Path, office: Office, day: datetime.date) -> None:
    file = repo / code_owners.PATH
    file.parent.mkdir(exist_ok=True)
    file.write_text(code_owners.code_owners(office, day), encoding="utf-8", newline="\n")

"""forge -> what its version or its plan cannot protect, what that means, and what catches it instead (R34)"""

from collections.abc import Iterator
from typing import Any

from prakat.forge.client import Client
from prakat.forge.forge import ForgeRefused
from prakat.forge.forgejo import Forgejo
from prakat.hosting.drift import THERE, Drift
from prakat.hosting.protection import EVERY_TAG
from prakat.office.office import Office
from prakat.repository.refs import MAIN_BRANCH
from prakat.rules.message import Message, message


def forgejo_limits(forge: Forgejo, office: Office) -> Iterator[Drift]:
    """Notes: none of them can be mended there."""
    version = message("hosting.not-by-version", version=str(forge.client.get("version")["version"]))
    if not has_tag_protections(forge):
        login = office.publisher["accounts"]["forgejo"]
        yield _note("tags", version, message("hosting.note-tags", pattern=EVERY_TAG, login=login))
    main = forge.client.find(f"{forge.repository}/branch_protections/{MAIN_BRANCH}") or {}
    if not {"apply_to_admins", "block_admin_merge_override"} & main.keys():
        yield _note(MAIN_BRANCH, version, message("hosting.note-administrators"))
    found: Any = forge.client.get(forge.repository)
    if "autodetect_manual_merge" not in found:
        yield _note("repository allow_manual_merge", version, message("hosting.note-merged-by-hand"))
    yield _note("refs", version, message("hosting.note-refs"))
    yield _note("comments", version, message("hosting.note-comments"))
    yield _note("branches", version, message("hosting.note-branches"))


def has_tag_protections(forge: Forgejo) -> bool:
    return forge.client.ask("GET", f"{forge.repository}/tag_protections").status != 404


def without_rulesets(client: Client, path: str) -> Drift | None:
    """Of GitHub: a private repository without a paid plan has none, and an old Enterprise Server neither."""
    try:
        client.get(f"{path}/rulesets?includes_parents=false&per_page=1")
    except ForgeRefused as refused:
        answer = message("hosting.forge-answers", answer=str(refused.values["answer"]))
        return Drift("rulesets", "", THERE, answer, message("hosting.mend-plan"))
    return None


def github_limits() -> Iterator[Drift]:
    """Notes: what no token of an account may list there."""
    no_token = message("hosting.not-by-token")
    yield _note("apps", no_token, message("hosting.note-apps"))
    yield _note("comments", message("hosting.not-by-github"), message("hosting.note-comments"))
    yield _note("branches", message("hosting.not-by-github"), message("hosting.note-branches"))


def _note(setting: str, found: Message, meaning: Message) -> Drift:
    return Drift(setting, "", message("hosting.protected"), found, meaning, is_note=True)

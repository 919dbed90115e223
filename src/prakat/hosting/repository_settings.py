"""office -> how its repository on a forge must be set: who reads it, how it merges, and what else writes there (R34)"""

from prakat.hosting.protection import JSON, Protection
from prakat.office.office import Office
from prakat.repository.refs import MAIN_BRANCH
from prakat.rules.message import Message, message

_MERGES: JSON = {
    "allow_merge_commits": True,
    "allow_squash_merge": False,
    "allow_rebase": False,
    "allow_rebase_explicit": False,
    "allow_rebase_update": False,
    "default_merge_style": "merge",
}
_MERGED_BY_HAND: JSON = {"allow_manual_merge": False, "autodetect_manual_merge": False}
"""By which a person says that a request was merged."""


def forgejo_settings(office: Office) -> Protection:
    """A release makes a tag, and a wiki and packages are published without anybody's signature."""
    wanted = {
        "private": not office.forge.is_public,
        "default_branch": MAIN_BRANCH,
        "archived": False,
        "mirror": False,
        "has_pull_requests": True,
        "has_wiki": False,
        "has_releases": False,
        "has_packages": False,
        **_MERGES,
        "default_delete_branch_after_merge": False,
        "default_allow_maintainer_edit": False,
    }
    newer = {"allow_fast_forward_only_merge": False, "globally_editable_wiki": False}
    by_hand = {"mirror": message("hosting.mend-mirrored")}
    if office.forge.is_public:
        by_hand["private"] = message("hosting.mend-private")
    return Protection("repository", wanted, newer, _MERGED_BY_HAND, by_hand)


def github_settings(office: Office) -> Protection:
    """A private repository without a paid plan enforces nothing, so people decide about that."""
    wanted = {
        "visibility": "public" if office.forge.is_public else "private",
        "default_branch": MAIN_BRANCH,
        "archived": False,
        "has_wiki": False,
        "allow_merge_commit": True,
        "allow_squash_merge": False,
        "allow_rebase_merge": False,
        "allow_auto_merge": False,
        "allow_update_branch": False,
        "has_pages": False,
        "has_discussions": False,
    }
    more = {} if office.forge.is_public else {"allow_forking": False}
    visibility = message("hosting.mend-private") if office.forge.is_public else message("hosting.mend-public")
    by_hand: dict[str, Message] = {
        "visibility": visibility,
        "has_pages": message("hosting.mend-pages"),
        "has_discussions": message("hosting.mend-discussions"),
    }
    return Protection("repository", wanted, more, by_hand=by_hand)

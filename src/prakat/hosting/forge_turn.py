"""an open request on a forge x whose turn it is -> its review asked for there and mentioned, once a turn (R08)"""

import datetime
from contextlib import suppress

from prakat.forge.comment_keeper import CommentKeeper
from prakat.forge.forge import ForgeFailed, ForgeUnavailable
from prakat.hosting.signable import SIGNING, Signable
from prakat.merging.plan import Plan
from prakat.office.authority import Authority
from prakat.request.shown_digest import digest_shown
from prakat.rules.message import message

_MOST = 15
"""So many are mentioned; a forge takes no more reviewers."""


def ask_for_sign_off(keeper: CommentKeeper, found: Plan, known: Authority, day: datetime.date) -> list[str]:
    """The logins that are asked now; none where it is nobody's turn, or they were asked before.

    Its comment is the memory: a machine that begins anew asks nobody twice."""
    signable, number, head = Signable(found, known, day), found.request.number, found.request.head
    step = signable.turn
    is_stuck = any(each.blocks_merge and not each.id.startswith(SIGNING) for each in found.violations)
    if step is None or is_stuck:
        return []
    accounts = [each.accounts.get(keeper.forge.kind, "") for each in signable.able(step)]
    logins = list(filter(None, accounts))[:_MOST]
    if not logins:
        return []
    digest = digest_shown(head, found.base, number)
    text = message("hosting.their-turn", names=" ".join(f"@{each}" for each in logins), step=step.name, digest=digest)
    if not keeper.one(number, f"<!-- prakat:turn {step.name} {head[:12]} -->", f"{text.text()}\n"):
        return []
    try:
        keeper.forge.ask_for_review(number, logins)
    except ForgeUnavailable:
        raise
    except ForgeFailed:  # as of somebody who may not review there: the mention stays
        for each in logins:
            with suppress(ForgeFailed):
                keeper.forge.ask_for_review(number, [each])
    return logins

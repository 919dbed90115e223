"""a forge x the person's own token -> its open requests as they are now, each as the publisher would judge it"""

from collections.abc import Mapping
from dataclasses import replace

from prakat.audit_log.seen_accounts import seen_accounts
from prakat.forge.choice import Choice
from prakat.merging.first_look import first_look
from prakat.merging.forge_counter import ForgeCounter
from prakat.merging.forge_mirror import fetch_heads, follow_forge
from prakat.merging.merging import Merging
from prakat.merging.plan import Plan, plan
from prakat.merging.work import Work
from prakat.repository.repository import Repository
from prakat.rules.wording import Said


def merging_now(repository: Repository, choice: Choice, heads: Mapping[int, str]) -> Merging:
    """The forge as it is now, without the audit of all history; `heads` are those that it tells of."""
    follow_forge(repository, choice.remote)
    known = fetch_heads(repository, choice.remote, dict(heads))
    work = _look(repository, choice)
    assert work, "main has just been fetched"
    return Merging(work, ForgeCounter(choice.forge, choice.remote, known))


def planned_now(merging: Merging, choice: Choice, number: int) -> Plan | list[Said]:
    """Thoroughly where it regularises what only the audit of all history knows."""
    if number not in merging.counter.requests():
        return []
    found = plan(merging, number)
    is_of_history = isinstance(found, Plan) and bool(found.request.regularises)
    if is_of_history and (whole := _look(merging.work.repository, choice, is_thorough=True)):
        found = plan(replace(merging, work=whole), number)
    return found if isinstance(found, Plan) else list(found)


def _look(repository: Repository, choice: Choice, *, is_thorough: bool = False) -> Work | None:
    work = first_look(repository, choice.forge.now(), is_thorough=is_thorough)
    if work and work.authority:
        work.before = replace(work.before, accounts=seen_accounts(work.log, work.authority))
    return work

"""repository, or a forge and its mirror x moment -> the counter as anybody may see it, without the publisher's key"""

import datetime
from collections.abc import Mapping

from prakat.cannot_work import CannotWork
from prakat.forge.choice import chosen_forge
from prakat.merging import forge_counter
from prakat.merging.bare_counter import BareCounter
from prakat.merging.first_look import first_look
from prakat.merging.merging import Merging
from prakat.repository.receipt import receipts
from prakat.repository.repository import Repository


def seen_from_outside(
    repository: Repository,
    moment: datetime.datetime,
    url: str | None,
    kind: str | None,
    environment: Mapping[str, str],
) -> Merging:
    """With an address, as the forge has it now, and by the forge's clock. Raises CannotWork."""
    if url is not None:
        choice = chosen_forge(url, kind, environment)
        return forge_counter.look_at(repository, choice.forge, choice.remote, choice.forge.open_pulls())
    work = first_look(repository, moment)
    if work is None:
        raise CannotWork("content.no-main", place=repository.folder)
    return Merging(work, BareCounter(repository, receipts(repository.git_dir)))

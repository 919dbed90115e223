"""a run that has merged what it could -> what else it records and tells, and what is left to do (R07, R40)"""

from collections.abc import Mapping

from prakat.merging import announcement, notice
from prakat.merging.entered_hand_over import record_entered
from prakat.merging.handed_confirmation import take_in
from prakat.merging.merging import Merging
from prakat.office import agreed_version
from prakat.rules.message import Message


def close_round(merging: Merging, environment: Mapping[str, str]) -> list[Message]:
    """Raises Halted, and then the next run does the rest."""
    other = agreed_version.disagreement(merging.work.known.office)
    told = [*take_in(merging), *record_entered(merging), *notice.renew(merging)]
    told += announcement.tell(merging, environment)
    return [*merging.counter.settle(merging.work), *([other] if other else []), *told]

"""repository and its audit -> who signs with a key that somebody else made, and which therefore proves less (R34)"""

from prakat.audit.audit_row import Audit
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import Repository
from prakat.request.fact_reader import FactReader
from prakat.rules.message import Message, message


def told_of_made_keys(repository: Repository, audited: Audit) -> list[Message]:
    """A line for each such person of the office.yml in force; no violation, since the office knows it."""
    blob = audited.before.office if audited.before else NOTHING
    known = FactReader(repository).office(blob) if blob != NOTHING else None
    people = known.office.people.values() if known else ()
    return [message("audit.made-key", name=each.introduced) for each in people if each.keys_of_others]

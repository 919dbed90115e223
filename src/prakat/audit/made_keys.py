"""repository and its audit -> who signs with a key that somebody else made, and which therefore proves less (R34)"""

from collections.abc import Iterator

from prakat.audit.audit_row import Audit
from prakat.office.office import FILE
from prakat.office.person import Person
from prakat.repository.object_id import NOTHING
from prakat.repository.public_key import fingerprint
from prakat.repository.repository import Repository
from prakat.rules.message import Message, message


def told_of_made_keys(repository: Repository, audited: Audit) -> list[Message]:
    """A line for each such person of the office.yml in force; no violation, since the office knows it. A key that was
    marked once stays marked: only another key in its place ends it, never the mark's removal."""
    blob = audited.before.office if audited.before else NOTHING
    facts = audited.facts(repository)
    known = facts.office(blob) if blob != NOTHING else None
    if known is None:
        return []
    commits = [audited.epoch, *audited.of_office]
    blobs = {blob, *(each for each in repository.ids(f"{commit}:{FILE}" for commit in commits) if each)}
    offices = (found.office for each in blobs if (found := facts.office(each)))
    marked = {mark for each in offices for person in each.people.values() for mark in person.made_keys}
    people = known.office.people.values()
    return [message("audit.made-key", name=each.introduced) for each in people if not marked.isdisjoint(_held(each))]


def _held(person: Person) -> Iterator[str]:
    """The fingerprints of the keys that the person signs with."""
    return map(fingerprint, person.keys)

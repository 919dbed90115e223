"""keys made at the desk while the office is being founded -> office.yml, written by the publisher (R34)"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from prakat.audit_log.audit_log import PUBLISHER_IDENTITY
from prakat.cannot_work import CannotWork
from prakat.merging.in_tray import HANDED_KEYS, HandedPaper, InTray
from prakat.merging.merging import Merging
from prakat.merging.work import Work
from prakat.office import office
from prakat.office.office import Office
from prakat.office.office_rules import check_office
from prakat.office.person import Person
from prakat.office.person_keys import with_person_keys
from prakat.repository import objects
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import PLAIN
from prakat.repository.file_tree import entries_of
from prakat.repository.passkey import application_of
from prakat.repository.public_key import spoken_fingerprint
from prakat.repository.refs import AUDIT_LOG, MAIN, REQUEST
from prakat.repository.repository import Repository
from prakat.rules.finding import Severity
from prakat.rules.message import Message, message
from prakat.rules.wording import Listed
from prakat.thai.buddhist_era import bangkok_day


@dataclass(frozen=True, slots=True)
class HandedKey:
    """That somebody who opened an invitation has made a passkey."""

    person: str
    """Id."""
    key: str
    """As a line of office.yml, with what the device is called."""

    @property
    def paper(self) -> HandedPaper:
        """Of one person the last counts."""
        return HandedPaper(HANDED_KEYS, self.person, asdict(self))


def keys_handed_in(git_dir: Path) -> dict[str, HandedKey]:
    """Id of a person -> the key that waits for the publisher."""
    found = map(_given, InTray(git_dir, HANDED_KEYS).waiting())
    return {given.person: given for given in found if given}


def is_being_founded(repository: Repository) -> bool:
    """Whether main names no epoch yet, and nothing was ever recorded: nothing can be proven yet, and who is in is taken
    on the trust of those who will sign the first request."""
    return repository.ref(AUDIT_LOG) is None and not _epoch_at(repository, MAIN)


def epoch_request(repository: Repository) -> int | None:
    """The open request that names the epoch. What it names is main as it is, so that main must stay so."""
    for ref, head in repository.refs(REQUEST).items():
        number = ref.removeprefix(REQUEST)
        if number.isascii() and number.isdecimal() and _epoch_at(repository, head):
            return int(number)
    return None


def check_enrolment(repository: Repository, person: Person) -> None:
    """Raises CannotWork where no key may be added now, or not for that person, though the office is being founded."""
    if (number := epoch_request(repository)) is not None:
        raise CannotWork("merging.key-during-first", number=number)
    if person.keys:
        raise CannotWork("merging.key-second", name=person.introduced)


def opened(open_merging: Callable[[], Merging]) -> tuple[Merging, list[Message]]:
    """Once what waits is taken: what there is to merge, and what was done with each key."""
    merging = open_merging()
    told = take_keys(merging)
    return (open_merging() if told else merging), told


def take_keys(merging: Merging) -> list[Message]:
    """Writes what waits onto main, a commit for each key; returns what was done with each. What else is known of main
    is old then.

    A key is written only while the office is being founded, and only for somebody who has none. So whoever takes the
    desk over later adds nobody, and whoever does so now is seen by everybody who compares what the desk shows."""
    found = map(_given, InTray(merging.work.repository.git_dir, HANDED_KEYS).taken())
    return [_taken(merging, given) for given in found if given]


def _taken(merging: Merging, given: HandedKey) -> Message:
    try:
        person = _enrolled(merging, given)
    except CannotWork as problem:
        return message("merging.key-refused", person=given.person, problem=problem)
    return message("merging.key-written", name=person.introduced, key=spoken_fingerprint(given.key))


def _enrolled(merging: Merging, given: HandedKey) -> Person:
    work = merging.work
    if work.before.epoch or work.log.entries or merging.counter.moves_main:
        raise CannotWork("merging.key-after-founding")
    raw = work.repository.object(f"{work.main}:{office.FILE}")[1]
    known = _read(raw)
    person = known.people.get(given.person)
    if person is None:
        raise CannotWork("merging.key-of-nobody", person=given.person)
    check_enrolment(work.repository, person)
    if not known.desk_host or application_of(given.key) != known.desk_host:
        raise CannotWork("merging.key-elsewhere", must=known.desk or "—", found=application_of(given.key) or "—")
    changed = with_person_keys(raw, person.id, [given.key])
    _check(known, _read(changed), work)
    _write(work, changed, f"Office: the key of {person.id}\n")
    return person


def _check(before: Office, after: Office, work: Work) -> None:
    """The key makes nothing wrong that was not, as one that is somebody else's would."""
    day = bangkok_day(work.moment)
    there = {(each.rule, str(dict(each.values))) for each in check_office(before, day)}
    fresh = [
        each
        for each in check_office(after, day)
        if each.severity is Severity.ERROR and (each.rule, str(dict(each.values))) not in there
    ]
    if fresh:
        raise CannotWork("office.keys-refused", found=Listed.of(fresh, "\n"))


def _write(work: Work, content: bytes, text: str) -> None:
    repository = work.repository
    change = PathChange(office.FILE, "", PLAIN, "", objects.write(repository, "blob", content))
    tree = objects.tree_with(repository, work.main, [change])
    work.advance(objects.commit(repository, tree, [work.main], text, PUBLISHER_IDENTITY, work.moment, key=work.key))


def _epoch_at(repository: Repository, commit: str) -> str:
    """What office.yml names there; empty where there is none."""
    if repository.ref(commit) is None:
        return ""
    entry = entries_of(repository, commit, office.FILE).get(office.FILE)
    return office.audit_since(repository.object(entry[1])[1]) if entry else ""


def _read(raw: bytes) -> Office:
    found = office.parse_office(raw)
    if isinstance(found, Office):
        return found
    raise CannotWork("office.keys-refused", found=Listed.of(found, "\n"))


def _given(facts: Mapping[str, str]) -> HandedKey | None:
    return HandedKey(**facts) if facts.keys() == {"person", "key"} else None

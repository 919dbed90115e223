"""a commit of main x its record -> who asked, wrote and signed, by ids, and what it did to items: facts, no words"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from prakat.audit.recorded_merge import RecordedMerge
from prakat.item.item_facts import ItemFacts
from prakat.item.item_path import index_of, item_folder
from prakat.office import office
from prakat.office.authority import Authority
from prakat.repository.commit import Commit
from prakat.repository.object_id import NOTHING
from prakat.request.fact_reader import FactReader
from prakat.request.landing_rules import LandedSubmission
from prakat.request.main_before import MainBefore
from prakat.request.policy.approval import units
from prakat.request.policy.sign_off import SignOff
from prakat.request.policy.step import ANY_ROLE
from prakat.thai.buddhist_era import bangkok_day


class SignerFact(NamedTuple):
    step: str
    role: str
    person: str
    """Id; empty for a stranger."""
    at: int
    """When the sign-off was received, in seconds since 1970."""
    form: str
    """`tag` or `review`."""


class VersionFact(NamedTuple):
    """An item as a commit of main left it."""

    item: str
    """Its folder."""
    is_gone: bool
    until: str
    """The last day shown, as written; empty where that is never, or where the commit leaves no item."""
    withdrawn_on: str
    reason: str
    approver: str
    """Who gave the verbal permission that it rests on; empty if it was approved in writing."""
    permitted: int
    """When, in seconds since 1970."""
    ratifies: bool
    """Whether the commit puts an earlier verbal permission in writing."""
    since: str = ""
    """The first day shown, as written, where that is later than the commit's; else empty."""
    postpones: bool = False
    """Whether it only gives a later day to the version before, whose own had not come."""


class Deed(NamedTuple):
    """What people did, by ids: small, and alike wherever and whenever it is read. Names come later, by that office."""

    office: str = NOTHING
    """Blob of the office.yml that gave authority."""
    requester: str = ""
    claimed: tuple[str, ...] = ()
    """Names that git gives where no record proves who it was."""
    asked: int | None = None
    """When the request's first commit was made, by the clock of whoever made it."""
    others: tuple[str, ...] = ()
    """Ids of its other authors."""
    mode: str = ""
    units: tuple[str, ...] | None = ()
    """For which the signers had to be appointed; None stands for all."""
    signers: tuple[SignerFact, ...] = ()
    versions: tuple[VersionFact, ...] = ()
    offices: tuple[str, ...] = ()
    """Blobs of office.yml before and after, where the commit changed it."""
    files: tuple[tuple[str, str], ...] = ()
    """Every other path outside of items, and whether it was `added`, `changed` or `removed`."""
    regularises: tuple[str, ...] = ()
    by: str = ""
    """Id of the person whose act is recorded without a merge."""
    reason: str = ""
    text: str = ""
    told: tuple[str, ...] = ()
    """Ids of those who were told, or to whom work was handed."""

    @property
    def people(self) -> tuple[str, ...]:
        """Ids of everybody who made, signed or did it, or whom it was told."""
        found = {self.requester, *self.others, self.by, *self.told, *(each.person for each in self.signers)}
        return tuple(sorted(found - {""}))

    def kept(self) -> list[Any]:
        """In a form that JSON can hold; `deed_of_kept` reads it back."""
        signers, versions = ([tuple(each) for each in found] for found in (self.signers, self.versions))
        made: dict[str, Any] = {**self._asdict(), "signers": signers, "versions": versions}
        return [*made.values()]


def deed_of_kept(found: list[Any]) -> Deed:
    """Each of its parts is made once, since tens of thousands are read in one run. Raises ValueError or TypeError for
    anything that `Deed.kept` did not make."""
    office, requester, claimed, asked, others, mode, units, signers, versions, offices, files, *acted = found
    regularises, by, reason, text, told = acted
    return Deed(
        office,
        requester,
        tuple(claimed),
        asked,
        tuple(others),
        mode,
        None if units is None else tuple(units),
        tuple([SignerFact(*each) for each in signers]),
        tuple([VersionFact(*each) for each in versions]),
        tuple(offices),
        tuple([(path, how) for path, how in files]),
        tuple(regularises),
        by,
        reason,
        text,
        tuple(told),
    )


def deed_of(
    landed: LandedSubmission,
    signed: RecordedMerge | None,
    main: MainBefore,
    known: Authority | None,
    reader: FactReader,
) -> Deed:
    """What a commit of main did, and who stands behind it: those whom its record proves or, without one, whom git
    claims. `main` has moved on past the commit, apart from its office.yml, of which `known` is what it says."""
    commit = landed.landing.commit
    changed = [each for each in commit.changes if not item_folder(each.path)]
    did = Deed(
        office=main.office,
        versions=tuple(_versions(commit, main, reader)) if len(changed) < len(commit.changes) else (),
        offices=next(((each.old, each.new) for each in changed if each.path == office.FILE), ()),
        files=tuple((each.path, _done(each.old, each.new)) for each in changed if each.path != office.FILE),
    )
    if signed is None:
        author = min(known.people_of_mail(commit.author[1]), default="") if known else ""
        return did._replace(requester=author, claimed=tuple(dict.fromkeys((commit.author[0], commit.committer[0]))))
    request, commits = signed.request, landed.submission.commits
    needed = units(request, signed.known, signed.how, bangkok_day(commit.moment))
    return did._replace(
        requester=signed.requester,
        asked=commits[-1].time if commits else None,
        others=tuple(sorted(request.authors - {signed.requester})),
        mode=signed.how.value,
        units=None if needed is None else tuple(sorted(needed)),
        signers=tuple(_signers(signed)),
        regularises=request.regularises,
    )


def _signers(signed: RecordedMerge) -> Iterator[SignerFact]:
    if asked := signed.asked:
        yield SignerFact(asked.step, ANY_ROLE, asked.person.id if asked.person else "", _seconds(asked), "tag")
    roles = {step.name: step.role for step in signed.steps}
    forms = {each.step: "tag" if each.tag else "review" for each in signed.record.sign_offs}
    for each in signed.chain:
        person = each.person.id if each.person else ""
        yield SignerFact(each.step, roles[each.step], person, _seconds(each), forms[each.step])


def _seconds(signed: SignOff) -> int:
    return int(signed.received.timestamp())


def _done(old: str, new: str) -> str:
    return "added" if old == NOTHING else "removed" if new == NOTHING else "changed"


def _versions(commit: Commit, main: MainBefore, reader: FactReader) -> Iterator[VersionFact]:
    """As they now are on main, whatever the request said."""
    olds, today = {each.path: each.old for each in commit.changes}, commit.day.isoformat()
    counts = Counter(item_folder(each.path) for each in commit.changes)
    for folder in filter(None, counts):
        index = index_of(folder)
        new = main.files.entries.get(index, ("", NOTHING))[1]
        if new == NOTHING:
            yield VersionFact(folder, True, "", "", "", "", 0, False)
            continue
        item, old = reader.item(new), olds.get(index, NOTHING)
        approver, at = item.verbal or ("", None)
        ratifies = not item.verbal and old != NOTHING and reader.item(old).verbal is not None
        permitted, dates = int(at.timestamp()) if at else 0, (item.last_day, *item.withdrawal)
        since = item.first_day if item.first_day > today else ""
        postpones = bool(since) and old != NOTHING and counts[folder] == 1 and _postpones(item, reader.item(old), today)
        yield VersionFact(folder, False, *dates, approver, permitted, ratifies, since, postpones)


def _postpones(new: ItemFacts, old: ItemFacts, today: str) -> bool:
    return old.first_day > today and new.is_postponement_of(old)

"""main x its audit -> what each fiscal period knows: counted from history alone, the same whenever it is read (R41)"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from prakat.audit.audit_row import Audit
from prakat.audit_log import audit_log
from prakat.audit_log.audit_log import AuditLog, Mark
from prakat.cannot_work import CannotWork
from prakat.merging.confirmation import unconfirmed
from prakat.office.settings import Settings
from prakat.papers.happened.audited_acts import TitleThen, open_changes, refused_in
from prakat.papers.happened.item_events import RequestOfMerge, Stretch, requests_of
from prakat.papers.happened.item_histories import item_histories
from prakat.papers.happened.item_history import ItemHistory, LandedVersion
from prakat.papers.happened.kept_files import KeptFiles
from prakat.papers.happened.period_facts import ItemEvent, PeriodFacts, SpokenPermission, StandingItem, TakeDown
from prakat.papers.happened.quarter_reading import QuarterReading
from prakat.papers.happened.register_entries import begun_in, open_in
from prakat.papers.happened.released_site import ReleasedSite
from prakat.papers.happened.told_text import ToldTexts
from prakat.repository.branch_copies import newest_tip
from prakat.repository.refs import MAIN
from prakat.repository.repository import Repository
from prakat.thai.buddhist_era import moment_of
from prakat.thai.period import Period

_DAY = datetime.timedelta(days=1)
_NO_LOG = AuditLog(Mark(), (), ())


@dataclass(frozen=True, slots=True)
class Chronicle:
    """main and the audit-log, read once; each period asked for reads only the texts that it tells."""

    commits: Sequence[tuple[str, datetime.date]] = ()
    """main's own, oldest first, each with its day in Bangkok."""
    histories: Sequence[ItemHistory] = ()
    files: KeptFiles = field(default_factory=KeptFiles)
    requests: Mapping[str, RequestOfMerge] = field(default_factory=dict)
    audited: Audit | None = None
    log: AuditLog = _NO_LOG
    texts: ToldTexts | None = None
    """None where nothing can be read."""

    @classmethod
    def of(
        cls,
        repository: Repository | None,
        audited: Audit | None = None,
        progress: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    ) -> "Chronicle":
        """Without an audit, what main alone tells; nothing where there is no repository. `progress` may wrap the
        commits to show how far reading is. Raises CannotWork on a shallow clone, or where a commit is lost."""
        tip = _tip(repository, audited) if repository else None
        if repository is None or tip is None:
            return cls()
        if repository.is_shallow:
            raise CannotWork("repository.no-history", place=repository.folder)
        commits = [*repository.log(tip, first_parent=True)][::-1]
        return cls(
            commits=[(each.id, each.day) for each in commits],
            histories=item_histories(repository, commits, progress),
            files=KeptFiles.of(repository, commits),
            requests=requests_of(audited.rows if audited else (), commits),
            audited=audited,
            log=whole_log(repository, audited) if audited else _NO_LOG,
            texts=ToldTexts(repository),
        )

    def facts(self, period: Period, day: datetime.date) -> PeriodFacts:
        """Of what is known at the end of that day in Bangkok. What came after the period tells nothing of it, but for
        what became of its permissions by word of mouth and of what was to come down, and which titles are hidden."""
        if self.texts is None or day < period.first:
            return PeriodFacts(period, day)
        until = min(period.last, day)
        site = ReleasedSite.of(self.log, {commit: place for place, (commit, _) in enumerate(self.commits)}, day)
        quarters = [self._quarter(each, day) for each in period.quarters if each.first <= day]
        for each in quarters:
            each.announce(self.texts)
        told = PeriodFacts(
            period=period,
            day=day,
            events=[event for each in quarters for event in each.events(self.texts, self.requests)],
            spoken=[word for each in quarters for word in each.spoken(self.texts, day)],
            take_downs=[down for each in quarters for down in each.take_downs(self.texts, site)],
            past_review=quarters[-1].past_review(self.texts),
            unconfirmed=quarters[-1].unconfirmed(self.texts, self._unconfirmed(until)),
            live=len(quarters[-1].live),
            missed_days=[*site.missed(period, min(period.last, day - _DAY))],
            main=next((commit for commit, at in reversed(self.commits) if at <= until), ""),
            log=next((each.commit for each in reversed(self._log_up_to(until).entries)), ""),
        )
        return self._with_names(self._with_acts(told, until), until)

    def _quarter(self, quarter: Period, day: datetime.date) -> QuarterReading:
        """By the settings that the office had at its end."""
        last = min(quarter.last, day)
        known = next(self.files.offices(last), None)
        return QuarterReading(self.histories, Stretch(quarter.first, last, known.settings if known else Settings()))

    def _log_up_to(self, day: datetime.date) -> AuditLog:
        return replace(self.log, entries=tuple(each for each in self.log.entries if moment_of(each.time).date() <= day))

    def _unconfirmed(self, day: datetime.date) -> Mapping[str, datetime.date]:
        known = next(self.files.offices(day), None)
        return unconfirmed(self._log_up_to(day), known.site_url) if known else {}

    def _with_acts(self, told: PeriodFacts, until: datetime.date) -> PeriodFacts:
        """With what people did besides: refusals, the registers, and what was put on main as nobody may."""
        period, entries = told.period, self.files.entries
        told = replace(
            told,
            problems=open_in(entries("problems", until), period, until),
            training=begun_in(entries("training", until), period, until),
            hand_overs=begun_in(entries("hand-overs", until), period, until),
        )
        if self.audited is None:
            return told
        refused = [*refused_in(self.audited, period, until, self._titles())]
        return replace(told, refused=refused, violations=open_changes(self.audited, period, until))

    def _titles(self) -> TitleThen:
        held: dict[str, list[LandedVersion]] = {}
        for each in (version for history in self.histories for version in history.versions):
            held.setdefault(each.folder, []).append(each)

        def title(folder: str, moment: datetime.datetime) -> str:
            found = (each for each in held.get(folder, ()) if each.at <= moment)
            last = max(found, key=lambda each: each.revision.height, default=None)
            return self.texts.of(last.blob).title if self.texts and last and not last.revision.is_gone else ""

        return title

    def _with_names(self, told: PeriodFacts, until: datetime.date) -> PeriodFacts:
        """With the names of the units that it names, and which titles are no longer told to the public."""
        named: Sequence[Sequence[ItemEvent | SpokenPermission | TakeDown | StandingItem]]
        named = told.events, told.spoken, told.take_downs, told.past_review, told.unconfirmed
        items = {(each.item, each.unit) for those in named for each in those}
        entries = (*told.problems, *told.training, *told.hand_overs)
        names: dict[str, str] = {}
        wanted = {unit for _, unit in items} | {str(each["unit"]) for each in entries} - {""}
        for known in self.files.offices(until):
            names |= {unit: each.name for unit, each in known.units.items() if unit not in names}
            if wanted <= names.keys():
                break
        hidden = self._hidden(told.day) & {item for item, _ in items}
        rows = self.audited.open_rows if self.audited else []
        unapproved = frozenset(each.commit for each in rows if each.commit)
        return replace(told, offices=names, hidden=hidden, unapproved=unapproved)

    def _hidden(self, day: datetime.date) -> frozenset[str]:
        found = (each.up_to(day).versions for each in self.histories)
        hiding = (each for each in found if each and each[-1].hides_title)
        return frozenset(version.folder for versions in hiding for version in versions)


def _tip(repository: Repository, audited: Audit | None) -> str | None:
    """Of main as it was audited; without an audit, of main or of what is checked out."""
    judged = audited and (audited.tip or audited.heads.main)
    return judged or newest_tip(repository, MAIN) or repository.ref("HEAD^{commit}")


def whole_log(repository: Repository, audited: Audit) -> AuditLog:
    """An audit that remembers has read only what is new."""
    if audited.log.after.tip is None:
        return audited.log
    return audit_log.read_up_to(repository, audited.log.tip)

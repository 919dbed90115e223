"""an audit's story -> what became of each row: permissions put in writing or not, what took which page down, by whom"""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from prakat.audit.audit_row import AuditRow
from prakat.audit.deed import VersionFact
from prakat.audit.fact_spelling import day_of
from prakat.audit.names_of_day import NamesOfDay
from prakat.content.action import Action
from prakat.item.item_path import ROOT
from prakat.rules.message import Message, message
from prakat.rules.wording import BriefMoment, Label, Listed, Titled
from prakat.thai.buddhist_era import moment_of
from prakat.thai.working_day import working_days_after


@dataclass(slots=True)
class Fate:
    permitted: list[Message] = field(default_factory=list)
    """Permissions by word of mouth that the row rests on."""
    ratified: list[Message] = field(default_factory=list)
    """What became of them."""
    ends: list[Message] = field(default_factory=list)
    """What took the row's items down, or will: a day, a withdrawal, a later version."""
    regularised: str | None = None
    """The commit that closed the row's violations."""
    closed_by: Message | None = None

    @property
    def told(self) -> Iterator[Message]:
        yield from (*self.permitted, *self.ratified, *self.ends)
        if self.closed_by:
            yield self.closed_by


def fates(story: Sequence[AuditRow], names: Callable[[str], NamesOfDay]) -> Mapping[int, Fate]:
    """By the identity of the row, for those rows that have one. One pass: linear in rows and items."""
    walk = _Walk(names)
    for row in story:
        if row.commit:
            walk.merge(row)
        elif row.action is Action.TAKEN_DOWN:
            walk.taken_down(row)
    walk.end()
    return walk.found


_Shown = tuple[AuditRow, VersionFact]


class _Walk:
    def __init__(self, names: Callable[[str], NamesOfDay]) -> None:
        self.found: dict[int, Fate] = {}
        self._names = names
        self._shown: dict[str, _Shown] = {}
        """Item folder -> the row that brought its newest version."""
        self._given_way: dict[str, list[tuple[_Shown, Message]]] = {}
        """Item folder -> the versions that are shown until the next takes over, and what was said of each."""
        self._spoken: dict[str, list[AuditRow]] = {}
        """Item folder -> rows that rest on a permission by word of mouth which is not in writing."""
        self._written: dict[str, _Shown] = {}
        """Item folder -> the last version in writing, which a permission by word of mouth took the place of."""
        self._rows: dict[str, AuditRow] = {}

    def merge(self, row: AuditRow) -> None:
        for version in row.deed.versions:
            self._replace(row, version)
        assert row.commit
        self._rows[row.commit] = row
        if row.violations:
            return
        for commit in row.deed.regularises:
            if closed := self._rows.get(commit):
                fate = self._of(closed)
                fate.regularised = row.commit
                fate.closed_by = message("audit.regularised-by", by=_by(row))

    def taken_down(self, row: AuditRow) -> None:
        """The publisher's record that a release showed it no longer."""
        day = _day(row)
        for item in row.things:
            if (shown := self._shown_on(item, day)) and (number := shown[0].request):
                self._of(row).ends.append(message("audit.of-request", number=number))

    def end(self) -> None:
        for item, (row, version) in self._shown.items():
            self._last_day(row, item, version)
        for item, rows in self._spoken.items():
            for row in rows:
                office = self._names(row.deed.office).office
                limit = office.settings.ratify_within_working_days if office else "?"
                self._of(row).ratified.append(message("audit.not-ratified", item=_item(row, item), limit=limit))
            self._stands_again(item)

    def _stands_again(self, item: str) -> None:
        """The version in writing does, once the time for the written approval of the newest is over."""
        if item not in self._shown or item not in self._written:
            return
        (row, newest), (old, shown) = self._shown[item], self._written[item]
        office = self._names(row.deed.office).office
        if newest.approver and office:
            settings = office.settings
            permitted = moment_of(newest.permitted).date()
            last = working_days_after(permitted, settings.ratify_within_working_days, settings.extra_holidays)
            since = (last + datetime.timedelta(days=1)).isoformat()
            if not shown.until or since <= shown.until:
                told = message("audit.stands-again", item=_item(old, item), since=day_of(since))
                self._of(old).ends.append(told)

    def _of(self, row: AuditRow) -> Fate:
        return self.found.setdefault(id(row), Fate())

    def _replace(self, row: AuditRow, version: VersionFact) -> None:
        item = version.item
        before = self._shown.pop(item, None)
        if before and not version.ratifies:
            self._follow(before, row, version)
            if version.approver and not before[1].approver:
                self._written[item] = before
        if not version.approver:
            self._written.pop(item, None)
        if version.ratifies:
            for spoken in self._spoken.pop(item, ()):
                self._of(spoken).ratified.append(message("audit.ratified", item=_item(spoken, item), by=_by(row)))
        if version.approver:
            self._permitted(row, version)
        if version.withdrawn_on:
            reason = Listed.of([version.reason])
            told = message("audit.withdrawn", item=_item(row, item), since=day_of(version.withdrawn_on), reason=reason)
            self._of(row).ends.append(told)
        elif not version.is_gone:
            self._shown[item] = row, version

    def _permitted(self, row: AuditRow, version: VersionFact) -> None:
        self._spoken.setdefault(version.item, []).append(row)
        at = BriefMoment(moment_of(version.permitted))
        who = self._names(row.deed.office).person(version.approver)
        self._of(row).permitted.append(message("audit.permitted", item=_item(row, version.item), name=who, at=at))

    def _shown_on(self, item: str, day: str) -> _Shown | None:
        """The newest version whose day had come."""
        shown = self._shown.get(item)
        for earlier, _ in reversed(self._given_way.get(item, ())):
            if shown is None or shown[1].since <= day:
                break
            shown = earlier
        return shown

    def _follow(self, before: _Shown, row: AuditRow, version: VersionFact) -> None:
        """What never goes up ends at once, and what it would have followed gives way to the new version instead."""
        today = _day(row)
        earlier = self._given_way.setdefault(version.item, [])
        if before[1].since <= today:
            earlier.clear()
            self._ended(before, row, version)
            return
        is_called_off = version.postpones or version.since <= before[1].since
        self._ended(before, row, version, is_at_once=is_called_off)
        while is_called_off and earlier:
            old, told = earlier.pop()
            self._of(old[0]).ends.remove(told)
            is_called_off = today < old[1].since and version.since <= old[1].since
            self._ended(old, row, version, is_at_once=is_called_off)

    def _ended(self, before: _Shown, row: AuditRow, version: VersionFact, *, is_at_once: bool = False) -> None:
        """What the row did to the version that was shown before it."""
        (old, shown), today = before, _day(row)
        since = "" if is_at_once or version.withdrawn_on or version.is_gone else version.since
        if shown.until and today and shown.until < max(since, today):
            self._last_day(old, version.item, shown)
            return
        if since:
            told = message("audit.gives-way", item=_item(old, version.item), since=day_of(since), by=_by(row))
            self._of(old).ends.append(told)
            self._given_way.setdefault(version.item, []).append((before, told))
            return
        action = Action.WITHDRAWN if version.withdrawn_on else row.action
        if version.is_gone:
            action = Action.MOVED if row.action is Action.MOVED else Action.WITHDRAWN
        self._of(old).ends.append(
            message("audit.followed", item=_item(old, version.item), how=Label("action", action), by=_by(row))
        )

    def _last_day(self, row: AuditRow, item: str, version: VersionFact) -> None:
        """A version that rests on a permission never put in writing came down before."""
        if version.until and not version.approver:
            self._of(row).ends.append(message("audit.last-day", item=_item(row, item), day=day_of(version.until)))


def _day(row: AuditRow) -> str:
    """In Bangkok."""
    return row.moment.date().isoformat() if row.moment else ""


def _by(row: AuditRow) -> Message:
    assert row.moment and row.commit, "a commit of main"
    commit = Titled(row.commit, row.commit[:12])
    return message("audit.by-request", number=row.request or "—", at=BriefMoment(row.moment), commit=commit)


def _item(row: AuditRow, folder: str) -> Titled:
    """Its path need not be said again where the row is of nothing else."""
    alone = row.things == (folder,)
    return Titled(folder, message("audit.this-item") if alone else folder.removeprefix(f"{ROOT}/"))

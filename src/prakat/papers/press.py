"""an office's repository x moment x kind of paper x what it is about -> the paper, from history alone"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from prakat.agenda.holdings import Holdings, of_main, of_work_tree
from prakat.audit.audit_row import Audit, Heads
from prakat.audit.auditor import audit
from prakat.audit.epoch import Trust
from prakat.audit.reading import Memory
from prakat.cannot_work import CannotWork
from prakat.item.item import Item
from prakat.item.item_path import INDEX, ROOT, folder_of, index_of
from prakat.merging.merging import Merging
from prakat.papers import asked_request
from prakat.papers.annual_report import annual_report
from prakat.papers.approval_memo import approval_memo
from prakat.papers.asked_request import AskedRequest
from prakat.papers.board_notice import board_notice
from prakat.papers.currency_sheet import currency_sheet, last_checked
from prakat.papers.decision_paper import decision_paper
from prakat.papers.happened.chronicle import Chronicle
from prakat.papers.happened.period_facts import PeriodFacts
from prakat.papers.item_files import CommitFiles, FolderFiles, ItemFiles
from prakat.papers.letterhead import Letterhead
from prakat.papers.monitoring_memo import monitoring_memo
from prakat.papers.operation_memo import operation_memo
from prakat.papers.paper import Look, Paper, PaperHeading, PaperPicture, Paragraph
from prakat.papers.record import record
from prakat.papers.request_form import request_form
from prakat.papers.witness import Witness
from prakat.repository.bare import is_bare
from prakat.repository.repository import Repository, open_repository
from prakat.rules.message import Message, message
from prakat.rules.nearest import nearest
from prakat.site.quarter_chart import QuarterChart, quarter_charts
from prakat.thai.buddhist_era import bangkok_day, to_arabic_digits
from prakat.thai.period import Period

_OF_THE_MOMENT = ("board", "decision")
"""Papers on what is shown or asked now, not on history."""
MEMOS = ("approval", "operation", "monitoring")
PAPER_KINDS = (
    "form",
    "record",
    "memo-approval",
    "memo-operation",
    "memo-monitoring",
    "annual",
    "currency",
    "board",
    "decision",
)
_Progress = Callable[[Iterable[Any]], Iterable[Any]]
_Counter = Callable[[Repository, datetime.datetime], Merging]
"""A bare repository x moment -> the counter at which its requests wait."""
_NEAR, _LONGEST_NUMBER = 3, 9


@dataclass
class Press:
    """Reads history once, and only as far as the papers ask that are made with it."""

    held: Holdings
    moment: datetime.datetime
    """In Bangkok, on which the papers are made."""
    files: ItemFiles
    merging: Merging | None = None
    """The counter at which requests wait; None where nobody sends requests."""
    memory: Memory | None = None
    progress: _Progress = iter
    _told: dict[Period, PeriodFacts] = field(default_factory=dict)

    @classmethod
    def of_main(
        cls, repository: Repository, moment: datetime.datetime, merging: Merging | None, **more: Any
    ) -> "Press":
        """Of what is on main. Raises CannotWork."""
        held = of_main(repository)
        return cls(held, moment, CommitFiles(repository, held.commit), merging, **more)

    @classmethod
    def of_folder(cls, repo: Path, moment: datetime.datetime, **more: Any) -> "Press":
        """Of a plain clone, with its files as they lie there. Raises CannotWork."""
        held = of_work_tree(repo, bangkok_day(moment))
        return cls(held, moment, FolderFiles(repo), None, **more)

    @property
    def day(self) -> datetime.date:
        return bangkok_day(self.moment)

    @cached_property
    def audited(self) -> Audit:
        """Nothing where there is no history."""
        repository = self.held.repository
        if repository is None or not self.held.commit:
            return Audit(None, "", [])
        if repository.is_shallow:
            raise CannotWork("repository.no-history", place=repository.folder)
        return audit(repository, Trust(), progress=self.progress, memory=self.memory)

    @cached_property
    def chronicle(self) -> Chronicle:
        if self.held.repository is None:
            raise CannotWork("papers.no-history", place=".")
        return Chronicle.of(self.held.repository, self.audited, progress=self.progress)

    def facts(self, period: Period) -> PeriodFacts:
        if period not in self._told:
            self._told[period] = self.chronicle.facts(period, self.day)
        return self._told[period]

    def paper(self, kind: str, about: str = "", number: str = "", by: str = "") -> Paper:
        """`about`: a request's number, an item's path or a period. Raises CannotWork for what there is not."""
        office = self.held.office
        made: Mapping[str, Callable[[], Paper]] = {
            "form": lambda: request_form(office, self.asked(about)),
            "decision": lambda: self._decision(about),
            "board": lambda: self._board(about),
            "currency": self._currency,
            "record": lambda: record(office, self.facts(Period.of(about)), self.witness),
            "annual": lambda: self._annual(Period.of(about), by),
            "memo-approval": lambda: approval_memo(self._head(number, by), self.facts(Period.of(about))),
            "memo-operation": lambda: operation_memo(self._head(number, by), self.facts(Period.of(about))),
            "memo-monitoring": lambda: monitoring_memo(self._head(number, by), self.facts(Period.of(about))),
        }
        if kind not in made:
            raise CannotWork("papers.no-kind", found=kind, known=", ".join(PAPER_KINDS))
        paper = made[kind]()
        return replace(paper, told=(*paper.told, *self._told_of(kind)))

    def _told_of(self, kind: str) -> Iterator[Message]:
        """What the audit says that whoever prints it is to know."""
        if kind in _OF_THE_MOMENT:
            return
        if not self.audited.epoch:
            yield message("papers.unproven")
        if count := len(self.audited.open_rows):
            yield message("papers.violations", count=count)

    def asked(self, about: str) -> AskedRequest:
        """A request by its number, or the newest one of an item by its path."""
        number = to_arabic_digits(about.strip().removeprefix("#"))
        if number.isascii() and number.isdecimal():
            return self._request(number)
        item = self.item(about)
        repository, found = self.held.repository, None
        if repository and self.held.commit:
            found = asked_request.newest_of_item(repository, self.audited, item.path.folder)
        return found or AskedRequest(None, self.held.office, None, [(item, self.files.sizes(item))])

    def item(self, about: str) -> Item:
        """By its path, its folder or its address. Raises CannotWork, which names the nearest."""
        path = about.strip().removeprefix(self.held.office.site_url).strip("/")
        folder = folder_of(path.removeprefix(f"{ROOT}/").removesuffix(f"/{INDEX}"))
        if index_of(folder) in self.held.items and (found := self.files.item(folder)):
            return found
        known = [each.item.path.url.strip("/") for each in self.held.items.values()]
        near = nearest(path, known)[:_NEAR]
        told = message("papers.like-it", near=", ".join(near)) if near else ""
        raise CannotWork("papers.no-item", found=about, example=known[0] if known else "law/act", near=told)

    def _request(self, typed: str) -> AskedRequest:
        number, found = int(typed) if len(typed) <= _LONGEST_NUMBER else 0, None
        if self.merging and number in self.merging.counter.requests():
            found = asked_request.open_request(self.merging, number)
        if found is None and self.held.repository:
            found = asked_request.closed_request(self.held.repository, self.audited, number)
        if found is None:
            raise CannotWork("papers.no-request", found=typed)
        return found

    def _decision(self, about: str) -> Paper:
        asked, repository = self.asked(about), self.held.repository
        if repository is None or not asked.head:
            raise CannotWork("papers.no-request", found=about)
        return decision_paper(repository, asked.office or self.held.office, asked, asked.base, self.day)

    def _board(self, about: str) -> Paper:
        item = self.item(about)
        if any(item.path.folder in row.things for row in self.audited.open_rows):
            raise CannotWork("papers.unapproved", path=item.path.folder)
        return board_notice(self.held.office, item, self.files.sizes(item), self.day)

    def _currency(self) -> Paper:
        items = (each.item for each in self.held.items.values())
        checked = last_checked(self.audited)
        return currency_sheet(self.held.office, items, checked, self.day, self.witness)

    def _annual(self, period: Period, by: str) -> Paper:
        year = Period(period.year)
        found = self.facts(year)
        charts = [*_drawn(quarter_charts(year, found.events))]
        return annual_report(self.held.office, found, charts, self._head("", by))

    @property
    def witness(self) -> Witness:
        heads: Heads = self.audited.heads
        return Witness(heads.main or self.held.commit, heads.log or "")

    def _head(self, number: str, by: str) -> Letterhead:
        return Letterhead(self.held.office, self.day, number, by, self.witness)


def _drawn(charts: Sequence[QuarterChart]) -> Iterator[PaperHeading | PaperPicture | Paragraph]:
    """Each below its title; what they put together that the tables tell apart is said."""
    for each in charts:
        yield PaperHeading(each.title, 3)
        yield PaperPicture(each.svg, f"{each.title}: {each.told}")
    if charts:
        yield Paragraph(message("papers.charts-note").text(), Look.SMALL)


def press_at(repo: Path, moment: datetime.datetime, merging: _Counter, **more: Any) -> Press:
    """Of a bare repository, with its counter; of a clone, its files. Raises CannotWork."""
    if is_bare(repo):
        repository = open_repository(repo)
        return Press.of_main(repository, moment, merging(repository, moment), **more)
    return Press.of_folder(repo, moment, **more)

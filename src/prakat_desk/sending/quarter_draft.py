"""a quarter that is over x webmaster -> a draft with its record and memo, ready to be read over and sent (R42)"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from prakat.agenda.quarter_record import CATEGORY, record_of, record_slug
from prakat.content.shelf import shelf_of
from prakat.item.item import Item
from prakat.item.item_path import ItemPath
from prakat.office.authority import holds
from prakat.rules.message import message
from prakat.thai.period import Period
from prakat_desk.auditing.paper_shelf import ShelvedPaper, WantedPaper
from prakat_desk.desk import Desk
from prakat_desk.form.ask import asks, beginning, period_of
from prakat_desk.form.entries import entries_of, with_group
from prakat_desk.form.form_field import form_fields
from prakat_desk.keeping.draft import Draft
from prakat_desk.viewer import Viewer

_ASK = "report"
_FULFILS = ("monitoring-memo", "monitoring-report")
_ATTACHED = (("record", "pdf"), ("record", "csv"), ("memo-monitoring", "pdf"))
"""Kind of paper, and format."""


@dataclass(frozen=True, slots=True)
class QuarterDraft:
    desk: Desk
    viewer: Viewer
    quarter: Period

    @property
    def path(self) -> str:
        return ItemPath(CATEGORY, str(self.quarter.year), record_slug(self.quarter)).url.strip("/")

    @property
    def on_main(self) -> Item | None:
        return record_of((each.item for each in shelf_of(self.desk.repository).now().values()), self.quarter)

    @property
    def begun(self) -> Draft | None:
        """The person's own, which is not sent yet."""
        own = self.desk.drafts.of(self.viewer.person.id)
        return next((each for each in own if each.path == self.path and not each.is_sent), None)

    @property
    def wanted(self) -> list[WantedPaper]:
        return [WantedPaper(kind, self.quarter.id, format, by=self._by(kind)) for kind, format in _ATTACHED]

    def begin(self, made: Callable[[WantedPaper], ShelvedPaper]) -> Draft:
        """Raises CannotWork."""
        papers = [made(each) for each in self.wanted]
        quarter, year, months, office = self._named
        typed, drafts = entries_of(self._values(), form_fields(CATEGORY)), self.desk.drafts
        body = message("desk_papers.draft-body", quarter=quarter, year=year, months=months, office=office).text()
        draft = drafts.begin(Draft("", self.viewer.person.id, ask=_ASK, path=self.path, typed=typed, body=body))
        for title, paper in zip(self._titles(), papers, strict=True):
            draft = drafts.add_file(draft, paper.name, title, paper.content)
            typed = with_group(typed, "attachments", {"file": paper.name, "title": title})
        return drafts.save(replace(draft, typed=typed))

    def _titles(self) -> Iterator[str]:
        """What the files are called on the page."""
        quarter, year = str(self.quarter.quarter), str(self.quarter.year)
        yield message("desk_papers.file-record", quarter=quarter, year=year).text()
        yield message("desk_papers.file-table", quarter=quarter, year=year).text()
        yield message("desk_papers.file-memo", quarter=quarter, year=year).text()

    def _by(self, kind: str) -> str:
        return self.viewer.person.id if kind.startswith("memo") and self.viewer.has("webmaster") else ""

    @property
    def _named(self) -> tuple[str, str, str, str]:
        """Its quarter, its year, its months, and the office."""
        return str(self.quarter.quarter), str(self.quarter.year), self.quarter.months, self.desk.authority.office.name

    def _values(self) -> dict[str, Any]:
        office, day = self.desk.authority.office, self.desk.day
        quarter, year, months, _ = self._named
        found = beginning(asks()[_ASK], [], self.viewer.person.id, day, office.settings)
        owner = next(self._owners(), None)
        if owner:
            found["owner"] = {"unit": owner[0], "provider": owner[1]}
        return found | {
            "title": message("desk_papers.draft-title", quarter=quarter, year=year).text(),
            "summary": message("desk_papers.draft-summary", months=months, office=office.name).text(),
            "period": period_of(self.quarter.first, self.quarter.last),
            "source": {"name": office.name},
            "fulfils": [*_FULFILS],
        }

    def _owners(self) -> Iterator[tuple[str, str]]:
        """Unit and person, who answers for it: whoever presses the button, if the person may, else the unit's first."""
        office, me = self.desk.authority.office, self.viewer.person
        for person in (me, *(each for each in office.people.values() if each.id != me.id)):
            for unit in office.units:
                if holds(person, "provider", frozenset({unit}), self.desk.day):
                    yield unit, person.id

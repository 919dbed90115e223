"""the parts of a pack of evidence -> its index: each file, its digest, what it proves, its page and approval"""

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass

from prakat.audit.audit_row import Heads
from prakat.papers.evidence.approved_office import ApprovedOffice
from prakat.papers.evidence.evidence_page import evidence_page
from prakat.papers.evidence.evidence_part import AskedEvidence
from prakat.papers.evidence.index_paper import index_paper
from prakat.papers.evidence.packed_file import PackedFile
from prakat.papers.evidence.packed_part import PackedPart
from prakat.papers.paper import Paper, with_thai_digits
from prakat.papers.typeset import formats
from prakat.papers.whole_text import WholeText
from prakat.papers.witness import Witness
from prakat.rules import spreadsheet
from prakat.rules.message import Message, message
from prakat.rules.wording import Day
from prakat.thai.buddhist_era import moment_text

INDEX_COLUMNS = (
    *("part", "state", "file", "kind", "title", "bytes", "sha256", "url", "path", "blob"),
    *("commit", "published_at", "request", "verdict", "signers", "remarks"),
)


@dataclass(frozen=True, slots=True)
class EvidenceIndex:
    known: ApprovedOffice
    asked: AskedEvidence
    day: datetime.date
    heads: Heads
    parts: tuple[PackedPart, ...]
    beside: tuple[PackedFile, ...] = ()
    """What belongs to no part alone."""
    without_pictures: tuple[Message, ...] = ()
    """Why some pages have no picture."""

    @property
    def files(self) -> tuple[PackedFile, ...]:
        return (*(each for found in self.parts for each in found.files), *self.beside)

    @property
    def told(self) -> tuple[Message, ...]:
        """What is missing, and how to close it."""
        return (*self.notes(), *(each for found in self.parts for each in found.told), *self.without_pictures)

    @property
    def title(self) -> str:
        return message(
            "papers_evidence.title", no=self.asked.one.obligation.no, year=self.asked.of_list.asked.year
        ).text()

    def notes(self) -> Iterator[Message]:
        """What holds for all of it."""
        asked, one = self.asked.of_list.asked, self.asked.one
        if one.why:
            yield message("papers_evidence.not-applicable", why=WholeText(one.why))
        if asked.is_carried_over:
            yield message("completeness.carried-over", year=asked.of_year)
        if not one.obligation.is_confirmed:
            yield message("papers_evidence.unconfirmed", source=WholeText(one.obligation.source))
        if not self.known.is_proven:
            yield message("papers_evidence.unproven")
        elif not self.known.is_newest:
            yield message("papers_evidence.held-back", commit=self.known.commit[:12])

    def about(self) -> Iterator[str]:
        """The paragraphs above the parts."""
        one = self.asked.one.obligation
        yield f"{one.no} {one.th}"
        office, day = WholeText(self.known.office.name), Day(self.day)
        yield message("papers_evidence.about", office=office, day=day, commit=self.known.commit[:12]).text()
        yield message("papers_evidence.sources", source=WholeText(one.source)).text()
        yield message("papers_evidence.how-to-check").text()
        yield from (each.text() for each in (*self.notes(), *self.without_pictures))

    def own_files(self) -> Iterator[PackedFile]:
        """The index in each of its forms."""
        page = evidence_page(self.title, [*self.about()], self.parts, self.beside)
        told = json.dumps(self.as_json(), ensure_ascii=False, indent=1).encode() + b"\n"
        pdf = formats.write(with_thai_digits(self.as_paper()), "pdf")
        cells = ([_cell(row[name]) for name in INDEX_COLUMNS] for row in self.rows())
        table = spreadsheet.as_csv(INDEX_COLUMNS, cells).encode()
        for ending, content in (("html", page.encode()), ("json", told), ("pdf", pdf), ("csv", table)):
            yield PackedFile(f"index.{ending}", content, "index", self.title)

    def rows(self) -> Iterator[dict[str, object]]:
        """One for each file, and one for a part without any."""
        for found in self.parts:
            about = {
                "part": found.part.no,
                "state": found.part.state.value,
                "remarks": [each.text() for each in found.told],
            }
            for each in found.files or (None,):
                yield {**dict.fromkeys(INDEX_COLUMNS), **(_row(each) if each else {}), **about}
        for each in self.beside:
            yield {**dict.fromkeys(INDEX_COLUMNS), **_row(each), "remarks": []}

    def as_json(self) -> dict[str, object]:
        asked = self.asked.of_list.asked
        return {
            "list": asked.id,
            "obligation": self.asked.one.obligation.id,
            "year": asked.year,
            "office": WholeText(self.known.office.name).text(),
            "day": self.day.isoformat(),
            "commit": self.known.commit,
            "main": self.heads.main,
            "audit_log": self.heads.log,
            "notes": [each.text() for each in (*self.notes(), *self.without_pictures)],
            "parts": {each.part.no: each.part.words for each in self.parts},
            "files": [*self.rows()],
        }

    def as_paper(self) -> Paper:
        witness = Witness(self.heads.main or "", self.heads.log or "")
        return index_paper(self.title, [*self.about()], self.parts, self.beside, witness)


def _row(file: PackedFile) -> dict[str, object]:
    chain = file.chain
    return {
        "file": file.name,
        "kind": file.kind,
        "title": file.title,
        "bytes": len(file.content),
        "sha256": file.digest,
        "url": file.url or None,
        "path": WholeText(chain.path).text() if chain else None,
        "blob": chain.blob if chain else None,
        "commit": chain.commit if chain else None,
        "published_at": moment_text(chain.at) if chain else None,
        "request": chain.request if chain else None,
        "verdict": chain.verdict.value if chain and chain.verdict else None,
        "signers": [*chain.signed()] if chain else [],
    }


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(value)
    return "" if value is None else str(value)

"""heads of main and audit-log on the day of printing -> what a paper carries of them, to be a witness in a drawer"""

from dataclasses import dataclass

from prakat.audit.audit_row import Heads
from prakat.audit.seen import short_form
from prakat.papers.paper import Look, Paragraph, QrCode, Verbatim
from prakat.rules.message import message


@dataclass(frozen=True, slots=True)
class Witness:
    """Whoever rewrites history later cannot rewrite what was printed: `prakat audit --seen` then no longer finds it."""

    main: str = ""
    """Whole ids; empty where there is none."""
    log: str = ""

    @property
    def content(self) -> Verbatim:
        """As --seen takes it, whole."""
        return Verbatim(Heads(self.main, self.log) if self.main else "")

    @property
    def short(self) -> Verbatim:
        """As people type it after --seen, in quotes."""
        return Verbatim(" : ".join(short_form(each) for each in (self.main, self.log) if each and self.main))

    def blocks(self, language: str = "th") -> tuple[QrCode | Paragraph, ...]:
        """What stands at the end of the paper; where there is no history, a sentence that says so."""
        if not self.main:
            return (Paragraph(message("papers_evidence.no-witness").text(language), Look.SMALL),)
        return (QrCode(self.content, self.lines(language)),)

    def lines(self, language: str = "th") -> tuple[str, ...]:
        """What it is, the ids to type, and what they are for."""
        use = message("papers_evidence.witness-use").text(language)
        lacks = () if self.log else (message("papers_evidence.witness-without-log").text(language),)
        return message("papers_evidence.witness").text(language), self.short, use, *lacks

"""what one person is to be told of -> one letter: Thai, plain text and HTML, in which nothing is loaded or run"""

import datetime
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape

from prakat.agenda.letter_turns import REQUESTS
from prakat.agenda.matter import Matter
from prakat.network import mail
from prakat.office.office import Office
from prakat.office.person import Person
from prakat.rules.message import message
from prakat.rules.web_url import is_web_url
from prakat.rules.wording import visible

_MOST = 40
"""So many matters stand in one letter; the others in the next."""
_LONGEST_SUBJECT = 150


@dataclass(frozen=True, slots=True)
class Post:
    office: Office
    sender: str
    base: str
    """Where pages are seen: the desk's origin; empty where the office has none."""
    moment: datetime.datetime
    requests_at: str = ""
    """Where requests are seen without a desk: an address to which their number is added."""

    def letter(self, to: Person, matters: Sequence[Matter]) -> EmailMessage:
        """Its id comes of what it tells: a letter that is sent twice by mischance is known as the same."""
        told = matters[:_MOST]
        made = mail.letter(self.sender, to.emails[0], self._subject(told), self._text(to, told))
        made.add_alternative(self._html(to, told), subtype="html")
        named = hashlib.sha256("\n".join([to.id, *(f"{each.key} {each.stage}" for each in told)]).encode()).hexdigest()
        made["Message-ID"] = f"<{named[:32]}@{self.sender.rpartition('@')[2]}>"
        made["Date"] = format_datetime(self.moment)
        made["Content-Language"] = "th"
        return made

    def _subject(self, told: Sequence[Matter]) -> str:
        about = told[0].about if len(told) == 1 else message("told.subject-many", count=len(told))
        return visible(f"[{self.office.name}] {about.text()}", _LONGEST_SUBJECT)

    def _text(self, to: Person, told: Sequence[Matter]) -> str:
        lines = [message("told.dear", name=to.name).text(), ""]
        for each in told:
            lines += [each.about.text(), *(f"  {detail.text()}" for detail in each.details)]
            lines += [f"  {self._address(each)}"] * bool(self._address(each)) + [""]
        return "\n".join([*lines, message("told.footer", office=self.office.name).text(), ""])

    def _html(self, to: Person, told: Sequence[Matter]) -> str:
        parts = [f"<p>{escape(message('told.dear', name=to.name).text())}</p>"]
        parts += [part for each in told for part in self._part(each)]
        parts.append(f"<p><small>{escape(message('told.footer', office=self.office.name).text())}</small></p>")
        head = '<!doctype html>\n<html lang="th"><head><meta charset="utf-8"><title></title></head><body>'
        return "\n".join([head, *parts, "</body></html>", ""])

    def _part(self, each: Matter) -> Iterator[str]:
        yield f"<p><strong>{escape(each.about.text())}</strong>"
        yield from (f"<br>{escape(detail.text())}" for detail in each.details)
        if address := self._address(each):
            yield f'<br><a href="{escape(address)}">{escape(message("told.open").text())}</a> {escape(address)}'
        yield "</p>"

    def _address(self, each: Matter) -> str:
        address = f"{self.base}{each.path}"
        if not self.base and self.requests_at and each.path.startswith(REQUESTS):
            address = f"{self.requests_at}{each.path.removeprefix(REQUESTS)}"
        return address if is_web_url(address) else ""

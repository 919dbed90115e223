"""request and its sign-offs -> the message of its merge: a subject and one paragraph of trailers (DESIGN: Requests)"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from prakat.office.authority import mail_of
from prakat.office.person import Person
from prakat.request.policy.request import Mode, Request
from prakat.request.policy.sign_off import CHECKED, SignOff
from prakat.rules.wording import visible
from prakat.thai.buddhist_era import moment_text

_DONE = {
    "witness": "Witnessed",
    "reviewer": "Reviewed",
    "approver": "Approved",
    "webmaster": "Published",
    "second-webmaster": "Published",
}
_TITLE_LENGTH = 100
_SUBJECT = re.compile(r"Publish: [^\n]+ \(#(?P<number>[0-9]+)\)")


def compose(title: str, request: Request, requester: Person, sign_offs: Sequence[SignOff], how: Mode) -> str:
    """The whole message. Names and mails come from office.yml, so no text of the request becomes a trailer (R34)."""
    subject = f"Publish: {one_line(title)} (#{request.number})"
    return f"{subject}\n\n" + "\n".join(trailers(request, requester, sign_offs, how)) + "\n"


def trailers(request: Request, requester: Person, sign_offs: Sequence[SignOff], how: Mode) -> list[str]:
    """The lines that the audit compares with the record."""
    lines = [
        f"Request: #{request.number}",
        f"Requested-by: {name_and_mail(requester)}",
        f"Reviewed-head: {request.head}",
    ]
    for signed in sign_offs:
        done = _DONE[signed.step]
        if signed.person:
            lines.append(f"{done}-by: {name_and_mail(signed.person)}")
        lines.append(f"{done}-at: {moment_text(signed.received)}")
    lines += [f"Regularises: {commit}" for commit in request.regularises]
    return [*lines, f"Checked: {CHECKED}", f"Mode: {'verbal' if how is Mode.VERBAL else 'written'}"]


def trailers_of(message: str) -> tuple[int, list[str]] | None:
    """The request's number in the subject, and the trailers; None where the message is not of this form."""
    subject, _, rest = message.partition("\n\n")
    match = _SUBJECT.fullmatch(subject)
    trailers = rest.removesuffix("\n").split("\n")  # GitHub ends a message without a line feed
    if match is None or not all(trailers):
        return None
    return int(match["number"]), trailers


@lru_cache(maxsize=4096)
def one_line(text: str) -> str:
    """The text without line breaks, control characters and repeated spaces, cut to the length of a subject."""
    plain = "".join(" " if unicodedata.category(each) in ("Cc", "Zl", "Zp", "Cs") else each for each in text)
    return visible(" ".join(plain.split()), _TITLE_LENGTH) or "—"


def name_and_mail(person: Person) -> str:
    return f"{one_line(person.name)} <{mail_of(person)}>"

"""answers x day -> README.md of a new office: what its folder is, who does what, and how its staff work with it"""

import datetime
import re

from prakat.founding.answers import Answers
from prakat.office.office import Office
from prakat.request.policy.sign_off import CHECKED
from prakat.request.spoken_words import CHECKED_TH
from prakat.rules import data
from prakat.rules.data import label
from prakat.rules.wording import Day

_TEMPLATES = "new-office"
_FORGES = {"github": "GitHub", "forgejo": "Forgejo"}
_ACTIVE = re.compile(r"([\\`*_\[\]<>|#&])")


def staff_page(answers: Answers, known: Office, day: datetime.date) -> str:
    """In Thai. People stand there by position, as on public pages."""
    chain = " → ".join(label("role", step) for step in known.sign_off)
    values = {
        "name": _plain(answers.name),
        "site_url": f"<{answers.site_url}>",
        "chain": chain,
        "day": Day(day).text(),
        "people": "\n".join(f"| {label('role', each.role)} | {_plain(each.position)} |" for each in answers.people),
        "sending": _sending(answers).rstrip("\n"),
    }
    return _template("README.md").format_map(values)


def _sending(answers: Answers) -> str:
    if answers.desk_url:
        return _template("sending-desk.md").format(desk=answers.desk_url)
    if not answers.forge:
        return _template("sending-bare.md").format(checked=f"Checked: {CHECKED}")
    return _template("sending-forge.md").format(forge=_FORGES[answers.forge], checked=CHECKED_TH)


def _template(name: str) -> str:
    return (data.folder() / _TEMPLATES / name).read_text(encoding="utf-8")


def _plain(text: str) -> str:
    """The text so that Markdown shows it as it is."""
    return _ACTIVE.sub(r"\\\1", text)

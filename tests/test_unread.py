"""What nothing reads is listed with the reason why it stands there, or is gone."""

import re
from collections.abc import Mapping
from pathlib import Path

import vulture

CHECKOUT = Path(__file__).resolve().parents[1]
CALLED_BY_LIBRARIES: Mapping[str, str] = {
    "handleMatch": "Python-Markdown",
    "references": "Python-Markdown",
    "validate": "jsonschema-rs",
    "autoescape": "Jinja2",
    "filters": "Jinja2",
    "globals": "Jinja2",
    "dirty": "MkDocs",
    "docs_dir": "MkDocs",
    "markdown_extensions": "MkDocs",
    "nav": "MkDocs",
    "site_name": "MkDocs",
    **{f"on_{each}": "MkDocs" for each in ("startup", "config", "files", "page_markdown", "page_context")},
    **{f"on_{each}": "MkDocs" for each in ("env", "post_build")},
}
CHOSEN_BY_VALUE: Mapping[str, str] = {
    **dict.fromkeys(("WRONG_FILE_FORMAT", "INCORRECT", "INCOMPLETE", "UNLAWFUL", "OTHER"), "reasons of a refusal"),
}
NOT_YET: Mapping[str, str] = {
    "acting_for": "who acts for whom is to stand on the papers",
    "agency_type": "which yearly assessment an office answers to",
    "channels": "where else an item is shown is to stand in the quarterly report",
    "document_date": "the papers' dates",
    "document_prefix": "the papers' numbers",
    "fulfils": "the assessments' evidence",
    "immediate_within_hours": "how soon an urgent item must be up is to be measured",
    "mime": "what the desk's downloads are declared as",
    "no": "the clause of the announcement that the category is from",
    "quarter": "the webmasters' quarterly report",
}
"""Read from the office's files or from the calendar, and asked for by nothing so far."""


def unread() -> set[str]:
    search = vulture.Vulture()
    search.scavenge([CHECKOUT / each for each in ("src", "scripts", "hooks")])
    pages = "\n".join(path.read_text(encoding="utf-8") for path in (CHECKOUT / "theme").rglob("*.html"))
    shown = set(re.findall(r"\w+", " ".join(re.findall(r"\{[{%].*?[%}]\}", pages))))
    return {each.name for each in search.get_unused_code(min_confidence=60)} - shown


def test_what_nothing_reads_is_listed_with_the_reason() -> None:
    assert unread() == {*CALLED_BY_LIBRARIES, *CHOSEN_BY_VALUE, *NOT_YET}

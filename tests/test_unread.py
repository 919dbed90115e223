"""What nothing reads is listed with the reason why it stands there, or is gone."""

import ast
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import vulture

CHECKOUT = Path(__file__).resolve().parents[1]
CALLED_BY_LIBRARIES: Mapping[str, str] = {
    "format_help": "argparse",
    "validate": "jsonschema-rs",
    "autoescape": "Jinja2",
    "globals": "Jinja2",
    "create_system": "zipfile",
    **dict.fromkeys(("begin_tag", "end_tag", "handle_undefined_char", "receive_layout"), "pdfminer"),
    **dict.fromkeys(("cid", "font", "ltpage"), "pdfminer"),
    "dirty": "MkDocs",
    "docs_dir": "MkDocs",
    **dict.fromkeys(("markdown", "markdown_extensions"), "MkDocs"),
    "nav": "MkDocs",
    "site_name": "MkDocs",
    **{f"on_{each}": "MkDocs" for each in ("startup", "config", "files", "page_markdown", "page_context")},
    **{f"on_{each}": "MkDocs" for each in ("env", "serve", "post_build")},
    "should_exit": "uvicorn",
    **dict.fromkeys(("background_color", "label_color", "title_color"), "leather"),
    "creator": "openpyxl",
}
CHOSEN_BY_VALUE: Mapping[str, str] = {
    **dict.fromkeys(("WRONG_FILE_FORMAT", "INCORRECT", "INCOMPLETE", "UNLAWFUL"), "reasons of a refusal"),
    "STANDING": "how often something is asked for",
}
NOT_YET: Mapping[str, str] = {
    "channels": "where else an item is shown is to stand in the quarterly report",
    "document_date": "the papers' dates",
    "document_prefix": "the papers' numbers",
}
"""Read from the office's files or from the calendar, and asked for by nothing so far."""
NAMED_LIKE_OTHERS: Mapping[str, str] = {
    "Category.no": "the clause of the announcement that the category is from",
    "Arrival.date": "when a request arrived is to stand in the register of requests",
    "Item.received": "how a request arrived is to stand in the register of requests",
    "Person.phone": "whom to call is to stand on the papers",
    "Unit.name_en": "the English pages are to name the unit",
}
"""The same, but not to be found by their bare names, which other classes' fields have as well."""


@cache
def unread() -> set[str]:
    search = vulture.Vulture()
    search.scavenge([CHECKOUT / each for each in ("src", "scripts", "hooks")])
    folders = (CHECKOUT / "theme", CHECKOUT / "src" / "prakat_desk" / "templates")
    pages = "\n".join(path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*.html"))
    shown = set(re.findall(r"\w+", " ".join(re.findall(r"\{[{%].*?[%}]\}", pages))))
    return {each.name for each in search.get_unused_code(min_confidence=60)} - shown


def fields() -> dict[str, set[str]]:
    """Class -> its fields."""
    modules = [ast.parse(path.read_text(encoding="utf-8")) for path in (CHECKOUT / "src").rglob("*.py")]
    classes = [node for each in modules for node in each.body if isinstance(node, ast.ClassDef)]
    own = {each.name: [node.target for node in each.body if isinstance(node, ast.AnnAssign)] for each in classes}
    return {name: {each.id for each in found if isinstance(each, ast.Name)} for name, found in own.items()}


def test_what_is_named_like_others_is_a_field_and_not_found_by_its_name() -> None:
    for each in NAMED_LIKE_OTHERS:
        owner, _, name = each.partition(".")
        assert name in fields()[owner]
        assert name not in unread()


def test_what_nothing_reads_is_listed_with_the_reason() -> None:
    assert unread() == {*CALLED_BY_LIBRARIES, *CHOSEN_BY_VALUE, *NOT_YET}

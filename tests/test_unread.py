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
    "bytecode_cache": "Jinja2",
    "filters": "Jinja2",
    "create_system": "zipfile",
    **dict.fromkeys(("begin_tag", "end_tag", "handle_undefined_char", "receive_layout"), "pdfminer"),
    **dict.fromkeys(("cid", "ltpage"), "pdfminer"),
    "dirs": "MkDocs",
    "dirty": "MkDocs",
    "docs_dir": "MkDocs",
    **dict.fromkeys(("markdown", "markdown_extensions"), "MkDocs"),
    "nav": "MkDocs",
    "static_templates": "MkDocs",
    "site_name": "MkDocs",
    **{f"on_{each}": "MkDocs" for each in ("config", "files", "page_markdown", "page_context")},
    **{f"on_{each}": "MkDocs" for each in ("env", "serve")},
    "should_exit": "uvicorn",
    **dict.fromkeys(("background_color", "label_color", "title_color", "estimate_label_margin"), "leather"),
    **dict.fromkeys(("creator", "data_type", "freeze_panes"), "openpyxl"),
    **dict.fromkeys(("autofit", "bold", "cs_bold", "different_first_page_header_footer", "w"), "python-docx"),
    **dict.fromkeys(("first_line_indent", "left_indent", "keep_with_next", "line_spacing"), "python-docx"),
    **dict.fromkeys(("space_after", "space_before", "header_distance", "page_height", "page_width"), "python-docx"),
    **dict.fromkeys(("formatType", "glyphName", "numberOfContours"), "fontTools"),
    "compress_type": "zipfile",
    "log_message": "http.server",
}
CHOSEN_BY_VALUE: Mapping[str, str] = {
    **dict.fromkeys(("WRONG_FILE_FORMAT", "INCORRECT", "INCOMPLETE", "UNLAWFUL"), "reasons of a refusal"),
    "STANDING": "how often something is asked for",
}
NAMED_LIKE_OTHERS: Mapping[str, str] = {
    "Arrival.date": "when a request arrived is to stand in the register of requests",
    "Item.received": "how a request arrived is to stand in the register of requests",
    "Unit.name_en": "the English pages are to name the unit",
}
"""Read from the office's files and asked for by nothing so far; not to be found by their bare names, which other
classes' fields have as well."""


@cache
def unread() -> set[str]:
    search = vulture.Vulture()
    search.scavenge([CHECKOUT / each for each in ("src", "scripts", "hooks")])
    folders = (CHECKOUT / "theme", CHECKOUT / "src" / "prakat_desk" / "templates")
    pages = "\n".join(path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*.*ml"))
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
    assert unread() == {*CALLED_BY_LIBRARIES, *CHOSEN_BY_VALUE}

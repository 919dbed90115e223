"""Form fields drawn by the desk's own template -> the entries that a browser sends back when nothing was touched."""

from collections.abc import Iterable, Mapping, Sequence

from lxml import html

from prakat_desk.form.form_field import FormField
from prakat_desk.form.shown_field import Shower
from prakat_desk.words import environment, words_in

PAGE = environment().from_string(
    "{% from 'form.html' import one with context %}{% for each in fields %}{{ one(each) }}{% endfor %}"
)
NAMES = {"unit": {"admin": "บริหาร", "finance": "การเงิน"}, "person": {"nok": "นก (เจ้าหน้าที่)"}}


def drawn(entries: Mapping[str, Sequence[str]], fields: Iterable[FormField], language: str = "th") -> str:
    shown = Shower(language, entries, NAMES).shown(fields)
    return PAGE.render(fields=shown, **words_in(language))


def entries_on_page(entries: Mapping[str, Sequence[str]], fields: Iterable[FormField]) -> dict[str, list[str]]:
    """As HTML says that a form is sent: what is checked, chosen or typed; a text area loses a line end at its start."""
    page = html.document_fromstring(f"<!doctype html><form>{drawn(entries, fields)}</form>")
    found: dict[str, list[str]] = {}
    for each in page.iter("input", "select", "textarea"):
        if each.tag == "input" and (each.get("type") not in ("radio", "checkbox") or each.get("checked") is not None):
            found.setdefault(each.get("name"), []).append(each.get("value"))
        elif each.tag == "select":
            chosen = [one for one in each.iter("option") if one.get("selected") is not None]
            found.setdefault(each.get("name"), []).append((chosen or [next(each.iter("option"))])[-1].get("value"))
        elif each.tag == "textarea":
            found.setdefault(each.get("name"), []).append((each.text or "").removeprefix("\n"))
    return found

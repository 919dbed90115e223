"""Whether a text is in one language: no Thai in English but what an office wrote, no English sentence in Thai."""

import re
from pathlib import Path

from prakat.item.table_form import table_forms
from prakat.thai.duration import EXAMPLE

_THAI = re.compile("[\u0e01-\u0e5b]+")
_SENTENCE = re.compile(r"(?<![\w./:=-])[A-Za-z]{2,}(?: [a-z]{2,}){2,}(?![\w/=-])")
"""Three plain words in a row; names, options and ids hold no such thing."""
_TYPED = re.compile(r"\b(?:git|prakat)(?: [a-z][\w./-]*)+|\bU\+[0-9A-F]{4,6}(?: [a-z0-9-]+)*")
"""A command, which is typed as it stands in every language; a character, by the name that Unicode gives it."""

_HEADINGS = (column.heading for form in table_forms().values() for column in form.columns)
_TYPED_IN_THAI = frozenset(_THAI.findall(" ".join((EXAMPLE, "วัน สัปดาห์ เดือน ตุลาคม", *_HEADINGS))))
"""Units of time, a month and the headings of open tables: an item says them in Thai, whoever writes it."""


def written_in(repo: Path) -> str:
    """Everything that an office wrote, the names of its files included; Thai of old machines as they read it."""
    found = [str(path) for path in repo.rglob("*")]
    for path in repo.rglob("*"):
        if path.is_file():
            raw = path.read_bytes()
            found += [raw.decode("utf-8", "replace"), raw.decode("cp874", "replace")]
    return "\n".join(found)


def foreign_to_english(text: str, own: str) -> list[str]:
    return [each for each in _THAI.findall(text) if each not in own and each not in _TYPED_IN_THAI]


def foreign_to_thai(text: str, own: str) -> list[str]:
    return [each for each in _SENTENCE.findall(_TYPED.sub("", text)) if each not in own]

"""the item's schema -> the template of a request on a forge: what staff must fill in, what happens next (R03)"""

from collections.abc import Mapping
from typing import Any

from prakat.request.spoken_words import CHECKED_TH
from prakat.rules.message import message
from prakat.rules.wording import Listed

TEMPLATE_PATH = ".github/PULL_REQUEST_TEMPLATE.md"
"""Where both forges look for it."""


def template(schema: Mapping[str, Any]) -> str:
    """Markdown in Thai; one line for each field that every item must have, and one that names the others."""
    fields = schema["properties"]
    lines = [f"- [ ] {fields[key]['title']} (`{key}`): {fields[key]['description']}" for key in schema["required"]]
    others = [f"{field['title']} (`{key}`)" for key, field in fields.items() if key not in schema["required"]]
    lines.append(message("request.template-optional", fields=Listed.of(others)).text())
    head, tail = message("request.template-head"), message("request.template-tail", must=CHECKED_TH)
    return f"{head.text()}\n\n" + "\n".join(lines) + f"\n{tail.text()}\n"

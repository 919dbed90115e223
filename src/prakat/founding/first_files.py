"""answers x day -> a new office's files beside office.yml: its first item, registers, README, and a forge's data"""

import datetime
from collections.abc import Mapping
from typing import Any

from prakat.content.logbook import NAMES, REGISTERS
from prakat.forge import code_owners
from prakat.founding.answers import Answers
from prakat.founding.office_text import fields_legend, yaml_lines
from prakat.founding.staff_page import staff_page
from prakat.item.item_path import folder_of, index_of
from prakat.office.office import Office
from prakat.request import request_template
from prakat.rules import data, schema
from prakat.rules.data import label
from prakat.rules.message import message

_README = "README.md"
_CONTACT = "general-information/contact"


def first_files(answers: Answers, known: Office, day: datetime.date) -> dict[str, bytes]:
    """Path -> content. `known` is what the office's first office.yml says."""
    texts = {
        index_of(folder_of(_CONTACT)): _contact(answers, day),
        _README: staff_page(answers, known, day),
        **{f"{REGISTERS}/{name}.yml": _register(name, answers, day) for name in NAMES},
    }
    if answers.forge:
        texts[code_owners.PATH] = code_owners.code_owners(known, day)
        texts[request_template.TEMPLATE_PATH] = request_template.template(data.load("item.schema.json"))
    return {path: text.encode() for path, text in texts.items()}


def _contact(answers: Answers, day: datetime.date) -> str:
    """The first item of every office: how to reach it."""
    owner = next((each for each in answers.people if each.role == "provider"), answers.people[0])
    front = {
        "title": message("founding.contact-title").text(),
        "summary": f"{message('founding.contact-summary').text()}{answers.name}",
        "owner": {"unit": next(iter(answers.units)), "provider": owner.id},
        "period": {"start": day},
        "source": {"name": answers.name},
        "timing": "on_change",
        "publish_on": day,
        "expires_on": "never",
        "review_by": day + datetime.timedelta(days=364),
        "fulfils": ["oia-7-3", "office-contact", "office-phone", "office-email"],
    }
    told = {"address": answers.address, "phone": answers.phone, "email": answers.email}
    body = "".join(f"- {label('contact', name)} {value}\n" for name, value in told.items())
    return "---\n" + "\n".join(yaml_lines(front)) + f"\n---\n\n{body}"


def _register(name: str, answers: Answers, day: datetime.date) -> str:
    """An empty register whose comments say what an entry holds, and show one."""
    about = schema.named(f"{REGISTERS}/{name}").content
    example = yaml_lines({name: [_example(about["items"]["properties"], answers, day)]})[1:]
    lines = [
        f"# {about['title']}: {about['description']}",
        *fields_legend(about["items"]["properties"]),
        "#",
        f"# {message('founding.register-example').text()}",
        *(f"# {line.removeprefix('  ')}" for line in example),
        "",
        "[]",
    ]
    return "\n".join(lines) + "\n"


def _example(properties: Mapping[str, Any], answers: Answers, day: datetime.date) -> dict[str, object]:
    """An entry of this office's own units and people, which the schema takes."""
    ids = list(answers.by_id)
    values: dict[str, object] = {
        "date": day,
        "unit": next(iter(answers.units)),
        "problem": message("founding.example-problem").text(),
        "solution": message("founding.example-solution").text(),
        "course": message("founding.example-course").text(),
        "place": message("founding.example-place").text(),
        "people": ids[:2],
        "from": ids[0],
        "to": ids[1],
        "order": {"no": answers.order_no, "date": answers.order_date},
    }
    return {key: values[key] for key in properties if key in values}

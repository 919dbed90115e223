"""argparse's own words for a wrong use -> the same in the language of messages: what was found, and how to mend it."""

import re

from prakat.handbook.command_words import value_name
from prakat.rules.message import Message, message

_LISTED = r"\(choose from (?P<must>.*)\)"
_FORMS = {
    r"the following arguments are required: (?P<must>.*)": "scripts.arguments-missing",
    r"one of the arguments (?P<must>.*) is required": "scripts.argument-missing",
    r"unrecognized arguments: (?P<found>.*)": "scripts.arguments-unknown",
    rf"argument (?P<argument>.*?): invalid choice: (?P<found>.*?) {_LISTED}": "scripts.choice-unknown",
    r"argument (?P<argument>.*?): invalid \S+ value: (?P<found>.*)": "scripts.value-refused",
    r"argument (?P<argument>.*?): expected .*": "scripts.value-missing",
    r"argument (?P<argument>.*?): not allowed with argument (?P<found>.*)": "scripts.not-together",
    r"argument (?P<argument>.*?): ignored explicit argument (?P<found>.*)": "scripts.takes-no-value",
    r"ambiguous option: (?P<found>.*?) could match (?P<must>.*)": "scripts.ambiguous",
}
"""The forms of argparse's own messages; any other is shown as it is."""


def said(found: str, language: str) -> Message | str:
    for form, id_ in _FORMS.items():
        if match := re.fullmatch(form, found, re.DOTALL):
            return message(
                id_, **{name: _named(value.replace("'", ""), language) for name, value in match.groupdict().items()}
            )
    return found


def _named(found: str, language: str) -> str:
    """Options and values as the help names them."""
    return ", ".join(value_name(each, language) for each in found.split(", "))

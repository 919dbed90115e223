"""argparse with usage errors in the language of messages: what was found, and how to mend it."""

import argparse
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from prakat.rules.message import Message, message
from prakat.rules.wording import LANGUAGES

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


class Language(argparse.Action):
    """Remembers the language for messages printed outside of `main`, which alone has the options."""

    chosen = "th"

    def __call__(self, parser: object, namespace: argparse.Namespace, values: Any, option: object = None) -> None:
        type(self).chosen = values
        setattr(namespace, self.dest, values)


class Parser(argparse.ArgumentParser):
    def parse_known_args(  # type: ignore[override]  # its overloads differ only in the namespace, which is passed on
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> Any:
        """An error before --lang is told in that language, too."""
        given = " ".join(sys.argv[1:] if args is None else args)
        if asked := re.search(rf"(?:^| )--lang[ =]({'|'.join(LANGUAGES)})(?: |$)", given):
            Language.chosen = asked[1]
        return super().parse_known_args(args, namespace)

    def error(self, found: str) -> NoReturn:
        told = message("scripts.wrong-use", program=self.prog, problem=_said(found)).text(Language.chosen)
        self.exit(2, f"{told}\n")


def _said(found: str) -> Message | str:
    for form, id_ in _FORMS.items():
        if match := re.fullmatch(form, found, re.DOTALL):
            return message(id_, **{name: value.replace("'", "") for name, value in match.groupdict().items()})
    return found

"""argparse in the language of messages, whose help is made of data."""

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from prakat.handbook.command_page import Command, Option
from prakat.handbook.command_words import CommandWords, value_name, words_of
from prakat.rules.message import message
from prakat.rules.wording import LANGUAGES
from terminal_help import help_page
from terminal_wrong_use import said

_OTHERS = (argparse._HelpAction, argparse._SubParsersAction)
_UNTOLD = CommandWords(dict.fromkeys(LANGUAGES, ""))


class Language(argparse.Action):
    """Remembers the language for messages printed outside of `main`, which alone has the options."""

    chosen = "th"

    def __call__(self, parser: object, namespace: argparse.Namespace, values: Any, option: object = None) -> None:
        type(self).chosen = values
        setattr(namespace, self.dest, values)


class Parser(argparse.ArgumentParser):
    """The words of its help are data: its options have only names, and names of their values."""

    def __init__(self, command: str = "", values: Mapping[str, object] | None = None, **more: Any) -> None:
        super().__init__(**more)
        self.command, self.act, self.values = command, "", dict(values or {})
        self.common: tuple[str, ...] = ()
        """The names of the options that most commands have."""
        self.fallback: Path | None = None
        """Whose office it is where --repo names none, and none is around: the sample's, and nobody else's."""

    def described(self, language: str) -> Command:
        """What the command, or this act of it, can do, in words."""
        words = words_of(self.command)
        words = words.acts.get(self.act, _UNTOLD) if self.act else words
        options = tuple(self._option(each, words, language) for each in self._actions if not isinstance(each, _OTHERS))
        acts = tuple(act.described(language) for act in self._acts())
        return Command(self.act or self.command, words.does[language], options, acts)

    def _option(self, action: argparse.Action, words: CommandWords, language: str) -> Option:
        written = str(action.metavar or action.dest.upper())
        name = (*action.option_strings, written)[0]
        told = words.option(name, {"default": action.default, **self.values}, language)
        value = "|".join(map(str, action.choices)) if action.choices else value_name(written, language)
        shown = f"{value} ..." if action.nargs in ("*", "+") else value
        if not action.option_strings:
            return Option(shown, "", told, action.nargs not in ("*", "?"))
        return Option(name, "" if action.nargs == 0 else shown, told, action.required)

    def _acts(self) -> Iterator["Parser"]:
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                for name, act in action.choices.items():
                    act.command, act.act, act.values = self.command, name, self.values
                    yield act

    def parse_known_args(  # type: ignore[override]  # its overloads differ only in the namespace, which is passed on
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> Any:
        """Help, or an error, before --lang is told in that language, too."""
        given = " ".join(sys.argv[1:] if args is None else args)
        if asked := re.search(rf"(?:^| )--lang[ =]({'|'.join(LANGUAGES)})(?: |$)", given):
            Language.chosen = asked[1]
        list(self._acts())
        found = super().parse_known_args(args, namespace)
        if self.fallback and found[0].repo is self.fallback:
            told = message("scripts.sample-office", place=self.fallback)
            print(told.text(Language.chosen), file=sys.stderr)
        return found

    def format_help(self) -> str:
        return help_page(self.described(Language.chosen), self.common, self.prog, Language.chosen)

    def error(self, found: str) -> NoReturn:
        told = message("scripts.wrong-use", program=self.prog, problem=said(found, Language.chosen)).text(
            Language.chosen
        )
        self.exit(2, f"{told}\n")

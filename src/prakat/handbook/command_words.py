"""schemas/commands/ and each command's docstring -> what the commands' help says, in Thai and English"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from prakat import product
from prakat.rules import data
from prakat.rules.message import message
from prakat.rules.wording import render

_SHARED = "commands.yml"


@dataclass(frozen=True, slots=True)
class CommandWords:
    does: Mapping[str, str]
    user: str = ""
    """Who uses it: a group of `user_groups()`; nobody in particular where it is empty."""
    options: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """By the option's long name, or by the name of a positional argument's value; a text is a message's id."""
    acts: Mapping[str, "CommandWords"] = field(default_factory=dict, hash=False)

    def option(self, name: str, values: Mapping[str, object], language: str) -> str:
        """What an option is told to do; empty where nobody has written it."""
        entry = self.options.get(name) or data.load(_SHARED)["options"].get(name)
        if isinstance(id_ := entry, str):
            return message(id_).text(language)
        return render(entry[language], values, language) if entry else ""


@cache
def words_of(command: str) -> CommandWords:
    """The words of scripts/<command>.py, whose docstring is its English description."""
    written = data.folder() / "commands" / f"{command}.yml"
    entry: Mapping[str, Any] = data.load(f"commands/{written.name}") if written.is_file() else {}
    script = product.part("scripts") / f"{command}.py"
    described = ast.get_docstring(ast.parse(script.read_text(encoding="utf-8"))) if script.is_file() else ""
    does = {"en": described or "", "th": entry.get("does", {}).get("th", described or "")}
    acts = {name: CommandWords(each["does"], options=each["options"]) for name, each in entry.get("acts", {}).items()}
    return CommandWords(does, entry.get("for", ""), entry.get("options", {}), acts)


def value_name(name: str, language: str) -> str:
    """What stands for a value in the help, as FILE."""
    entry = data.load(_SHARED)["values"].get(name)
    return str(entry[language]) if entry else name


def user_groups() -> Mapping[str, Mapping[str, str]]:
    """Who uses commands, in the order in which they are listed."""
    groups: Mapping[str, Mapping[str, str]] = data.load(_SHARED)["groups"]
    return groups

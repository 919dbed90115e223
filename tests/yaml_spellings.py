"""Values -> YAML in many spellings, honest and hostile ones, each chosen by a number."""

import json
from collections.abc import Mapping
from random import Random
from typing import Any

HOSTILE = (
    *('a: b"', "owner: {unit: finance}", "a\u2028owner: {unit: finance}", "a\u0085owner: {unit: finance}"),
    *("---", "# owner", "verbal", "withdrawn: x", "former_paths", "x\n---\ny", "'", '"', "\\", "{", "&a", "*a", "!x"),
    *("null", "true", "12", "- a", "? a", "a #b", "a: b", "a\nowner: {unit: finance}\nb", " a", "a ", "%", "@", "`"),
    *("ก", "a\u00a0b", "a\ufeffb", "a\tb", "~", "...", "|", ">", "yes", "1e3", "0x1", "2026-07-01"),
)
"""What a value may hold so that somebody reads it as something else."""
NUISANCES = (
    *("owner: {unit: finance, provider: fah}", "  unit: finance", "...", "--- ", "%YAML 1.2", "verbal:", "x: y", "- x"),
    *("'verbal': null", "former_paths: []", "withdrawn: ~", '"owner":', "remarks: |", "? owner", ": x", "\tx"),
    *("title: a", 'remarks: "', "remarks: '", "kind: >-", "\u2028owner: {unit: finance, provider: fah}"),
)
"""Lines that may stand between any two others."""
_BETWEEN = ("", "# owner: {unit: finance, provider: fah}", "#", "  # verbal:", "# withdrawn", "   ")
_TRAILING = ("", "", "", "", " ", "  # x", " # owner: {unit: finance}")
_SAFE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789กขคง"


class Spelling:
    """One way to write things: the same number, the same way."""

    def __init__(self, number: int) -> None:
        self.random = Random(number)

    def front_matter(self, fields: Mapping[str, Any], is_hostile: bool = False) -> str:
        """A mapping's lines, in an order and with quotes, braces, comments and blank lines as somebody might write."""
        keys = list(fields)
        if self._is(1, 2):
            self.random.shuffle(keys)
        lines: list[str] = []
        for key in keys:
            lines += [self.random.choice(_BETWEEN)] if self._is(1, 10) else []
            lines.append(self._entry(key, fields[key], ""))
        for _ in range(self.random.randint(0, 2) if is_hostile else 0):
            lines.insert(self.random.randint(0, len(lines)), self.random.choice(NUISANCES))
        return "\n".join(lines) + "\n"

    def _is(self, few: int, of: int) -> bool:
        return self.random.randrange(of) < few

    def _entry(self, key: str, value: Any, indent: str) -> str:
        written, trailing = self._key(key), self.random.choice(_TRAILING)
        deeper = indent + " " * self.random.randint(1, 4)
        if isinstance(value, dict) and value and self._is(1, 2):
            inner = [self._entry(name, each, deeper) for name, each in value.items()]
            return f"{indent}{written}:{trailing}\n" + "\n".join(inner)
        if isinstance(value, list) and value and self._is(1, 2):
            return f"{indent}{written}:{trailing}\n" + "\n".join(f"{deeper[1:]}- {self._flow(each)}" for each in value)
        if isinstance(value, str) and value and value == value.strip() and "\n" not in value and self._is(1, 8):
            return f"{indent}{written}: {self.random.choice(['|-', '>-', '|', '>'])}\n{deeper}{value}"
        gap = self.random.choice([" ", " ", " ", "  ", "\t", "\n" + indent + "  "])
        return f"{indent}{written}:{gap}{self._flow(value)}{trailing}"

    def _key(self, key: str) -> str:
        return self.random.choice([f"'{key}'", json.dumps(key), self._escaped(key), *[key] * 9])

    def _flow(self, value: Any) -> str:
        if isinstance(value, dict):
            gap = self.random.choice([", ", ", ", ",", " , ", ",\n    "])
            inner = gap.join(f"{self._key(name)}: {self._flow(each)}" for name, each in value.items())
            return f"{{{inner}}}" if self._is(1, 2) else f"{{ {inner} }}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self._flow, value)) + "]"
        return self._scalar(value) if isinstance(value, str) else json.dumps(value)

    def _scalar(self, text: str) -> str:
        style = self.random.randrange(6)
        if style <= 2 and _is_plain(text):
            return text
        if style == 3 and "\n" not in text:
            return "'" + text.replace("'", "''") + "'"
        return self._escaped(text) if style == 4 else json.dumps(text, ensure_ascii=self._is(1, 2))

    def _escaped(self, text: str) -> str:
        """In double quotes, with a character by its number."""
        parts = [json.dumps(each, ensure_ascii=False)[1:-1] for each in text]
        for place in self.random.sample(range(len(text)), min(len(text), 1)):
            parts[place] = f"\\u{ord(text[place]):04x}"
        return '"' + "".join(parts) + '"'


def _is_plain(text: str) -> bool:
    """Whether it may stand without quotes, also inside braces, and is text then."""
    is_word = text[:1] in _SAFE and text == text.strip() and not text.isdecimal()
    is_safe = all(each in _SAFE + "-_:/.@ " for each in text) and ": " not in text and not text.endswith(":")
    return bool(text) and is_word and is_safe and text not in ("null", "true", "false")

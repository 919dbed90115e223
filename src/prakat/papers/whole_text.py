"""text that people wrote -> the same on one line, harmless and never shortened: a paper tells all of it"""

from dataclasses import dataclass

from prakat.rules.wording import visible


@dataclass(frozen=True, slots=True)
class WholeText:
    value: str

    def text(self, language: str = "th") -> str:
        told = " ".join(self.value.split())
        return visible(told, len(told))

"""file of a built site x message -> a reason not to release it"""

from dataclasses import dataclass

from prakat.rules.message import Message, message
from prakat.rules.wording import visible

_LONGEST_PATH = 400


@dataclass(frozen=True, slots=True)
class Problem:
    file: str
    """POSIX, below the site's root."""
    what: Message

    def text(self, language: str = "th") -> str:
        """The problem and its file, on one line."""
        return f"{visible(self.file, _LONGEST_PATH)}: {self.what.text(language)}"


def problem(file: str, id_: str, **values: object) -> Problem:
    return Problem(file, message(id_, **values))

"""an error of the operating system -> the reason, in words"""

import errno
from dataclasses import dataclass

from prakat.rules import data

_GROUP = "system_problem"


@dataclass(frozen=True, slots=True)
class SystemProblem:
    code: str
    """EACCES and the like, or else Python's name of the error; labels.yml has the common ones."""
    words: str
    """The system's own words, for codes that labels.yml does not have."""

    def text(self, language: str = "th") -> str:
        known = data.load("labels.yml")[_GROUP]
        return data.label(_GROUP, self.code, language) if self.code in known else self.words


def system_problem(error: OSError) -> SystemProblem:
    name = type(error).__name__
    return SystemProblem(errno.errorcode.get(error.errno or 0, name), error.strerror or str(error) or name)

"""name of a file or folder -> whether an operating system or a program left it behind, and nobody put it there"""

import re
from fnmatch import translate
from functools import cache

from prakat.rules import data


@cache
def _names() -> re.Pattern[str]:
    return re.compile("|".join(translate(each.casefold()) for each in data.load("litter.yml")))


def is_litter(name: str) -> bool:
    return _names().match(name.casefold()) is not None

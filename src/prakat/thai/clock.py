"""text -> whether it is a time of day as 16:30, and which was meant if it is written otherwise"""

import re

from prakat.thai.buddhist_era import to_arabic_digits

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_WRITTEN = re.compile(r"([0-9]{1,2})[.:]([0-9]{2})")
_EXAMPLE = "16:30"


def is_clock(text: str) -> bool:
    return _CLOCK.fullmatch(text) is not None


def clock_meant(text: str) -> str:
    """What `16.30 น.`, `๑๖.๓๐` or `8:30` means; an example where no time of day can be found in it."""
    written = to_arabic_digits(text).strip().removesuffix("น.").removesuffix("น").strip()
    match = _WRITTEN.fullmatch(written)
    meant = f"{match[1]:0>2}:{match[2]}" if match else ""
    return meant if is_clock(meant) else _EXAMPLE

"""text -> whether it is a time of day as 16:30, and which was meant if it is written otherwise"""

import re

from prakat.thai.buddhist_era import to_arabic_digits

_AROUND = re.compile(r"^เวลา\s*|\s*(?:นาฬิกา|น\.?)$")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_WRITTEN = re.compile(r"([0-9]{1,2})[.:]([0-9]{2})")
_EXAMPLE, _LAST = "HH:MM", "23:59"
"""Words where nobody can know which time was meant; and the last minute, which people call 24.00."""


def is_clock(text: str) -> bool:
    return _CLOCK.fullmatch(text) is not None


def clock_meant(text: str) -> str:
    """What `16.30 น.`, `เวลา ๑๖.๓๐ นาฬิกา` or `8:30` means; no time is invented where none can be found in it."""
    written = _AROUND.sub("", to_arabic_digits(text).strip())
    match = _WRITTEN.fullmatch(written)
    meant = f"{match[1]:0>2}:{match[2]}" if match else ""
    if meant == "24:00":
        return _LAST
    return meant if is_clock(meant) else _EXAMPLE

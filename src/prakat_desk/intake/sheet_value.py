"""value of a cell and its number format -> the text that Excel shows, and whether that is certain"""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

from prakat.thai import buddhist_era
from prakat.thai.month import MONTHS

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]')
_CORE = re.compile(r"[#0,]*[#0](?:\.[0#?]+)?%?")
_THAI_DIGITS = re.compile(r"\[\$-D|^t", re.IGNORECASE)


def displayed(value: object, form: str) -> tuple[str, bool]:
    match value:
        case None:
            return "", True
        case bool():
            return str(value).upper(), True
        case datetime.datetime() | datetime.date() | datetime.time():
            return _date(value), True
        case datetime.timedelta():
            return str(value), False
        case int() | float():
            return _number(value, form or "General")
    return str(value), True


def _date(value: datetime.datetime | datetime.date | datetime.time) -> str:
    if isinstance(value, datetime.time):
        return f"{value:%H.%M} น."
    is_thai = buddhist_era.FIRST_BE <= value.year <= buddhist_era.LAST_BE
    day = f"{value.day} {MONTHS[value.month - 1]} {value.year}" if is_thai else buddhist_era.long_date(value)
    has_time = isinstance(value, datetime.datetime) and (value.hour or value.minute)
    return f"{day} เวลา {value:%H.%M} น." if has_time else day


def _number(value: float, form: str) -> tuple[str, bool]:
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return str(value), False
    sections = form.split(";")
    section = sections[1] if number < 0 and len(sections) > 1 else sections[0]
    plain = format(number.normalize(), "f") if number == number.normalize() else str(number)
    if section in ("General", "@", ""):
        return plain, True
    core = _CORE.search(_LITERAL.sub("", section))
    rest = _CORE.sub("", _LITERAL.sub("", section), count=1).strip(" ()-+")
    if not core or (rest and rest not in ("?", "??", "t")):
        return plain, False
    before, after = _around(section)
    said = _grouped(number, core[0], is_signed=len(sections) == 1 or number >= 0)
    said = buddhist_era.to_thai_digits(said) if _THAI_DIGITS.search(section) else said
    return f"{before}{said}{after}".strip(), True


def _around(section: str) -> tuple[str, str]:
    """The words that the format puts before and after the digits."""
    plain = _LITERAL.sub(lambda each: "\0" * 2 if not any(each.groups()) else _kept(each), section)
    core = _CORE.search(plain)
    assert core
    before, after = plain[: core.start()], plain[core.end() :]
    return tuple(re.sub(r"[\0?t]", "", each) for each in (before, after))  # type: ignore[return-value]


def _kept(match: re.Match[str]) -> str:
    return (match[1] or match[2] or match[3] or "").translate({ord(each): None for each in "#0"})


def _grouped(number: Decimal, core: str, *, is_signed: bool) -> str:
    shares = core.endswith("%")
    places = core.rstrip("%").partition(".")[2]
    number = number * 100 if shares else number
    exact = number.quantize(Decimal(1).scaleb(-len(places)), rounding=ROUND_HALF_UP)
    exact = exact if is_signed else abs(exact)
    whole, dot, fraction = format(exact, ",f" if "," in core else "f").partition(".")
    least = len(places.rstrip("#?"))
    fraction = fraction[:least] + fraction[least:].rstrip("0")
    width = core.rstrip("%").partition(".")[0].replace(",", "").count("0")
    whole = whole if "," in core else whole.zfill(width)
    return f"{whole}{dot if fraction else ''}{fraction}{'%' if shares else ''}"

"""language -> what the desk's templates say: messages, labels, dates, sizes; all of it data of schemas/"""

import datetime
from collections.abc import Callable
from functools import cache, partial

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from prakat.rules.data import label
from prakat.rules.message import message
from prakat.rules.wording import Day, Moment, in_words
from prakat.thai.buddhist_era import year
from prakat.thai.month import MONTHS
from prakat_desk import __path__ as _package
from prakat_desk.form.shown_field import month_choices


@cache
def environment() -> Environment:
    """Everything is escaped, since titles and texts come from people; one for all desks, which compiles each template
    once."""
    loader = FileSystemLoader([f"{place}/templates" for place in _package])
    return Environment(
        loader=loader,
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def words_in(language: str) -> dict[str, object]:
    """`t` says a message, `word` a label, `day` and `moment` a date, `said` whatever has words of its own."""
    told: Callable[..., str] = lambda id_, **values: message(id_, **values).text(language)  # noqa: E731
    return {
        "language": language,
        "t": told,
        "word": lambda group, value: label(group, value, language),
        "day": partial(_day, language),
        "month_of": partial(_month_of, language),
        "moment": lambda at: Moment(at).text(language),
        "months": month_choices(language),
        "said": lambda value: in_words(value, language),
    }


def _day(language: str, day: datetime.date | str) -> str:
    return (Day.of(day) if isinstance(day, str) else Day(day)).text(language)


def _month_of(language: str, day: datetime.date) -> str:
    """With its year."""
    return f"{MONTHS[day.month - 1]} {year(day)}" if language == "th" else f"{day:%B %Y}"

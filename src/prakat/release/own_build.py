"""basis x day -> the site that the builder is to draw, whether it was called by us or by itself"""

import datetime
import os
import weakref
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.release import build, reading
from prakat.release.basis import WORK_TREE, Basis
from prakat.repository.own_folder import own_folder
from prakat.rules.message import why
from prakat.rules.wording import chosen_language
from prakat.site.site import Site
from prakat.thai import buddhist_era

Say = Callable[[str], object]


def site_to_draw(
    tree: Path, is_preview: bool, *, error: Say, warning: Say, failure: Callable[[str], Exception]
) -> Site:
    """The site that was handed to the builder; else that of `tree` on PRAKAT_DATE's day, or today in Bangkok.

    Each finding of which nobody has told is passed to `error` or `warning`. Where the site cannot be made, raises what
    `failure` makes of why."""
    handed = build.handed()
    language = handed.language if handed else chosen_language(os.environ)
    try:
        made = handed.made() if handed else _site_alone(tree, is_preview=is_preview)
    except CannotWork as problem:
        raise failure(why(problem, language)) from None
    for finding in made.edition.register.findings if language else ():
        (error if finding.is_error else warning)(finding.text(language))
    return made


def _site_alone(tree: Path, *, is_preview: bool) -> Site:
    day = buddhist_era.chosen_day(None, os.environ)
    return site_of(Basis(tree, tree, None, WORK_TREE), day, is_preview=is_preview)


def site_of(basis: Basis, day: datetime.date, *, is_preview: bool = False) -> Site:
    """Its files are there as long as it is. Raises CannotWork like `reading.read`."""
    with ExitStack() as stack:
        to = stack.enter_context(own_folder())
        made = Site(reading.read(basis, day, to, is_preview=is_preview).edition, is_preview)
        weakref.finalize(made, stack.pop_all().close)
        return made

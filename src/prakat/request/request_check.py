"""newest commit of an open request -> its decision sheet, and the errors by this checkout's rules; runs none of it"""

import datetime
from dataclasses import replace

from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.content.windows_name import unfit_names
from prakat.repository import snapshot
from prakat.repository.mainline import differences
from prakat.repository.own_folder import own_folder
from prakat.repository.repository import Repository
from prakat.request import bulk, decision_sheet
from prakat.request.change_note import missing_notes
from prakat.request.decision_sheet import DecisionSheet
from prakat.request.submission import regularised
from prakat.request.vanished_page import vanished_pages
from prakat.rules.finding import in_order


def check(repository: Repository, main: str, head: str, day: datetime.date) -> tuple[DecisionSheet, int]:
    """The sheet of what the request changes, and how many errors its whole tree holds, as check.py would count them.

    Raises CannotWork where it is too much to be read, where the two have no commit in common, or where git cannot read
    them."""
    if excess := bulk.excess(repository, head, main):
        raise CannotWork("request.not-read", problem=excess)
    left = repository.line("merge-base", main, head)
    with own_folder() as temporary:
        snapshot.export(repository.folder, head, temporary)
        whole = register.read(temporary, day)
        net = differences(repository, left, head)
        is_mending = regularised([*repository.log(head, f"{head}^!")])
        vanished = () if is_mending else vanished_pages(repository, main, net, day)
        found = in_order((*whole.findings, *missing_notes(repository, left, whole), *vanished))
        after, unfit = replace(whole, findings=tuple(found)), [*unfit_names(net)]
        return decision_sheet.sheet(repository, left, head, after), len(after.errors) + len(unfit)

"""newest commit of an open request -> its report, and what main's own rules find wrong. Nothing of it is run"""

import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.item.item_path import item_folder
from prakat.repository import snapshot
from prakat.repository.mainline import differences
from prakat.repository.repository import Repository
from prakat.request import request_report
from prakat.request.request_report import Report


def check(repository: Repository, main: str, head: str, day: datetime.date) -> tuple[Report, int]:
    """The report of what the request changes, and how many errors its whole tree holds, as check.py would count them.

    Raises CannotWork where the two have no commit in common, or no office.yml that can be read."""
    left = repository.line("merge-base", main, head)
    folders = sorted({f for each in differences(repository, left, head) if (f := item_folder(each.path))})
    with TemporaryDirectory(prefix="prakat-") as temporary:
        found = []
        for name, commit in (("before", left), ("after", head)):
            place = Path(temporary) / name
            place.mkdir()
            snapshot.export(repository.place, commit, place)
            found.append(register.read(place, day))
        before, after = found
        office = after.office or before.office
        if office is None:
            raise CannotWork("office.yml ใช้ไม่ได้ (office.yml is unusable)")
        return request_report.report(head, folders, before, after, office), len(after.errors)

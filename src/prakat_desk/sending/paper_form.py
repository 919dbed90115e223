"""a draft x office -> the rows of the paper request form, filled in with what is about to be sent (R03)"""

import datetime

from prakat.office.office import Office
from prakat.papers.form_rows import FormRows
from prakat_desk.manuscript import Manuscript


def form_of_draft(office: Office, made: Manuscript, day: datetime.date) -> FormRows:
    files = {name: (each.title, each.size) for name, each in made.draft.files.items()}
    return FormRows(office, made.read.values, made.category, files, day)

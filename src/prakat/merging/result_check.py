"""the tree that main would have after a merge x this checkout's rules -> what is wrong with it (R01)"""

from pathlib import Path
from tempfile import TemporaryDirectory

from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.content.windows_name import unfit_names
from prakat.item.item_path import item_folder
from prakat.merging.publisher_memory import folders_known_to
from prakat.merging.work import Work
from prakat.request.submission import Submission, regularised
from prakat.request.vanished_page import vanished_pages
from prakat.rules.finding import Finding
from prakat.rules.message import message
from prakat.rules.violation import Violation, violation
from prakat.thai.buddhist_era import bangkok_day


def check_result(work: Work, tree: str, asked: Submission) -> list[Violation]:
    """What is wrong with that tree, the request's result; the forge's green tick counts for nothing.

    What is lost of other items (audit: `repository.broken`) is not held against the request."""
    known = folders_known_to(work.memory)
    with TemporaryDirectory(prefix="prakat-") as place:
        try:
            laid = known.lay_out(work.repository, tree, Path(place))
        except CannotWork as problem:  # a file name that no disk can store blocks this request, and no other
            return [violation("request.check", found=problem)]
        day = bangkok_day(work.moment)
        wrong = register.read(Path(place), day, instead=laid.instead, reader=laid.read).errors
        known.keep(laid, (each.path for each in wrong))
    errors, lost = [*unfit_names(asked.net), *wrong], laid.lost
    if not regularised(asked.commits):  # which may take back what nobody approved
        errors += vanished_pages(work.repository, work.main, asked.net, day)
    own = [message("repository.lost-file", path=path, object=lost[path]) for path in lost if path in asked.after]
    broken = {item_folder(path) or path for path in lost} - {*asked.things}
    left = [each for each in errors if _thing(each) not in broken and not (lost and _is_of_others(each, asked))]
    return [violation("request.check", found=each) for each in (*own, *left)]


def _thing(finding: Finding) -> str:
    return item_folder(finding.path) or finding.path


def _is_of_others(finding: Finding, asked: Submission) -> bool:
    """Whether another item's link leads to what is lost, for all that can be told."""
    return finding.rule in ("link.broken", "link.anchor") and _thing(finding) not in asked.things

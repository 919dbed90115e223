"""a bare repository -> its requests as its door judges them now, each read once a state and main once a merge"""

import datetime
from functools import lru_cache

from prakat.hosting.front import Front
from prakat.hosting.signable import Signable
from prakat.merging.first_look import first_look
from prakat.merging.plan import Plan
from prakat.merging.work import Work
from prakat.repository.receipt import moment_of_receipt, receipts_file
from prakat.repository.refs import AUDIT_LOG, MAIN, REQUEST, SIGN_OFF, request_ref, sign_off_ref
from prakat.repository.repository import Repository
from prakat.rules.violation import Violation

State = tuple[tuple[str, str], ...]


def state_of(repository: Repository) -> State:
    """Everything that is read: whoever pushes, signs, withdraws or merges changes it."""
    file = receipts_file(repository.git_dir)
    noted = str(file.stat().st_size) if file.is_file() else ""
    return (("", noted), *repository.refs(MAIN, AUDIT_LOG, REQUEST, SIGN_OFF).items())


def front_of(repository: Repository) -> Front:
    return _front(repository, state_of(repository), _hour(repository))


def signable_of(repository: Repository, number: int) -> Signable | list[Violation]:
    """An open request as it can be signed now, or why nobody can."""
    of = (MAIN, AUDIT_LOG, request_ref(number), sign_off_ref(number, ""))
    return _signable(repository, number, (_hour(repository), *repository.refs(*of).items()))


def _hour(repository: Repository) -> datetime.datetime:
    return moment_of_receipt(repository.git_dir).replace(minute=0, second=0, microsecond=0)


@lru_cache(maxsize=2)
def _front(repository: Repository, state: State, hour: datetime.datetime) -> Front:
    tips = tuple(each for each in state if each[0] in (MAIN, AUDIT_LOG))
    return Front(repository, {}, hour, "", _work(repository, tips, hour))


@lru_cache(maxsize=2)
def _work(repository: Repository, tips: State, hour: datetime.datetime) -> Work | None:
    """Whoever sends or signs leaves main and the audit-log where they are."""
    return first_look(repository, hour)


@lru_cache(maxsize=512)
def _signable(repository: Repository, number: int, state: object) -> Signable | list[Violation]:
    front = front_of(repository)
    found, known = front.planned(number), front.work.authority if front.work else None
    if isinstance(found, Plan):
        return Signable(found, known, front.day) if known else []
    return found

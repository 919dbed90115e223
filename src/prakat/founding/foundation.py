"""answers of a new office x folder -> its bare repository, which holds only data, its keys and epoch (R38, R39)"""

import datetime
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from prakat import product
from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.founding.answers import Answers, Appointee
from prakat.founding.check_workflow import check_workflow
from prakat.founding.first_files import first_files
from prakat.founding.next_steps import next_steps
from prakat.founding.office_text import office_text
from prakat.founding.people_questions import CHECKER, PUBLISHER
from prakat.founding.pinned_product import pinned_product
from prakat.founding.publisher_repository import found_publisher
from prakat.founding.questionnaire import GITHUB
from prakat.founding.staff import Staff, make_key
from prakat.merging import bare_counter, plan
from prakat.merging.plan import Merged
from prakat.merging.publisher import publisher_key
from prakat.office import office
from prakat.office.office import Office
from prakat.repository import objects
from prakat.repository.bare import make_bare
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import PLAIN
from prakat.repository.object_id import EMPTY_TREE, NOTHING
from prakat.repository.own_folder import own_folder
from prakat.repository.public_key import fingerprint
from prakat.repository.refs import MAIN, move
from prakat.repository.repository import Repository
from prakat.repository.snapshot import export
from prakat.rules.message import Message
from prakat.rules.wording import Listed
from prakat.thai.buddhist_era import bangkok_day

REPOSITORY, PRIVATE_KEYS, STATE = "office.git", "keys", "desk"
SECOND = "publisher"
"""On GitHub the repository that judges, beside the office's."""
_SIGN_OFF = ("reviewer", "approver", "webmaster")
Inviting = Callable[[Repository, Path, Sequence[str]], Mapping[str, str]]
"""The repository, the desk's small folder and ids of people -> the link for each."""
_Text = Callable[[str], bytes]
"""The epoch, or nothing -> office.yml."""


def found(answers: Answers, folder: Path, moment: datetime.datetime, inviting: Inviting | None = None) -> list[Message]:
    """Makes `folder`/office.git, and `folder`/keys with the private keys asked for; returns what is left to do.

    The office's first request names the epoch; it is merged if the keys to sign it were made here, else it waits for
    its signers. Where people are to make passkeys, `inviting` makes their links, and they send that request at the
    desk. Raises CannotWork for answers that check.py would refuse, and then leaves nothing behind."""
    parts = (REPOSITORY, PRIVATE_KEYS, SECOND, STATE)
    made = [folder / each for each in parts if not (folder / each).exists()]
    repository = make_bare(folder / REPOSITORY, product.receive_hook())
    try:
        return _begun(answers, Staff(repository, folder / PRIVATE_KEYS), folder, moment, inviting)
    except BaseException:
        for each in made:
            shutil.rmtree(each, ignore_errors=True)
        raise


def _begun(
    answers: Answers, staff: Staff, folder: Path, moment: datetime.datetime, inviting: Inviting | None
) -> list[Message]:
    repository = staff.repository
    key = publisher_key(repository.git_dir)
    answers = replace(answers, people=[_with_key(each, staff) for each in answers.people])
    text = _office(answers, make_key(key, PUBLISHER))
    day = bangkok_day(moment)
    pin = pinned_product() if answers.forge else None
    files = {office.FILE: text(""), **first_files(answers, _read(text("")), day)}
    files |= check_workflow(answers.forge, pin) if pin else {}
    changes = [PathChange(path, "", PLAIN, "", objects.write(repository, "blob", files[path])) for path in files]
    made = objects.tree_with(repository, EMPTY_TREE, changes)
    _check(repository.folder, made, day)
    who = (answers.author.name, answers.author.mail)
    root = objects.commit(repository, made, [], "Office: begin\n", who, moment)
    move(repository, MAIN, root, NOTHING)
    if answers.invited and inviting:
        links = inviting(repository, folder / STATE, [each.id for each in answers.invited])
        return next_steps(answers, folder, folder / REPOSITORY, is_merged=False, links=links)
    staff.request(1, who, {office.FILE: text(root)}, moment, "Office: the epoch of the audit\n")
    if pin and answers.forge == GITHUB:
        login = answers.accounts[PUBLISHER]
        found_publisher(answers.forge_url, folder / SECOND, login, pin, who, moment)
    is_merged = not answers.forge and _merged(answers, staff, key, moment)
    return next_steps(answers, folder, folder / REPOSITORY, is_merged=is_merged)


def _with_key(person: Appointee, staff: Staff) -> Appointee:
    """The person with a key, made here if that was asked for."""
    return replace(person, key=staff.public_key(person.id)) if person.is_to_have_one_made else person


def _merged(answers: Answers, staff: Staff, key: Path, moment: datetime.datetime) -> bool:
    """Signs and merges the first request if the signers' keys were made here."""
    if not all(each.is_to_have_one_made for each in answers.signers.values()):
        return False
    for step, each in answers.signers.items():
        staff.sign(1, step, each.id, moment)
    done = plan.merge(bare_counter.open_merging(staff.repository, key, moment), 1)
    if not isinstance(done, Merged):
        raise CannotWork("founding.not-merged", number=1, violations=Listed.of(done, "\n"))
    return True


def _office(answers: Answers, publishers: str) -> _Text:
    held = {each.role for each in answers.people}
    fields: dict[str, Any] = {
        "name": answers.name,
        "agency_type": answers.agency_type,
        "contact": {"address": answers.address, "phone": answers.phone, "email": answers.email},
        "site_url": answers.site_url,
        "units": [{"id": unit, "name": name} for unit, name in answers.units.items()],
        "people": [_person(answers, id_) for id_ in answers.by_id],
        "publisher": {**_accounts(answers, PUBLISHER), "keys": [publishers]},
        **({"desk": {"url": answers.desk_url}} if answers.desk_url else {}),
        **({"forge": {"machines": [answers.accounts[CHECKER]]}} if CHECKER in answers.accounts else {}),
        "sign_off": [role for role in _SIGN_OFF if role in held],
        **({"prakat": answers.prakat} if answers.prakat else {}),
    }
    return lambda since: office_text({**fields, "audit": {"since": since}} if since else fields)


def _person(answers: Answers, id_: str) -> Mapping[str, Any]:
    one, order = answers.by_id[id_], {"no": answers.order_no, "date": answers.order_date}
    is_made = one.key and one.is_to_have_one_made
    appointed = [each.role for each in answers.people if each.id == id_]
    return {
        "id": id_,
        "name": one.name,
        "position": one.position,
        "emails": [one.mail],
        **_accounts(answers, id_),
        **({"keys": [one.key]} if one.key else {}),
        **({"made_keys": [fingerprint(one.key)]} if is_made else {}),
        "appointments": [
            {"role": role, "units": "all", "order": order, "from": answers.order_date} for role in appointed
        ],
    }


def _accounts(answers: Answers, who: str) -> dict[str, dict[str, str]]:
    return {"accounts": {answers.forge: answers.accounts[who]}} if answers.forge else {}


def _read(text: bytes) -> Office:
    found = office.parse_office(text)
    if not isinstance(found, Office):
        raise CannotWork("founding.refused", findings=Listed.of(found, "\n"))
    return found


def _check(repository: Path, made: str, day: datetime.date) -> None:
    with own_folder() as folder:
        export(repository, made, folder)
        errors = register.read(folder, day).errors
    if errors:
        raise CannotWork("founding.refused", findings=Listed.of(errors, "\n"))

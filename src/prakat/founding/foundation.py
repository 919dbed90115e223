"""answers of a new office x this checkout -> its bare repository with its keys and its epoch (R38, R39)"""

import datetime
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from prakat.cannot_work import CannotWork
from prakat.content import logbook, register
from prakat.forge import code_owners
from prakat.founding.answers import PUBLISHER, Answers, Appointee
from prakat.founding.staff import Staff, make_key
from prakat.item import item_path
from prakat.item.item_path import folder_of, index_of
from prakat.merging import bare_counter, plan
from prakat.merging.plan import Merged
from prakat.merging.publisher import publisher_key
from prakat.office import office
from prakat.office.office import Office
from prakat.repository import objects
from prakat.repository.bare import make_bare
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import PLAIN
from prakat.repository.file_tree import entries_of
from prakat.repository.object_id import EMPTY_TREE, NOTHING
from prakat.repository.refs import MAIN, move, sign_off_tag
from prakat.repository.repository import Repository, open_repository
from prakat.repository.snapshot import export
from prakat.rules.data import label
from prakat.rules.message import Message, message
from prakat.rules.wording import Listed
from prakat.thai.buddhist_era import bangkok_day

_SAMPLE = (f"{item_path.ROOT}/", f"{logbook.REGISTERS}/")
_OWN = (office.FILE, code_owners.PATH)
_CONTACT = "general-information/contact"
_SIGN_OFF = ("reviewer", "approver", "webmaster")


def found(answers: Answers, checkout: Path, folder: Path, moment: datetime.datetime) -> list[Message]:
    """Makes `folder`/office.git and `folder`/keys; returns what is left to do.

    Everything in the newest commit of `checkout` except its sample is copied. The office's first request names the
    epoch; it is merged if the keys to sign it were made here, else it waits for its signers.
    Raises CannotWork for answers that check.py would refuse, and then leaves nothing behind."""
    source = open_repository(checkout)
    made = [each for each in (folder / "office.git", folder / "keys") if not each.exists()]
    repository = make_bare(folder / "office.git", checkout / "hooks" / "pre_receive.py")
    try:
        return _begun(answers, source, Staff(repository, folder / "keys"), moment)
    except BaseException:
        for each in made:
            shutil.rmtree(each, ignore_errors=True)
        raise


def _begun(answers: Answers, source: Repository, staff: Staff, moment: datetime.datetime) -> list[Message]:
    repository = staff.repository
    key = publisher_key(repository.git_dir)
    own = {each.id: each.key or ("" if answers.forge else staff.public_key(each.id)) for each in answers.people}
    text = _office(answers, own, make_key(key, "publisher"))
    day = bangkok_day(moment)
    changes = [*_taken_over(source, repository), *_first_items(answers, text(""), day, repository)]
    made = objects.tree_with(repository, EMPTY_TREE, changes)
    _check(repository, made, day)
    author = [each for each in answers.people if each.role == "webmaster"][-1]
    who = (author.name, author.mail)
    root = objects.commit(repository, made, [], "Office: begin\n", who, moment)
    move(repository, MAIN, root, NOTHING)
    staff.request(1, who, {office.FILE: text(root)}, moment, "Office: the epoch of the audit\n")
    return _on_forge(answers) if answers.forge else _merged(answers, staff, key, moment)


def _on_forge(answers: Answers) -> list[Message]:
    """What is left to do on a forge, where nothing is signed here: the first request is reviewed there."""
    author = [each for each in answers.people if each.role == "webmaster"][-1]
    signers = Listed.of(each.introduced for each in _signers(answers).values())
    return [message("founding.push-main"), message("founding.open-first", name=author.introduced, signers=signers)]


def _signers(answers: Answers) -> dict[str, Appointee]:
    """Step -> who signs the first request."""
    return {role: next(each for each in answers.people if each.role == role) for role in ("approver", "webmaster")}


def _merged(answers: Answers, staff: Staff, key: Path, moment: datetime.datetime) -> list[Message]:
    """Signs and merges the first request if the signers' keys were made here."""
    signers = _signers(answers)
    if any(each.key for each in signers.values()):
        tags = Listed.of((f"{each.introduced} {sign_off_tag(1, step)}" for step, each in signers.items()))
        return [message("founding.wait-for-signers", signers=tags)]
    for step, each in signers.items():
        staff.sign(1, step, each.id, moment)
    done = plan.merge(bare_counter.open_merging(staff.repository, key, moment), 1)
    if not isinstance(done, Merged):
        raise CannotWork("founding.not-merged", number=1, violations=Listed.of(done, "\n"))
    return [message("founding.hand-out-keys", place=staff.keys)]


def _taken_over(source: Repository, target: Repository) -> list[PathChange]:
    """The checkout's tools, copied from its newest commit."""
    entries = entries_of(source, "HEAD")
    kept = {path: entry for path, entry in entries.items() if not path.startswith(_SAMPLE) and path not in _OWN}
    given = "".join(f"{oid}\n" for _, oid in kept.values()).encode()
    target.run("unpack-objects", "-q", given=source.run("pack-objects", "-q", "--stdout", given=given))
    return [PathChange(path, "", mode, "", oid) for path, (mode, oid) in kept.items()]


def _first_items(answers: Answers, text: bytes, day: datetime.date, target: Repository) -> list[PathChange]:
    known = office.parse_office(text)
    if not isinstance(known, Office):
        raise CannotWork("founding.refused", findings=Listed.of(known, "\n"))
    owners = code_owners.code_owners(known, day).encode()
    written = {office.FILE: text, code_owners.PATH: owners}
    written |= {index_of(folder_of(_CONTACT)): _contact(answers, day)}
    return [PathChange(path, "", PLAIN, "", objects.write(target, "blob", each)) for path, each in written.items()]


def _contact(answers: Answers, day: datetime.date) -> bytes:
    """The first item of every office: how to reach it."""
    owner = next((each for each in answers.people if each.role == "provider"), answers.people[0])
    front = {
        "title": message("founding.contact-title").text(),
        "summary": f"{message('founding.contact-summary').text()}{answers.name}",
        "owner": {"unit": next(iter(answers.units)), "provider": owner.id},
        "period": {"start": day.isoformat()},
        "source": {"name": answers.name},
        "timing": "on_change",
        "publish_on": day.isoformat(),
        "expires_on": "never",
        "review_by": (day + datetime.timedelta(days=364)).isoformat(),
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()]
    told = {"address": answers.address, "phone": answers.phone, "email": answers.email}
    body = "".join(f"- {label('contact', name)} {value}\n" for name, value in told.items())
    return ("---\n" + "\n".join(lines) + f"\n---\n\n{body}").encode()


def _office(answers: Answers, keys: Mapping[str, str], publishers: str) -> "_Text":
    order = {"no": answers.order_no, "date": answers.order_date.isoformat()}
    people: dict[tuple[str, ...], dict[str, Any]] = {}
    for each in answers.people:
        about: dict[str, Any] = {"id": each.id, "name": each.name, "position": each.position, "emails": [each.mail]}
        about |= {"keys": [keys[each.id]]} if keys[each.id] else {}
        about |= {**_accounts(answers, each.id), "appointments": []}
        person = people.setdefault((each.id, each.name, each.position, each.mail), about)
        person["appointments"].append(
            {"role": each.role, "units": "all", "order": order, "from": answers.order_date.isoformat()}
        )
    held = {each.role for each in answers.people}
    return _Text(
        {
            "name": answers.name,
            "contact": {"address": answers.address, "phone": answers.phone, "email": answers.email},
            "site_url": answers.site_url,
            "units": [{"id": unit, "name": name} for unit, name in answers.units.items()],
            "people": list(people.values()),
            "publisher": {"keys": [publishers], **_accounts(answers, PUBLISHER)},
            "sign_off": [role for role in _SIGN_OFF if role in held],
        }
    )


def _accounts(answers: Answers, who: str) -> dict[str, dict[str, str]]:
    return {"accounts": {answers.forge: answers.accounts[who]}} if answers.forge else {}


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of office.yml before and after it names the epoch, written as JSON, which is YAML."""

    fields: Mapping[str, Any]

    def __call__(self, since: str) -> bytes:
        told = {**self.fields, "audit": {"since": since}} if since else self.fields
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False, indent=2)}" for key, value in told.items()]
        return ("\n".join(lines) + "\n").encode()


def _check(repository: Repository, made: str, day: datetime.date) -> None:
    with TemporaryDirectory(prefix="prakat-") as folder:
        export(repository.folder, made, Path(folder))
        errors = register.read(Path(folder), day).errors
    if errors:
        raise CannotWork("founding.refused", findings=Listed.of(errors, "\n"))

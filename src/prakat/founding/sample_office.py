"""the sample office's files x folder -> its bare repository with a throw-away key for everybody, to try it out"""

import datetime
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from prakat import product
from prakat.cannot_work import CannotWork
from prakat.content.logbook import REGISTERS
from prakat.founding.foundation import PRIVATE_KEYS, REPOSITORY
from prakat.founding.staff import Staff, make_key, public_of
from prakat.item.item_path import ROOT
from prakat.merging import bare_counter, plan
from prakat.merging.plan import Merged
from prakat.merging.publisher import publisher_key
from prakat.office import office
from prakat.office.authority import authority, mail_of
from prakat.office.office import Office
from prakat.office.person import Person
from prakat.repository import objects
from prakat.repository.bare import guard, make_bare
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import PLAIN
from prakat.repository.object_id import EMPTY_TREE, NOTHING
from prakat.repository.public_key import plain_key
from prakat.repository.receipt import CLOCK, set_clock
from prakat.repository.refs import MAIN, move
from prakat.repository.repository import Repository, open_repository
from prakat.request.policy.approval import able_to_sign, steps, units
from prakat.rules.wording import Listed
from prakat.thai.buddhist_era import bangkok_day, chosen_moment

MARK = "prakat-sample"
"""A file that marks the folder of a sample: only such a folder may be replaced by another."""


@dataclass(frozen=True, slots=True)
class SampleOffice:
    repository: Repository
    keys: Mapping[str, Path]
    """Id of a person -> a private key made for the sample."""


def begin_sample(tree: Path, folder: Path, moment: datetime.datetime) -> SampleOffice:
    """Makes `folder`/office.git anew from the office's files in `tree`, as they were approved at `moment`.

    Raises CannotWork for an office that anybody signs in: it has keys, accounts or an epoch, and is no sample."""
    known = office.load_office(tree)
    if not isinstance(known, Office):
        raise CannotWork("founding.refused", findings=Listed.of(known, "\n"))
    if known.audit_since or known.publisher or any(each.keys or each.accounts for each in known.people.values()):
        raise CannotWork("founding.no-sample", place=tree)
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise CannotWork("repository.exists", place=folder)
    shutil.rmtree(folder, ignore_errors=True)
    staff = Staff(make_bare(folder / REPOSITORY), folder / PRIVATE_KEYS)
    (folder / MARK).touch()
    _begun(tree, known, staff, moment)
    guard(staff.repository.git_dir, product.receive_hook())
    today = bangkok_day(chosen_moment(None, {})).isoformat()
    set_clock(staff.repository.git_dir, bangkok_day(moment).isoformat(), today)
    return sample_of(folder)


def sample_of(folder: Path) -> SampleOffice:
    """The sample that lies in the folder. Raises CannotWork where none does: it has a day of its own, as no real office
    has, and every private key of its people lies here, so that nobody becomes anybody whose key is not at hand."""
    place = folder / REPOSITORY
    if not (folder / MARK).is_file() or place.is_symlink() or not (place / CLOCK).is_file():
        raise CannotWork("founding.no-sample", place=folder)
    repository = open_repository(place)
    known = _office_of(repository)
    privates = (each.with_suffix("") for each in sorted((folder / PRIVATE_KEYS).glob("*.pub")))
    made = {public_of(each): each for each in privates}
    people = known.people.values()
    keys = {each.id: made[plain_key(key)] for each in people for key in each.keys if plain_key(key) in made}
    if any(each.accounts for each in people) or not authority(known).by_key.keys() <= made.keys():
        raise CannotWork("founding.no-sample", place=folder)
    return SampleOffice(repository, keys)


def sign_chain(sample: SampleOffice, number: int, moment: datetime.datetime) -> list[Person]:
    """Signs an open request for everybody whose turn it is, one after another; returns who signed.

    Raises CannotWork where there is no such request, or where its chain cannot be signed by these people."""
    staff, signed = Staff(sample.repository, next(iter(sample.keys.values())).parent), list[Person]()
    known = authority(_office_of(sample.repository))
    merging = bare_counter.open_merging(sample.repository, publisher_key(sample.repository.git_dir), moment)
    found = plan.plan(merging, number)
    if not isinstance(found, plan.Plan):
        raise CannotWork("founding.not-merged", number=number, violations=Listed.of(found, "\n"))
    signs_for = units(found.request, known, found.how, bangkok_day(moment))
    for step in steps(found.request, known, found.how):
        able = able_to_sign(found.request, known, step, signs_for, bangkok_day(moment))
        free = [each for each in able if each not in signed and each.id not in found.request.authors]
        if not free:
            raise CannotWork("founding.not-merged", number=number, violations=step.name)
        staff.sign(number, step.name, free[0].id, moment)
        signed.append(free[0])
    return signed


def _office_of(repository: Repository) -> Office:
    known = office.parse_office(repository.object(f"{MAIN}:{office.FILE}")[1])
    if not isinstance(known, Office):
        raise CannotWork("founding.refused", findings=Listed.of(known, "\n"))
    return known


def _begun(tree: Path, known: Office, staff: Staff, moment: datetime.datetime) -> None:
    """Its files and the keys as the first commit; its first request names the epoch."""
    repository = staff.repository
    with_keys = _with_keys((tree / office.FILE).read_bytes(), known, staff)
    contents = {**{path: (tree / path).read_bytes() for path in _files(tree)}, office.FILE: with_keys}
    files = {path: objects.write(repository, "blob", content) for path, content in contents.items()}
    changes = [PathChange(path, "", PLAIN, "", blob) for path, blob in files.items()]
    signers = {step: _signer(known, step, moment) for step in ("approver", "webmaster")}
    author = next(each for each in known.people.values() if each not in signers.values())
    who = (author.name, mail_of(author))
    root = objects.commit(
        repository, objects.tree_with(repository, EMPTY_TREE, changes), [], "Office: begin", who, moment
    )
    move(repository, MAIN, root, NOTHING)
    epoch = with_keys + f"audit: {{since: {root}}}\n".encode()
    staff.request(1, who, {office.FILE: epoch}, moment, "Office: the epoch of the audit\n")
    for step, person in signers.items():
        staff.sign(1, step, person.id, moment)
    done = plan.merge(bare_counter.open_merging(repository, publisher_key(repository.git_dir), moment), 1)
    if not isinstance(done, Merged):
        raise CannotWork("founding.not-merged", number=1, violations=Listed.of(done, "\n"))


def _files(tree: Path) -> Iterator[str]:
    yield office.FILE
    for folder in (ROOT, REGISTERS):
        yield from sorted(path.relative_to(tree).as_posix() for path in (tree / folder).rglob("*") if path.is_file())


def _signer(known: Office, role: str, moment: datetime.datetime) -> Person:
    able = authority(known).holders(role, None, bangkok_day(moment))
    if not able:
        raise CannotWork("founding.refused", findings=role)
    return able[0]


def _with_keys(raw: bytes, known: Office, staff: Staff) -> bytes:
    """office.yml with a key below each person's id, and the publisher's."""
    lines = raw.decode("utf-8").split("\n")
    for index, person in reversed([*enumerate(known.people)]):
        line = known.line("people", index, "id")
        indent = " " * lines[line - 1].index("id:")
        lines.insert(line, f'{indent}keys: ["{staff.public_key(person)}"]')
    publisher = make_key(publisher_key(staff.repository.git_dir), "publisher")
    return ("\n".join(lines) + f'\npublisher: {{keys: ["{publisher}"]}}\n').encode()

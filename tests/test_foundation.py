"""A new office out of answers: it holds data and nothing of Prakat, is judged from its epoch on, or leaves nothing."""

import datetime
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from prakat import product
from prakat.audit import auditor
from prakat.audit.epoch import Trust
from prakat.audit.made_keys import told_of_made_keys
from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.founding import foundation
from prakat.founding.answers import Answers, Appointee
from prakat.founding.people_questions import PUBLISHER
from prakat.founding.staff import Staff, make_key
from prakat.office.office import Office, parse_office
from prakat.repository import objects
from prakat.repository.file_tree import entries_of
from prakat.repository.public_key import fingerprint
from prakat.repository.repository import Repository, open_repository
from prakat.repository.snapshot import export
from prakat.request import decision_sheet
from prakat.rules.wording import LANGUAGES
from prakat.thai.buddhist_era import BANGKOK

MOMENT = datetime.datetime(2026, 11, 20, 9, tzinfo=BANGKOK)
PEOPLE = [
    Appointee(role, name, f"{name} ตัวอย่าง", "ตำแหน่ง", f"{name}@new.example", is_to_have_one_made=True)
    for role, name in (("provider", "nok"), ("approver", "dao"), ("webmaster", "wit"), ("webmaster", "won"))
]
ANSWERS = Answers(
    *("สำนักงานใหม่", "1 ถนนใหม่", "0 2000 0000", "office@new.example", "https://new.example/"),
    units={"admin": "กลุ่มงานบริหาร"},
    people=PEOPLE,
    order_no="1/2569",
    order_date=datetime.date(2026, 10, 1),
)
KEYLESS = [replace(each, is_to_have_one_made=False) for each in PEOPLE]
URL = "https://github.com/office/site"
ACCOUNTS = {name: f"{name}-gh" for name in ("nok", "dao", "wit", "won", PUBLISHER)}
DATA = {
    *("README.md", "office.yml", "content/general-information/contact/index.md"),
    *(f"registers/{name}.yml" for name in ("hand-overs", "problems", "training")),
}


def found(place: Path, **changed: object) -> Repository:
    foundation.found(replace(ANSWERS, **changed), place, MOMENT)  # type: ignore[arg-type]
    return open_repository(place / "office.git")


def told(place: Path, language: str = "th", **changed: object) -> str:
    lines = foundation.found(replace(ANSWERS, **changed), place, MOMENT)  # type: ignore[arg-type]
    return "\n".join(each.text(language) for each in lines)


def files(repository: Repository, commit: str = "refs/heads/main") -> set[str]:
    return set(entries_of(repository, commit))


def shown(repository: Repository, path: str) -> str:
    return repository.run("show", f"main:{path}").decode()


def office(repository: Repository) -> Office:
    known = parse_office(shown(repository, "office.yml").encode())
    assert isinstance(known, Office)
    return known


def tree(repository: Repository, to: Path, **changed: str) -> Path:
    """The files of main, some of them changed."""
    to.mkdir()
    export(repository.folder, "refs/heads/main", to)
    for path, text in changed.items():
        (to / path.replace("__", "/")).with_suffix(".yml").write_text(text, encoding="utf-8")
    return to


def rules_of(place: Path) -> list[str]:
    return [each.rule for each in register.read(place, MOMENT.date()).findings]


def test_it_holds_data_alone_and_is_judged_from_its_epoch_on(tmp_path: Path) -> None:
    repository = found(tmp_path / "new")
    assert files(repository) == DATA
    audited = auditor.audit(repository, Trust())
    assert (len(audited.rows), audited.open_rows, audited.newest_approved) == (1, [], audited.tip)
    assert rules_of(tree(repository, tmp_path / "tree")) == ["office.made-key"] * 4


def test_nothing_of_it_names_a_day_or_a_checkout(tmp_path: Path) -> None:
    repository = found(tmp_path / "new")
    texts = [shown(repository, path) for path in files(repository)]
    texts.append((repository.folder / "hooks" / "pre-receive").read_text(encoding="utf-8"))
    for text in texts:
        assert "PRAKAT_DATE" not in text and "scripts/" not in text and "make " not in text


@pytest.mark.parametrize("forge", ["github", "forgejo"])
def test_on_a_forge_it_has_its_data_as_well(tmp_path: Path, forge: str) -> None:
    place = tmp_path / "new"
    repository = found(place, forge=forge, forge_url=URL, accounts=ACCOUNTS, people=KEYLESS)
    check = f".{forge}/workflows/check.yml"
    assert files(repository) == {*DATA, ".github/CODEOWNERS", ".github/PULL_REQUEST_TEMPLATE.md", check}
    second = {path.relative_to(place / "publisher").as_posix() for path in (place / "publisher").rglob("*.*")}
    assert {each for each in second if not each.startswith(".git/")} - {".git", ".github"} == (
        {".github/workflows/publisher.yml", "README.md"} if forge == "github" else set()
    )
    assert ("@dao-gh" in shown(repository, ".github/CODEOWNERS")) == (forge == "github")
    assert "- [ ]" in shown(repository, ".github/PULL_REQUEST_TEMPLATE.md")
    assert repository.ref("refs/heads/request/1") and not repository.refs("refs/tags/")
    assert not (tmp_path / "new" / "keys").exists()
    assert rules_of(tree(repository, tmp_path / "tree")) == []


def test_one_person_in_two_roles_is_one_person(tmp_path: Path) -> None:
    known = office(found(tmp_path / "new", people=[*PEOPLE, replace(PEOPLE[1], role="reviewer")]))
    assert [each.role for each in known.people["dao"].appointments] == ["approver", "reviewer"]
    assert known.sign_off == ("reviewer", "approver", "webmaster")
    assert list(known.people) == ["nok", "dao", "wit", "won"]


def test_who_approves_and_keeps_the_site_does_not_ask_for_the_first_request(tmp_path: Path) -> None:
    """It could not be merged: an author signs no step."""
    both = [PEOPLE[0], PEOPLE[1], PEOPLE[2], replace(PEOPLE[1], role="webmaster")]
    repository = found(tmp_path / "new", people=both)
    assert "Reviewed-head:" in repository.run("log", "-1", "--format=%B", "main").decode()


def test_a_made_key_is_marked_until_its_owner_replaces_it(tmp_path: Path) -> None:
    repository = found(tmp_path / "new")
    known = office(repository)
    for each in known.people.values():
        assert each.made_keys == tuple(map(fingerprint, each.keys))
    audited = auditor.audit(repository, Trust())
    lines = told_of_made_keys(repository, audited)
    assert [each.values["name"] for each in lines] == [each.introduced for each in PEOPLE]
    rows = [row.as_json() for row in audited.rows]

    own = make_key(tmp_path / "own", "dao")
    staff = Staff(repository, tmp_path / "new" / "keys")
    changed = shown(repository, "office.yml").replace(known.people["dao"].keys[0], own)
    staff.request(2, ("dao", "won@new.example"), {"office.yml": changed.encode()}, MOMENT, "Office: own key\n")
    tip = repository.ref("refs/heads/request/2")
    assert tip
    audited.before.office = objects.write(repository, "blob", changed.encode())  # type: ignore[union-attr]
    names = [each.values["name"] for each in told_of_made_keys(repository, audited)]
    assert names == [each.introduced for each in PEOPLE if each.id != "dao"]
    place = tree(repository, tmp_path / "tree", office=changed)
    assert rules_of(place) == ["office.made-key"] * 3
    (part,) = decision_sheet.sheet(repository, "refs/heads/main", tip, register.read(place, MOMENT.date())).parts
    titles = [row[0] for row in part.form]
    assert sum("กุญแจที่ผู้อื่นสร้างให้" in each for each in titles) == 4, "who signs the request reads it"
    assert rows == [row.as_json() for row in auditor.audit(repository, Trust()).rows], "no violation, no row"


def test_a_mark_that_is_taken_away_silences_nothing(tmp_path: Path) -> None:
    repository = found(tmp_path / "new")
    marked = shown(repository, "office.yml")
    mark = f"    made_keys:\n      - {office(repository).people['dao'].made_keys[0]}\n"
    changed = marked.replace(mark, "")
    assert changed != marked
    Staff(repository, tmp_path / "new" / "keys").request(
        2, ("won", "won@new.example"), {"office.yml": changed.encode()}, MOMENT, "Office: no mark\n"
    )
    tip = repository.ref("refs/heads/request/2")
    assert tip
    audited = auditor.audit(repository, Trust())
    audited.before.office = objects.write(repository, "blob", changed.encode())  # type: ignore[union-attr]
    assert audited.rows[-1].things == ("office.yml",), "by which the audit finds every office.yml there was"
    assert len(told_of_made_keys(repository, audited)) == len(PEOPLE)
    place = tree(repository, tmp_path / "tree", office=changed)
    (part,) = decision_sheet.sheet(repository, "refs/heads/main", tip, register.read(place, MOMENT.date())).parts
    assert any("ลบเครื่องหมายว่ากุญแจของ dao" in each for each in part.notes)


def test_of_two_who_are_called_alike_each_is_told_of(tmp_path: Path) -> None:
    people = [replace(each, name="ชื่อเดียวกัน", position="ตำแหน่งเดียวกัน") for each in PEOPLE]
    repository = found(tmp_path / "new", people=people)
    assert len(told_of_made_keys(repository, auditor.audit(repository, Trust()))) == len(people)


def test_keys_of_their_own_are_neither_marked_nor_made(tmp_path: Path) -> None:
    people = [replace(each, key=make_key(tmp_path / each.id, each.id)) for each in KEYLESS]
    repository = found(tmp_path / "new", people=people)
    assert not (tmp_path / "new" / "keys").exists()
    assert all(not each.made_keys and len(each.keys) == 1 for each in office(repository).people.values())
    assert "made_keys:" not in shown(repository, "office.yml").replace("#   made_keys:", "")


def test_the_version_is_in_the_record(tmp_path: Path) -> None:
    line = "prakat==0.2.0 --hash=sha256:" + "0" * 64
    assert office(found(tmp_path / "pinned", prakat=line)).prakat == line
    assert office(found(tmp_path / "unknown")).prakat == ""


@pytest.mark.parametrize("name", ["training", "problems", "hand-overs"])
def test_the_example_of_a_register_is_one_that_may_be_entered(tmp_path: Path, name: str) -> None:
    """Without the marks before it and the line that says that there is none."""
    repository = found(tmp_path / "new")
    lines = shown(repository, f"registers/{name}.yml").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("# - "))
    end = lines.index("", start)
    assert lines[end + 1 :] == ["[]"]
    entered = "\n".join(line.removeprefix("# ") for line in lines[start:end]) + "\n"
    place = tree(repository, tmp_path / "tree", **{f"registers__{name}": entered})
    assert "[]" not in (place / "registers" / f"{name}.yml").read_text(encoding="utf-8")
    assert set(rules_of(place)) == {"office.made-key"}


def test_its_readme_tells_staff_who_does_what_and_how(tmp_path: Path) -> None:
    people = [replace(PEOPLE[0], position="จนท | *งาน* [x](y) <b>"), *PEOPLE[1:]]
    bare = shown(found(tmp_path / "bare", people=people), "README.md")
    assert "| ผู้รับผิดชอบการให้ข้อมูล | จนท \\| \\*งาน\\* \\[x\\](y) \\<b\\> |" in bare
    assert "ผู้อนุมัติ → ผู้ดูแลเว็บไซต์" in bare and "20 พฤศจิกายน 2569" in bare
    assert "git push origin request/2" in bare and "Checked: correct, complete, current, lawful" in bare
    forge = shown(found(tmp_path / "forge", forge="forgejo", accounts=ACCOUNTS, people=KEYLESS), "README.md")
    assert "Forgejo" in forge and "ตรวจแล้ว: ถูกต้อง ครบถ้วน" in forge and "git push" not in forge
    for text in (bare, forge):
        assert all(f"`prakat {each}`" in text for each in ("check", "preview", "manual staff"))
        assert "{" not in text and "nok ตัวอย่าง" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_left_to_do_is_told_for_each_kind_of_set_up(tmp_path: Path, language: str) -> None:
    place = tmp_path / "it's new"
    text = told(place, language)
    quoted = shlex.quote(str(place / "office.git"))
    server = "แม่ข่าย" if language == "th" else "SERVER"
    fetch = 'git clone -c "core.sshCommand=ssh -i ~/.ssh/prakat"'
    assert f"{fetch} {shlex.quote(f'git@{server}:{place}/office.git')} office" in text
    command, key = shlex.quote(str(product.command())), shlex.quote(str(place / "office.git" / "prakat" / "publisher"))
    assert f"{command} publish --repo {quoted} --approved --to /srv/www --key {key}" in text
    assert text.count("restrict,command=") == 4 and "sign-off/1/approver" not in text
    assert shlex.quote(str(place / "keys")) in text and "dao ตัวอย่าง (ตำแหน่ง)" in text
    own = [replace(each, key=make_key(tmp_path / each.id, each.id)) for each in KEYLESS[1:]]
    waiting = told(tmp_path / "own", language, people=[KEYLESS[0], *own])
    assert "sign-off/1/approver" in waiting and "merge 1" in waiting
    assert waiting.count("restrict,command=") == 3 and "nok ตัวอย่าง (ตำแหน่ง)" in waiting
    assert "keys'" not in waiting
    forge = told(tmp_path / "forge", language, forge="github", forge_url=URL, accounts=ACCOUNTS, people=KEYLESS)
    assert "request/1" in forge and "won ตัวอย่าง (ตำแหน่ง)" in forge and "restrict" not in forge


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_single_approver_is_told_as_long_as_there_is_one_only(tmp_path: Path, language: str) -> None:
    second = Appointee("approver", "rak", "รัก ตัวอย่าง", "รองหัวหน้า", "rak@new.example", is_to_have_one_made=True)
    one, two = ("ผู้อนุมัติมีคนเดียว", "one approver only")[language == "en"], tmp_path / "two"
    assert one in told(tmp_path / "one", language)
    assert one not in told(two, language, people=[*PEOPLE, second])


def test_the_mail_of_a_stranger_is_no_command_of_the_server(tmp_path: Path) -> None:
    people = [replace(PEOPLE[0], mail="$(id)`id`&@new.example"), *PEOPLE[1:]]
    text = told(tmp_path / "new", people=people)
    place = shlex.quote(str((tmp_path / "new" / "office.git").absolute()))
    assert f" door --repo {place} '$(id)`id`&@new.example'\" ssh-ed25519" in text


HOSTILE = ("no", "0332", "- ก: ข", "ก #ข: ค", "ก'ข\"ค", "{ก}: [ข]", "& *ก !ข | >", "ก\\nname: x")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_names(tmp_path: Path, name: str) -> None:
    people = [replace(PEOPLE[0], name=name, position=f"ตำแหน่ง {name}"), *PEOPLE[1:]]
    repository = found(tmp_path / "new", people=people, units={"admin": name}, name=f"{name} ตัวอย่าง")
    known = office(repository)
    assert (known.people["nok"].name, known.units["admin"].name) == (name, name)
    assert known.name == f"{name} ตัวอย่าง"


@pytest.mark.parametrize(
    "changed",
    [
        {"site_url": "x"},
        {"people": PEOPLE[:3]},
        {"units": {"no id": "x"}},
        {"order_no": ""},
        {"name": "ก\nข"},
        {"people": [replace(PEOPLE[0], name="ก\n- id: x"), *PEOPLE[1:]]},
        {"prakat": "prakat"},
    ],
)
def test_what_check_would_refuse_is_not_begun(tmp_path: Path, changed: dict[str, object]) -> None:
    place = tmp_path / "new"
    place.mkdir()
    (place / "kept").write_text("x")
    with pytest.raises(CannotWork):
        found(place, **changed)
    assert [each.name for each in place.iterdir()] == ["kept"]


def test_an_office_that_is_there_already_is_left_as_it_is(tmp_path: Path) -> None:
    repository = found(tmp_path / "new")
    before = repository.ref("refs/heads/main")
    with pytest.raises(CannotWork):
        found(tmp_path / "new")
    assert repository.ref("refs/heads/main") == before

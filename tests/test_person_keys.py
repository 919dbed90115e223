"""A person's keys in office.yml, however it is written: nothing else of the file changes."""

import pytest

from prakat.cannot_work import CannotWork
from prakat.office.office import Office, parse_office
from prakat.office.person_keys import KeyOrder, with_person_keys

OLD = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA4kFbYVjMSx0cqY1DEbMPn1qMfyZbRD7qBhQZ0EwJzO old"
OTHER = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBvBTt0eHCb9lXnSFoZcVbXrJfHh6pJT8ZHsWQmYlqSe other # not a comment"
NEW = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsM0SbxbCXy2WQ7cdFMOr6d1VCeUo0iy4JZpOkNY3aG โทรศัพท์ "ใหม่" \\ 2569'
HEAD = """\
name: สำนักงานตัวอย่าง
contact: {address: เลขที่ 1, phone: 0 0000 0000, email: a@office.example}
site_url: https://office.example/
units:
  - {id: admin, name: งานธุรการ}
people:
  - id: first  # คนแรก
    name: นายหนึ่ง ตัวอย่าง
    position: หัวหน้า
"""
ADDED = f'"{NEW.replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34))}"'


def written(person: str) -> bytes:
    return f"{HEAD}{person}document_prefix: 'นภ 0332/'\n".encode()


def lines_changed(before: bytes, after: bytes) -> tuple[list[str], list[str]]:
    """Those taken away and those put in."""
    old, new = before.decode().splitlines(), after.decode().splitlines()
    return [each for each in old if each not in new], [each for each in new if each not in old]


PERSON = "id: second\n    name: นางสอง ตัวอย่าง\n    position: เจ้าหน้าที่\n"
SPELLINGS = {
    "none yet": (f"  - {PERSON}", [], []),
    "in brackets": (f"  - {PERSON}    keys: ['{OLD}']\n    phone: '12 34'\n", [OLD], [f"    keys: ['{OLD}', {ADDED}]"]),
    "in brackets on lines": (f'  - {PERSON}    keys: [\n      "{OLD}",  # one\n    ]\n', [OLD], None),
    "no key": (f"  - {PERSON}    keys: []\n", [], [f"    keys: [{ADDED}]"]),
    "in lines": (f"  - {PERSON}    keys:\n      - {OLD}  # one\n    phone: '12 34'\n", [OLD], [f"      - {ADDED}"]),
    "in lines at the edge": (f"  - {PERSON}    keys:\n    - {OLD}\n", [OLD], [f"    - {ADDED}"]),
    "in lines, two": (f"  - {PERSON}    keys:\n      - {OLD}\n\n      - '{OTHER}'\n", [OLD, OTHER], None),
    "between braces": (
        "  - {id: second, name: นางสอง ตัวอย่าง, position: เจ้าหน้าที่}\n",
        [],
        [f"  - {{keys: [{ADDED}], id: second, name: นางสอง ตัวอย่าง, position: เจ้าหน้าที่}}"],
    ),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_one_key_more(spelling: str, end: str) -> None:
    person, keys, must = SPELLINGS[spelling]
    raw = written(person).replace(b"\n", end.encode())
    changed = with_person_keys(raw, "second", [*keys, NEW])
    found = parse_office(changed)
    assert isinstance(found, Office)
    assert found.people["second"].keys == (*keys, NEW)
    assert changed.count(b"\r") in (0, changed.count(b"\n"))
    gone, come = lines_changed(raw, changed)
    assert len(gone) <= 1
    assert len(come) == 1
    assert must in (come, None, [])


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_key_another(spelling: str) -> None:
    person, _, _ = SPELLINGS[spelling]
    order = KeyOrder("31/2569", "2026-11-19")
    changed = with_person_keys(written(person), "second", [NEW], order)
    again = with_person_keys(changed, "second", [OLD], KeyOrder("1", "2026-11-20"))
    for raw, keys, told in ((changed, (NEW,), order), (again, (OLD,), KeyOrder("1", "2026-11-20"))):
        found = parse_office(raw)
        assert isinstance(found, Office)
        assert found.people["second"].keys == keys
        assert found.source_lines.data["people"][1]["key_order"] == told._asdict()


@pytest.mark.parametrize("spelling", [each for each, (_, keys, _) in SPELLINGS.items() if keys])
def test_one_key_less(spelling: str) -> None:
    person, keys, _ = SPELLINGS[spelling]
    raw = written(person)
    changed = with_person_keys(raw, "second", keys[1:])
    found = parse_office(changed)
    assert isinstance(found, Office)
    assert found.people["second"].keys == tuple(keys[1:])
    assert b"# \xe0\xb8\x84\xe0\xb8\x99\xe0\xb9\x81\xe0\xb8\xa3\xe0\xb8\x81" in changed


def test_an_order_written_in_lines_is_replaced() -> None:
    raw = written(f"  - {PERSON}    key_order:\n      no: '1'\n      date: 2026-01-05\n    keys: ['{OLD}']\n")
    found = parse_office(with_person_keys(raw, "second", [NEW], KeyOrder("2", "2026-11-20")))
    assert isinstance(found, Office)
    assert found.source_lines.data["people"][1]["key_order"] == {"no": "2", "date": "2026-11-20"}


def test_a_file_without_a_last_line_end() -> None:
    raw = written("").replace(b"people:\n", f"people:\n  - {PERSON}".encode()).rstrip(b"\n")
    raw = raw[: raw.index(b"document_prefix")] + b"document_prefix: x\n"
    last = f"{HEAD}  - name: นางสอง ตัวอย่าง\n    position: เจ้าหน้าที่\n    id: second".encode()
    for each in (raw, last):
        found = parse_office(with_person_keys(each, "second", [NEW]))
        assert isinstance(found, Office)
        assert found.people["second"].keys == (NEW,)


def test_nobody_of_that_name() -> None:
    with pytest.raises(CannotWork, match=r"office\.no-such-person"):
        with_person_keys(written(""), "second", [NEW])


@pytest.mark.parametrize("key", ["ssh-dss AAAA", f"{NEW}\nx", "", f"{OLD}\u202e"])
def test_what_the_office_refuses_is_not_written(key: str) -> None:
    with pytest.raises(CannotWork, match=r"office\.keys-refused"):
        with_person_keys(written(f"  - {PERSON}"), "second", [key])


def test_a_spelling_that_cannot_be_changed_is_told() -> None:
    raw = written(f"  - {PERSON}    keys:\n      - >-\n        {OLD}\n      - '{OTHER}'\n")
    try:
        changed = with_person_keys(raw, "second", [OLD, OTHER, NEW])
    except CannotWork as problem:
        assert problem.message in ("office.keys-unwritten", "office.keys-refused")
    else:
        found = parse_office(changed)
        assert isinstance(found, Office)
        assert found.people["second"].keys == (OLD, OTHER, NEW)

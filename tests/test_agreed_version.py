"""The one line of office.yml that names the version of Prakat: changed alone, and compared with what runs."""

import shutil
from pathlib import Path

import pytest

import office_builder
from prakat import product
from prakat.cannot_work import CannotWork
from prakat.office import agreed_version
from prakat.office.office import Office, parse_office

OTHER = "999.0.0"
"""A version that is never the one that runs."""
OLD, NEW = (f"prakat=={number} --hash=sha256:{digit * 64}" for number, digit in (("0.2.0", "a"), (OTHER, "b")))
AROUND = "# สำนักงาน\nname: สำนักงาน   # ชื่อเต็ม\n{}units: [{{id: a, name: 'ก'}}]\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"prakat: {OLD}\n", f"prakat: {NEW}\n"),
        (f"prakat:   '{OLD}'   # ตกลงเมื่อ 1 ต.ค. 2569\n", f"prakat: {NEW}   # ตกลงเมื่อ 1 ต.ค. 2569\n"),
        (f'prakat: "{OLD}"\r\n', f"prakat: {NEW}\r\n"),
        ("prakat:\n", f"prakat: {NEW}\n"),
    ],
)
def test_nothing_but_that_line_changes(before: str, after: str) -> None:
    raw = AROUND.format(before).encode()
    assert agreed_version.agreeing(raw, NEW) == AROUND.format(after).encode()


@pytest.mark.parametrize(
    ("before", "end"),
    [("name: ก\n", f"prakat: {NEW}\n"), ("name: ก", f"\nprakat: {NEW}\n"), ("name: ก\r\n", f"prakat: {NEW}\r\n")],
)
def test_an_office_that_named_none_gets_the_line_at_the_end(before: str, end: str) -> None:
    assert agreed_version.agreeing(before.encode(), NEW) == (before + end).encode()


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "ก"}\n',
        f"prakat: >-\n  {OLD}\nname: ก\n",
        f"prakat: {OLD.replace(' ', chr(10) + '  ')}\nname: ก\n",
        f"name: |\n  ก\nprakat : {OLD}\n",
        "name: ก\n...\n",
    ],
)
def test_what_one_line_cannot_change_is_left_to_people(text: str) -> None:
    with pytest.raises(CannotWork) as refused:
        agreed_version.agreeing(text.encode(), NEW)
    assert refused.value.message == "office.agree-by-hand"


def test_a_line_of_a_text_is_not_the_key() -> None:
    """Of two such lines the first is in a block of text; the key would stay, so nobody is told that it was changed."""
    with pytest.raises(CannotWork):
        agreed_version.agreeing(f"name: >\n ก\n\nabout: '\nprakat: x'\nprakat: {OLD}\n".encode(), NEW)


@pytest.mark.parametrize("raw", [b"name: [\n", b"- a\n", b"\xff\n"])
def test_an_office_yml_that_cannot_be_read_is_not_touched(raw: bytes) -> None:
    with pytest.raises(CannotWork) as refused:
        agreed_version.agreeing(raw, NEW)
    assert refused.value.message == "office.unreadable"


def office(line: str) -> Office:
    found = parse_office(f"{office_builder.OFFICE}{line}".encode())
    assert isinstance(found, Office)
    return found


def test_an_office_that_names_none_is_told_nothing() -> None:
    assert agreed_version.disagreement(office("")) is None


def test_another_version_is_told_and_the_same_is_not() -> None:
    told = agreed_version.disagreement(office(f"prakat: {NEW}\n"))
    assert told
    assert told.text("en").startswith(f"office.yml agrees to Prakat {OTHER}, but {product.version()} is running.")
    same = f"prakat=={product.version()} --hash=sha256:{'a' * 64}"
    assert agreed_version.disagreement(office(f"prakat: {same}\n")) is None


def test_another_build_of_the_same_version_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Of an installation for which pip has noted the hash."""
    about = tmp_path / f"prakat-{product.version()}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: prakat\nVersion: {product.version()}\n")
    (about / "direct_url.json").write_text('{"archive_info": {"hashes": {"sha256": "' + "b" * 64 + '"}}}')
    monkeypatch.syspath_prepend(str(tmp_path))
    known = office(f"prakat: prakat=={product.version()} --hash=sha256:{'a' * 64}\n")
    told = agreed_version.disagreement(known)
    shutil.rmtree(about)
    assert told
    assert "another hash" in told.text("en")

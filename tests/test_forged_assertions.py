"""What forgers of a passkey's signature may try: what stock tools say of it, and that door, publisher and audit alike
count none of it, each for its own reason; what honest browsers and devices answer counts for all of them."""

import subprocess
from pathlib import Path

import pytest

import office_of_values as values
from forged_assertion import KEYS, OWN, ROWS
from passkey_office import (
    FILES,
    STEP,
    asked,
    at_the_audit,
    at_the_door,
    at_the_publisher,
    forged,
    merged_all_the_same,
    office_text,
    with_office,
)
from prakat.audit_log.merge_record import ReceivedSignOff
from prakat.repository import objects
from prakat.repository.passkey_proof import Oddity, passkey_proof
from prakat.repository.refs import sign_off_tag
from sign_off_office import After, World
from software_passkey import CHECKED, ORIGIN

SORTS = (
    "as Chromium writes",
    "a synced passkey",
    "a device with extensions",
    "another page",
    "another application",
    "nobody there",
    "nobody asked",
    "as a program signs, no browser",
    "in another site's frame",
    "CR",
    "synced that cannot be",
    "extensions cut",
    "a shorter digest",
    "another namespace",
    "a point on no curve",
)
"""One row of each sort: what is judged with a repository of its own takes its time."""
IN_HISTORY = ("a synced passkey", "another page", "nobody asked", "in another site's frame", "CR", "another namespace")
TEXT = b"object of a tag\n\nChecked\n"


@pytest.mark.parametrize("name", ROWS)
def test_what_stock_ssh_keygen_says(name: str, tmp_path: Path) -> None:
    signers, armour = tmp_path / "signers", tmp_path / "armour"
    signers.write_text("".join(f'dao namespaces="git" {key}\n' for key in KEYS))
    armour.write_bytes(ROWS[name].made.of(TEXT))
    command = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", "dao", "-n", "git", "-s", str(armour)]
    done = subprocess.run(command, input=TEXT, capture_output=True, check=False)
    assert (done.returncode == 0) is ROWS[name].is_right, done.stderr


def with_keys(world: World) -> bytes:
    return office_text(world).replace(OWN.line.encode(), "', '".join(KEYS).encode())


@pytest.fixture
def office(world_after: After) -> World:
    return world_after(lambda world: with_office(world, with_keys))


def test_stock_git_says_the_same_of_a_tag(office: World, tmp_path: Path) -> None:
    asked(office)
    signers, found = tmp_path / "signers", {}
    signers.write_text("".join(f'dao@office.example namespaces="git" {key}\n' for key in KEYS))
    for name in SORTS:
        command = ("git", "-c", "gpg.format=ssh", "-c", f"gpg.ssh.allowedSignersFile={signers}", "verify-tag")
        made = forged(office, 3, ROWS[name].made)
        done = subprocess.run([*command, made], cwd=office.repository.folder, capture_output=True, check=False)
        found[name] = done.returncode == 0
    assert found == {name: ROWS[name].is_right for name in SORTS}


def test_each_sort_is_refused_at_the_door_and_by_the_publisher(office: World) -> None:
    asked(office)
    found = {}
    for name in SORTS:
        made = forged(office, 3, ROWS[name].made)
        found[name] = at_the_door(office, made), at_the_publisher(office, made)
    assert found == {name: (ROWS[name].ids, ROWS[name].ids) for name in SORTS}


def test_the_audit_finds_them_in_one_history(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, name in enumerate(IN_HISTORY, 3):
        asked(office, number)
        merged_all_the_same(office, number, forged(office, number, ROWS[name].made), monkeypatch)
    expected = {number: ROWS[name].ids for number, name in enumerate(IN_HISTORY, 3)}
    assert at_the_audit(office) == {1: (), 2: ()} | expected


@pytest.mark.parametrize("name", ROWS)
def test_the_judge_finds_each(name: str) -> None:
    """The approver's step alone is signed by a passkey; the two others by keys that nobody doubts."""
    known = "', '".join((values.key("dao"), *KEYS))
    raw = values.office().replace(values.key("dao").encode(), known.encode())
    raw = raw.replace(b"units: [", f"desk: {{url: '{ORIGIN}'}}\nunits: [".encode(), 1)
    main = values.Main.begun({"office.yml": raw})
    request = main.ask(2, FILES)
    plain = main.sign(request, *values.CHAIN)
    who = ("dao", "dao@office.example")
    payload = objects.tag_payload(sign_off_tag(2, STEP), request.head, CHECKED, who, plain[1].at)
    signed = (payload + ROWS[name].made.of(payload)).decode()
    signs = [plain[0], ReceivedSignOff.of(STEP, plain[1].at, plain[1].ordinal, signed), plain[2]]
    text = values.message_of(request, plain, "written", "nok", "x")
    main.record(main.merge(request, signs, message=text), request, signs)
    found = [each.id for each in main.verdicts()[-1].violations]
    assert [each for each in found if each != "merge.message"] == [*ROWS[name].ids]


def test_every_sort_is_tried() -> None:
    proofs = {name: passkey_proof(ROWS[name].made.of(TEXT)) for name in SORTS}
    assert {each.oddity for each in proofs.values() if each} == {*Oddity}
    assert {row.ids for row in ROWS.values()} == {ROWS[name].ids for name in SORTS} | {("approval.stranger",)}

"""Whatever befalls a publication by what changed, `current` stays whole, and the next run gives what nothing gives."""

import contextlib
import errno
import itertools
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Any, TextIO
from unittest.mock import Mock

import pytest

from changing_office import ChangingOffice
from dying_publisher import is_whole
from increment_comparison import differences, quick
from prakat.cannot_work import CannotWork
from prakat.release import kept_site
from prakat.release.release_folder import ReleaseFolder, only_publisher

CHECKOUT = Path(__file__).resolve().parents[1]
HOUSE = str(CHECKOUT / "src" / "prakat")
WRITES: Mapping[str, Any] = {**dict.fromkeys(("write_text", "write_bytes", "mkdir", "symlink_to"), Path), "link": os}
"""Of files and links, each with what has it."""
Origin = tuple[str, ...]
OPEN: dict[str, Any] = {"timing": "on_change", "expires_on": "never", "review_by": "2027-12-01"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[ChangingOffice]:
    """Published once; one item of it has changed since."""
    with quick(is_small=False):
        made = ChangingOffice.founded(tmp_path, seed=5, count=0)
        for name in ("one", "two"):
            made.write(f"law/{name}", {"publish_on": str(made.day), **OPEN}, {})
        made.commit()
        made.publish(made.released)
        made.write("law/one", {"publish_on": str(made.day), **OPEN, "title": "ประกาศที่แก้ไขแล้วของสำนักงาน"}, {})
        made.commit()
        yield made


# --- what is kept is damaged --------------------------------------------------------------------------------------


def _query(*queries: str) -> Callable[[Path, bytes], None]:
    def act(kept: Path, _: bytes) -> None:
        with closing(sqlite3.connect(kept)) as opened, opened:
            for query in queries:
                opened.execute(query)

    return act


_OTHER = "(SELECT other.{0} FROM item other WHERE other.folder <> item.folder LIMIT 1)"
_OTHER_CARDS = "UPDATE cards SET json = CAST(replace(CAST(json AS TEXT), '{0}', '{1}') AS BLOB)"
DAMAGES: Mapping[str, Callable[[Path, bytes], object]] = {
    "gone": lambda kept, _: kept.unlink(),
    "empty": lambda kept, _: kept.write_bytes(b""),
    "garbage": lambda kept, _: kept.write_bytes(bytes(range(256)) * 64),
    "garbage behind its head": lambda kept, raw: kept.write_bytes(raw[:100] + bytes(range(256)) * 64),
    "cut": lambda kept, raw: kept.write_bytes(raw[: len(raw) // 2]),
    "cut by a page": lambda kept, raw: kept.write_bytes(raw[:-4096]),
    "of another form": _query("UPDATE about SET value = '0' WHERE name = 'format'"),
    "without a table": _query("DROP TABLE line"),
    "a card of another place": _query(_OTHER_CARDS.format('"law/two/"', '"law/one/"')),
    "a card of another state": _query(_OTHER_CARDS.format('"public"', '"gone"')),
    "another item": _query(f"UPDATE item SET whole = {_OTHER.format('whole')}"),
    "another history": _query("UPDATE item SET history = x'5b5d'"),
    "items swapped with their proofs": _query(
        "UPDATE item SET folder = 'x' WHERE folder = 'content/law/one'",
        "UPDATE item SET folder = 'content/law/one' WHERE folder = 'content/law/two'",
        "UPDATE item SET folder = 'content/law/two' WHERE folder = 'x'",
    ),
    "no cards": _query("DELETE FROM cards"),
    "empty cards": _query("UPDATE cards SET json = x''"),
    "cards of nothing": _query("UPDATE cards SET json = x'5b5d'"),
    "cards of another kind": _query("UPDATE cards SET json = 7"),
    "proven cards that are none": _query("UPDATE cards SET json = x'5b377d', proof = '0123456789abcdef'"),
    "about nothing": _query("DELETE FROM about"),
    "about something else": _query("UPDATE about SET value = '{}' WHERE name = 'about'"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_kept_and_damaged_is_not_believed(damage: str, office: ChangingOffice) -> None:
    DAMAGES[damage](office.kept, office.kept.read_bytes())
    assert differences(office) == []
    office.amend_text()
    office.commit()
    assert differences(office) == []
    assert [each for each in office.remarks if each != "release.anew-damaged"] == []


def test_each_byte_of_what_is_kept_may_be_another(office: ChangingOffice) -> None:
    """Some of them; where the file still says the same, so does the site."""
    raw = office.kept.read_bytes()
    for place in range(0, len(raw), len(raw) // 23):
        shutil.rmtree(office.place / "copy", ignore_errors=True)
        shutil.copytree(office.released, office.place / "copy", symlinks=True)
        spoilt = bytearray(raw)
        spoilt[place] ^= 0x15
        ReleaseFolder(office.place / "copy").kept.write_bytes(spoilt)
        office.publish(office.place / "copy")
        assert is_whole(office.place / "copy"), place


def test_what_an_older_release_kept_is_not_believed(office: ChangingOffice) -> None:
    older = office.kept.read_bytes()
    office.publish(office.released)
    office.write("law/two", {"publish_on": str(office.day), **OPEN, "title": "ประกาศอีกฉบับที่แก้ไขแล้ว"}, {})
    office.commit()
    office.kept.write_bytes(older)
    assert differences(office) == []
    assert [*office.remarks] == ["release.anew-other-release"]


# --- the disk, the clock, another publisher -----------------------------------------------------------------------


@pytest.mark.parametrize("is_copy", [False, True])
def test_full_disk_leaves_a_whole_site_and_the_next_run_is_right(
    office: ChangingOffice, monkeypatch: pytest.MonkeyPatch, *, is_copy: bool
) -> None:
    """At the first and the second write from each place of the code, of files, of links and of what is kept, one after
    the other; a copied folder is known for one, and published from nothing. After a refused write of what is kept the
    next run is from nothing in any case, so that only two without a refusal are the end."""
    way = "_from_nothing" if is_copy else "_by_what_changed"
    note, refused = office.place / "refused.json", Counter[Origin]()
    unrefused = 0
    for number in itertools.count():
        if is_copy:
            _copied(office)
        before = ReleaseFolder(office.released).current_id()
        unrefused, count = unrefused + 1, refused.total()
        with monkeypatch.context() as patched, note.open("a", encoding="utf-8", buffering=1) as noted:
            _refusing(patched, refused, way, noted)
            with contextlib.suppress(CannotWork):
                office.publish(office.released)
        assert is_whole(office.released), refused
        refused = Counter(tuple(json.loads(line)) for line in note.read_text(encoding="utf-8").splitlines())
        if refused.total() > count:
            unrefused = 0
        elif unrefused == 2:
            break
        if ReleaseFolder(office.released).current_id() == before:
            assert office.publish(office.released).release != before
            assert is_whole(office.released)
        if number % 9 == 0:
            assert differences(office) == [], refused
        office.write("law/two", {"publish_on": str(office.day), **OPEN, "title": f"ประกาศที่แก้ไขครั้งที่ {number} แล้ว"}, {})
        office.commit()
    assert differences(office) == []
    linked = {"link"} if is_copy else set()  # by what changed, the tree is there already
    assert {write for write, *_ in refused} == {*WRITES, "_write"} - {"link"} | linked
    assert len(refused) > 12


def test_a_disk_that_is_full_for_what_is_kept_is_no_reason_to_publish_again(
    office: ChangingOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.amend_text()
    office.commit()
    before = ReleaseFolder(office.released).current_id()
    with monkeypatch.context() as patched, pytest.raises(CannotWork) as refused:
        patched.setattr(kept_site, "_write", Mock(side_effect=[_full(), None]))
        office.publish(office.released)
    assert refused.value.message == "release.unwritable"
    assert ReleaseFolder(office.released).current_id() != before
    assert is_whole(office.released)
    assert differences(office) == []
    assert [*office.remarks] == ["release.anew-other-release"]


def _copied(office: ChangingOffice) -> None:
    copy = office.place / "full"
    subprocess.run(["cp", "-a", office.released, copy], check=True)
    shutil.rmtree(office.released)
    copy.rename(office.released)


def _refusing(patched: pytest.MonkeyPatch, refused: Counter[Origin], way: str, noted: TextIO) -> None:
    """Refuses the first write on this way whose origin was refused less than twice, and all after it by the same
    process; noted in a file, since a second process may be the one."""
    is_full = False

    def is_refused(write: str) -> bool:
        nonlocal is_full
        origin = _origin(write)
        if not is_full and way in origin and refused[origin] < 2:
            is_full = True
            noted.write(json.dumps(origin) + "\n")
        return is_full

    def counted(write: Callable[..., Any]) -> Callable[..., Any]:
        def act(*arguments: Any, **options: Any) -> Any:
            if is_refused(write.__name__):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return write(*arguments, **options)

        return act

    def keeps(*arguments: Any) -> Any:
        if is_refused(write.__name__):
            raise _full()
        return write(*arguments)

    write = kept_site._write
    for name, owner in WRITES.items():
        patched.setattr(owner, name, counted(getattr(owner, name)))
    patched.setattr(kept_site, "_write", keeps)


def _full() -> sqlite3.OperationalError:
    problem = sqlite3.OperationalError("database or disk is full")
    problem.sqlite_errorcode = sqlite3.SQLITE_FULL
    return problem


def _origin(write: str) -> Origin:
    """The write, and the code of ours that asks for it, innermost last."""
    frame: FrameType | None = sys._getframe(1)
    found: list[str] = []
    while frame is not None:
        if frame.f_code.co_filename.startswith(HOUSE):
            found.append(frame.f_code.co_name)
        frame = frame.f_back
    return write, *reversed(found)


def test_two_at_once_and_one_refuses(office: ChangingOffice) -> None:
    with only_publisher(office.released), pytest.raises(CannotWork) as refused:
        office.publish(office.released)
    assert refused.value.message == "release.busy"
    assert differences(office) == []


def test_a_clock_that_goes_back_and_forth_hides_nothing(office: ChangingOffice) -> None:
    office.publish(office.released)
    for days in (-3, 1, 2, 1, -1, 2):
        office.day = office.day.fromordinal(office.day.toordinal() + days)
        assert differences(office) == [], office.day


# --- death --------------------------------------------------------------------------------------------------------


def test_killed_in_any_state_of_the_folder_current_is_whole_and_the_next_run_right(tmp_path: Path) -> None:
    """In a process of its own, which forks: see tests/dying_increment.py."""
    command = [sys.executable, str(CHECKOUT / "tests" / "dying_increment.py"), str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(CHECKOUT / each) for each in ("src", "scripts"))}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) > 12
    assert {each["ended"] for each in told} == {-9}
    for each in told:
        assert each["is_whole"], each
        assert each["after"] == {"ended": 0, "is_whole": True, "differs": []}, each
    assert {each["is_new"] for each in told} == {False, True}

"""What is wrong with an archive is told in words, never by the name that Python has for it."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from prakat.audit.kit_examination import examine_kit
from prakat.audit.sealed_kit import MEMBERS
from prakat.cannot_work import CannotWork
from prakat.rules.message import why


def cut(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04")


def locked(path: Path) -> None:
    """Its flags say that each file is encrypted."""
    path.write_bytes(path.read_bytes().replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"))


def gone(path: Path) -> None:
    path.unlink()


DAMAGE = [
    (cut, "ไม่ใช่ไฟล์ zip หรือไฟล์เสียหาย"),
    (locked, "ไฟล์ zip เข้ารหัสไว้ หรือบีบอัดด้วยวิธีที่ไม่รู้จัก"),
    (gone, "ไม่พบ"),
    (lambda path: None, "ข้อมูลข้างในไม่เป็นไปตามแบบ"),
]


@pytest.mark.parametrize(("harm", "told"), DAMAGE)
def test_what_is_wrong_with_an_archive_is_told_in_words(
    harm: Callable[[Path], None], told: str, tmp_path: Path
) -> None:
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name in MEMBERS:
            made.writestr(name, json.dumps({"head": 1}))
    harm(path)
    with pytest.raises(CannotWork) as problem:
        examine_kit(path)
    assert f"({told})" in why(problem.value) or why(problem.value).endswith(told)
    assert "Error" not in why(problem.value, "en") and "Zip" not in why(problem.value, "en")

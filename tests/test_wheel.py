"""An installed wheel without a checkout: every command tells of itself, manuals and explanations come along."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import office_builder
import packages
from once import once, shared_root

CHECKOUT = Path(__file__).resolve().parents[1]
ASKED = """\
import contextlib, io, json, sys
from prakat import product
sys.path.insert(0, str(product.part("scripts")))
import by_name, terminal

def told(words):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            code = terminal.run(lambda: by_name.main(words))
        except SystemExit as end:
            code = end.code
    return [code, out.getvalue()]

wanted = json.load(sys.stdin) or [[each, "--help"] for each in by_name.named()]
print(json.dumps([[words, *told(words)] for words in wanted]))
"""


@pytest.fixture
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What pip unpacks into site-packages."""

    def unpack(place: Path) -> None:
        with zipfile.ZipFile(packages.wheel(tmp_path_factory)) as packed:
            packed.extractall(place)

    return once(shared_root(tmp_path_factory) / "unpacked", unpack)


def answers(wheel: Path, place: Path, wanted: list[list[str]]) -> list[tuple[list[str], int, str]]:
    place.mkdir(exist_ok=True)
    own = {**os.environ, "PYTHONPATH": str(wheel), "PRAKAT_DATE": "2026-11-20"}
    done = subprocess.run(
        [sys.executable, "-P", "-c", ASKED],
        input=json.dumps(wanted),
        cwd=place,
        env=own,
        capture_output=True,
        text=True,
        check=True,
    )
    found = [(words, code, told) for words, code, told in json.loads(done.stdout)]
    for words, code, told in found:
        assert str(CHECKOUT) not in told and "Traceback" not in told and ".py" not in told, (words, code, told)
    return found


def test_every_command_tells_of_itself_in_a_foreign_folder(wheel: Path, tmp_path: Path) -> None:
    found = answers(wheel, tmp_path / "foreign", [])
    assert len(found) >= 18
    for words, code, told in found:
        assert code == 0 and told.startswith(f"วิธีใช้: prakat {words[0]}")
    assert not {"derive", "bench"} & {words[0] for words, _, _ in found}


def test_every_command_that_is_not_told_enough_says_so_in_thai(wheel: Path, tmp_path: Path) -> None:
    wanted = [["audit"], ["due"], ["merge"], ["publish"], ["protect"], ["verify_kit"], ["publication_due"], ["bench"]]
    for _, code, told in answers(wheel, tmp_path / "foreign", wanted):
        assert code == 2 and told.startswith("prakat ") and told.count("\n") == 1


def test_a_finding_leads_to_its_reason_and_the_manuals_are_there(wheel: Path, tmp_path: Path) -> None:
    office = office_builder.office(tmp_path / "office")
    office_builder.item(office, "law/act", publish_on="2569-10-01")
    (_, code, told), *others = answers(wheel, office / "content", [["check"], *READ])
    assert code == 1
    assert told.splitlines()[-3].endswith("prakat explain date.buddhist-era")
    assert all(code == 0 for _, code, _ in others)
    texts = [told for _, _, told in others]
    assert "ตัวอย่าง: ไม่ผ่าน" in texts[0] and all(text.startswith("# คู่มือ") for text in texts[1:5])
    assert "publication-request.docx" in (office / "content" / "page.html").read_text(encoding="utf-8")


READ = [
    ["explain", "date.buddhist-era"],
    *(["manual", role] for role in ("staff", "director", "webmaster", "auditor")),
    ["manual", "staff", "--to", "page.html"],
    ["--version"],
]

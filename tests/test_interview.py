"""The interview as a clerk types it, through a real terminal: a wrong answer is asked again, and nothing is lost."""

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from new_office import DATE
from prakat.founding.staff import make_key
from prakat.office.office import Office, parse_office
from prakat.repository.repository import open_repository
from prakat.rules.wording import LANGUAGES

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "init_office.py"
OFFICE = ("สำนักงานใหม่ตัวอย่าง", "1 ถนนใหม่ ตำบลใหม่", "0 2000 0000", "office@new.example", "https://new.example/")
UNIT = ("", "กลุ่มงานบริหาร", "admin", "")
"""Of no kind of agency that is named, and its only unit."""
SERVER = ("", "ไม่มี")
"""Requests are made on the office's own server, and people sign with SSH keys alone."""
ORDER = ("1/2569", "2026-10-01")
MADE = "2"
DAO = ("", "ดาว ตัวอย่าง", "หัวหน้าสำนักงาน", "dao@new.example", "", MADE)
WIT = ("4", "", "วิทย์ ตัวอย่าง", "นักวิชาการ", "wit@new.example", "", MADE)
WON = ("4", "", "วัน ตัวอย่าง", "เจ้าพนักงาน", "won@new.example", "", MADE)
YES, NO = "ใช่", "ไม่"
WHOLE = (*OFFICE, *UNIT, *SERVER, *ORDER, *DAO, YES, *WIT, YES, *WON, NO, NO, YES)


def command(place: Path, *flags: str) -> list[str]:
    return [sys.executable, str(SCRIPT), "--to", str(place), *DATE, *flags]


def typed(place: Path, lines: Sequence[str], *flags: str, language: str = "th") -> tuple[int, str]:
    """Exit code, and what stands on the screen but what was typed. After the last line the terminal is closed."""
    words = shlex.join(command(place, "--lang", language, *flags))
    given = "".join(f"{each}\n" for each in lines).encode()
    terminal = ["script", "--quiet", "--return", "--echo", "never", "--command", words, "/dev/null"]
    done = subprocess.run(terminal, input=given, capture_output=True, check=False)
    return done.returncode, done.stdout.decode().replace("\r\n", "\n")


def begun(place: Path) -> Office:
    known = parse_office(open_repository(place / "office.git").run("show", "main:office.yml"))
    assert isinstance(known, Office)
    return known


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_office_is_begun_by_answers_alone(tmp_path: Path, language: str) -> None:
    place = tmp_path / "new"
    code, told = typed(place, WHOLE, language=language)
    assert code == 0, told
    assert not (place / "answers.yml").exists()
    known = begun(place)
    assert (known.name, list(known.units), list(known.people)) == (OFFICE[0], ["admin"], ["dao", "wit", "won"])
    assert all(each.keys_of_others for each in known.people.values())
    assert ("ลาเสียชีวิต" in told.replace(" ", "")) == (language == "th")


def test_every_wrong_answer_is_told_and_asked_again(tmp_path: Path) -> None:
    place = tmp_path / "new"
    lines = [
        *("", "x", OFFICE[0], OFFICE[1], OFFICE[2], "office", OFFICE[3], "http://new.example/", OFFICE[4]),
        *("หน่วยงานลับ", UNIT[0], UNIT[1], "Admin Unit", UNIT[2], "1", "กลุ่มงานสุขภาพ", "admin", "health", "maybe", NO),
        *("๙", "1", "desk.new.example", "http://desk.new.example", "none"),
        *("1/2569", "2569-10-01", "๒๕๖๙-๑๐-๐๑", "2026-10-01"),
        *("king", "approver", *DAO[1:3], "dao at new", *DAO[3:5], "3", MADE, NO, YES),
        *("4", "2", "", "วิทย์ ตัวอย่าง", "นักวิชาการ", "DAO@new.example", "wit@new.example", "dao", "wit", MADE, NO, YES),
        *WON,
        *(NO, "", NO, "maybe", "99", YES),
    ]
    lines[lines.index("2", lines.index("4")) : lines.index("2", lines.index("4")) + 2] = [""]
    code, told = typed(place, lines)
    assert code == 0, told
    for each in (
        *("ต้องมีคำตอบ", "ต้องยาว 3–200 ตัวอักษร", "ต้องเป็นที่อยู่อีเมล", "ต้องขึ้นต้นด้วย https://", "Admin Unit", "รหัส admin มีแล้ว"),
        *("ปี พ.ศ. 2569-10-01 ให้เขียนว่า 2026-10-01", "เลขอารบิก", "แต่พบ king", "dao at new", "แต่พบ 3"),
        *("ต้องมีผู้ดูแลเว็บไซต์อย่างน้อย 2 คน แต่พบ 0 คน", "DAO@new.example เป็นของคนอื่น", "รหัส dao มีแล้ว", "แต่พบ 1 คน"),
    ):
        assert each in told, each
    assert list(begun(place).units) == ["admin", "health"]


@pytest.mark.parametrize("answered", range(0, len(WHOLE), 3))
def test_nothing_is_lost_wherever_it_ends(tmp_path: Path, answered: int) -> None:
    """The terminal is closed after so many answers; the same command goes on, whatever the language then."""
    place = tmp_path / "new"
    code, told = typed(place, WHOLE[:answered])
    assert code == 2, told
    assert f"{place}/answers.yml" in told
    assert not (place / "office.git").exists()
    code, told = typed(place, WHOLE[answered:], language="en")
    assert code == 0, told
    assert list(begun(place).people) == ["dao", "wit", "won"]


def test_ctrl_c_keeps_the_answers_as_well(tmp_path: Path) -> None:
    place = tmp_path / "new"
    screen, terminal = os.openpty()
    words = ["sh", "-c", 'exec "$@" <"$0" >"$0" 2>&1', os.ttyname(terminal), *command(place)]
    with subprocess.Popen(words, start_new_session=True) as asking:
        for line in (*WHOLE[:4], "\x03"):
            told = b""
            while not told.endswith(b"> "):
                told += os.read(screen, 1024)
            os.write(screen, f"{line}\n".encode())
        while "เริ่มใหม่".encode() not in told:
            told += os.read(screen, 1024)
    os.close(terminal)
    os.close(screen)
    assert asking.returncode == 130
    assert "office@new.example" in (place / "answers.yml").read_text(encoding="utf-8")
    assert typed(place, WHOLE[4:])[0] == 0


def test_the_whole_is_shown_and_any_answer_may_still_be_changed(tmp_path: Path) -> None:
    place = tmp_path / "new"
    code, told = typed(place, [*WHOLE[:-1], "3", "0 2000 9999", NO])
    assert code == 2, told
    assert "  3. โทรศัพท์: 0 2000 0000" in told and "  3. โทรศัพท์: 0 2000 9999" in told
    assert not (place / "office.git").exists(), "nothing is made before it is confirmed"
    assert typed(place, [YES])[0] == 0
    assert begun(place).contact["phone"] == "0 2000 9999"


def test_a_second_approver_is_urged_and_may_be_added_at_once(tmp_path: Path) -> None:
    place = tmp_path / "new"
    second = ("", "", "รัก ตัวอย่าง", "รองหัวหน้า", "rak@new.example", "", MADE)
    code, told = typed(place, [*WHOLE[:-2], "", YES, *second, NO, YES])
    assert code == 0, told
    assert "ทำกุญแจหาย" in told and "ต้องมีคำตอบ" in told, "Enter alone is no answer to it"
    assert "ข้อควรระวัง: ผู้อนุมัติมีคนเดียว" not in told
    known = begun(place)
    assert [each.id for each in known.people.values() if each.appointments[0].role == "approver"] == ["dao", "rak"]


def test_keys_are_read_of_files_or_pasted_and_a_private_one_is_not_kept(tmp_path: Path) -> None:
    place = tmp_path / "new"
    made = {each: make_key(tmp_path / each, each) for each in ("dao", "wit")}
    secret = (tmp_path / "dao").read_text(encoding="utf-8").splitlines()
    putty = ["PuTTY-User-Key-File-3: ssh-ed25519", "Private-Lines: 1", "c2VjcmV0", "Private-MAC: 00"]
    own = "1"
    dao = (*DAO[:-1], own, *secret, *putty, str(tmp_path / "dao"), str(tmp_path / "none"), f"'{tmp_path / 'dao'}.pub'")
    wit = (*WIT[:-1], own, made["dao"], made["wit"][:60], made["wit"])
    code, told = typed(place, [*OFFICE, *UNIT, *SERVER, *ORDER, *dao, YES, *wit, YES, *WON, NO, NO, YES])
    assert code == 0, told
    assert not [line for line in secret if line in told]
    assert told.count("กุญแจยังใช้ได้ตามเดิม") == 2 and f"{tmp_path / 'dao'}.pub" in told
    assert "เป็นของคนอื่น" in told and "ขาดหรือเพี้ยน" in told
    known = begun(place)
    assert [each.keys[0].split(" ")[1] for each in known.people.values()][:2] == [
        each.split(" ")[1] for each in made.values()
    ]
    assert [bool(each.made_keys) for each in known.people.values()] == [False, False, True]
    assert sorted(each.name for each in (place / "keys").iterdir()) == ["won", "won.pub"]


def test_a_private_key_is_no_answer_to_any_other_question_either(tmp_path: Path) -> None:
    make_key(tmp_path / "key", "x")
    secret = (tmp_path / "key").read_text(encoding="utf-8").splitlines()
    code, told = typed(tmp_path / "new", [*secret, OFFICE[0]])
    assert code == 2, told
    kept = (tmp_path / "new" / "answers.yml").read_text(encoding="utf-8")
    assert kept.splitlines()[1:] == [f"name: {OFFICE[0]}"]


@pytest.mark.parametrize("name", ["no", "0332", "- ก: ข", "ก #ข: ค", "ก'ข\"ค", "{ก}: [ข]", "ก\\nname: x"])
def test_hostile_names_are_kept_and_written_as_names(tmp_path: Path, name: str) -> None:
    place = tmp_path / "new"
    at = WHOLE.index("ดาว ตัวอย่าง")
    assert typed(place, [*WHOLE[:at], name])[0] == 2
    code, told = typed(place, WHOLE[at + 1 :])
    assert code == 0, told
    assert begun(place).people["dao"].name == name


def test_on_a_forge_accounts_are_asked_for_and_no_keys(tmp_path: Path) -> None:
    place = tmp_path / "new"
    dao, wit, won = (*DAO[:-1], "dao-gh"), (*WIT[:-1], "DAO-gh", "wit-gh"), (*WON[:-1], "won-gh")
    code, told = typed(
        place,
        [
            *OFFICE,
            *UNIT,
            "github",
            "github.com/office/site",
            "https://github.com/office/site.git",
            *ORDER,
            *dao,
            YES,
            *wit,
            YES,
            *won,
            NO,
            NO,
            "prakat-bot",
            YES,
        ],
    )
    assert code == 0, told
    assert "git -C" in told and "push https://github.com/office/site main" in told
    known = begun(place)
    assert [each.accounts["github"] for each in known.people.values()] == ["dao-gh", "wit-gh", "won-gh"]
    assert known.publisher["accounts"] == {"github": "prakat-bot"}
    assert not (place / "keys").exists()


def test_options_go_before_kept_answers_and_only_the_rest_is_asked(tmp_path: Path) -> None:
    place = tmp_path / "new"
    assert typed(place, WHOLE[:3])[0] == 2
    given = ("--email", "new@new.example", "--site-url", "https://n.example/", "--name", "x")
    code, told = typed(place, (), *given)
    assert code == 2 and "ต้องยาว 3–200" in told, "a wrong option is told, and asked for first"
    code, told = typed(place, [OFFICE[0], *WHOLE[5:]], *given)
    assert code == 0, told
    known = begun(place)
    assert (known.name, known.contact["email"], known.site_url) == (OFFICE[0], "new@new.example", "https://n.example/")

"""scripts/check.py as people, pre-commit and CI call it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import check
import office_builder
import terminal
from prakat.content import register
from prakat.rules.finding import rules

CHECKOUT = Path(__file__).resolve().parents[1]
EVERYTHING = CHECKOUT / "tests" / "items" / "rejected" / "everything" / "wrong-in-every-way"
DATE = "2026-11-20"
Run = Callable[..., "tuple[int, str, str]"]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office with one sound item."""
    repo = office_builder.office(tmp_path / "office")
    office_builder.item(repo, "law/act")
    return repo


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Exit code, stdout and stderr of a call."""
    monkeypatch.setenv("PRAKAT_DATE", DATE)

    def call(*arguments: object) -> tuple[int, str, str]:
        try:
            code = terminal.run(lambda: check.main([str(each) for each in arguments]))
        except SystemExit as end:
            code = int(str(end.code))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


def rows(printed: str) -> list[dict[str, object]]:
    found = json.loads(printed)
    assert isinstance(found, list)
    return found


def test_sound_office_ends_with_0_and_says_nothing(run: Run, office: Path) -> None:
    assert run("--repo", office) == (0, "", "ตรวจ 1 รายการ: ผิด 0 เตือน 0\n")


def test_error_ends_with_1(run: Run, office: Path) -> None:
    office_builder.item(office, "law/order", publish_on="2569-10-01")
    code, out, err = run("--repo", office)
    assert code == 1
    assert out == (
        "content/law/order/index.md:8: ผิด [date.buddhist-era] publish_on ต้องเป็นปี ค.ศ. แต่พบปี พ.ศ. 2569-10-01"
        " ให้เขียนว่า 2026-10-01\n"
        "[date.buddhist-era] เหตุผลและวิธีแก้: prakat explain date.buddhist-era\n"
    )
    assert err == ("ตรวจ 2 รายการ: ผิด 1 เตือน 0\nแก้ได้เอง 1 บรรทัด ดูก่อน: prakat check --diff แล้วแก้: prakat check --fix\n")


def test_warning_alone_ends_with_0(run: Run, office: Path) -> None:
    office_builder.item(office, "law/order", expires_on="2026-10-15")
    code, out, err = run("--repo", office, "--lang", "en")
    assert code == 0
    assert ": warning [expiry.before-end] " in out
    assert err == "2 items checked: 0 errors, 1 warnings\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--no-such-option"],
        ["--format", "xml"],
        ["--lang", "de"],
        ["--date", "2569-11-20"],
        ["--date", "yesterday"],
        ["no/such/path"],
        ["../outside"],
        ["/etc/passwd"],
        ["a\0b"],
    ],
    ids=str,
)
def test_usage_ends_with_2_and_one_line(run: Run, office: Path, arguments: list[str]) -> None:
    (office.parent / "outside").mkdir()
    code, out, err = run("--repo", office, *arguments)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert len(err.splitlines()) == 1


def test_folder_that_is_not_there_ends_with_2(run: Run, tmp_path: Path) -> None:
    assert run("--repo", tmp_path / "nowhere")[0] == 2


def test_our_own_bug_ends_with_3_and_says_so(run: Run, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def defective(*arguments: object, **named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(register, "read", defective)
    code, out, err = run("--repo", office)
    assert (code, out) == (3, "")
    assert "ZeroDivisionError" in err
    assert "โปรแกรมผิดพลาดเอง" in err


def test_json_is_one_array_of_the_agreed_rows(run: Run) -> None:
    code, out, _ = run("--repo", EVERYTHING, "--format", "json")
    assert code == 1
    for row in rows(out):
        assert list(row) == ["path", "line", "rule", "severity", "message"]
        assert isinstance(row["line"], int)
        assert row["rule"] in rules()
        assert row["severity"] in ("error", "warning")
        assert row["message"]


def test_json_without_findings_is_an_empty_array(run: Run, office: Path) -> None:
    assert run("--repo", office, "--format", "json")[:2] == (0, "[]\n")


def test_findings_are_sorted_and_each_stands_once(run: Run) -> None:
    found = rows(run("--repo", EVERYTHING, "--format", "json")[1])
    places = [(row["path"], row["line"], row["rule"]) for row in found]
    assert places == sorted(places)
    assert len({(*place, row["message"]) for place, row in zip(places, found, strict=True)}) == len(found)


def test_every_form_and_language_tells_the_same_findings(run: Run) -> None:
    expected = (EVERYTHING / "expected.txt").read_text(encoding="utf-8").splitlines()
    told_of = {line.split()[-2] for line in expected}
    for language in ("th", "en"):
        assert len(rows(run("--repo", EVERYTHING, "--format", "json", "--lang", language)[1])) == len(expected)
        text, github = (
            run("--repo", EVERYTHING, "--format", form, "--lang", language)[1].splitlines()
            for form in ("text", "github")
        )
        assert len(github) == len(expected)
        assert len(text) == len(expected) + len(told_of)


def test_text_ends_with_one_line_a_rule_that_leads_to_its_reason(run: Run) -> None:
    expected = (EVERYTHING / "expected.txt").read_text(encoding="utf-8").splitlines()
    told_of = list(dict.fromkeys(line.split()[-2] for line in expected))
    lines = run("--repo", EVERYTHING, "--lang", "en")[1].splitlines()[-len(told_of) :]
    assert lines == [f"[{each}] why, and how to mend it: prakat explain {each}" for each in told_of]


def test_annotations_lead_to_the_reason_too(run: Run, office: Path) -> None:
    office_builder.item(office, "law/order", publish_on="2569-10-01")
    assert run("--repo", office, "--format", "github")[1].endswith("prakat explain date.buddhist-era\n")


def test_language_is_that_of_the_reader(run: Run) -> None:
    thai, english = (
        {str(row["message"]) for row in rows(run("--repo", EVERYTHING, "--format", "json", *arguments)[1])}
        for arguments in ([], ["--lang", "en"])
    )
    assert all(re.search("[ก-๙]", message) for message in thai)
    assert thai.isdisjoint(english)


def test_paths_choose_what_is_reported(run: Run) -> None:
    def chosen(*paths: object) -> set[str]:
        return {str(row["path"]) for row in rows(run("--repo", EVERYTHING, "--format", "json", *paths)[1])}

    every = chosen()
    below = {path for path in every if path.startswith("content/law/rules/")}
    assert chosen("content/law/rules") == below
    assert chosen(EVERYTHING / "content" / "law" / "rules") == below
    assert chosen("content/law/rules/") == below
    assert chosen("content/law/rules/index.md") == {"content/law/rules/index.md"}
    assert chosen("office.yml", "content/laws") == {"office.yml", "content/laws"}
    assert chosen(".") == every
    assert chosen(EVERYTHING) == every
    assert chosen("expected.txt") == set()


def test_everything_that_is_wrong_with_a_first_item_is_said_at_once(run: Run, tmp_path: Path) -> None:
    """README's own, in an office that does not know whoever wrote it."""
    place = tmp_path / "content" / "public-relations" / "2570" / "closing-day"
    place.mkdir(parents=True)
    (tmp_path / "office.yml").write_bytes((CHECKOUT / "office.yml").read_bytes())
    (place / "index.md").write_bytes((CHECKOUT / "docs" / "closing-day" / "index.md").read_bytes())
    found = rows(run("--repo", tmp_path, "--format", "json")[1])
    assert [(row["line"], row["rule"]) for row in found] == [
        *((4, "owner.provider"), (4, "owner.unit"), (5, "date.buddhist-era"), (5, "date.buddhist-era")),
    ]


def test_file_inside_a_wrong_folder_reports_the_folder(run: Run) -> None:
    found = rows(run("--repo", EVERYTHING, "--format", "json", "content/laws/index.md")[1])
    assert [row["path"] for row in found] == ["content/laws"]


def test_path_without_errors_ends_with_0_though_others_have_some(run: Run, office: Path) -> None:
    office_builder.item(office, "law/order", publish_on="2569-10-01")
    assert run("--repo", office, "content/law/act")[0] == 0
    assert run("--repo", office, "content/law/order")[0] == 1


HOSTILE = "ชื่อ%0A::error::x::set-output name=a::b,c:d%"


def test_annotation_holds_no_command_of_a_writer(run: Run, office: Path) -> None:
    office_builder.item(office, "law/order", timing=HOSTILE, kind="::stop-commands::x")
    (office / "content" / "law" / "act" / "a\n::error::x,y.pdf").write_bytes(office_builder.PDF)
    (office / "content" / "::warning file=x,line=1::y").mkdir()
    _, out, _ = run("--repo", office, "--format", "github")
    lines = out.splitlines()
    assert len(lines) == 4
    for line in lines:
        command = re.fullmatch("::(error|warning) file=([^:,]*),line=([0-9]+),title=([a-z.-]+)::(.*)", line)
        assert command, line
        assert not re.search("%(?!25|0A|0D|3A|2C)", command[2] + command[5])


def test_text_shows_control_characters_of_a_writer_harmlessly(run: Run, office: Path) -> None:
    office_builder.item(office, "law/order", timing="\x1b[2J\x07" + "ก" * 5000)
    _, out, _ = run("--repo", office)
    assert "\x1b" not in out
    assert "\\u001b[2J\\u0007" in out
    assert len(out) < 500


def command(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, str(CHECKOUT / "scripts" / "check.py"), *arguments],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("instant", "severity"), [("2026-11-20T16:59:59+00:00", None), ("2026-11-20T17:00:00+00:00", "warning")]
)
def test_day_is_bangkoks_on_a_machine_in_utc(office: Path, instant: str, severity: str | None) -> None:
    left = office_builder.OFFICE.replace("from: 2025-10-01}", "from: 2025-10-01, until: 2026-11-20}", 1)
    office_builder.office(office, left)
    office_builder.item(office, "law/act", expires_on="2027-10-31")
    done = command("--repo", str(office), "--format", "json", TZ="UTC", PRAKAT_DATE=instant)
    found = [(row["rule"], row["severity"]) for row in rows(done.stdout.decode())]
    assert found == ([("owner.left", severity)] if severity else [])
    assert done.returncode == 0


@pytest.mark.parametrize("encoding", ["latin-1", "cp874", "ascii"])
def test_thai_comes_through_a_pipe_of_any_encoding(office: Path, encoding: str) -> None:
    office_builder.item(office, "law/order", publish_on="2569-10-01")
    done = command("--repo", str(office), PRAKAT_DATE=DATE, PYTHONIOENCODING=encoding)
    assert "ต้องเป็นปี ค.ศ." in done.stdout.decode("utf-8")
    assert done.returncode == 1


def test_reader_that_goes_away_is_no_success(office: Path) -> None:
    office_builder.item(office, "law/order", publish_on="2569-10-01")
    call = f"'{sys.executable}' -u '{CHECKOUT}/scripts/check.py' --repo '{office}' --date {DATE}"
    pipe = ["bash", "-c", f"{call} | true; exit ${{PIPESTATUS[0]}}"]
    done = subprocess.run(pipe, capture_output=True, text=True, check=False)
    assert done.returncode in (1, 141), "1 if it had written before the reader left"
    assert "Traceback" not in done.stderr


def test_command_runs_from_any_folder_on_its_own_repository(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(CHECKOUT / "scripts" / "check.py"), "--date", DATE, "--format", "json"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    rows(done.stdout.decode())

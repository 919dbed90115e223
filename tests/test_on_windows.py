"""What staff and auditors type answers alike on a machine like one with Windows, in a clone with its line ends."""

import hashlib
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from loopback import free_port
from office_builder import PDF
from prakat.site.digest import digests
from sign_off_office import After, World, document, law
from terminal import INTERRUPTED
from windows import Machine, machine

DAY = ("--date", "2026-07-20")
NEWS, ACT = "content/public-relations/2569/news", "content/law/act/index.md"
LONG = "ข้อความภาษาไทยหนึ่งบรรทัด\n\n- ข้อหนึ่ง\n- ข้อสอง\n\n| ก | ข |\n|---|---|\n| ๑ | ๒ |"


def busy(world: World) -> None:
    """Two items, one of which is wrong in several lines, and a request that is not merged yet."""
    listed = [{"file": "notice.pdf", "title": "เอกสาร"}]
    news = document("ข่าวประชาสัมพันธ์", body=LONG, attachments=listed)
    world.publish(2, {f"{NEWS}/index.md": news, f"{NEWS}/notice.pdf": PDF})
    broken = f"{LONG}\n\n[ไม่มีหน้านี้](../nowhere/)\n\n![](none.png)"
    wrong = {"content/law/one/index.md": law("ข่าวที่ผิด", timing="เมื่อใดก็ได้")}
    world.force({**wrong, "content/law/two/index.md": law("ลิงก์ที่ผิด", body=broken)})
    world.ask(3, {f"{NEWS}/index.md": news.replace("ข้อสอง".encode(), "ข้อที่สอง".encode())})


def clean(world: World) -> None:
    world.publish(2, {f"{NEWS}/index.md": document("ข่าวประชาสัมพันธ์", body=LONG)})


def cloned(world: World, to: Path, *settings: str) -> Path:
    subprocess.run(["git", "clone", "-q", *settings, str(world.repository.folder), str(to)], check=True)
    return to


@pytest.fixture
def here(tmp_path: Path) -> Machine:
    return machine(tmp_path / "here", is_windows=False)


@pytest.fixture
def windows(tmp_path: Path) -> Machine:
    return machine(tmp_path / "windows")


def test_the_stand_in_is_like_windows(windows: Machine, tmp_path: Path) -> None:
    """Else what follows would show nothing."""
    tried = (
        "import os",
        "import fcntl",
        "os.getuid()",
        "os.symlink('a', 'b')",
        "os.open('.', os.O_RDONLY)",
        "open('thai', 'w').write('ก')",
        "open('held', 'w', encoding='utf-8'); os.unlink('held')",
        "held = open('held', 'w', encoding='utf-8'); os.unlink('held')",
        "open('ends', 'w', encoding='utf-8').write('\\n') == 1 and print(open('ends', 'rb').read())",
        "import subprocess; subprocess.run(['env'])",
    )
    answers = []
    for words in tried:
        program = (windows.programs / "prakat").read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("#!")
        command = [program, "-c", f"import os\n{words}"]
        done = subprocess.run(command, cwd=tmp_path, env=windows.environment, capture_output=True, check=False)
        answers.append((done.returncode, done.stdout))
    assert [code for code, _ in answers] == [0, 1, 1, 1, 1, 1, 0, 1, 0, 1]
    assert answers[8][1] == b"b'\\r\\n'\n"


def alike(here: Machine, windows: Machine, clone: Path, *words: str, code: int = 0) -> str:
    """The answer, which is the same on both."""
    one, other = (each.prakat(*words, here=clone) for each in (here, windows))
    assert (one.returncode, one.stdout) == (other.returncode, other.stdout), other.stderr
    assert one.stderr == other.stderr
    assert one.returncode == code, one.stderr
    return one.stdout


def test_checks_and_audits_answer_alike(world_after: After, here: Machine, windows: Machine, tmp_path: Path) -> None:
    clone = cloned(world_after(busy), tmp_path / "clone")
    rows = json.loads(alike(here, windows, clone, "check", *DAY, "--format", "json", code=1))
    assert {"field.value", "link.broken", "picture.missing"} <= {each["rule"] for each in rows}
    alike(here, windows, clone, "check", *DAY, "content/law/two", code=1)
    alike(here, windows, clone, "due", *DAY, "--within", "400")
    assert "merge.direct" in alike(here, windows, clone, "audit", code=1)
    alike(here, windows, clone, "audit", "--format", "csv", "--no-cache", code=1)
    kept = {each.name.partition("-")[0] for each in (windows.home / ".cache" / "prakat").iterdir()}
    assert kept == {"seen", "signatures", "whole"}


def test_a_kit_is_sealed_to_the_same_bytes_and_holds(
    world_after: After, here: Machine, windows: Machine, tmp_path: Path
) -> None:
    clone = cloned(world_after(clean), tmp_path / "clone")
    for each in (here, windows):
        done = each.prakat("audit", "--bundle", str(each.home / "kit.zip"), here=clone)
        assert done.returncode == 0, done.stderr
    assert (here.home / "kit.zip").read_bytes() == (windows.home / "kit.zip").read_bytes()
    kit = windows.home / "kit.zip"
    digest = hashlib.sha256(kit.read_bytes()).hexdigest()
    assert "SHA-256" in alike(here, windows, clone, "verify_kit", str(kit), "--sha256", digest)


def test_a_report_has_the_same_sheet_and_pages(
    world_after: After, here: Machine, windows: Machine, tmp_path: Path
) -> None:
    clone = cloned(world_after(busy), tmp_path / "clone")
    for each in (here, windows):
        asked = ("--base", "origin/main", "--head", "origin/request/3", "--to", str(each.home / "report"))
        done = each.prakat("request_report", *DAY, *asked, here=clone)
        assert done.returncode == 0, done.stderr
        assert (each.home / "report" / "after").is_dir()
    assert digests(here.home / "report") == digests(windows.home / "report")


def test_a_request_with_a_link_is_refused_in_words(world_after: After, windows: Machine, tmp_path: Path) -> None:
    """Where nobody may make one, nothing is made of a commit that has one."""
    world = world_after(clean)
    world.staff.request(4, ("nok", "nok@office.example"), {"content/law/a": b"/etc"}, world.later(), mode="120000")
    clone = cloned(world, tmp_path / "clone")
    asked = ("--base", "origin/main", "--head", "origin/request/4", "--to", str(tmp_path / "report"))
    done = windows.prakat("request_report", *DAY, *asked, "--lang", "en", here=clone)
    assert done.returncode == 2
    assert "content/law/a is a symbolic link" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_clone_with_the_line_ends_of_windows_is_the_same_office(
    world_after: After, here: Machine, windows: Machine, tmp_path: Path
) -> None:
    world = world_after(busy)
    plain = cloned(world, tmp_path / "lf")
    crlf = cloned(world, tmp_path / "crlf", "-c", "core.autocrlf=true")
    assert b"\r\n" in (crlf / ACT).read_bytes()
    assert b"\r\n" in (crlf / "office.yml").read_bytes()
    for words, code in ((("check", "--format", "json"), 1), (("due", "--within", "400"), 0)):
        one, other = here.prakat(*words, *DAY, here=plain), windows.prakat(*words, *DAY, here=crlf)
        assert (one.returncode, one.stdout) == (other.returncode, other.stdout)
        assert one.returncode == code
    assert here.prakat("audit", here=plain).stdout == windows.prakat("audit", here=crlf).stdout


def test_preview_shows_the_same_pages_and_ends_when_it_is_told(
    world_after: After, here: Machine, windows: Machine, tmp_path: Path
) -> None:
    world = world_after(clean)
    clones = {
        here: cloned(world, tmp_path / "lf"),
        windows: cloned(world, tmp_path / "crlf", "-c", "core.autocrlf=true"),
    }
    notepad = clones[windows] / ACT
    notepad.write_bytes(b"\xef\xbb\xbf" + notepad.read_bytes())  # as Notepad saves it
    shown = []
    for each, clone in clones.items():
        address = f"http://127.0.0.1:{(port := free_port())}"
        command = [str(each.programs / "prakat"), "preview", *DAY, "--port", str(port)]
        with subprocess.Popen(command, cwd=clone, env=each.environment, start_new_session=True) as process:
            shown.append([page(f"{address}/{url}/", process) for url in ("law/act", "public-relations/2569/news")])
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does at Ctrl+C
        assert process.returncode in (0, INTERRUPTED)
    assert shown[0] == shown[1]
    assert "ข้อหนึ่ง" in shown[0][1]


def page(url: str, process: "subprocess.Popen[bytes]") -> str:
    """Once it is there; what tells the browser of a change differs at each start."""
    while process.poll() is None:
        try:
            with urllib.request.urlopen(url) as answer:
                text = answer.read().decode("utf-8")
                return "\n".join(line for line in text.splitlines() if "livereload(" not in line)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"nothing at {url}")

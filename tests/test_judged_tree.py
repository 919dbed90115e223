"""Three ways of being judged by the judged tree: changed judging code, changed workflow, changed pin. Each is found,
nothing of it is published, and none of it runs, wherever the command is typed. On a real repository and publisher."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from act_runner import BIN, Runner
from loopback import free_port
from prakat.release.release_folder import ReleaseFolder
from sign_off_office import OFFICE_CHAIN, World, law

DAY = "2026-07-15"
NEW, PUSHED = "content/law/new/index.md", "content/law/pushed/index.md"
OF_THE_THEME = "จากแม่แบบของต้นไม้ที่ถูกตัดสิน"
CODE = (
    *(
        "src/prakat/__init__.py",
        "prakat/__init__.py",
        "scripts/audit.py",
        "scripts/terminal.py",
        "hooks/pre_receive.py",
    ),
    *("hooks/builder.py", "yaml.py", "orjson.py", "sitecustomize.py", "usercustomize.py", "mkdocs.py", "audit.py"),
)
Files = dict[str, bytes | None]


def judging_code(place: Path) -> Files:
    """Whatever a judge might import, read as configuration or draw with; it leaves a canary where it runs."""
    canary = f"open({str(place / 'canary')!r}, 'w').close()\n".encode()
    found: Files = dict.fromkeys(CODE, canary)
    found |= {"mkdocs.yml": b"site_name: x\nhooks: [hooks/builder.py]\ntheme: {name: null, custom_dir: theme}\n"}
    return found | {"theme/base.html": OF_THE_THEME.encode(), "schemas/item.schema.json": b"{}"}


def workflow(place: Path) -> Files:
    text = f"on: [push]\njobs: {{a: {{runs-on: self-hosted, steps: [{{run: touch {place / 'canary'}}}]}}}}\n"
    return {".github/workflows/check.yml": text.encode()}


def pin(place: Path) -> Files:
    return {
        "office.yml": (place / "office.yml").read_bytes() + f"prakat: prakat==9.9.9 --hash=sha256:{'0' * 64}\n".encode()
    }


WAYS = [judging_code, workflow, pin]


@pytest.fixture
def published(world: World) -> World:
    """With one release, of what was approved."""
    world.publish(2, {NEW: law("ประกาศฉบับที่อนุมัติแล้ว")})
    (world.place / "office.yml").write_bytes(world.repository.run("show", "main:office.yml"))
    done = prakat(world, "publish", "--repo", str(world.place / "office.git"), *TO(world), "--approved")
    assert done.returncode == 0, done.stderr
    return world


def TO(world: World) -> tuple[str, ...]:
    return ("--to", str(world.place / "public"), "--date", DAY)


def prakat(world: World, *words: str, at: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command as it is installed, typed in that folder, without any help from the environment."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PRAKAT_"))}
    command = [str(BIN / "prakat"), *words]
    return subprocess.run(command, cwd=at or world.place, env=own, capture_output=True, text=True, check=False)


def cloned(world: World, name: str = "judged") -> Path:
    git = ["git", "clone", "-q", str(world.place / "office.git"), str(world.place / name)]
    subprocess.run(git, check=True)
    return world.place / name


def released(world: World) -> str:
    place = ReleaseFolder(world.place / "public")
    return str(place.manifest(place.current_id() or "")["commit"])


def shown(world: World) -> str:
    pages = (world.place / "public" / "current").rglob("*.html")
    return "".join(path.read_text(encoding="utf-8") for path in pages)


def is_untouched(world: World) -> bool:
    return not (world.place / "canary").exists()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_was_pushed_is_found_and_nothing_of_it_published(published: World, way) -> None:  # type: ignore[no-untyped-def]
    world, before = published, published.main()
    world.force({**way(world.place), PUSHED: law("ประกาศที่ไม่มีใครอนุมัติ")})
    judged, bare = cloned(world), str(world.place / "office.git")
    for repo, at in ((".", judged), (bare, judged), (str(judged), world.place)):
        done = prakat(world, "audit", "--repo", repo, "--no-cache", at=at)
        assert done.returncode == 1 and "[merge.direct]" in done.stdout, (done.stdout, done.stderr)
    done = prakat(world, "publish", "--repo", bare, *TO(world), "--approved", at=judged)
    assert "[merge.direct]" in done.stderr
    assert released(world) == before
    assert "ประกาศที่ไม่มีใครอนุมัติ" not in shown(world) and OF_THE_THEME not in shown(world)
    done = prakat(world, "merge", "--repo", bare, "--key", str(world.key), "merge", at=judged)
    assert "Traceback" not in done.stderr
    assert is_untouched(world)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_was_pushed_is_found_and_not_published_by_the_workflows(published: World, way) -> None:  # type: ignore[no-untyped-def]
    """Their steps stand in the judged tree itself, which no workflow checks out."""
    world, before = published, published.main()
    world.force({**way(world.place), PUSHED: law("ประกาศที่ไม่มีใครอนุมัติ")})
    place = world.place / "runner"
    place.mkdir()
    known = {"${{ inputs.office }}": "office/site"}
    left_out = frozenset({"packages", "GitHub's word on the last 60 days, within what it answers in an hour"})
    runner = Runner(place, cloned(world), {"PRAKAT_DATE": DAY}, instead=known, without=left_out)
    (runner.temp / "mirror").mkdir(parents=True)
    world.git("bundle", "create", "-q", str(runner.temp / "mirror" / "office.bundle"), "main", "audit-log")
    is_good, said = runner.run("publish", "build")
    assert is_good and "[merge.direct]" in said, said
    (manifest,) = (runner.temp / "manifest").iterdir()
    assert f'"commit":"{before}"' in manifest.read_text(encoding="utf-8").replace(": ", ":")
    assert not (runner.temp / "www" / "current" / "law" / "pushed").exists()
    subprocess.run(["rm", "-rf", str(runner.temp / "office.git")], check=True)
    is_good, said = runner.run("audit", "audit")
    assert not is_good and "[merge.direct]" in said, said
    assert is_untouched(world)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_was_asked_for_is_not_merged_unsigned_and_signed_still_does_not_run(published: World, way) -> None:  # type: ignore[no-untyped-def]
    """The sheet says what it is; the whole chain may bring it to main, where it is a file like others."""
    world, before, bare = published, published.main(), str(published.place / "office.git")
    head = world.ask(3, way(world.place))
    judged = cloned(world)
    subprocess.run(["git", "-C", str(judged), "checkout", "-q", head], check=True)
    merge = ("merge", "--repo", bare, "--key", str(world.key), "--date", "2026-07-14T09:00:00+07:00", "merge")
    assert prakat(world, *merge, at=judged).returncode == 1
    assert world.main() == before
    report = ("request-report", "--repo", ".", "--base", before, "--head", head, "--to", str(world.place / "sheet"))
    done = prakat(world, *report, "--date", DAY, at=judged)
    assert done.returncode == 0, done.stderr
    assert SAID[way.__name__] in (world.place / "sheet" / "request.html").read_text(encoding="utf-8")
    world.sign(3, *OFFICE_CHAIN)
    done = prakat(world, *merge, at=judged)
    assert done.returncode == 0 and world.main() != before, done.stdout + done.stderr
    assert prakat(world, "audit", "--repo", bare, at=judged).returncode == 0
    done = prakat(world, "publish", "--repo", bare, *TO(world), "--approved", at=judged)
    assert done.returncode == 0 and OF_THE_THEME not in shown(world), done.stderr
    assert "ประกาศฉบับที่อนุมัติแล้ว" in shown(world)
    assert is_untouched(world)


SAID = {
    "judging_code": "sitecustomize.py",
    "workflow": "เครื่องที่ทำงาน › งาน a",
    "pin": "เปลี่ยนจาก — เป็น 9.9.9 คำขอนี้ไม่ได้ติดตั้งสิ่งใด",
}


def test_a_page_and_judging_code_are_never_merged_together(published: World) -> None:
    world = published
    world.ask(3, {**judging_code(world.place), PUSHED: law("ประกาศที่มาพร้อมโปรแกรม")})
    world.sign(3, *OFFICE_CHAIN)
    assert "request.mixed" in world.merge(3)


@pytest.fixture
def hostile(published: World) -> Path:
    """A clone that would run something for whoever works in it."""
    world = published
    world.force(
        {**judging_code(world.place), ".gitattributes": b"office.yml filter=e=vil\ncontent/** filter=evil diff=evil\n"}
    )
    clone = cloned(world, "hostile")
    script = world.place / "evil"
    script.write_text(f"#!/bin/sh\ntouch {world.place / 'canary'}\ncat\n", encoding="utf-8")
    script.chmod(0o755)
    settings = {
        **dict.fromkeys(("core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "diff.external"), script),
        **dict.fromkeys(("gpg.program", "gpg.ssh.program", "diff.evil.command", "diff.evil.textconv"), script),
        **dict.fromkeys(("filter.evil.clean", "filter.evil.process", "filter.e=vil.clean"), script),
        "core.hooksPath": clone / "githooks",
    }
    for name, value in settings.items():
        subprocess.run(["git", "-C", str(clone), "config", name, str(value)], check=True)
    (clone / "githooks").mkdir()
    for name in ("post-checkout", "post-index-change", "pre-commit", "reference-transaction"):
        (clone / "githooks" / name).symlink_to(script)
    for path in (clone / "office.yml", clone / "content" / "law" / "new" / "index.md"):
        os.utime(path, (0, 0))  # so that git asks whether its bytes are still the same
    return clone


def test_what_staff_and_auditors_type_in_a_hostile_clone_runs_nothing_of_it(published: World, hostile: Path) -> None:
    world = published
    assert prakat(world, "check", at=hostile).returncode == 0
    assert prakat(world, "due", "--date", DAY, at=hostile).returncode == 0
    assert prakat(world, "audit", "--no-cache", at=hostile).returncode == 1
    words = ("--base", "origin/main~1", "--head", "origin/main", "--to", str(world.place / "sheet"), "--date", DAY)
    done = prakat(world, "request-report", *words, at=hostile)
    assert done.returncode == 0, done.stderr
    done = prakat(world, "publish", "--to", str(world.place / "preview"), "--date", DAY, at=hostile)
    assert done.returncode == 0, done.stderr
    assert is_untouched(world)


def test_a_preview_of_a_hostile_clone_runs_nothing_of_it(published: World, hostile: Path) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PRAKAT_"))}
    port = str(free_port())
    command = [str(BIN / "prakat"), "preview", "--port", port, "--date", DAY]
    process = subprocess.Popen(command, cwd=hostile, env=own, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        page = once_there(f"http://127.0.0.1:{port}/law/new/", process)
    finally:
        os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does at a terminal
        process.wait()
    assert "ประกาศฉบับที่อนุมัติแล้ว" in page and OF_THE_THEME not in page
    assert is_untouched(published)


def once_there(url: str, process: "subprocess.Popen[bytes]") -> str:
    while process.poll() is None:
        try:
            with urllib.request.urlopen(url) as answer:
                return str(answer.read().decode("utf-8"))
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"{sys.executable}: the preview ended")

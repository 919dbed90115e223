"""A sample is anybody's to try, and nothing of a real office ever becomes one."""

import datetime
import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from phone import Phone

import desk as command
from loopback import free_port
from prakat.cannot_work import CannotWork
from prakat.founding.sample_office import MARK, begin_sample, sample_of, sign_chain
from prakat.founding.staff import Staff, make_key
from prakat.merging import bare_counter, plan
from prakat.merging.plan import Merged
from prakat.merging.publisher import publisher_key
from prakat.repository.receipt import moment_of_receipt, set_clock
from prakat.repository.refs import MAIN
from prakat.repository.repository import open_repository
from prakat.thai.buddhist_era import BANGKOK
from prakat_desk.server import desk_at

CHECKOUT = Path(__file__).resolve().parents[2]
PERSON = "pinthong"


def a_tree(place: Path, **changed: object) -> Path:
    """The sample's files, with other settings in its office.yml."""
    place.mkdir()
    for each in ("content", "registers"):
        shutil.copytree(CHECKOUT / each, place / each)
    text = (CHECKOUT / "office.yml").read_text(encoding="utf-8")
    for key, value in changed.items():
        text = text.replace("\n    phone:", f"\n    {key}: {json.dumps(value)}\n    phone:", 1)
    (place / "office.yml").write_text(text, encoding="utf-8")
    return place


@pytest.mark.parametrize(
    "changed",
    [
        {"keys": ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHIzcmVhZHMgbGlrZSBhIHB1YmxpYyBrZXkhISEh"]},
        {"accounts": {"github": "x"}},
    ],
)
def test_an_office_with_keys_or_accounts_of_people_is_no_sample(tmp_path: Path, changed: dict[str, object]) -> None:
    with pytest.raises(CannotWork, match="no-sample"):
        begin_sample(a_tree(tmp_path / "tree", **changed), tmp_path / "sample", moment_of_receipt(tmp_path))
    assert not (tmp_path / "sample").exists()


def test_a_folder_that_holds_anything_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "precious").touch()
    with pytest.raises(CannotWork, match="exists"):
        begin_sample(CHECKOUT, tmp_path, moment_of_receipt(tmp_path))
    assert (tmp_path / "precious").exists()


def test_an_office_that_was_founded_is_no_sample_whatever_lies_beside_it(founded: Path, tmp_path: Path) -> None:
    """Neither with the mark of one, nor through a link."""
    real = tmp_path / "real"
    real.mkdir()
    repository = next(each for each in (founded, *founded.iterdir()) if (each / "HEAD").is_file())
    shutil.copytree(repository, real / "office.git")
    (real / "keys").mkdir()
    (real / MARK).touch()
    with pytest.raises(CannotWork, match="no-sample"):
        sample_of(real)
    linked = tmp_path / "linked"
    linked.symlink_to(real)
    with pytest.raises(CannotWork, match="no-sample"):
        sample_of(linked)


def test_a_sample_into_which_somebody_brought_a_real_key_is_none_any_more(sample: Path, tmp_path: Path) -> None:
    found = sample_of(sample)
    repository = found.repository
    moment = moment_of_receipt(repository.git_dir)
    _, raw = repository.object(f"{MAIN}:office.yml")
    own = make_key(tmp_path / "own", "own").split()[:2]
    made = next(line for line in raw.decode().splitlines() if "keys:" in line)
    more = raw.decode().replace(made, made.replace('"]', f'", "{" ".join(own)}"]'), 1).encode()
    Staff(repository, sample / "keys").request(9, ("x", "pinthong@tharnthong.example"), {"office.yml": more}, moment)
    sign_chain(found, 9, moment)
    merging = bare_counter.open_merging(repository, publisher_key(repository.git_dir), moment)
    assert isinstance(plan.merge(merging, 9), Merged)
    with pytest.raises(CannotWork, match="no-sample"):
        sample_of(sample)


def test_a_real_offices_desk_lets_nobody_in_at_a_click(sample: Path, tmp_path: Path) -> None:
    """Even over the repository of a sample: only the command that makes one opens it to everybody."""
    real = desk_at(open_repository(sample / "office.git"), "https://desk.office.example", tmp_path / "state")
    with Phone(real) as phone:
        assert not phone.get("/sign-in").text.count("/sign-in/sample")
        assert phone.post("/sign-in/sample", data={"person": PERSON}).status_code == 404
        assert phone.get("/", follow_redirects=False).headers["location"] == "/sign-in"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "desk-no-state"),
        (["--state", "s"], "desk-no-origin"),
        (["--state", "s", "--origin", "http://desk.office.example"], "desk-origin"),
        (["--state", "s", "--origin", "https://desk.office.example/desk"], "desk-origin"),
        (["--sign", "1"], "no-sample"),
    ],
)
def test_a_real_offices_desk_needs_an_address_of_its_own(sample: Path, words: list[str], told: str) -> None:
    with pytest.raises(CannotWork, match=told):
        command.main(["--repo", str(sample / "office.git"), *words])


def test_one_command_opens_desk_publisher_and_site_on_loopback_alone(tmp_path: Path) -> None:
    port = free_port()
    words = [sys.executable, str(CHECKOUT / "scripts" / "desk.py"), "--port", str(port), "--to", str(tmp_path / "desk")]
    own = {**os.environ, "PRAKAT_DATE": "2026-11-20"}
    with (
        (tmp_path / "wrong").open("w") as wrong,
        subprocess.Popen(
            words, env=own, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=wrong, text=True, start_new_session=True
        ) as opened,
    ):
        assert opened.stdout
        try:
            told = [opened.stdout.readline() for _ in range(3)]
            assert f"http://localhost:{port}" in told[0]
            while not any(each.laddr.port == port for each in listening(opened.pid)):
                assert opened.poll() is None
            page = urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in")
            assert PERSON in page.read().decode()
            assert "server" not in page.headers
            there = listening(opened.pid)
            assert {each.laddr.ip for each in there} == {"127.0.0.1"}
            assert {each.laddr.port for each in there} >= {port}
        finally:
            children = psutil.Process(opened.pid).children(recursive=True)
            opened.send_signal(signal.SIGINT)
        assert opened.wait() == 0, (tmp_path / "wrong").read_text(encoding="utf-8")
        assert not psutil.wait_procs(children)[1]


def listening(pid: int) -> list[Any]:
    """What the process and its children listen on; a program that one of them ran and that has ended is none."""
    found = []
    for each in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            found += [one for one in each.net_connections("tcp") if one.status == psutil.CONN_LISTEN]
    return found


def test_time_in_a_sample_never_goes_back_at_midnight(tmp_path: Path) -> None:
    """Its day is as many days later as have really passed since it began."""
    today = datetime.datetime.now(BANGKOK).date()
    set_clock(tmp_path, "2026-11-20", (today - datetime.timedelta(days=3)).isoformat())
    days = {(datetime.date(2026, 11, 23) + datetime.timedelta(days=each)) for each in (0, 1)}
    assert moment_of_receipt(tmp_path).date() in days

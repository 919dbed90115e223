"""The desk killed at many of its acts while drafts are kept and sent: what it acknowledged is there, nothing half."""

import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from loopback import free_port
from packages import answers
from prakat.founding.sample_office import sample_of
from prakat.item.front_matter import read_front_matter
from prakat.repository.refs import REQUEST
from prakat_desk.desk import Desk
from prakat_desk.form.entries import entries_of
from prakat_desk.form.form_field import form_fields
from prakat_desk.keeping.draft import Draft
from prakat_desk.sending.bare_outlet import BareOutlet
from prakat_desk.sending.dispatch import Dispatch
from prakat_desk.sending.outlet import Sent

PROGRAM = Path(__file__).with_name("dying_desk.py")
PERSON, KILLS, SAVES = "pinthong", 6, 4
VALUES = {
    "title": "ประกาศ: ปิดทำการชั่วคราว",
    "summary": "สำนักงานปิดทำการหนึ่งวันเพื่อปรับปรุงอาคาร",
    "owner": {"unit": "admin", "provider": PERSON},
    "timing": "fixed_period",
    "publish_on": "2026-11-20",
    "expires_on": "2026-12-20",
}
TYPED = entries_of(VALUES, form_fields("public-relations"))


def desk_of(folder: Path) -> Desk:
    found = sample_of(folder)
    return Desk(found.repository, "http://127.0.0.1:8010", folder / "desk", sample_keys=found.keys)


def begun(folder: Path) -> Draft:
    return desk_of(folder).drafts.begin(Draft("", PERSON, path="public-relations/2570/closed", typed=TYPED, body="0"))


@contextmanager
def served(folder: Path, at: int) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    port = free_port()
    with subprocess.Popen([sys.executable, str(PROGRAM), str(folder), str(port), str(at)]) as process:
        try:
            yield process, answers(f"http://127.0.0.1:{port}/sign-in").removesuffix("/sign-in")
        finally:
            process.kill()


def driven(folder: Path, draft: Draft, at: int) -> tuple[int, int]:
    """The last text that was acknowledged, and the request's number, 0 where nobody was told one."""
    kept, number = 0, 0
    with served(folder, at) as (process, origin), httpx2.Client(base_url=origin, headers={"Origin": origin}) as browser:
        browser.post("/sign-in/sample", data={"person": PERSON})
        process.send_signal(signal.SIGUSR1)
        try:
            for text in range(1, SAVES + 1):
                browser.post(f"/drafts/{draft.id}/save", data={**TYPED, "body": str(text)}).raise_for_status()
                kept = text
            sent = browser.post(f"/drafts/{draft.id}/send", data={"do": "send"}, timeout=60)
            number = int(sent.headers["location"].removeprefix("/requests/").partition("?")[0])
        except httpx2.TransportError:
            assert process.wait() == -signal.SIGKILL
    return kept, number


def proved(folder: Path, draft: Draft, kept: int, number: int) -> None:
    """What was acknowledged is there; and whoever then goes on ends with one whole request, not with two."""
    desk = desk_of(folder)
    there = desk.drafts.get(PERSON, draft.id)
    assert there
    assert kept <= int(there.body) <= SAVES
    open_before = set(desk.repository.refs(REQUEST))
    assert len(open_before) <= 1
    found = Dispatch(desk, BareOutlet(desk.repository), desk.authority.office.people[PERSON]).send(there)
    assert isinstance(found, Sent), found
    assert number in (0, found.number)
    assert open_before <= set(desk.repository.refs(REQUEST)) == {f"{REQUEST}{found.number}"}
    parts, document = read_front_matter(desk.repository.object(f"{found.head}:content/{draft.path}/index.md")[1])
    assert (document.data, parts.body.strip()) == (VALUES, there.body)
    desk.repository.run("fsck", "--strict", "--no-dangling")


def test_killed_at_any_act_it_loses_nothing_that_it_acknowledged(sample: Path, tmp_path: Path) -> None:
    draft = begun(sample)
    whole = shutil.copytree(sample, tmp_path / "whole", symlinks=True)
    assert driven(whole, draft, 0) == (SAVES, 2)
    acts = int((whole / "counted").read_bytes())
    assert acts > 10
    proved(whole, draft, SAVES, 2)
    for at in sorted(random.Random(12).sample(range(1, acts + 1), KILLS)):
        folder = shutil.copytree(sample, tmp_path / str(at), symlinks=True)
        kept, number = driven(folder, draft, at)
        proved(folder, draft, kept, number)
        shutil.rmtree(folder)


def test_the_desk_does_die(sample: Path) -> None:
    assert driven(sample, begun(sample), 1) == (0, 0)

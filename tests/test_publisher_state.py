"""What the publisher tells of itself: that it lives, what it could not do, what went live and how soon."""

import datetime
import json
from pathlib import Path

import pytest

import merge
import publish
from prakat.cannot_work import Halted
from prakat.merging.publisher_state import Life, Phase, PublisherState, beat, leave, state_of, tell_problem
from prakat.release.going_live import put_aside
from prakat.repository.receipt import set_clock
from prakat.rules.finding import Finding
from prakat.rules.message import message
from sign_off_office import CHAIN, World, document

NEWS = "content/public-relations/2569/news/index.md"
FILE = "prakat/publisher-state.json"
DAY = "2026-07-15"


def merged(world: World, key: Path | None = None) -> int:
    set_clock(world.repository.git_dir, world.later().isoformat())
    return merge.main(["--repo", str(world.repository.folder), "--key", str(key or world.key), "merge"])


def published(world: World) -> int:
    where = ["--repo", str(world.repository.folder), "--to", str(world.place / "public")]
    return publish.main([*where, "--approved", "--date", DAY])


def state(world: World) -> PublisherState:
    found = state_of(world.repository.git_dir)
    assert found
    return found


def test_what_is_merged_and_published_is_told_with_what_it_took(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(world.place / "home"))
    world.ask(2, {NEWS: document("ข่าวประชาสัมพันธ์")})
    world.sign(2, *CHAIN)
    assert merged(world) == 0
    assert state(world).head == world.main() and state(world).phase is Phase.IDLE and not state(world).released
    set_clock(world.repository.git_dir, (world.now + datetime.timedelta(seconds=7)).isoformat())
    assert published(world) == 0
    found = state(world)
    assert found.released == world.main() and found.released_at == found.at
    assert found.took[2] == 67, "a minute until it was merged, and seven seconds"
    assert not found.said and not found.left_out
    capsys.readouterr()


def test_a_publisher_that_cannot_go_on_is_told_until_it_can(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Halted):
        merged(world, world.staff.keys / "nok")
    said = state(world).said[Phase.MERGING]
    assert "office.yml" in said.th and "office.yml" in said.en and said.th != said.en
    assert state(world).phase is Phase.IDLE
    assert merged(world) == 0
    assert not state(world).said
    capsys.readouterr()


def test_an_item_that_is_left_out_is_told_with_what_is_wrong_with_it() -> None:
    wrong = Finding("content/law/a/index.md", 3, "front-matter.not-mapping")
    (told, other) = put_aside(["content/law/a", "content/law/b"], [wrong])
    assert (told.path, told.rule) == ("content/law/a", "front-matter.not-mapping")
    assert told.why.th == wrong.message("th") and told.why.en == wrong.message("en")
    assert other.rule == "" and other.why.th


def test_its_life_is_read_from_its_last_sign(world: World) -> None:
    git_dir = world.repository.git_dir
    beat(git_dir, world.now)
    found = state(world)
    minute = datetime.timedelta(minutes=1)
    assert found.attends and found.life(world.now + 2 * minute) is Life.ALIVE
    assert found.life(world.now + 4 * minute) is Life.SILENT
    assert found.life(world.now - 4 * minute) is Life.AHEAD, "one of the clocks is wrong"
    leave(git_dir, world.now)
    assert state(world).life(world.now + 20 * minute) is Life.ALIVE, "a timer comes every few minutes"


def test_what_mail_could_not_do_is_told_beside_the_rest(world: World) -> None:
    git_dir = world.repository.git_dir
    beat(git_dir, world.now)
    tell_problem(git_dir, message("repository.busy"))
    assert [*state(world).said] == [Phase.TELLING]
    tell_problem(git_dir, None)
    assert not state(world).said


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"at": "2026-07-01"}',
        b'{"at": 1e400}',
        b" " * (1 << 21),
        pytest.param(None, id="a folder"),
    ],
)
def test_a_file_that_it_did_not_write_is_no_state_and_is_written_anew(world: World, text: bytes | None) -> None:
    git_dir = world.repository.git_dir
    if text is not None:
        (git_dir / FILE).write_bytes(text)
    else:
        (git_dir / FILE).mkdir()
    assert state_of(git_dir) is None
    beat(git_dir, world.now)
    assert (state_of(git_dir) is not None) == (text is not None)


@pytest.mark.parametrize(
    ("name", "value"),
    [("head", "x" * 40), ("phase", "gone"), ("took", {"a": 1}), ("left_out", [["a"]]), ("said", {"merging": "x"})],
)
def test_a_state_in_which_one_value_is_wrong_is_none(world: World, name: str, value: object) -> None:
    git_dir = world.repository.git_dir
    beat(git_dir, world.now)
    found = json.loads((git_dir / FILE).read_bytes())
    (git_dir / FILE).write_text(json.dumps({**found, name: value}), encoding="utf-8")
    assert state_of(git_dir) is None


def test_control_characters_of_a_state_are_shown_and_not_obeyed(world: World) -> None:
    git_dir = world.repository.git_dir
    beat(git_dir, world.now)
    tell_problem(git_dir, message("repository.busy"))
    found = json.loads((git_dir / FILE).read_bytes())
    found["said"] = {"telling": ["\x1b[2J", "\u202e"]}
    (git_dir / FILE).write_text(json.dumps(found), encoding="utf-8")
    assert state(world).said[Phase.TELLING].th == "\\u001b[2J"


def test_a_disk_that_refuses_stops_nobody(world: World, caplog: pytest.LogCaptureFixture) -> None:
    folder = world.repository.git_dir / "prakat"
    folder.rename(folder.with_name("kept"))
    folder.write_bytes(b"")
    beat(world.repository.git_dir, world.now)
    assert "could not be noted" in caplog.text
